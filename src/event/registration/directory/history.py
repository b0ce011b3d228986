"""What happened with a person: the gatherings, the invitations, and who was merged into them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from event.database import fetch
from event.language import in_language
from event.text import full_name, latin_name

_SELF = "(SELECT id FROM person WHERE $1 IN (id, merged_into))"
"""The person and whoever was merged into them."""


@dataclass(frozen=True)
class TakenPart:
    """A gathering somebody is in the list of; `arrived_at` is when they checked in."""

    guest: UUID
    gathering: UUID
    slug: str
    title: str
    number: str
    standing: str
    arrived_at: datetime | None


@dataclass(frozen=True)
class Invited:
    """An invitation that was sent; `state`: open, used, revoked or expired."""

    title: str
    sent_at: datetime
    state: str


@dataclass(frozen=True)
class Merged:
    """Somebody who was merged into the person; only the newest of a chain can be undone first."""

    id: UUID
    name: str
    by: str
    at: datetime


async def gatherings_of(person: UUID, *, language: str) -> list[TakenPart]:
    """The gatherings, the newest first."""
    rows = await fetch(
        "SELECT g.id, g.number, g.standing, h.id AS gathering, h.slug, h.title_zh, h.title_en,"  # noqa: S608 - our own text
        " (SELECT min(a.scanned_at) FROM arrival a JOIN checkpoint c ON c.id = a.checkpoint"
        "   WHERE a.guest = g.id AND c.kind = 'arrival') AS arrived_at"
        f" FROM guest g JOIN gathering h ON h.id = g.gathering WHERE g.person IN {_SELF}"
        " ORDER BY h.first_day DESC, g.number",
        person,
    )
    return [
        TakenPart(
            row["id"], row["gathering"], row["slug"], in_language(language, zh=row["title_zh"], en=row["title_en"]),
            row["number"], row["standing"], row["arrived_at"],
        )
        for row in rows
    ]  # fmt: skip


async def invitations_to(person: UUID, *, language: str, now: datetime) -> list[Invited]:
    """The invitations, the newest first."""
    rows = await fetch(
        "SELECT h.title_zh, h.title_en, i.created_at, CASE WHEN i.used_at IS NOT NULL THEN 'used'"  # noqa: S608 - our own text
        " WHEN i.revoked_at IS NOT NULL THEN 'revoked' WHEN i.expires_at <= $2 THEN 'expired' ELSE 'open' END AS state"
        f" FROM invitation i JOIN gathering h ON h.id = i.gathering WHERE i.person IN {_SELF}"
        " ORDER BY i.created_at DESC",
        person, now,
    )  # fmt: skip
    return [
        Invited(
            in_language(language, zh=row["title_zh"], en=row["title_en"]), row["created_at"], row["state"]
        )
        for row in rows
    ]


async def merges_into(person: UUID) -> list[Merged]:
    """The merges that stand, the newest first."""
    rows = await fetch(
        'SELECT m.id, m."by", m.at, p.name_zh, p.latin_surname, p.latin_given FROM person_merge m'
        " JOIN person p ON p.id = m.gone WHERE m.kept = $1 AND m.undone_at IS NULL ORDER BY m.at DESC, m.id",
        person,
    )
    return [
        Merged(
            row["id"], full_name(row["name_zh"], latin_name(row["latin_surname"], row["latin_given"])),
            row["by"], row["at"],
        )
        for row in rows
    ]  # fmt: skip
