"""Guests as sheets of the visit tell of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from event.database import fetch
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering
from event.registration.sealed import opened
from event.text import full_name, latin_of

VIP = "V"
_CHILD = 14


@dataclass(frozen=True)
class Rider:
    """An approved guest; what was sealed is in clear."""

    id: UUID
    number: str
    name: str
    latin: str
    sex: str
    birth_date: date | None
    class_code: str
    delegation: tuple[str, str]
    party: str
    phone: str
    diet: str
    allergies: str
    health: str
    languages: tuple[str, ...]

    def age_on(self, day: date) -> int | None:
        """Full years on a day."""
        born = self.birth_date
        if born is None:
            return None
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    def is_child_on(self, day: date) -> bool:
        """Whether the guest is under fourteen on a day."""
        age = self.age_on(day)
        return age is not None and age < _CHILD


async def riders_of(gathering: Gathering, guests: Iterable[UUID]) -> dict[UUID, Rider]:
    """The approved ones of these guests by id."""
    rows = await fetch(
        "SELECT g.*, c.code AS class_code, d.name_zh AS delegation_zh, d.name_en AS delegation_en, p.code AS party"
        " FROM guest g JOIN guest_class c ON c.id = g.guest_class LEFT JOIN delegation d ON d.id = g.delegation"
        " LEFT JOIN travel_party p ON p.id = g.travel_party"
        " WHERE g.gathering = $1 AND g.id = ANY($2::uuid[]) AND g.standing = 'approved'",
        gathering.id, list(guests),
    )  # fmt: skip
    keys = await keys_of(gathering.id)
    return {row["id"]: _rider(row, opened(keys, row["id"], row)) for row in rows}


def _rider(row: Any, clear: Any) -> Rider:
    latin = latin_of(row)
    spoken = msgspec.json.decode(row["answers"]).get("languages") or []
    return Rider(
        row["id"], row["number"], full_name(row["name_zh"], latin), latin if row["name_zh"] else "", row["sex"],
        row["birth_date"], row["class_code"], (row["delegation_zh"] or "", row["delegation_en"] or ""), row["party"] or "",
        clear.phone, clear.needs.get("diet", ""), clear.needs.get("allergies", ""), clear.needs.get("health", ""),
        tuple(map(str, spoken)) if isinstance(spoken, list) else (str(spoken),),
    )  # fmt: skip
