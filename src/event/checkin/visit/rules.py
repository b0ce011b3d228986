"""Roll calls of a bus: which there are, and who is expected, counted and missing at each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from event.itinerary.visiting import RouteNow

START, BACK = "START", "BACK"
"""What the codes of boarding and return end with: BUS1/START. Between them they end with the code of the stop."""


@dataclass(frozen=True)
class Point:
    """A checkpoint for the roll call of a bus; `tail` is START, BACK, or the code of the stop it is after."""

    id: UUID
    code: str
    bus: str
    tail: str
    name_zh: str
    name_en: str
    active: bool


@dataclass(frozen=True)
class Seen:
    """That somebody was counted: the first scan of them, and when."""

    scan: UUID
    at: datetime


@dataclass(frozen=True)
class RollCall:
    """A roll call: whom it expects, and who was counted. `taken`: at least one was."""

    point: Point
    expected: tuple[UUID, ...]
    counted: Mapping[UUID, Seen] = field(default_factory=dict)

    @property
    def taken(self) -> bool:
        return bool(self.counted)

    @property
    def missing(self) -> tuple[UUID, ...]:
        return tuple(one for one in self.expected if one not in self.counted)

    @property
    def here(self) -> int:
        """How many of those expected were counted."""
        return len(self.expected) - len(self.missing)

    @property
    def last(self) -> datetime | None:
        """When the last one was counted."""
        return max((one.at for one in self.counted.values()), default=None)


def tails(route: RouteNow, zone: ZoneInfo) -> list[str]:
    """The roll calls a bus of a route needs, in order: boarding, after each stop, return, on each of its days."""
    days: dict[object, list[str]] = {}
    for one in route.visits:
        days.setdefault(one.arrives.astimezone(zone).date() if one.arrives else None, []).append(one.stop)
    found: list[str] = []
    for number, stops in enumerate(days.values() or [[]], start=1):
        mark = "" if number == 1 else str(number)
        found += [f"{START}{mark}", *stops, f"{BACK}{mark}"]
    return list(dict.fromkeys(found))


def in_the_order_of(wanted: Sequence[str], points: Iterable[Point]) -> list[Point]:
    """The points of one bus as its day goes; those the plan does not know any more come last."""
    places = {tail: place for place, tail in enumerate(wanted)}
    return sorted(points, key=lambda one: places.get(one.tail, len(places)))


def roll_calls(
    points: Sequence[Point], booked: Sequence[UUID], seen: Mapping[UUID, Mapping[UUID, Seen]]
) -> list[RollCall]:
    """The roll calls of a bus in order.

    The first one that was taken expects everybody with a seat; later ones whom an earlier one, or they
    themselves, counted. Who was counted without a seat is left out: they are on another bus's list.
    """
    found: list[RollCall] = []
    aboard: set[UUID] = set()
    for point in points:
        counted = {guest: one for guest, one in seen.get(point.id, {}).items() if guest in booked}
        expected = tuple(one for one in booked if not aboard or one in aboard or one in counted)
        found.append(RollCall(point, expected, counted))
        aboard |= counted.keys()
    return found


def boarded(calls: Iterable[RollCall]) -> set[UUID]:
    """Who was counted on the bus at all."""
    return {guest for call in calls for guest in call.counted}


def last_taken(calls: Sequence[RollCall]) -> RollCall | None:
    """The last roll call of the day that was begun."""
    return next((call for call in reversed(calls) if call.taken), None)


def next_to_take(calls: Sequence[RollCall]) -> RollCall | None:
    """The roll call that is open: the last begun one while somebody is missing, otherwise the one after it."""
    begun = last_taken(calls)
    if begun is None:
        return calls[0] if calls else None
    place = calls.index(begun)
    return calls[place + 1] if not begun.missing and place + 1 < len(calls) else begun
