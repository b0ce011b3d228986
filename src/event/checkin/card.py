"""A guest as the desk sees them: name, photograph, class, badge, and who travels with them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from event.database import fetch, fetch_one
from event.gathering.tables import Gathering
from event.language import in_language
from event.registration.asking.operations import file_of
from event.registration.errors import UnknownGuest
from event.registration.queries import Scope
from event.text import full_name, latin_of

PHOTO = "photo"
"""The question of the form whose file shows the guest's face."""
_PICTURES = ("image/jpeg", "image/png")


@dataclass(frozen=True)
class Companion:
    """Somebody of the same travel party; `since` is when they came in here."""

    id: UUID
    number: str
    name: str
    kinship: str
    class_code: str
    class_name: str
    approved: bool
    since: datetime | None


@dataclass(frozen=True)
class Card:
    """A guest without phone and document; `opens` is their scan here that opens the travel party."""

    id: UUID
    number: str
    name_zh: str
    latin: str
    class_code: str
    class_name: str
    delegation: str
    badge_number: str
    approved: bool
    party_code: str
    photo: bool
    since: datetime | None
    opens: UUID | None
    companions: list[Companion]

    @property
    def name(self) -> str:
        return full_name(self.name_zh, self.latin)

    @property
    def to_come(self) -> int:
        """How many of the travel party are not in yet."""
        return sum(one.approved and one.since is None for one in self.companions)


async def card_of(
    guest: UUID, *, checkpoint: UUID, gathering: Gathering, language: str, now: datetime, scope: Scope = None
) -> Card:
    """The card of a guest at a checkpoint. Raises UnknownGuest."""
    limits = list(scope) if scope is not None else None
    row: Any = await fetch_one(
        _CARD, guest, gathering.id, checkpoint, gathering.timezone, now, limits, PHOTO, list(_PICTURES)
    )
    if row is None:
        raise UnknownGuest
    companions = (
        await fetch(_PARTY, row["party"], guest, checkpoint, gathering.timezone, now) if row["party"] else []
    )
    return Card(
        row["id"], row["number"], row["name_zh"], _latin(row), row["class_code"],
        in_language(language, zh=row["class_zh"], en=row["class_en"]),
        in_language(language, zh=row["delegation_zh"] or "", en=row["delegation_en"] or ""),
        row["badge_number"] or "", row["standing"] == "approved", row["party_code"] or "", row["photo"], row["since"],
        row["opens"], [_companion(one, language) for one in companions],
    )  # fmt: skip


async def photo_of(guest: UUID, *, gathering: Gathering, scope: Scope) -> tuple[str, bytes] | None:
    """The media type and content of the newest photograph a guest sent; None where there is none."""
    row = await fetch_one(
        "SELECT f.id FROM answer_file f JOIN guest g ON g.id = f.guest WHERE g.id = $1 AND g.gathering = $2"
        " AND ($3::uuid[] IS NULL OR g.delegation = ANY($3)) AND f.question = $4 AND f.media_type = ANY($5::text[])"
        " ORDER BY f.created_at DESC, f.id LIMIT 1",
        guest, gathering.id, list(scope) if scope is not None else None, PHOTO, list(_PICTURES),
    )  # fmt: skip
    found = await file_of(gathering, row["id"]) if row else None
    return (found[0].media_type, found[1]) if found else None


def _latin(row: Any) -> str:
    return latin_of(row)


def _companion(row: Any, language: str) -> Companion:
    return Companion(
        row["id"], row["number"], full_name(row["name_zh"], _latin(row)), row["kinship"], row["class_code"],
        in_language(language, zh=row["class_zh"], en=row["class_en"]), row["standing"] == "approved", row["since"],
    )  # fmt: skip


_CARD = """
SELECT g.id, g.number, g.name_zh, g.latin_surname, g.latin_given, g.surname_first, g.standing, g.travel_party AS party,
    c.code AS class_code, c.name_zh AS class_zh, c.name_en AS class_en, d.name_zh AS delegation_zh,
    d.name_en AS delegation_en, tp.code AS party_code, k.badge_number,
    ($6::uuid[] IS NULL OR g.delegation = ANY($6)) AND EXISTS (SELECT 1 FROM answer_file f
        WHERE f.guest = g.id AND f.question = $7 AND f.media_type = ANY($8::text[])) AS photo,
    a.scanned_at AS since,
    (SELECT s.id FROM scan s WHERE s.guest = g.id AND s.checkpoint = p.id AND s.verdict <> 'refused'
        AND NOT EXISTS (SELECT 1 FROM scan_undo u WHERE u.scan = s.id) ORDER BY s.at DESC, s.seq DESC LIMIT 1) AS opens
FROM guest g JOIN guest_class c ON c.id = g.guest_class JOIN checkpoint p ON p.id = $3
LEFT JOIN delegation d ON d.id = g.delegation LEFT JOIN travel_party tp ON tp.id = g.travel_party
LEFT JOIN ticket k ON k.guest = g.id AND k.voided_at IS NULL
LEFT JOIN arrival a ON a.guest = g.id AND a.scope = p.scope AND a.occasion =
    CASE p.admits WHEN 'daily' THEN to_char($5::timestamptz AT TIME ZONE $4::text, 'YYYY-MM-DD') ELSE '' END
WHERE g.id = $1 AND g.gathering = $2
"""

_PARTY = """
SELECT g.id, g.number, g.name_zh, g.latin_surname, g.latin_given, g.surname_first, g.standing, g.kinship,
    c.code AS class_code, c.name_zh AS class_zh, c.name_en AS class_en, a.scanned_at AS since
FROM guest g JOIN guest_class c ON c.id = g.guest_class JOIN checkpoint p ON p.id = $3
LEFT JOIN arrival a ON a.guest = g.id AND a.scope = p.scope AND a.occasion =
    CASE p.admits WHEN 'daily' THEN to_char($5::timestamptz AT TIME ZONE $4::text, 'YYYY-MM-DD') ELSE '' END
WHERE g.travel_party = $1 AND g.id <> $2 AND g.standing NOT IN ('withdrawn', 'declined', 'replaced')
ORDER BY g.party_place <> 'main', g.number
"""
