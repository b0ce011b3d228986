"""A seat plan with its people: who has which seat, who has none yet, and in which order they come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

import msgspec

from event.agenda.seating.errors import NoSuchSeat, UnknownSitter
from event.agenda.seating.precedence import USUAL, Ranked, in_order
from event.agenda.seating.rules import rank_of_seats
from event.agenda.seating.tables import EvenRule, PlanKind, SeatRule
from event.comparing import mark
from event.text import full_name

Place = tuple[int, int]
HOSTS = ("主人", "host")
"""Roles by which hosts are known."""


@dataclass(frozen=True)
class Layout:
    """How many seats each row or table has and by which rule they rank."""

    kind: PlanKind
    rows: tuple[int, ...]
    aisles: tuple[int, ...] = ()
    near_door: tuple[int, ...] = ()
    head_tables: int = 1
    rule: SeatRule = SeatRule.LEFT
    even: EvenRule = EvenRule.OUTWARD
    keys: tuple[str, ...] = USUAL

    def has(self, place: Place) -> bool:
        row, seat = place
        return 0 < row <= len(self.rows) and 0 < seat <= self.rows[row - 1]

    def refuse_beyond(self, place: Place) -> None:
        """Raise NoSuchSeat for a seat that the plan does not have."""
        if not self.has(place):
            raise NoSuchSeat(row=place[0], seat=place[1])

    def ranks(self, row: int) -> dict[int, int]:
        """The rank of every seat of a row or table."""
        return rank_of_seats(self.kind, self.rows[row - 1], rule=self.rule, even=self.even)


class State(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is stored of somebody in a plan; a step keeps it as it was before and after."""

    guest: UUID | None = None
    name: str = ""
    title: str = ""
    role: str = ""
    place: Place | None = None
    precedence: int | None = None
    fixed: bool = False


@dataclass(frozen=True)
class Sitter:
    """Somebody of a plan: a guest with what is known of them, or a leader by name and title."""

    id: UUID
    guest: UUID | None
    number: str
    name_zh: str
    latin: str
    title: str
    role: str
    place: Place | None
    fixed: bool
    ranked: Ranked
    state: State
    class_code: str = ""
    delegation: UUID | None = None
    delegation_code: str = ""
    delegation_name: str = ""
    party: str = ""
    residence: str = ""
    languages: frozenset[str] = frozenset()
    diet: str = ""
    wheelchair: bool = False

    @property
    def name(self) -> str:
        return full_name(self.name_zh, self.latin)

    @property
    def hosts(self) -> bool:
        return self.role.casefold() in HOSTS

    @property
    def mark(self) -> str:
        """What was seen of the place."""
        return mark(self.place)

    @property
    def words(self) -> str:
        """What was seen of what they are here."""
        return mark([self.state.role, self.state.title, self.fixed])


@dataclass(frozen=True)
class Chart:
    """One plan as it is; `step`: the number of the step that undoing takes back, 0 for none."""

    id: UUID
    name: str
    session: UUID | None
    session_code: str
    session_title: str
    layout: Layout
    frozen_at: datetime | None
    released_at: datetime | None
    people: Sequence[Sitter]
    circles: Sequence["Circle"] = ()
    step: int = 0

    @cached_property
    def by_id(self) -> dict[UUID, Sitter]:
        return {one.id: one for one in self.people}

    @cached_property
    def at(self) -> dict[Place, Sitter]:
        """Who sits where."""
        return {one.place: one for one in self.people if one.place is not None}

    @cached_property
    def ordered(self) -> list[Sitter]:
        """Everybody by precedence."""
        return [self.by_id[key] for key in in_order([one.ranked for one in self.people], self.layout.keys)]

    @cached_property
    def turn(self) -> dict[UUID, int]:
        """Everybody's turn, from 1."""
        return {one.id: turn for turn, one in enumerate(self.ordered, 1)}

    @property
    def waiting(self) -> list[Sitter]:
        """Who has no seat yet, by precedence."""
        return [one for one in self.ordered if one.place is None]

    @property
    def seats(self) -> int:
        return sum(self.layout.rows)

    @property
    def foreign(self) -> bool:
        """Whether somebody lives abroad: cards are then in two scripts."""
        return any(one.residence not in ("", "CN", "HK", "MO", "TW") for one in self.people)

    def sitter(self, key: UUID) -> Sitter:
        """Raises UnknownSitter."""
        if key not in self.by_id:
            raise UnknownSitter
        return self.by_id[key]

    @property
    def mark(self) -> str:
        """What a proposal rests on: people, places, wishes, layout."""
        people = [(str(one.id), one.place, one.fixed, one.role, one.ranked.by_hand) for one in self.people]
        circles = [(one.number, one.apart, sorted(map(str, one.members))) for one in self.circles]
        layout = self.layout
        return mark([
            sorted(people, key=lambda one: one[0]), circles, layout.rows, layout.near_door, layout.head_tables, layout.rule,
        ])  # fmt: skip


@dataclass(frozen=True)
class Circle:
    """Seats of people who are to sit at one table, or each at another."""

    number: int
    apart: bool
    members: frozenset[UUID]
