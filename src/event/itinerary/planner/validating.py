"""Whether a plan keeps every rule, and what it is worth; written from the rules, not from the planner."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from event.itinerary.planner.instance import DAY, UNIT_MINUTES, Bus, Frame, Instance, Party
from event.itinerary.planner.plan import Kind, Plan, Visit
from event.language import Message, translated

POINT_WORTH = 100
SPLIT_WORTH = 10_000


class Rule(StrEnum):
    """What a plan may break."""

    PLACED = "placed"
    SEATS = "seats"
    WHEELCHAIRS = "wheelchairs"
    GUIDE = "guide"
    LANGUAGE = "language"
    COMMITMENT = "commitment"
    LUNCH = "lunch"
    LUNCH_TIME = "lunch time"
    REACHED = "reached"
    BACK = "back"
    ONCE = "once"
    OPEN = "open"
    STEP_FREE = "step-free"
    ROOM = "room"
    KNOWN = "known"


SENTENCES = {
    Rule.PLACED: Message("Travel party {party} is on no bus."),
    Rule.SEATS: Message("Bus {bus}: {guests} guests for {seats} seats."),
    Rule.WHEELCHAIRS: Message("Bus {bus}: {guests} wheelchairs for {seats} places."),
    Rule.GUIDE: Message("Bus {bus} has no guide of its own."),
    Rule.LANGUAGE: Message("Bus {bus}: the guide speaks no language of travel party {party}."),
    Rule.COMMITMENT: Message("Bus {bus} is not at “{name}” at {time}."),
    Rule.LUNCH: Message("Bus {bus}, day {day}: {count} lunches instead of one."),
    Rule.LUNCH_TIME: Message("Bus {bus}: lunch at {time} lies outside lunch hours."),
    Rule.REACHED: Message("Bus {bus} reaches “{name}” at {earliest}, not at {time}."),
    Rule.BACK: Message("Bus {bus} is back at {time}, later than {latest}."),
    Rule.ONCE: Message("Bus {bus} visits “{name}” more than once."),
    Rule.OPEN: Message("Bus {bus}: “{name}” is closed for the visit at {time}."),
    Rule.STEP_FREE: Message("Bus {bus}: “{name}” is not step-free."),
    Rule.ROOM: Message("“{name}” has room for {capacity}; {guests} guests are there at {time}."),
    Rule.KNOWN: Message(
        "Bus {bus}: the plan names {what} {number}, which does not exist or is described differently."
    ),
}


@dataclass(frozen=True)
class Broken:
    """A rule that a plan breaks, with what the sentence needs."""

    rule: Rule
    data: dict[str, Any]

    def told(self, language: str) -> str:
        """The sentence in the reader's language."""
        return translated(SENTENCES[self.rule], language).format(**self.data)


@dataclass(frozen=True)
class Judged:
    """What a plan is worth: points, guest-minutes of driving and waiting, extra buses of delegations."""

    objective: int
    points: int
    driving: int
    waiting: int
    splits: int
    broken: tuple[Broken, ...]


class PlanBroken(Exception):
    """The planner made a plan that breaks rules: a fault of the planner, never of the organizer."""

    def __init__(self, broken: tuple[Broken, ...]) -> None:
        self.broken = broken
        super().__init__("; ".join(one.told("en") for one in broken[:5]))


def clock(time: int) -> str:
    """A time as a person reads it: the day from 1, and the time of day."""
    day, units = divmod(time, DAY)
    return f"D{day + 1} {units * UNIT_MINUTES // 60:02d}:{units * UNIT_MINUTES % 60:02d}"


