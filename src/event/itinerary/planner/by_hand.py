"""A plan as a careful person makes it with a spreadsheet: delegations in turn, most votes per minute next.

It is the first feasible plan, there at once, and what the planner is measured against.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from event.itinerary.planner.instance import DAY, UNIT_MINUTES, Bus, Frame, Instance, Party
from event.itinerary.planner.plan import Kind, Plan, Route, Visit, in_order, members

Heads = dict[tuple[Kind, int], dict[int, int]]


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

    def fits(self, kind: Kind, ref: int, start: int, stay: int, capacity: int) -> bool:
        """Whether there is room for everybody of this bus during the whole stay."""
        there = self.heads[kind, ref]
        return all(there[time] + self.guests <= capacity for time in range(start, start + stay))

    def take(self, kind: Kind, ref: int, place: int, start: int, stay: int) -> Visit:
        """Go there."""
        visit = Visit(kind, ref, place, start, stay)
        self.visits.append(visit)
        for time in range(start, start + stay):
            self.heads[kind, ref][time] += self.guests
        return visit


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
    instance = walk.instance
    fixed = sorted(
        (one.start, one.place, one.stay, one.id) for one in walk.commitments if one.start // DAY == frame.day
    )
    place, free, fed = walk.hotel, frame.leave, False
    while True:
        stop = _next_stop(walk, frame, place, free, fixed, fed=fed)
        if stop:
            place, free = stop.place, stop.end
            continue
        lunch = None if fed else _next_lunch(walk, frame, place, free, fixed)
        if lunch and (not fixed or lunch.start < fixed[0][0]):
            place, free, fed = lunch.place, lunch.end, True
            walk.take(lunch.kind, lunch.ref, lunch.place, lunch.start, lunch.stay)
        elif fixed:
            start, there, stay, ref = fixed.pop(0)
            if free + instance.travel[place][there] > start:
                return False
            walk.take(Kind.COMMITMENT, ref, there, start, stay)
            place, free = there, start + stay
        else:
            return fed and free + instance.travel[place][walk.hotel] <= frame.back


def _forget(walk: _Walk, before: list[Visit]) -> None:
    """Take back what was done since."""
    for visit in walk.visits[len(before) :]:
        for time in range(visit.start, visit.end):
            walk.heads[visit.kind, visit.ref][time] -= walk.guests
    walk.visits = before


def _plain_day(walk: _Walk, frame: Frame) -> bool:
    """Only what has to be: commitments, and lunch where it fits between."""
    fixed = sorted(
        (one.start, one.place, one.stay, one.id) for one in walk.commitments if one.start // DAY == frame.day
    )
    place, free, lunch = walk.hotel, frame.leave, None
    for position in range(len(fixed) + 1):
        lunch = lunch or _next_lunch(walk, frame, place, free, fixed[position:])
        if position < len(fixed):
            start, there, stay, ref = fixed[position]
            if lunch is None and not _in_time(walk, frame, place, free, fixed[position:]):
                return False
            walk.take(Kind.COMMITMENT, ref, there, start, stay)
            place, free = there, start + stay
    if lunch is None:
        return False
    walk.take(lunch.kind, lunch.ref, lunch.place, lunch.start, lunch.stay)
    last = max(place_free for place_free in ((free, place), (lunch.end, lunch.place)))
    return last[0] + walk.instance.travel[last[1]][walk.hotel] <= frame.back


Fixed = list[tuple[int, int, int, int]]


def _in_time(walk: _Walk, frame: Frame, place: int, free: int, fixed: Fixed) -> bool:
    """Whether the next appointment, or the hotel, can still be reached."""
    travel = walk.instance.travel[place]
    if fixed:
        return free + travel[fixed[0][1]] <= fixed[0][0]
    return free + travel[walk.hotel] <= frame.back


def _next_lunch(walk: _Walk, frame: Frame, place: int, free: int, fixed: Fixed) -> Visit | None:
    """The lunch that is over first."""
    first, last = (frame.day * DAY + time for time in walk.instance.lunch_start)
    found: Visit | None = None
    for lunch in walk.instance.lunches:
        for start in range(max(first, free + walk.instance.travel[place][lunch.place]), last + 1):
            if found and start + lunch.stay >= found.end:
                break
            if walk.fits(Kind.LUNCH, lunch.id, start, lunch.stay, lunch.capacity):
                if _in_time(walk, frame, lunch.place, start + lunch.stay, fixed):
                    found = Visit(Kind.LUNCH, lunch.id, lunch.place, start, lunch.stay)
                break
    return found


def _next_stop(walk: _Walk, frame: Frame, place: int, free: int, fixed: Fixed, *, fed: bool) -> Visit | None:
    """The stop with most votes (per minute, where wished) that leaves lunch and appointments possible; taken."""
    instance, best, found = walk.instance, 0.0, None
    weights = instance.weights
    visited = {visit.ref for visit in walk.visits if visit.kind is Kind.STOP}
    for stop in instance.stops:
        worth = walk.worth[frame.day][stop.id]
        if not worth or stop.id in visited or (walk.wheelchairs and not stop.accessible):
            continue
        arrival = free + instance.travel[place][stop.place]
        start = _opening(walk, frame, stop.id, arrival)
        if start is None:
            continue
        end = start + stop.stay
        gain = (
            worth * weights.points
            - weights.driving * instance.travel[place][stop.place] * UNIT_MINUTES * walk.guests
        )
        votes = gain / (end - free) if walk.per_minute else float(gain)
        if votes <= best or not _in_time(walk, frame, stop.place, end, fixed):
            continue
        if not fed and not _lunch_after(walk, frame, stop.place, end, fixed):
            continue
        best, found = votes, Visit(Kind.STOP, stop.id, stop.place, start, stop.stay)
    if found:
        walk.take(found.kind, found.ref, found.place, found.start, found.stay)
    return found


def _lunch_after(walk: _Walk, frame: Frame, place: int, free: int, fixed: Fixed) -> bool:
    """Whether lunch is still possible before the next appointment, or that leaves time for it."""
    if _next_lunch(walk, frame, place, free, fixed):
        return True
    if not fixed:
        return False
    start, there, stay, _ = fixed[0]
    return _next_lunch(walk, frame, there, start + stay, fixed[1:]) is not None


def _opening(walk: _Walk, frame: Frame, number: int, arrival: int) -> int | None:
    """The first start of a visit at or after arrival with room for the bus."""
    stop = walk.instance.stops[number]
    for opens, closes in sorted(stop.windows):
        if opens // DAY != frame.day:
            continue
        for start in range(max(opens, arrival), closes - stop.stay + 1):
            if walk.fits(Kind.STOP, number, start, stop.stay, stop.capacity):
                return start
    return None
