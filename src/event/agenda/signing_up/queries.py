"""Sign-up as organizers and guests see it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from event.agenda.signing_up.places import WAVE_OF, WavePlaces, places_by_wave, places_of
from event.agenda.signing_up.rules import is_open, overlap
from event.agenda.tables import AgendaSession
from event.database import fetch
from event.gathering.tables import Gathering
from event.registration.queries import Scope
from event.registration.tables import Guest
from event.text import full_name, latin_name


@dataclass(frozen=True)
class SignedUp:
    """Somebody who is booked, or waits at a `place` of the queue."""

    guest: UUID
    number: str
    name: str
    delegation: str
    wave: str
    since: datetime
    place: int | None = None


@dataclass(frozen=True)
class Offer:
    """A session a guest can sign up for, or has signed up for; `overlaps`: what else of theirs is at that time."""

    session: AgendaSession
    open: bool
    free: int | None
    waves: tuple[WavePlaces, ...]
    booked: bool
    wave: str
    place: int | None
    overlaps: tuple[str, ...]


_NAMES = "g.id AS guest, g.number, g.name_zh, g.latin_surname, g.latin_given, g.surname_first, coalesce(d.name_zh, '') AS delegation"


async def signed_up(session: UUID, *, scope: Scope = None) -> list[SignedUp]:
    """Who is booked by number, then who waits in the order of the queue."""
    rows = await fetch(
        f"SELECT {_NAMES}, {WAVE_OF} AS wave, b.booked_at AS since, NULL::int AS place FROM booking b"  # noqa: S608 - our own words
        " JOIN guest g ON g.id = b.guest LEFT JOIN delegation d ON d.id = g.delegation LEFT JOIN session_wave w ON w.id = b.wave"
        " WHERE b.agenda_session = $1 AND ($2::uuid[] IS NULL OR g.delegation = ANY($2))"
        f" UNION ALL SELECT {_NAMES}, coalesce(w.code, ''), q.since,"
        "  (row_number() OVER (PARTITION BY q.wave ORDER BY q.place))::int FROM session_waiting q"
        " JOIN guest g ON g.id = q.guest LEFT JOIN delegation d ON d.id = g.delegation LEFT JOIN session_wave w ON w.id = q.wave"
        " WHERE q.agenda_session = $1 AND ($2::uuid[] IS NULL OR g.delegation = ANY($2)) ORDER BY place NULLS FIRST, number",
        session, None if scope is None else list(scope),
    )  # fmt: skip
    return [_signed_up(row) for row in rows]


def _signed_up(row: Any) -> SignedUp:
    latin = latin_name(row["latin_surname"], row["latin_given"], surname_first=row["surname_first"])
    return SignedUp(
        row["guest"], row["number"], full_name(row["name_zh"], latin), row["delegation"], row["wave"], row["since"], row["place"]
    )  # fmt: skip


async def offers_to(guest: Guest, gathering: Gathering, *, language: str, now: datetime) -> list[Offer]:
    """Sessions with sign-up, in order, with how the guest stands in each; of cancelled ones those they had a place in."""
    sessions = await (
        AgendaSession.objects()
        .where(AgendaSession.gathering == gathering.id)
        .order_by(AgendaSession.starts_at)
    )
    booked = {
        row["agenda_session"]: row["wave"]
        for row in await fetch(
            f"SELECT b.agenda_session, {WAVE_OF} AS wave FROM booking b JOIN guest g ON g.id = b.guest"  # noqa: S608 - our own words
            " LEFT JOIN session_wave w ON w.id = b.wave WHERE b.guest = $1",
            guest.id,
        )
    }
    waits = {
        row["agenda_session"]: row
        for row in await fetch(
            "SELECT m.agenda_session, coalesce(w.code, '') AS wave, (SELECT count(*)::int FROM session_waiting a"
            " WHERE a.agenda_session = m.agenda_session AND a.wave IS NOT DISTINCT FROM m.wave AND a.place <= m.place) AS place"
            " FROM session_waiting m LEFT JOIN session_wave w ON w.id = m.wave WHERE m.guest = $1",
            guest.id,
        )
    }
    freed = {
        row["agenda_session"]
        for row in await fetch("SELECT agenda_session FROM freed_place WHERE guest = $1", guest.id)
    }
    mine = [one for one in sessions if one.id in booked]
    return [
        await _offer(one, booked, waits, _beside(one, mine, language), now)
        for one in sessions
        if one.signup and (one.cancelled_at is None or one.id in freed)
    ]


async def _offer(
    session: AgendaSession, booked: dict[UUID, str], waits: dict[UUID, Any], overlaps: tuple[str, ...], now: datetime
) -> Offer:  # fmt: skip
    waiting = waits.get(session.id)
    return Offer(
        session, session.cancelled_at is None and is_open(session.signup, session.signup_opens, session.signup_closes, now),
        (await places_of(session)).free, tuple(one for one in await places_by_wave(session) if one.id),
        session.id in booked, booked.get(session.id) or (waiting["wave"] if waiting else ""),
        waiting["place"] if waiting else None, overlaps,
    )  # fmt: skip


def _beside(session: AgendaSession, mine: list[AgendaSession], language: str) -> tuple[str, ...]:
    """Titles of the guest's other sessions at that time."""
    return tuple(
        one.title(language)
        for one in mine
        if one.id != session.id
        and overlap((one.starts_at, one.ends_at), (session.starts_at, session.ends_at))
    )


async def overlapping(session: UUID, guest: UUID, *, language: str) -> tuple[str, ...]:
    """Titles of the sessions a guest is booked for that overlap one."""
    rows = await fetch("SELECT agenda_session FROM booking WHERE guest = $1", guest)
    ids = [row["agenda_session"] for row in rows]
    mine = await AgendaSession.objects().where(AgendaSession.id.is_in([*ids, session]))
    (meant,) = [one for one in mine if one.id == session] or (None,)
    return _beside(meant, mine, language) if meant else ()