def judge(instance: Instance, plan: Plan) -> Judged:
    """Check every rule and count what the plan is worth."""
    unknown = tuple(_unknown(instance, plan))
    if unknown:
        return Judged(0, 0, 0, 0, 0, unknown)
    aboard: dict[int, list[Party]] = defaultdict(list)
    for party in instance.parties:
        if party.id in plan.bus_of:
            aboard[plan.bus_of[party.id]].append(party)
    broken = [Broken(Rule.PLACED, {"party": one.id}) for one in instance.parties if one.id not in plan.bus_of]
    points = driving = waiting = 0
    for bus in instance.buses:
        broken += _wrong_aboard(instance, plan, bus, aboard[bus.id])
        day = _Days(instance, plan, bus, aboard[bus.id])
        broken += day.broken
        points, driving, waiting = points + day.points, driving + day.driving, waiting + day.waiting
    broken += _overfull(instance, plan, aboard)
    pairs = {(one.delegation, plan.bus_of[one.id]) for one in instance.parties if one.id in plan.bus_of}
    splits = len(pairs) - len({delegation for delegation, _ in pairs})
    objective = POINT_WORTH * points - driving - SPLIT_WORTH * splits
    return Judged(objective, points, driving, waiting, splits, tuple(broken))


def checked_plan(instance: Instance, plan: Plan) -> Judged:
    """What a plan is worth; raises PlanBroken where it breaks a rule."""
    judged = judge(instance, plan)
    if judged.broken:
        raise PlanBroken(judged.broken)
    return judged


def _unknown(instance: Instance, plan: Plan) -> Iterator[Broken]:
    buses, parties = range(len(instance.buses)), {one.id for one in instance.parties}
    things: dict[Kind, tuple[Any, ...]] = {
        Kind.STOP: instance.stops, Kind.LUNCH: instance.lunches, Kind.COMMITMENT: instance.commitments,
    }  # fmt: skip
    named = {*plan.bus_of.values(), *plan.guides, *plan.routes}
    yield from (
        Broken(Rule.KNOWN, {"bus": bus, "what": "bus", "number": bus}) for bus in named if bus not in buses
    )
    for party, bus in plan.bus_of.items():
        if party not in parties:
            yield Broken(Rule.KNOWN, {"bus": bus, "what": "travel party", "number": party})
    for bus, guide in plan.guides.items():
        if guide not in range(len(instance.guides)):
            yield Broken(Rule.KNOWN, {"bus": bus, "what": "guide", "number": guide})
    for bus, route in plan.routes.items():
        for visit in route:
            known = things[visit.kind]
            if visit.ref not in range(len(known)) or (known[visit.ref].place, known[visit.ref].stay) != (
                visit.place, visit.stay,
            ):  # fmt: skip
                yield Broken(Rule.KNOWN, {"bus": bus, "what": visit.kind.value, "number": visit.ref})
            elif visit.day not in range(instance.days):
                yield Broken(Rule.KNOWN, {"bus": bus, "what": "day", "number": visit.day})


def _wrong_aboard(instance: Instance, plan: Plan, bus: Bus, parties: list[Party]) -> Iterator[Broken]:
    guests, wheelchairs = sum(one.size for one in parties), sum(one.wheelchairs for one in parties)
    if guests > bus.usable:
        yield Broken(Rule.SEATS, {"bus": bus.id, "guests": guests, "seats": bus.usable})
    if wheelchairs > bus.wheelchair_places:
        yield Broken(Rule.WHEELCHAIRS, {"bus": bus.id, "guests": wheelchairs, "seats": bus.wheelchair_places})
    guide = plan.guides.get(bus.id)
    if guide is None or list(plan.guides.values()).count(guide) > 1:
        yield Broken(Rule.GUIDE, {"bus": bus.id})
    if guide is not None:
        spoken = set(instance.guides[guide].languages)
        for party in parties:
            if spoken.isdisjoint(party.languages):
                yield Broken(Rule.LANGUAGE, {"bus": bus.id, "party": party.id})


