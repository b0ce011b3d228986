"""Who sits and stands where at the signing table, drawn from the stage or from the audience."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from event.language import Message, in_language, translated
from event.signing.queries import ItemKept, PartyKept, SignatoryKept
from event.signing.rules import Side, from_audience, from_stage, party_mark

View = Literal["stage", "audience"]
VIEWS: dict[View, Message] = {
    "stage": Message("Seen from the stage, as the signers see it"),
    "audience": Message("Seen from the audience"),
}
_AT_HOME = frozenset({"", "CN", "HK", "MO", "TW"})
WIDTH, HEIGHT = 480, 236
_EDGE = 24
_HALF = 0.56


@dataclass(frozen=True)
class Spot:
    """A place on the plan: who, and where its middle is; `kind`: signs, assists or witnesses."""

    kind: str
    x: int
    y: int
    mark: str
    name: str = ""
    organisation: str = ""
    room: int = 0


@dataclass(frozen=True)
class Plan:
    """The table of one agreement in one view, its places from left to right."""

    view: View
    spots: tuple[Spot, ...]
    table_y: int
    audience_y: int

    @property
    def signs(self) -> list[Spot]:
        return [one for one in self.spots if one.kind == "signs"]


def is_foreign(item: ItemKept) -> bool:
    """Whether a party is from abroad: then papers are bilingual, and the right is the higher side."""
    return any(party.told.country not in _AT_HOME for party in item.parties)


def row_from_stage(count: int, *, right_is_higher: bool) -> list[int]:
    """Ranks from left to right as those who stand in the row see it: the first in the middle, then by turns.

    The left is the higher side (6 4 2 1 3 5 7), where guests from abroad take part the right (DOMAIN 2.11).
    """
    even, odd = [*range(2, count + 1, 2)], [*range(3, count + 1, 2)]
    left, right = (odd, even) if right_is_higher else (even, odd)
    return [*left[::-1], *([1] if count else []), *right]


def in_view(item: ItemKept, view: View) -> list[PartyKept]:
    """The parties of an agreement from left to right."""
    sides = [Side(one.position, one.told.is_host) for one in item.parties]
    order = from_stage(sides) if view == "stage" else from_audience(sides)
    by_place = {one.position: one for one in item.parties}
    return [by_place[side.position] for side in order]


def plan_of(item: ItemKept, view: View, *, witnesses: Sequence[str], language: str) -> Plan:
    """The plan of an agreement; witnesses stand behind the table, assistants at the outer side of each signatory."""
    stage = view == "stage"
    rows = {"table": 58, "signs": 116, "witness": 172}
    at = rows if stage else {name: HEIGHT - y for name, y in rows.items()}
    seats = _seats(item, view, language)
    spots = [*_at_the_table(seats, at["signs"]), *_behind(item, witnesses, at["witness"], stage=stage)]
    return Plan(view, tuple(spots), at["table"], 14 if stage else HEIGHT - 6)


def _seats(item: ItemKept, view: View, language: str) -> list[tuple[str, str, str, str]]:
    """Mark, name, organisation and assistant of everybody who signs, from left to right."""
    found = []
    for party in in_view(item, view):
        organisation = in_language(language, zh=party.told.organisation_zh, en=party.told.organisation_en)
        ones = party.signatories if view == "stage" else party.signatories[::-1]
        mark = party_mark(party.position)
        found += [(mark, said_name(one, language), organisation, one.told.assistant) for one in ones] or [
            (mark, "–", organisation, "")
        ]
    return found


def _at_the_table(seats: Sequence[tuple[str, str, str, str]], y: int) -> list[Spot]:
    room = (WIDTH - 2 * _EDGE) // max(len(seats), 1)
    spots = []
    for place, (mark, name, organisation, assistant) in enumerate(seats):
        x = _EDGE + room * place + room // 2
        outer = -1 if place < len(seats) / 2 else 1
        spots.append(
            Spot("signs", x, y, mark, _fitted(name, room, 17), _fitted(organisation, room, 13), room)
        )
        spots.append(Spot("assists", x + outer * 34, y, "", _fitted(assistant, 80, 13), room=outer))
    return spots


def _behind(item: ItemKept, witnesses: Sequence[str], y: int, *, stage: bool) -> list[Spot]:
    ranks = row_from_stage(len(witnesses), right_is_higher=is_foreign(item))
    room = min((WIDTH - 2 * _EDGE) // max(len(ranks), 1), 220)
    first = (WIDTH - room * len(ranks)) // 2 + room // 2
    order = ranks if stage else ranks[::-1]
    return [
        Spot("witness", first + room * place, y, str(rank), _fitted(witnesses[rank - 1], room, 13))
        for place, rank in enumerate(order)
    ]


def _fitted(text: str, room: int, size: int) -> str:
    """A text that fits its room; the whole of it stands in the words beside the plan."""
    left = (room - 8) / size
    for place, letter in enumerate(text):
        left -= 1 if ord(letter) > 0x2E7F else _HALF  # noqa: PLR2004 - from here on letters are full-width
        if left < 0:
            return text[: max(place - 1, 1)] + "…"
    return text


def said_name(one: SignatoryKept, language: str) -> str:
    """A name as its bearer writes it: never converted to traditional characters."""
    return one.name("en" if language == "en" else "zh-Hans")


def spoken(item: ItemKept, view: View, language: str) -> str:
    """The places from left to right in words."""
    between = " | "
    sides = []
    for party in in_view(item, view):
        names = "、".join(said_name(one, language) for one in party.signatories)
        side = translated(_HOST if party.told.is_host else _GUEST, language)
        organisation = in_language(language, zh=party.told.organisation_zh, en=party.told.organisation_en)
        sides.append(f"{party_mark(party.position)}方 {organisation} {names} ({side})")
    return between.join(sides)


_HOST, _GUEST = Message("host"), Message("guest")
