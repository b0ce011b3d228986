"""The matchmaking as a grid of zones and times, and what a guest has of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from event.agenda.signing_up.rules import is_open
from event.agenda.tables import AgendaSession, SessionKind
from event.database import fetch
from event.gathering.tables import Gathering
from event.language import in_language
from event.registration.queries import Scope
from event.text import full_name, latin_name


@dataclass(frozen=True)
class SlotCell:
    """A slot of a zone; `taken` says that somebody has it, number and name only to who may read them."""

    id: UUID
    number: int
    starts_at: datetime
    ends_at: datetime
    taken: bool
    guest: UUID | None = None
    guest_number: str = ""
    guest_name: str = ""

    def times(self) -> str:
        """14:30–14:50."""
        return f"{self.starts_at:%H:%M}–{self.ends_at:%H:%M}"


@dataclass(frozen=True)
class ZoneRow:
    """A zone with its slots in order."""

    code: str
    unit: str
    slots: tuple[SlotCell, ...]


async def the_matchmaking(gathering: Gathering) -> AgendaSession | None:
    """The session of the programme that is the matchmaking: the first of its kind that takes place; else the first."""
    found = (
        await AgendaSession.objects()
        .where((AgendaSession.gathering == gathering.id) & (AgendaSession.kind == SessionKind.MATCHMAKING))
        .order_by(AgendaSession.starts_at)
    )
    return next((one for one in found if one.cancelled_at is None), next(iter(found), None))


async def taken_online(gathering: Gathering, now: datetime) -> bool:
    """Whether guests book slots themselves now: while sign-up of the matchmaking's session is open."""
    session = await the_matchmaking(gathering)
    return (
        session is not None
        and session.cancelled_at is None
        and is_open(session.signup, session.signup_opens, session.signup_closes, now)
    )


async def zones_of(gathering: Gathering, *, language: str, scope: Scope = None) -> list[ZoneRow]:
    """Every zone; guests beyond a liaison's delegations are not named."""
    rows = await fetch(
        "SELECT z.code, z.unit_zh, z.unit_en, s.id, s.number, s.starts_at, s.ends_at, b.guest, g.number AS guest_number,"
        " g.name_zh, g.latin_surname, g.latin_given, g.surname_first, g.delegation FROM match_zone z"
        " LEFT JOIN match_slot s ON s.zone = z.id LEFT JOIN match_booking b ON b.slot = s.id"
        " LEFT JOIN guest g ON g.id = b.guest WHERE z.gathering = $1 ORDER BY z.position, z.code, s.number",
        gathering.id,
    )
    found: dict[str, tuple[str, list[SlotCell]]] = {}
    for row in rows:
        unit = in_language(language, zh=row["unit_zh"], en=row["unit_en"])
        cells = found.setdefault(row["code"], (unit, []))[1]
        if row["id"] is not None:
            cells.append(_cell(row, gathering, scope))
    return [ZoneRow(code, unit, tuple(cells)) for code, (unit, cells) in found.items()]


def _cell(row: Any, gathering: Gathering, scope: Scope) -> SlotCell:
    zone = gathering.zone
    seen = row["guest"] is not None and (scope is None or row["delegation"] in scope)
    latin = (
        latin_name(row["latin_surname"], row["latin_given"], surname_first=row["surname_first"])
        if seen
        else ""
    )
    return SlotCell(
        row["id"], row["number"], row["starts_at"].astimezone(zone), row["ends_at"].astimezone(zone),
        row["guest"] is not None, row["guest"] if seen else None, row["guest_number"] if seen else "",
        full_name(row["name_zh"], latin) if seen else "",
    )  # fmt: skip
