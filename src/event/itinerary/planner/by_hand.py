"""A plan as a careful person makes it with a spreadsheet: delegations in turn, most votes per minute next.

It is the first feasible plan, there at once, and what the planner is measured against.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from event.itinerary.planner.instance import (
    DAY,
    UNIT_MINUTES,
    Bus,
    Frame,
    Instance,
    Party,
    Stop,
    stay_at,
    stay_for_lunch,
)
from event.itinerary.planner.plan import Kind, Plan, Route, Visit, in_order, members

Heads = dict[tuple[Kind, int], dict[int, int]]


@dataclass(frozen=True)
class _At:
    """Where a bus is, from when on it may go on, how long it has driven today, and its appointments to come.

    An appointment is (start, place, stay, commitment).
    """

    place: int
    free: int
    driven: int
    fixed: tuple[tuple[int, int, int, int], ...]

    def then(self, instance: Instance, visit: Visit) -> "_At":
        """After a visit."""
        driven = self.driven + instance.travel[self.place][visit.place]
        return replace(self, place=visit.place, free=visit.end, driven=driven)


@dataclass
class _Walk:
    """One bus on its way through the days; what is taken is what others do."""

    instance: Instance
    bus: Bus
    parties: Sequence[Party]
    heads: Heads
    per_minute: bool
    visits: list[Visit] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.guests = sum(one.size for one in self.parties)
        self.hotel = self.instance.hotels[self.bus.hotel]
        self.wheelchairs = any(one.wheelchairs for one in self.parties)
        signing = any(one.signing for one in self.parties)
        self.commitments = [one for one in self.instance.commitments if one.who == "all" or signing]
        self.worth = [
            [sum(one.size * one.points[stop.id] for one in self.parties if one.present[day]) for stop in self.instance.stops]
            for day in range(self.instance.days)
        ]  # fmt: skip

    def begin(self, frame: Frame) -> _At:
        """At the hotel in the morning."""
        fixed = sorted(
            (one.start, one.place, one.stay, one.id)
            for one in self.commitments
            if one.start // DAY == frame.day
        )
        return _At(self.hotel, frame.leave, 0, tuple(fixed))

    def fits(self, kind: Kind, ref: int, start: int, stay: int, capacity: int) -> bool:
        """Whether there is room for everybody of this bus during the whole stay."""
        there = self.heads[kind, ref]
        return all(there[time] + self.guests <= capacity for time in range(start, start + stay))

    def take(self, at: _At, visit: Visit) -> _At:
        """Go there; where the bus is then."""
        self.visits.append(visit)
        for time in range(visit.start, visit.end):
            self.heads[visit.kind, visit.ref][time] += self.guests
        return at.then(self.instance, visit)

    def attend(self, at: _At) -> _At:
        """Go to the next appointment."""
        start, place, stay, ref = at.fixed[0]
        after = self.take(at, Visit(Kind.COMMITMENT, ref, place, start, stay))
        return replace(after, fixed=at.fixed[1:])


def plan_by_hand(
    instance: Instance,
    bus_of: Mapping[int, int],
    guides: Mapping[int, int],
    *,
    per_minute: bool = True,
    bare: bool = False,
) -> Plan | None:
    """Routes for given buses, or None where lunch or a commitment does not fit in this way.

    `bare` leaves all stops out, so that each bus can have its lunch as early as others let it.
    """
    heads: Heads = defaultdict(lambda: defaultdict(int))
    riding = members(instance, Plan(dict(bus_of), dict(guides), {}))
    routes: dict[int, Route] = {}
    for bus in instance.buses:
        walk = _Walk(instance, bus, riding[bus.id], heads, per_minute)
        for frame in instance.frames:
            before = list(walk.visits)
            if bare or not _walk_day(walk, frame):
                _forget(walk, before)
                if not _plain_day(walk, frame):
                    return None
        routes[bus.id] = in_order(walk.visits)
    return Plan(dict(bus_of), dict(guides), routes)


def _walk_day(walk: _Walk, frame: Frame) -> bool:
    """Go from appointment to appointment (commitments, lunch, the way home), a stop between where one fits."""
    at, fed = walk.begin(frame), False
    while True:
        stop = _next_stop(walk, frame, at, fed=fed)
        if stop:
            at = walk.take(at, stop)
            continue
        lunch = None if fed else _next_lunch(walk, frame, at)
        if lunch and (not at.fixed or lunch.start < at.fixed[0][0]):
            at, fed = walk.take(at, lunch), True
        elif not _in_time(walk, frame, at):
            return False
        elif at.fixed:
            at = walk.attend(at)
        else:
            return fed


def _forget(walk: _Walk, before: list[Visit]) -> None:
    """Take back what was done since."""
    for visit in walk.visits[len(before) :]:
        for time in range(visit.start, visit.end):
            walk.heads[visit.kind, visit.ref][time] -= walk.guests
    walk.visits = before


def _plain_day(walk: _Walk, frame: Frame) -> bool:
    """Only what has to be: commitments, and lunch where it fits between."""
    at, fed = walk.begin(frame), False
    while True:
        lunch = None if fed else _next_lunch(walk, frame, at)
        if lunch:
            at, fed = walk.take(at, lunch), True
        if not _in_time(walk, frame, at):
            return False
        if not at.fixed:
            return fed
        at = walk.attend(at)


def _in_time(walk: _Walk, frame: Frame, at: _At) -> bool:
    """Whether the next appointment, or the hotel, can still be reached, and the rest be driven."""
    travel, place, driven = walk.instance.travel, at.place, at.driven
    if frame.driving is not None:
        for there in (*(one[1] for one in at.fixed), walk.hotel):
            driven, place = driven + travel[place][there], there
        if driven > frame.driving:
            return False
    if at.fixed:
        return at.free + travel[at.place][at.fixed[0][1]] <= at.fixed[0][0]
    return at.free + travel[at.place][walk.hotel] <= frame.back


def _next_lunch(walk: _Walk, frame: Frame, at: _At) -> Visit | None:
    """The lunch that is over first."""
    first, last = (frame.day * DAY + time for time in walk.instance.lunch_start)
    found: Visit | None = None
    for lunch in walk.instance.lunches:
        stay = stay_for_lunch(walk.bus, lunch)
        for start in range(max(first, at.free + walk.instance.travel[at.place][lunch.place]), last + 1):
            if found and start + stay >= found.end:
                break
            if walk.fits(Kind.LUNCH, lunch.id, start, stay, lunch.capacity):
                visit = Visit(Kind.LUNCH, lunch.id, lunch.place, start, stay)
                if _in_time(walk, frame, at.then(walk.instance, visit)):
                    found = visit
                break
    return found


def _next_stop(walk: _Walk, frame: Frame, at: _At, *, fed: bool) -> Visit | None:
    """The stop with most votes (per minute, where wished) that leaves lunch and appointments possible."""
    instance, weights, best, found = walk.instance, walk.instance.weights, 0.0, None
    visited = {visit.ref for visit in walk.visits if visit.kind is Kind.STOP}
    for stop in instance.stops:
        worth = walk.worth[frame.day][stop.id]
        if not worth or stop.id in visited or (walk.wheelchairs and not stop.accessible):
            continue
        way = instance.travel[at.place][stop.place]
        visit = _opening(walk, frame, stop, at.free + way)
        if visit is None:
            continue
        gain = worth * weights.points - weights.driving * way * UNIT_MINUTES * walk.guests
        votes = gain / (visit.end - at.free) if walk.per_minute else float(gain)
        after = at.then(instance, visit)
        if votes <= best or not _in_time(walk, frame, after):
            continue
        if not fed and not _lunch_after(walk, frame, after):
            continue
        best, found = votes, visit
    return found


def _lunch_after(walk: _Walk, frame: Frame, at: _At) -> bool:
    """Whether lunch is still possible before the next appointment, or that leaves time for it."""
    if _next_lunch(walk, frame, at):
        return True
    if not at.fixed:
        return False
    start, there, stay, ref = at.fixed[0]
    after = at.then(walk.instance, Visit(Kind.COMMITMENT, ref, there, start, stay))
    return _next_lunch(walk, frame, replace(after, fixed=at.fixed[1:])) is not None


def _opening(walk: _Walk, frame: Frame, stop: Stop, arrival: int) -> Visit | None:
    """The first visit at or after arrival with room for the bus."""
    stay = stay_at(walk.bus, stop)
    for opens, closes in sorted(stop.windows):
        if opens // DAY != frame.day:
            continue
        for start in range(max(opens, arrival), closes - stay + 1):
            if walk.fits(Kind.STOP, stop.id, start, stay, stop.capacity):
                return Visit(Kind.STOP, stop.id, stop.place, start, stay)
    return None
