"""A plan of the homeland visit as organizers work on it: lines with their calls, buses on lines, guests on buses."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import replace

Thing = TypeVar("Thing")


class What(StrEnum):
    """What a line calls at: a stop to visit, a canteen for lunch, a session everybody has to be at."""

    STOP = "stop"
    CANTEEN = "canteen"
    SESSION = "session"


class Held(StrEnum):
    """What a new plan may not do with a call: anything, drop it, or give it another time."""

    FREE = ""
    VISIT = "visit"
    TIME = "time"


class Call(Struct, frozen=True, kw_only=True):
    """A line at a place from when to when; `ref` is the stop, canteen or session."""

    what: What
    ref: UUID
    begins: datetime
    ends: datetime
    held: Held = Held.FREE

    @property
    def key(self) -> tuple[What, UUID, date]:
        """What the call is, apart from its time of day."""
        return self.what, self.ref, self.begins.date()


class LineDay(Struct, frozen=True, kw_only=True):
    """When a line leaves and is back on a day."""

    on_day: date
    leaves_at: datetime | None = None
    returns_at: datetime | None = None


class Line(Struct, frozen=True, kw_only=True):
    """A route: its calls in the order of time."""

    id: UUID
    code: str
    name_zh: str
    name_en: str = ""
    calls: tuple[Call, ...] = ()
    days: tuple[LineDay, ...] = ()


class Ride(Struct, frozen=True, kw_only=True):
    """A bus of the visit: its line, its guide (a number of the badge list); `out`: broken down, nobody rides on it."""

    vehicle: UUID
    line: UUID | None = None
    guide: str = ""
    held: bool = False
    out: bool = False


class Seat(Struct, frozen=True, kw_only=True):
    """A guest on a bus."""

    guest: UUID
    vehicle: UUID
    label: str = ""
    held: bool = False


class Closure(Struct, frozen=True, kw_only=True):
    """A stop that cannot be visited from when until when, other than its hours say."""

    stop: UUID
    begins: datetime
    ends: datetime


class Draft(Struct, frozen=True, kw_only=True):
    """The whole plan; times are of the gathering's zone."""

    lines: tuple[Line, ...] = ()
    rides: tuple[Ride, ...] = ()
    seats: tuple[Seat, ...] = ()
    closures: tuple[Closure, ...] = ()

    def line(self, number: UUID | None) -> Line | None:
        """A line by its id."""
        return next((one for one in self.lines if one.id == number), None)

    def ride(self, vehicle: UUID | None) -> Ride | None:
        """A bus by its vehicle."""
        return next((one for one in self.rides if one.vehicle == vehicle), None)

    def vehicle_of(self) -> dict[UUID, UUID]:
        """The bus of each guest."""
        return {one.guest: one.vehicle for one in self.seats}

    def calls_of(self, vehicle: UUID) -> tuple[Call, ...]:
        """What a bus does."""
        ride = self.ride(vehicle)
        line = self.line(ride.line) if ride else None
        return line.calls if line else ()

    def with_line(self, line: Line) -> "Draft":
        """The plan with a line put in the place of the one with its id, or added."""
        return replace(self, lines=_put(self.lines, line, lambda one: one.id))

    def with_ride(self, ride: Ride) -> "Draft":
        """The plan with a bus put in its place, or added."""
        return replace(self, rides=_put(self.rides, ride, lambda one: one.vehicle))

    def with_seat(self, seat: Seat) -> "Draft":
        """The plan with a guest's seat put in its place, or added."""
        return replace(self, seats=_put(self.seats, seat, lambda one: one.guest))

    def without_guests(self, guests: Iterable[UUID]) -> "Draft":
        """The plan without the seats of some guests."""
        gone = set(guests)
        return replace(self, seats=tuple(one for one in self.seats if one.guest not in gone))


def serves(line: str, wished: str) -> bool:
    """Whether a line is the route that was wished, by code, or one more way of it: A2 is a way of A."""
    more = line.removeprefix(wished)
    return line == wished or (bool(wished) and more != line and more.isdigit() and not wished[-1].isdigit())


def in_time(calls: Iterable[Call]) -> tuple[Call, ...]:
    """Calls as a line has them."""
    return tuple(sorted(calls, key=lambda call: (call.begins, call.ends)))


def written(draft: Draft) -> str:
    """The plan as JSON text."""
    return msgspec.json.encode(draft).decode()


def read_draft(text: str | bytes) -> Draft:
    """The plan in a JSON text of `written`."""
    return msgspec.json.decode(text, type=Draft)


def _put(things: tuple[Thing, ...], new: Thing, key: Callable[[Thing], UUID]) -> tuple[Thing, ...]:
    if any(key(one) == key(new) for one in things):
        return tuple(new if key(one) == key(new) else one for one in things)
    return (*things, new)
