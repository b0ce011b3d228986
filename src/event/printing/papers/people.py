"""Guests and staff as lists on paper name them: name, spelling, titles, delegation, country or region."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from event.agenda.seating.precedence import LATE, USUAL, Ranked, computed
from event.database import fetch
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering
from event.registration.sealed import opened
from event.text import folded, full_name, latin_name, pinyin_keys

_HEAD = "团长"
ORDERS = {
    "precedence": USUAL,
    "strokes": ("strokes",),
    "pinyin": ("pinyin",),
    "latin": ("latin",),
    "reply": ("reply", "pinyin"),
}
"""What lists of people can be in the order of, and what each is computed from."""
_HAN = "汉"


@dataclass(frozen=True)
class Attendee:
    """An approved guest, or somebody who works; `names`: of the delegation and of the class, zh and en.

    `head`: the head of the delegation. `phone` is in clear: mask it unless the reader may see it.
    """

    id: UUID
    number: str
    name: str
    name_zh: str
    latin: str
    sex: str
    ethnicity: str
    titles: tuple[str, ...]
    class_code: str
    class_names: tuple[str, str]
    class_place: int
    delegation_code: str
    delegation: tuple[str, str]
    residence: str
    head: bool
    phone: str
    replied: str
    answers: dict[str, Any]

    @property
    def spelled(self) -> str:
        """The passport spelling, where the name is Chinese."""
        return self.latin if self.name_zh else ""

    @property
    def marks(self) -> str:
        """What official lists say besides: women, and those who are not Han."""
        told = ["女"] if self.sex == "F" else []
        if self.ethnicity and not self.ethnicity.startswith(_HAN):
            told.append(self.ethnicity if self.ethnicity.endswith("族") else f"{self.ethnicity}族")
        return f"({','.join(told)})" if told and self.name_zh else ""

    @property
    def sounds(self) -> str:
        """How the name is read: by the passport where it has the surname, otherwise by pinyin."""
        return folded(self.latin) if self.latin else " ".join(pinyin_keys(self.name_zh))

    @property
    def initial(self) -> str:
        """The letter an index puts the name under."""
        return next((letter for letter in self.sounds.upper() if letter.isascii() and letter.isalpha()), "#")


async def guests_of(gathering: Gathering, ids: Iterable[UUID] | None = None) -> list[Attendee]:
    """Approved guests whose class counts as guests, by precedence; all of them, or these."""
    rows = await _rows(gathering, ids, guests=True)
    found = await _attendees(gathering, rows)
    return in_order(found, "precedence")


async def staff_of(gathering: Gathering) -> list[Attendee]:
    """Those who work, by class and number."""
    return await _attendees(gathering, await _rows(gathering, None, guests=False))


async def people_of(gathering: Gathering, ids: Iterable[UUID]) -> list[Attendee]:
    """Whoever these are, guests or not, by number."""
    return await _attendees(gathering, await _rows(gathering, ids, guests=None))


def in_order(people: Sequence[Attendee], order: str) -> list[Attendee]:
    """Everybody in one of ORDERS."""
    by_id = {one.id: one for one in people}
    ranked = [
        Ranked(
            one.id, one.class_place, " ".join(one.titles), one.delegation_code, head=one.head, replied=one.replied or LATE,
            name_zh=one.name_zh, latin=one.latin,
        )
        for one in people
    ]  # fmt: skip
    return [by_id[one] for one in computed(ranked, ORDERS.get(order, USUAL))]


def by_delegation(people: Iterable[Attendee]) -> list[tuple[tuple[str, str], list[Attendee]]]:
    """People by delegation in the office's order, those without one last; within it as they come."""
    found: dict[tuple[str, tuple[str, str]], list[Attendee]] = {}
    for one in people:
        found.setdefault((one.delegation_code or "~", one.delegation), []).append(one)
    return [(names, members) for (_, names), members in sorted(found.items(), key=lambda one: one[0])]


async def _rows(gathering: Gathering, ids: Iterable[UUID] | None, *, guests: bool | None) -> list[Any]:
    return await fetch(
        "SELECT g.*, c.code AS class_code, c.name_zh AS class_zh, c.name_en AS class_en, c.position AS class_place,"
        " coalesce(d.code, '') AS delegation_code, coalesce(d.name_zh, '') AS delegation_zh,"
        " coalesce(d.name_en, '') AS delegation_en FROM guest g JOIN guest_class c ON c.id = g.guest_class"
        " LEFT JOIN delegation d ON d.id = g.delegation WHERE g.gathering = $1 AND g.standing = 'approved'"
        " AND ($2::uuid[] IS NULL OR g.id = ANY($2)) AND ($3::boolean IS NULL OR c.counts_as_guest = $3)"
        " ORDER BY c.position, g.number",
        gathering.id, None if ids is None else list(ids), guests,
    )  # fmt: skip


async def _attendees(gathering: Gathering, rows: Iterable[Any]) -> list[Attendee]:
    keys = await keys_of(gathering.id)
    return [_attendee(row, opened(keys, row["id"], row).phone) for row in rows]


def _attendee(row: Any, phone: str) -> Attendee:
    latin = latin_name(row["latin_surname"], row["latin_given"], surname_first=row["surname_first"])
    answers = json.loads(row["answers"])
    return Attendee(
        row["id"], row["number"], full_name(row["name_zh"], latin), row["name_zh"], latin, row["sex"], row["ethnicity"],
        tuple(one for one in (row["association_title"], row["company_title"]) if one), row["class_code"],
        (row["class_zh"], row["class_en"]), row["class_place"], row["delegation_code"],
        (row["delegation_zh"], row["delegation_en"]), row["residence"], _HEAD in str(answers.get("remark") or ""), phone,
        row["known_since"].isoformat() if row["known_since"] else "", answers,
    )  # fmt: skip
