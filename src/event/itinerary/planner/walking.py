"""One day of one bus in a given order: its earliest times, or where it first fails and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from event.itinerary.planner.instance import DAY, Instance, stay_at, stay_for_lunch
from event.itinerary.planner.plan import Kind, Plan, Route, Visit

Call = tuple[Kind, int]


class Failure(StrEnum):
    """Why a day does not work."""

    STEPS = "not step-free"
    TOO_MANY = "more guests than it holds"
    CLOSED_ALL_DAY = "closed all day"
    TOO_LATE = "closed by then"
    FULL = "full by then"
    MISSED = "begun by then"
    LUNCH_OVER = "lunch is over by then"
    TOO_FAR = "more driving than is allowed"
    BACK_LATE = "back too late"


@dataclass(frozen=True)
class Failed:
    """Where a day fails: `reached` is when the bus is there, `latest` when it ought to be; `there`, guests of others.

    Where it drives too far, `reached` is how many units it drives and `latest` how many it may.
    """

    why: Failure
    call: Call | None
    reached: int = 0
    latest: int = 0
    there: int = 0


@dataclass(frozen=True)
class Day:
    """A bus on a day: how many ride, whether wheelchairs do, and how many of others are where at which time."""

    instance: Instance
    bus: int
    day: int
    guests: int
    wheelchairs: bool
    others: Mapping[Call, Mapping[int, int]]

    @property
    def hotel(self) -> int:
        """The place where the day begins and ends."""
        return self.instance.hotels[self.instance.buses[self.bus].hotel]

    @property
    def leave(self) -> int:
        """The earliest the bus may leave; later where it is held up from the beginning."""
        leave = self.instance.frames[self.day].leave
        held = [
            one.units for one in self.instance.buses[self.bus].delays if self.day * DAY <= one.after <= leave
        ]
        return leave + sum(held)

    @property
    def back(self) -> int:
        """The latest the bus may be back."""
        return self.instance.frames[self.day].back

    @property
    def driving(self) -> int | None:
        """How many units the bus may drive."""
        return self.instance.frames[self.day].driving


def day_of(instance: Instance, plan: Plan, bus: int, day: int) -> Day:
    """The day of a bus in a plan, others' head counts included."""
    riding = [one for one in instance.parties if plan.bus_of.get(one.id) == bus]
    sizes = dict.fromkeys(plan.routes, 0)
    for one in instance.parties:
        if one.id in plan.bus_of:
            sizes[plan.bus_of[one.id]] += one.size
    others: dict[Call, dict[int, int]] = {}
    for other in plan.routes:
        for visit in plan.day(other, day) if other != bus else ():
            if visit.kind is not Kind.COMMITMENT:
                there = others.setdefault((visit.kind, visit.ref), {})
                for time in range(visit.start, visit.end):
                    there[time] = there.get(time, 0) + sizes[other]
    return Day(
        instance, bus, day, sum(one.size for one in riding), any(one.wheelchairs for one in riding), others
    )


def starts_of(day: Day, call: Call, *, hours: bool = True, room: bool = True) -> list[int]:
    """When a visit may begin, in order; without opening hours or room for so many where those are not asked for."""
    instance, (kind, ref) = day.instance, call
    begin, end = day.day * DAY, (day.day + 1) * DAY
    if kind is Kind.COMMITMENT:
        return [instance.commitments[ref].start]
    if kind is Kind.STOP:
        stop = instance.stops[ref]
        stay, capacity = stay_at(instance.buses[day.bus], stop), stop.capacity
        starts = {
            time
            for opens, closes in stop.windows
            for time in range(max(opens, begin), min(closes, end) - stay + 1)
        }
    else:
        stay, capacity = (
            stay_for_lunch(instance.buses[day.bus], instance.lunches[ref]),
            instance.lunches[ref].capacity,
        )
        first, last = instance.lunch_start
        starts = set(range(begin + first, begin + last + 1))
    if not hours:
        starts = set(range(begin, end - stay))
    there = day.others.get(call, {})
    return sorted(
        time
        for time in starts
        if not room or all(there.get(unit, 0) + day.guests <= capacity for unit in range(time, time + stay))
    )


def things_of(instance: Instance, kind: Kind) -> tuple[Any, ...]:
    """All stops, lunches or commitments."""
    things: dict[Kind, tuple[Any, ...]] = {
        Kind.STOP: instance.stops, Kind.LUNCH: instance.lunches, Kind.COMMITMENT: instance.commitments,
    }  # fmt: skip
    return things[kind]


def place_of(instance: Instance, bus: int, call: Call) -> tuple[int, int, str]:
    """(place, stay, name) of what a bus stands still for."""
    kind, ref = call
    thing = things_of(instance, kind)[ref]
    stay = thing.stay
    if kind is Kind.STOP:
        stay = stay_at(instance.buses[bus], thing)
    elif kind is Kind.LUNCH:
        stay = stay_for_lunch(instance.buses[bus], thing)
    return thing.place, stay, thing.name


def walk(day: Day, order: Sequence[Call], *, earlier: int = 0) -> Route | Failed:
    """The earliest times of an order, the bus leaving some units earlier; or where it fails first."""
    instance, place, free = day.instance, day.hotel, day.leave - earlier
    route: list[Visit] = []
    driven = 0
    for call in order:
        there, stay, _ = place_of(instance, day.bus, call)
        driven += instance.travel[place][there]
        reached = free + instance.travel[place][there]
        starts = starts_of(day, call)
        start = next((time for time in starts if time >= reached), None)
        if start is None:
            return _failed(day, call, reached, starts)
        route.append(Visit(*call, there, start, stay))
        place, free = there, start + stay
    home = free + instance.travel[place][day.hotel]
    driven += instance.travel[place][day.hotel]
    if day.driving is not None and driven > day.driving:
        return Failed(Failure.TOO_FAR, None, driven, day.driving)
    return tuple(route) if home <= day.back else Failed(Failure.BACK_LATE, None, home, day.back)


def cannot_at_all(day: Day, stop: int) -> Failed | None:
    """Why a bus can never visit a stop on a day, seen without everything else; None where it can."""
    call, one = (Kind.STOP, stop), day.instance.stops[stop]
    if day.wheelchairs and not one.accessible:
        return Failed(Failure.STEPS, call)
    if day.guests > one.capacity:
        return Failed(Failure.TOO_MANY, call, latest=one.capacity)
    if not starts_of(day, call, room=False):
        return Failed(Failure.CLOSED_ALL_DAY, call)
    alone = walk(day, [call])
    return alone if isinstance(alone, Failed) else None


def _failed(day: Day, call: Call, reached: int, starts: list[int]) -> Failed:
    kind, _ = call
    if kind is Kind.COMMITMENT:
        return Failed(Failure.MISSED, call, reached, starts[0])
    open_later = [time for time in starts_of(day, call, room=False) if time >= reached]
    if open_later:
        there = max(day.others.get(call, {}).get(time, 0) for time in open_later)
        return Failed(Failure.FULL, call, reached, starts[-1] if starts else 0, there)
    if kind is Kind.LUNCH:
        return Failed(Failure.LUNCH_OVER, call, reached, day.day * DAY + day.instance.lunch_start[1])
    hours = starts_of(day, call, room=False)
    why = Failure.TOO_LATE if hours else Failure.CLOSED_ALL_DAY
    return Failed(why, call, reached, hours[-1] if hours else 0)
