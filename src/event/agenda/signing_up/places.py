"""Places of a session, or of each of its waves: how many there are, who has one, who waits."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from event.agenda.errors import UnknownSession
from event.agenda.signing_up.errors import UnknownWave
from event.agenda.tables import AgendaSession, SessionWave
from event.database import fetch
from event.gathering.tables import Gathering

WAVE_OF = "coalesce(w.code, g.answers->>'wave', '')"
"""The wave of a booking: the one signed up for, or the one a list of job seekers told."""


@dataclass(frozen=True)
class Places:
    """Places of a session or a wave; `capacity` None: as many as come."""

    capacity: int | None
    booked: int
    waiting: int

    @property
    def free(self) -> int | None:
        """How many can sign up without waiting; nobody overtakes who waits."""
        if self.capacity is None:
            return None
        return 0 if self.waiting else max(0, self.capacity - self.booked)


@dataclass(frozen=True)
class WavePlaces:
    """A wave with its places; without an id where only a list tells of it."""

    code: str
    id: UUID | None
    starts_at: datetime | None
    ends_at: datetime | None
    places: Places


async def session_in(gathering: Gathering, session: UUID) -> AgendaSession:
    """Raises UnknownSession."""
    row = await AgendaSession.objects().get(
        (AgendaSession.id == session) & (AgendaSession.gathering == gathering.id)
    )
    if row is None:
        raise UnknownSession
    return row


async def waves_of(session: UUID) -> list[SessionWave]:
    """The waves of a session in the order of time."""
    return (
        await SessionWave.objects()
        .where(SessionWave.agenda_session == session)
        .order_by(SessionWave.starts_at)
        .order_by(SessionWave.code)
    )


async def wave_named(session: AgendaSession, code: str) -> SessionWave | None:
    """The wave with a code; None for a session that has no waves. Raises UnknownWave."""
    waves = await waves_of(session.id)
    if not waves:
        return None
    found = [one for one in waves if one.code == code]
    if not found:
        raise UnknownWave
    return found[0]


async def places_of(session: AgendaSession) -> Places:
    """All places of a session taken together."""
    by_wave = await _by_wave(session.id)
    return Places(
        session.capacity, sum(row["booked"] for row in by_wave.values()), sum(row["waiting"] for row in by_wave.values())
    )  # fmt: skip


async def places_by_wave(session: AgendaSession) -> list[WavePlaces]:
    """The places of each wave, those that only lists tell of included; empty for a session without waves."""
    by_wave, waves = await _by_wave(session.id), await waves_of(session.id)
    found = [
        WavePlaces(one.code, one.id, one.starts_at, one.ends_at, _places(one, by_wave.pop(one.code, None), session))
        for one in waves
    ]  # fmt: skip
    return found + [
        WavePlaces(code, None, None, None, Places(None, row["booked"], row["waiting"]))
        for code, row in sorted(by_wave.items())
        if code
    ]


async def places_in(session: AgendaSession, wave: SessionWave | None) -> Places:
    """The places somebody would get one of."""
    if wave is None:
        return await places_of(session)
    return _places(wave, (await _by_wave(session.id)).get(wave.code), session)


def _places(wave: SessionWave, row: Any, session: AgendaSession) -> Places:
    capacity = wave.capacity if wave.capacity is not None else session.capacity
    return Places(capacity, row["booked"] if row else 0, row["waiting"] if row else 0)


async def _by_wave(session: UUID) -> dict[str, Any]:
    rows = await fetch(
        f"SELECT wave, sum(booked)::int AS booked, sum(waiting)::int AS waiting FROM ("  # noqa: S608 - our own words
        f" SELECT {WAVE_OF} AS wave, 1 AS booked, 0 AS waiting FROM booking b JOIN guest g ON g.id = b.guest"
        "  LEFT JOIN session_wave w ON w.id = b.wave WHERE b.agenda_session = $1"
        " UNION ALL SELECT coalesce(w.code, ''), 0, 1 FROM session_waiting q LEFT JOIN session_wave w ON w.id = q.wave"
        "  WHERE q.agenda_session = $1) counted GROUP BY wave",
        session,
    )
    return {row["wave"]: row for row in rows}
