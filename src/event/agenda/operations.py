"""Sessions of the programme: added, changed, moved, taken out. Each change can be undone."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec

from event.agenda.errors import SessionInUse
from event.agenda.history import IN_USE, Change, changing
from event.agenda.kept import halls_of, in_zone, kept_session
from event.agenda.tables import AgendaSession
from event.agenda.told import Placed, SessionTold, checked_session, placed
from event.comparing import refuse_changed
from event.database import fetch
from event.errors import Invalid, Problem
from event.gathering.tables import Gathering
from event.people.rules import Actor
from event.registration.fields import CODE_TAKEN
from event.registration.places import move_up_where_free


async def checked(told: SessionTold, gathering: Gathering) -> SessionTold:
    """A session as it would be kept. Raises Invalid."""
    return in_zone(checked_session(told, [row["code"] for row in await halls_of(gathering)]), gathering.zone)


async def add_session(told: SessionTold, *, gathering: Gathering, by: Actor, now: datetime) -> Change:
    """Add a session. Raises Invalid."""
    kept, made = await checked(told, gathering), uuid4()
    try:
        async with changing(made, "add", gathering=gathering, by=by, now=now) as change:
            await AgendaSession(
                id=made,
                gathering=gathering.id,
                position=await _last_position(gathering),
                **await _columns(kept, gathering),
            ).save()
    except asyncpg.UniqueViolationError:
        raise Invalid({"code": Problem(CODE_TAKEN)}) from None
    return change


async def change_session(
    session: UUID, told: SessionTold, *, seen: str, gathering: Gathering, by: Actor, now: datetime
) -> Change:
    """Change a session; `seen`: the marks it had when it was looked at. Raises Invalid, UnknownSession, ChangedSince."""
    kept = await checked(told, gathering)
    try:
        async with changing(session, "change", gathering=gathering, by=by, now=now) as change:
            before = await kept_session(gathering, session)
            refuse_changed(seen, before.told)
            await _write(session, before.told, kept, gathering)
    except asyncpg.UniqueViolationError:
        raise Invalid({"code": Problem(CODE_TAKEN)}) from None
    return change


async def move_session(
    session: UUID, to: Placed, *, seen: str, gathering: Gathering, by: Actor, now: datetime
) -> Change:
    """Put a session to another time or hall; items with a fixed time move along. `seen`: the marks of when and where it was.

    Raises Invalid, UnknownSession, ChangedSince.
    """
    async with changing(session, "move", gathering=gathering, by=by, now=now) as change:
        before = await kept_session(gathering, session)
        refuse_changed(seen, placed(before.told))
        told = msgspec.structs.replace(before.told, **msgspec.structs.asdict(to))
        await _write(session, before.told, await checked(told, gathering), gathering)
    return change


async def remove_session(session: UUID, *, gathering: Gathering, by: Actor, now: datetime) -> Change:
    """Take a session out with its items and people. Raises UnknownSession, SessionInUse."""
    try:
        async with changing(session, "remove", gathering=gathering, by=by, now=now) as change:
            await kept_session(gathering, session)
            for table in ("agenda_person", "agenda_item"):
                await fetch(f"DELETE FROM {table} WHERE agenda_session = $1", session)  # noqa: S608 - our own names
            await fetch("DELETE FROM agenda_session WHERE id = $1", session)
    except IN_USE:
        raise SessionInUse from None
    return change


async def cancel_session(session: UUID, *, gathering: Gathering, by: Actor, now: datetime) -> Change:
    """Say that a session does not take place: its places become free, and the next published version tells so.

    It stays in the programme, as cancelled. Nothing changes where it is cancelled already. Raises UnknownSession.
    """
    return await _call(session, "cancel", now, gathering=gathering, by=by, now=now)


async def reinstate_session(session: UUID, *, gathering: Gathering, by: Actor, now: datetime) -> Change:
    """Say that a cancelled session takes place after all: who had a place has it again. Raises UnknownSession."""
    return await _call(session, "reinstate", None, gathering=gathering, by=by, now=now)


async def _call(
    session: UUID, action: str, off: datetime | None, *, gathering: Gathering, **who: Any
) -> Change:
    async with changing(session, action, gathering=gathering, **who) as change:
        kept = await kept_session(gathering, session)
        if (kept.cancelled_at is None) != (off is None):
            await AgendaSession.update({AgendaSession.cancelled_at: off}).where(AgendaSession.id == session)
    return change


async def _write(session: UUID, before: SessionTold, kept: SessionTold, gathering: Gathering) -> None:
    row: Any = await AgendaSession.objects().get(AgendaSession.id == session)
    for name, value in (await _columns(kept, gathering)).items():
        setattr(row, name, value)
    await row.save()
    if kept.capacity != before.capacity:
        await move_up_where_free(gathering.id)
    if kept.starts_at != before.starts_at:
        await fetch(
            "UPDATE agenda_item SET starts_at = starts_at + $2::interval WHERE agenda_session = $1 AND starts_at IS NOT NULL",
            session, kept.starts_at - before.starts_at,
        )  # fmt: skip


async def _columns(told: SessionTold, gathering: Gathering) -> dict[str, Any]:
    columns = msgspec.structs.asdict(told)
    halls = {row["code"]: row["id"] for row in await halls_of(gathering)}
    return columns | {"hall": halls[told.hall] if told.hall else None}


async def _last_position(gathering: Gathering) -> int:
    (row,) = await fetch(
        "SELECT coalesce(max(position) + 1, 0) AS next FROM agenda_session WHERE gathering = $1", gathering.id
    )
    return int(row["next"])
