"""Signing up for a session: a place or, where there is none, the end of the queue; who leaves makes room for the next."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec

from event.agenda.errors import SessionCancelled
from event.agenda.signing_up.errors import ComesNot, SignUpNotOpen, WaveInUse
from event.agenda.signing_up.guests import coming
from event.agenda.signing_up.places import places_in, session_in, wave_named, waves_of
from event.agenda.signing_up.rules import is_open
from event.agenda.tables import AgendaSession, Booking, BookingChange, SessionWaiting, SessionWave, Step
from event.database import fetch, fetch_one, writing
from event.gathering.tables import Gathering
from event.people.audit import record
from event.people.rules import Actor
from event.registration.adding import insert_all, lock
from event.registration.mails import mail_about
from event.registration.tables import Guest
from event.templating import clock
from event.templating import day as said_day

_SYSTEM = "system:waiting list"


class Joined(msgspec.Struct, frozen=True):
    """How somebody stands after signing up: booked, or waiting at a place of the queue that counts from one."""

    booked: bool
    place: int | None = None


class WaveTold(msgspec.Struct, frozen=True):
    """A wave as organizers tell it; no capacity: that of the session."""

    code: str
    starts_at: datetime
    ends_at: datetime
    capacity: int | None = None


async def join(
    session: UUID, guest: UUID, *, gathering: Gathering, by: Actor, now: datetime, wave: str = "",
    online: bool = False, anyway: bool = False,
) -> Joined:  # fmt: skip
    """Sign a guest up. `online`: by themselves, while it is open; `anyway`: a place although none is free.

    Raises UnknownSession, SessionCancelled, UnknownGuest, UnknownWave, ComesNot, SignUpNotOpen.
    """
    async with writing():
        await lock(gathering)
        row = await session_in(gathering, session)
        if row.cancelled_at is not None:
            raise SessionCancelled
        if online and not is_open(row.signup, row.signup_opens, row.signup_closes, now):
            raise SignUpNotOpen
        await coming(guest, gathering, otherwise=ComesNot)
        if (known := await _stands(session, guest)) and (known.booked or not anyway):
            return known
        into = await (wave_waited_for(session, guest) if known else wave_named(row, wave))
        places = await places_in(row, into)
        if anyway or places.free is None or places.free > 0:
            await _book(row, guest, into, Step.MOVE_UP if known else Step.BOOK, by=by.mark, now=now)
        else:
            await _wait(row, guest, into, by=by.mark, now=now)
        await record(
            "agenda.sign_up", subject=f"guest:{guest}", by=by, now=now, gathering=gathering.id, session=str(session)
        )  # fmt: skip
        return await _stands(session, guest) or Joined(False)


async def leave(
    session: UUID, guest: UUID, *, gathering: Gathering, by: Actor, now: datetime, online: bool = False
) -> bool:
    """Take a guest off a session or its waiting list; who waits longest moves up. Whether there was anything to leave.

    Raises UnknownSession, SignUpNotOpen.
    """
    async with writing():
        await lock(gathering)
        row = await session_in(gathering, session)
        if online and not is_open(row.signup, row.signup_opens, row.signup_closes, now):
            raise SignUpNotOpen
        known = await _stands(session, guest)
        if known is None:
            return False
        for table in (Booking, SessionWaiting):
            await table.delete().where((table.agenda_session == session) & (table.guest == guest))
        await _unanswer(row, guest)
        await _note(session, guest, Step.LEAVE, was=known.booked, booked=False, by=by.mark, now=now)
        await record(
            "agenda.sign_off", subject=f"guest:{guest}", by=by, now=now, gathering=gathering.id, session=str(session)
        )  # fmt: skip
        await fill(row, gathering, now=now)
    return True


async def fill_all(gathering: Gathering, *, now: datetime) -> int:
    """Give places that became free to who waits, in every session; how many moved up."""
    async with writing():
        await lock(gathering)
        rows = await fetch(
            "SELECT DISTINCT q.agenda_session AS id FROM session_waiting q JOIN agenda_session s ON s.id = q.agenda_session"
            " WHERE s.gathering = $1",
            gathering.id,
        )
        return sum([await fill(await session_in(gathering, row["id"]), gathering, now=now) for row in rows])


async def fill(session: AgendaSession, gathering: Gathering, *, now: datetime) -> int:
    """Give free places to who waits longest, inside `writing()` under the gathering's lock, and tell them by mail."""
    moved = 0
    waves: list[SessionWave | None] = [*await waves_of(session.id)]
    for wave in waves or [None]:
        places = await places_in(session, wave)
        free = places.waiting if places.capacity is None else places.capacity - places.booked
        rows = await fetch(
            "SELECT guest FROM session_waiting WHERE agenda_session = $1 AND wave IS NOT DISTINCT FROM $2"
            " ORDER BY place LIMIT $3",
            session.id, wave.id if wave else None, max(0, free),
        )  # fmt: skip
        for row in rows:
            await _book(session, row["guest"], wave, Step.MOVE_UP, by=_SYSTEM, now=now)
            await _tell(session, row["guest"], gathering, now=now)
        moved += len(rows)
    return moved


