"""The directory as its list and its pages show it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from event.database import fetch
from event.people.tables import Person
from event.registration.adding import opened_contact
from event.registration.directory.attending import ATTENDED, editions_of
from event.registration.directory.errors import UnknownPerson
from event.text import folded, full_name, latin_name

PAGE = 50


@dataclass(frozen=True)
class PersonFilter:
    """What the list is asked for; empty: everybody. `due`: whose review is due by that day."""

    text: str = ""
    tag: str = ""
    grade: str = ""
    industry: str = ""
    residence: str = ""
    returning: bool = False
    due: date | None = None
    page: int = 1


@dataclass(frozen=True)
class PersonLine:
    """A person as a line of the list; `editions` are those attended."""

    id: UUID
    name: str
    latin: str
    residence: str
    association_title: str
    company_title: str
    grade: str
    tags: list[str]
    editions: tuple[str, ...]
    next_review: date | None


@dataclass(frozen=True)
class PersonPage:
    """One page of the list."""

    lines: list[PersonLine]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class Offered:
    """The words by which the list can be narrowed."""

    tags: list[str]
    grades: list[str]
    industries: list[str]
    residences: list[str]


@dataclass(frozen=True)
class Known:
    """One person as compared with another; contact is empty where the reader may not see it."""

    id: UUID
    name: str
    latin: str
    residence: str
    identity_category: str
    association_title: str
    company_title: str
    grade: str
    email: str
    phone: str
    editions: tuple[str, ...]
    guests: tuple[str, ...]
    created_at: datetime


async def person_lines(wanted: PersonFilter, *, size: int = PAGE) -> PersonPage:
    """A page of persons by name as it sounds; whoever was merged into somebody is found as that person."""
    plain = folded(wanted.text).replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    page = max(1, wanted.page)
    rows = await fetch(
        "SELECT p.*, count(*) OVER () AS total FROM person p WHERE p.merged_into IS NULL"  # noqa: S608 - our own text
        " AND (p.name_zh <> '' OR p.latin_surname <> '' OR p.latin_given <> '')"
        " AND ($1 = '' OR p.search LIKE '%' || $1 || '%') AND ($2 = '' OR p.tags ? $2)"
        " AND ($3 = '' OR p.grade = $3) AND ($4 = '' OR p.industries ? $4) AND ($5 = '' OR p.residence = $5)"
        " AND ($6::date IS NULL OR p.next_review <= $6)"
        f" AND (NOT $7::bool OR p.id IN (SELECT root FROM ({ATTENDED}) a GROUP BY root HAVING count(DISTINCT edition) > 1))"
        " ORDER BY CASE WHEN p.name_key <> '' THEN split_part(p.search, E'\\n', 2) ELSE p.search END, p.id"
        " LIMIT $8 OFFSET $9",
        plain, wanted.tag, wanted.grade, wanted.industry, wanted.residence, wanted.due, wanted.returning,
        size, (page - 1) * size,
    )  # fmt: skip
    total = rows[0]["total"] if rows else 0
    attended = await editions_of(row["id"] for row in rows)
    lines = [
        PersonLine(
            id=row["id"], name=full_name(row["name_zh"], _latin(row)), latin=_latin(row) if row["name_zh"] else "",
            residence=row["residence"], association_title=row["association_title"],
            company_title=row["company_title"], grade=row["grade"], tags=json.loads(row["tags"]),
            editions=attended.get(row["id"], ()), next_review=row["next_review"],
        )
        for row in rows
    ]  # fmt: skip
    return PersonPage(lines, total, page, max(1, -(-total // size)))


async def offered_filters() -> Offered:
    """Every tag, grade, industry and residence somebody has, in order."""
    rows = await fetch(
        "WITH p AS (SELECT * FROM person WHERE merged_into IS NULL)"
        " SELECT DISTINCT 'tag' AS kind, jsonb_array_elements_text(tags) AS word FROM p"
        " UNION SELECT 'industry', jsonb_array_elements_text(industries) FROM p"
        " UNION SELECT 'grade', grade FROM p UNION SELECT 'residence', residence FROM p ORDER BY word"
    )
    words: dict[str, list[str]] = {"tag": [], "industry": [], "grade": [], "residence": []}
    for row in rows:
        if row["word"]:
            words[row["kind"]].append(row["word"])
    return Offered(words["tag"], words["grade"], words["industry"], words["residence"])


async def person_row(person: UUID) -> Person:
    """One person, merged away or not. Raises UnknownPerson."""
    row = await Person.objects().get(Person.id == person)
    if row is None or not (row.name_zh or row.latin_surname or row.latin_given):
        raise UnknownPerson
    return row


async def known_persons(persons: Iterable[UUID], *, contact: bool) -> dict[UUID, Known]:
    """Persons side by side, with the numbers they have as guests."""
    wanted = list(persons)
    rows = await fetch(
        "SELECT p.*, (SELECT array_agg(g.number ORDER BY g.created_at, g.number) FROM guest g JOIN person q"
        " ON q.id = g.person WHERE p.id IN (q.id, q.merged_into)) AS guests FROM person p WHERE p.id = ANY($1::uuid[])",
        wanted,
    )
    attended = await editions_of(wanted)
    return {row["id"]: _known(row, attended.get(row["id"], ()), contact=contact) for row in rows}


def _known(row: Any, editions: tuple[str, ...], *, contact: bool) -> Known:
    told = opened_contact(row["id"], row["contact"] if contact else None)
    return Known(
        id=row["id"], name=full_name(row["name_zh"], _latin(row)), latin=_latin(row) if row["name_zh"] else "",
        residence=row["residence"], identity_category=row["identity_category"],
        association_title=row["association_title"], company_title=row["company_title"], grade=row["grade"],
        email=told["email"], phone=told["phone"], editions=editions, guests=tuple(row["guests"] or ()),
        created_at=row["created_at"],
    )  # fmt: skip


def _latin(row: Any) -> str:
    return latin_name(row["latin_surname"], row["latin_given"])