class _Days:
    """All days of one bus, walked visit by visit."""

    def __init__(self, instance: Instance, plan: Plan, bus: Bus, parties: list[Party]) -> None:
        self.instance, self.bus, self.parties = instance, bus, parties
        self.guests = sum(one.size for one in parties)
        self.hotel = instance.hotels[bus.hotel]
        self.broken: list[Broken] = []
        self.points = self.driving = self.waiting = 0
        self.visits = sorted(plan.routes.get(bus.id, ()), key=lambda visit: visit.start)
        self._commitments()
        self._stops()
        for frame in instance.frames:
            self._day(frame, [visit for visit in self.visits if visit.day == frame.day])

    def _break(self, rule: Rule, on: int, **data: Any) -> None:
        """Note a broken rule on a day (from 0)."""
        self.broken.append(Broken(rule, {"bus": self.bus.id, "on": on, **data}))

    def _commitments(self) -> None:
        kept = {(visit.ref, visit.start) for visit in self.visits if visit.kind is Kind.COMMITMENT}
        signing = any(one.signing for one in self.parties)
        for one in self.instance.commitments:
            if (one.who == "all" or signing) and (one.id, one.start) not in kept:
                self._break(Rule.COMMITMENT, one.start // DAY, name=one.name, time=clock(one.start))

    def _stops(self) -> None:
        wheelchairs = any(one.wheelchairs for one in self.parties)
        visited: set[int] = set()
        for visit in self.visits:
            if visit.kind is not Kind.STOP:
                continue
            stop = self.instance.stops[visit.ref]
            if visit.ref in visited:
                self._break(Rule.ONCE, visit.day, name=stop.name)
            visited.add(visit.ref)
            if not any(opens <= visit.start and visit.end <= closes for opens, closes in stop.windows):
                self._break(Rule.OPEN, visit.day, name=stop.name, time=clock(visit.start))
            if wheelchairs and not stop.accessible:
                self._break(Rule.STEP_FREE, visit.day, name=stop.name)
            self.points += sum(
                one.size * one.points[visit.ref] for one in self.parties if one.present[visit.day]
            )

    def _day(self, frame: Frame, visits: list[Visit]) -> None:
        lunches = [visit for visit in visits if visit.kind is Kind.LUNCH]
        if len(lunches) != 1:
            self._break(Rule.LUNCH, frame.day, day=frame.day + 1, count=len(lunches))
        first, last = self.instance.lunch_start
        for visit in lunches:
            if not first <= visit.start % DAY <= last:
                self._break(Rule.LUNCH_TIME, frame.day, time=clock(visit.start))
        place, free = self.hotel, frame.leave
        delay = next((one for one in self.bus.delays if one.after // DAY == frame.day), None)
        for visit in visits:
            if delay and visit.start >= delay.after:
                free, delay = max(free + delay.units, delay.after), None
            way = self.instance.travel[place][visit.place]
            if free + way > visit.start:
                self._break(
                    Rule.REACHED, frame.day, name=_name(self.instance, visit), earliest=clock(free + way), time=clock(visit.start)
                )  # fmt: skip
            self._spend(way, visit.start - free - way)
            place, free = visit.place, visit.end
        if delay and visits:
            free = max(free + delay.units, delay.after)
        if visits:
            way = self.instance.travel[place][self.hotel]
            self._spend(way, 0)
            if free + way > frame.back:
                self._break(Rule.BACK, frame.day, time=clock(free + way), latest=clock(frame.back))

    def _spend(self, way: int, wait: int) -> None:
        self.driving += way * UNIT_MINUTES * self.guests
        self.waiting += wait * UNIT_MINUTES * self.guests


def _name(instance: Instance, visit: Visit) -> str:
    match visit.kind:
        case Kind.STOP:
            return instance.stops[visit.ref].name
        case Kind.LUNCH:
            return instance.lunches[visit.ref].name
        case Kind.COMMITMENT:
            return instance.commitments[visit.ref].name


def _overfull(instance: Instance, plan: Plan, aboard: dict[int, list[Party]]) -> Iterator[Broken]:
    """Every stop and lunch whose room is exceeded, at the first instant where it is."""
    changes: dict[tuple[Kind, int], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for bus, route in plan.routes.items():
        guests = sum(one.size for one in aboard[bus])
        for visit in route:
            if visit.kind is not Kind.COMMITMENT:
                changes[visit.kind, visit.ref][visit.start] += guests
                changes[visit.kind, visit.ref][visit.end] -= guests
    for (kind, ref), steps in changes.items():
        place = instance.stops[ref] if kind is Kind.STOP else instance.lunches[ref]
        there = 0
        for time in sorted(steps):
            there += steps[time]
            if there > place.capacity:
                yield Broken(
                    Rule.ROOM,
                    {"name": place.name, "capacity": place.capacity, "guests": there, "time": clock(time)},
                )
                break