async def set_waves(
    session: UUID, told: list[WaveTold], *, gathering: Gathering, by: Actor, now: datetime
) -> None:
    """Say which waves a session has. Raises UnknownSession, WaveInUse."""
    async with writing():
        await lock(gathering)
        row = await session_in(gathering, session)
        stored = {one.code: one for one in await waves_of(session)}
        for code in set(stored) - {one.code for one in told}:
            if await fetch(
                "SELECT 1 FROM booking WHERE wave = $1 UNION ALL SELECT 1 FROM session_waiting WHERE wave = $1"
                " UNION ALL SELECT 1 FROM freed_place WHERE place->>'wave' = $1::text", stored[code].id
            ):  # fmt: skip
                raise WaveInUse(wave=code)
            await SessionWave.delete().where(SessionWave.id == stored[code].id)
        for one in told:
            wave = stored.get(one.code) or SessionWave(id=uuid4(), agenda_session=session, code=one.code)
            wave.starts_at, wave.ends_at, wave.capacity = one.starts_at, one.ends_at, one.capacity
            await wave.save()
        await fill(row, gathering, now=now)
        await record(
            "agenda.waves", subject=f"agenda_session:{session}", by=by, now=now, gathering=gathering.id, waves=len(told)
        )  # fmt: skip


async def wave_waited_for(session: UUID, guest: UUID) -> SessionWave | None:
    """The wave somebody waits for."""
    row = await fetch_one(
        "SELECT wave FROM session_waiting WHERE agenda_session = $1 AND guest = $2", session, guest
    )
    return await SessionWave.objects().get(SessionWave.id == row["wave"]) if row and row["wave"] else None


async def _stands(session: UUID, guest: UUID) -> Joined | None:
    row = await fetch_one(
        "SELECT EXISTS (SELECT 1 FROM booking WHERE agenda_session = $1 AND guest = $2) AS booked,"
        " (SELECT count(*)::int FROM session_waiting a JOIN session_waiting m ON m.agenda_session = a.agenda_session"
        "  AND a.place <= m.place AND a.wave IS NOT DISTINCT FROM m.wave WHERE m.agenda_session = $1 AND m.guest = $2) AS place",
        session, guest,
    )  # fmt: skip
    if row is None or not (row["booked"] or row["place"]):
        return None
    return Joined(row["booked"], None if row["booked"] else row["place"])


async def _book(
    session: AgendaSession, guest: UUID, wave: SessionWave | None, step: Step, *, by: str, now: datetime
) -> None:
    await SessionWaiting.delete().where(
        (SessionWaiting.agenda_session == session.id) & (SessionWaiting.guest == guest)
    )
    await Booking(
        id=uuid4(), agenda_session=session.id, guest=guest, booked_at=now, wave=wave.id if wave else None, chosen=True
    ).save()  # fmt: skip
    await _note(session.id, guest, step, was=False, booked=True, by=by, now=now, wave=wave)


async def _wait(
    session: AgendaSession, guest: UUID, wave: SessionWave | None, *, by: str, now: datetime
) -> None:
    (row,) = await fetch(
        "SELECT coalesce(max(place), 0) + 1 AS next FROM session_waiting WHERE agenda_session = $1",
        session.id,
    )
    await SessionWaiting(
        id=uuid4(), agenda_session=session.id, guest=guest, wave=wave.id if wave else None, place=row["next"], since=now
    ).save()  # fmt: skip
    await _note(session.id, guest, Step.WAIT, was=False, booked=False, by=by, now=now, wave=wave)


async def _note(
    session: UUID, guest: UUID, step: Step, *, was: bool, booked: bool, by: str, now: datetime,
    wave: SessionWave | None = None,
) -> None:  # fmt: skip
    change = BookingChange(
        id=uuid4(), agenda_session=session, guest=guest, wave=wave.id if wave else None, step=step, was_booked=was,
        booked=booked, by=by, at=now,
    )  # fmt: skip
    await insert_all(BookingChange, [change])


async def _unanswer(session: AgendaSession, guest: UUID) -> None:
    """The reply does not book it again: the session is taken out of its answer."""
    await fetch(
        "UPDATE guest SET answers = jsonb_set(answers, '{sessions}', (SELECT coalesce(jsonb_agg(a), '[]')"
        " FROM jsonb_array_elements_text(answers->'sessions') a WHERE a <> $2 AND position(a IN $3) = 0))"
        " WHERE id = $1 AND jsonb_typeof(answers->'sessions') = 'array'",
        guest, session.code, session.title_zh,
    )  # fmt: skip


async def _tell(session: AgendaSession, guest: UUID, gathering: Gathering, *, now: datetime) -> None:
    row: Any = await Guest.objects().get(Guest.id == guest)
    when = f"{said_day(session.starts_at.astimezone(gathering.zone).date(), row.language)} {clock(session.starts_at, gathering.zone)}"
    await mail_about(
        gathering, row, "moved_up", now=now, cause=f"moved_up:{session.id}:{guest}:{now.isoformat()}",
        session=session.title(row.language), when=when,
    )  # fmt: skip
