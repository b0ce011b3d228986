"""Which editions somebody took part in: those where they checked in, and earlier ones that lists tell of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from event.database import fetch
from event.gathering.tables import Gathering
from event.text import name_in

ATTENDED = """
SELECT coalesce(p.merged_into, p.id) AS root, btrim(told.edition) AS edition, NULL::date AS first_day,
    told.place, NULL::timestamptz AS since
FROM guest g JOIN person p ON p.id = g.person CROSS JOIN LATERAL regexp_split_to_table(
    translate(g.answers->>'past_editions', '[]"', ''), '[、,，]') WITH ORDINALITY AS told (edition, place)
WHERE btrim(told.edition) !~ '^(无|没有|否|[-–—/]*)$'
UNION ALL SELECT coalesce(p.merged_into, p.id), coalesce(nullif(h.edition, ''), h.title_zh), h.first_day, 0,
    min(a.recorded_at)
FROM arrival a JOIN checkpoint c ON c.id = a.checkpoint JOIN guest g ON g.id = a.guest
JOIN person p ON p.id = g.person JOIN gathering h ON h.id = g.gathering
WHERE c.kind = 'arrival' GROUP BY p.merged_into, p.id, h.id
"""
"""A row per person and edition, from two sources: the same edition may come from both."""


@dataclass(frozen=True)
class ReturningGuest:
    """A guest who attended two or more editions, this one counted only if they have checked in."""

    number: str
    name: str
    editions: tuple[str, ...]


async def editions_of(persons: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    """The editions each person attended, in the order of time as far as it is known."""
    rows = await fetch(
        f"SELECT root, edition FROM ({ATTENDED}) a WHERE root = ANY($1::uuid[])"  # noqa: S608 - our own text
        " ORDER BY first_day NULLS FIRST, place, edition",
        list(persons),
    )
    found: dict[UUID, dict[str, None]] = {}
    for row in rows:
        found.setdefault(row["root"], {})[row["edition"]] = None
    return {person: tuple(editions) for person, editions in found.items()}


async def returning_guests(gathering: Gathering, at: datetime) -> list[ReturningGuest]:
    """Guests of the gathering (classes that count as guests) who had attended two or more editions at a moment."""
    rows = await fetch(
        f"WITH attended AS MATERIALIZED ({ATTENDED})"  # noqa: S608 - our own text
        " SELECT g.number, g.name_zh, g.latin_surname, g.latin_given, g.surname_first, array_agg(a.edition"
        " ORDER BY a.first_day NULLS FIRST, a.place, a.edition) AS editions"
        " FROM guest g JOIN guest_class c ON c.id = g.guest_class JOIN person p ON p.id = g.person"
        " JOIN attended a ON a.root = coalesce(p.merged_into, p.id)"
        " WHERE g.gathering = $1 AND c.counts_as_guest AND (g.known_since IS NULL OR g.known_since <= $2)"
        " AND (a.since IS NULL OR a.since <= $2)"
        " GROUP BY g.id HAVING count(DISTINCT a.edition) > 1 ORDER BY g.number, g.id",
        gathering.id, at,
    )  # fmt: skip
    return [
        ReturningGuest(
            row["number"],
            name_in(row),
            tuple(dict.fromkeys(row["editions"])),
        )
        for row in rows
    ]  # fmt: skip
