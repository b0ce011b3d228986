"""Who comes before whom: an order computed from class, office, delegation and name, over which stands what was set by hand."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from event.language import Message
from event.text import pinyin_keys, stroke_key

LATE = "9999"
"""After every date of reply."""
_OFFICES = (
    (0, re.compile(r"(?<![副秘书总])(主席|书记|会长|理事长|董事长|县长|市长|省长|部长|主任|团长)")),
    (1, re.compile(r"(常务副|executive vice)", re.IGNORECASE)),
    (2, re.compile(r"(副|vice|deputy)", re.IGNORECASE)),
    (0, re.compile(r"(president|chair(man|woman)?\b|mayor|governor)", re.IGNORECASE)),
    (3, re.compile(r"(秘书长|监事长|总经理|secretary|general manager|ceo\b)", re.IGNORECASE)),
    (4, re.compile(r"(理事|董事|监事|委员|director|board)", re.IGNORECASE)),
)  # fmt: skip
_NONE = 5
_HONORARY = re.compile(r"(名誉|荣誉|永远|honorary)", re.IGNORECASE)


@dataclass(frozen=True)
class Ranked:
    """What somebody's place in the order is computed from; `class_place`: leaders who are no guests are 0."""

    id: UUID
    class_place: int
    title: str
    delegation: str = ""
    country: str = ""
    head: bool = False
    replied: str = LATE
    delegation_replied: str = LATE
    name_zh: str = ""
    latin: str = ""
    by_hand: int | None = None


def office(title: str) -> int:
    """How high an office sounds: 0 for who leads, 5 for none that is known; honorary ones come after their like."""
    return next((height for height, pattern in _OFFICES if pattern.search(title)), _NONE)


def _office(one: Ranked) -> Any:
    return (office(one.title), bool(_HONORARY.search(one.title)))


KEYS: Mapping[str, Callable[[Ranked], Any]] = {
    "class": lambda one: one.class_place,
    "head": lambda one: not one.head,
    "title": _office,
    "delegation": lambda one: one.delegation or "~",
    "country": lambda one: one.country.casefold() or "~",
    "delegation_reply": lambda one: one.delegation_replied,
    "reply": lambda one: one.replied,
    "pinyin": lambda one: pinyin_keys(one.name_zh)[0] or one.latin.casefold(),
    "strokes": lambda one: (*stroke_key(one.name_zh), one.latin.casefold()),
    "latin": lambda one: one.latin.casefold() or pinyin_keys(one.name_zh)[0],
}
"""What an order may be computed from."""
LABELS: Mapping[str, Message] = {
    "class": Message("Class"), "head": Message("Heads of delegations first"), "title": Message("Office, as the title says it"),
    "delegation": Message("Delegation, in the office's order"), "country": Message("Country or region, by its English name"),
    "delegation_reply": Message("Delegation, by its first reply"), "reply": Message("Date of reply"), "pinyin": Message("Name, by pinyin"),
    "strokes": Message("Name, by strokes"), "latin": Message("Name, by Latin letters"),
}  # fmt: skip
USUAL = ("class", "head", "title", "delegation", "reply", "pinyin")


def computed(people: Sequence[Ranked], keys: Sequence[str] = USUAL) -> list[UUID]:
    """Everybody by the keys in turn; what they leave equal is decided by name and id, so that it never changes."""
    wanted = [KEYS[key] for key in keys if key in KEYS]

    def rank(one: Ranked) -> tuple[Any, ...]:
        return (*(key(one) for key in wanted), one.latin.casefold(), one.name_zh, str(one.id))

    return [one.id for one in sorted(people, key=rank)]


def in_order(people: Sequence[Ranked], keys: Sequence[str] = USUAL) -> list[UUID]:
    """The order that holds: who was placed by hand has that place, the others fill the places between as computed."""
    placed = sorted(
        (one for one in people if one.by_hand is not None), key=lambda one: (one.by_hand, str(one.id))
    )
    found = computed([one for one in people if one.by_hand is None], keys)
    for one in placed:
        found.insert(min(max((one.by_hand or 1) - 1, 0), len(found)), one.id)
    return found
