"""Released seat plans, row by row or table by table."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from event.database import fetch
from event.gathering.tables import Gathering
from event.language import in_language
from event.text import full_name, latin_name

_WIDEST = 11
"""So many seats of a row can stand side by side on A5."""


@dataclass(frozen=True)
class Seated:
    """Somebody at a place of a row or table."""

    name: str
    seat: int


@dataclass(frozen=True)
class Plan:
    """Who sits where; `drawn`: rows are short enough to be drawn as they are seen."""

    id: UUID
    name: str
    kind: str
    session: str
    rows: tuple[tuple[int, tuple[Seated, ...]], ...]

    @property
    def drawn(self) -> bool:
        return self.kind != "banquet" and all(len(seats) <= _WIDEST for _, seats in self.rows)


async def released_plans(gathering: Gathering, language: str) -> list[Plan]:
    """Plans that guests may know, in the order of time; nobody who does not come any more."""
    rows = await fetch(
        "SELECT p.id AS plan, p.name AS plan_name, p.kind, a.title_zh, a.title_en, s.row_no, s.seat_no, s.name, g.name_zh,"
        " g.latin_surname, g.latin_given, g.surname_first, s.guest FROM seat_plan p JOIN seat s ON s.plan = p.id"
        " LEFT JOIN agenda_session a ON a.id = p.agenda_session LEFT JOIN guest g ON g.id = s.guest"
        " WHERE p.gathering = $1 AND p.released_at IS NOT NULL AND s.row_no IS NOT NULL"
        " AND (g.id IS NULL OR g.standing = 'approved')"
        " ORDER BY a.starts_at, p.created_at, p.name, p.id, s.row_no, s.seat_no",
        gathering.id,
    )  # fmt: skip
    return [_plan(list(of), language) for _, of in groupby(rows, key=lambda row: row["plan"])]


def _plan(rows: Sequence[Any], language: str) -> Plan:
    first = rows[0]
    return Plan(
        first["plan"], in_language(language, zh=first["plan_name"]), first["kind"],
        in_language(language, zh=first["title_zh"] or "", en=first["title_en"] or ""),
        tuple(
            (number, tuple(Seated(_name(row), row["seat_no"]) for row in of))
            for number, of in groupby(rows, key=lambda row: row["row_no"])
        ),
    )  # fmt: skip


def _name(row: Any) -> str:
    if row["guest"] is None:
        return str(row["name"])
    latin = latin_name(row["latin_surname"], row["latin_given"], surname_first=row["surname_first"])
    return full_name(row["name_zh"], latin)
