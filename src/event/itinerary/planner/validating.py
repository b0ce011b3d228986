"""Whether a plan keeps every rule, and what it is worth; written from the rules, not from the planner."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from event.itinerary.planner.broken import Broken, PlanBroken, Rule, clock
from event.itinerary.planner.days import Days
from event.itinerary.planner.instance import Bus, Instance, Party, stay_at, stay_for_lunch
from event.itinerary.planner.plan import Kind, Plan, Visit


@dataclass(frozen=True)
class Judged:
    """What a plan is worth, weighed as the visit says, and of what.

    `points` of guests, guest-minutes of `driving` and `waiting`, extra buses of delegations (`splits`), guests away
    from the even load (`uneven`), guests whose first `language` the guide does not speak.
    """

    objective: int
    points: int
    driving: int
    waiting: int
    splits: int
    broken: tuple[Broken, ...]
    uneven: int = 0
    language: int = 0


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
        day = Days(instance, plan, bus, aboard[bus.id])
        broken += day.broken
        points, driving, waiting = points + day.points, driving + day.driving, waiting + day.waiting
    broken += _overfull(instance, plan, aboard)
    broken += _together(instance, plan)
    pairs = {(one.delegation, plan.bus_of[one.id]) for one in instance.parties if one.id in plan.bus_of}
    splits = len(pairs) - len({delegation for delegation, _ in pairs})
    uneven, language = _uneven(instance, aboard), _first_language_missed(instance, plan)
    weights = instance.weights
    gains = weights.points * points
    losses = weights.driving * driving + weights.waiting * waiting + weights.split * splits
    losses += weights.uneven * uneven + weights.language * language
    return Judged(gains - losses, points, driving, waiting, splits, tuple(broken), uneven, language)


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
            if visit.ref not in range(len(known)) or (
                known[visit.ref].place != visit.place or _stay(instance, bus, visit) != visit.stay
            ):
                yield Broken(Rule.KNOWN, {"bus": bus, "what": visit.kind.value, "number": visit.ref})
            elif visit.day not in range(instance.days):
                yield Broken(Rule.KNOWN, {"bus": bus, "what": "day", "number": visit.day})


def _stay(instance: Instance, bus: int, visit: Visit) -> int:
    """How long this bus has to stay."""
    match visit.kind:
        case Kind.STOP:
            return stay_at(instance.buses[bus], instance.stops[visit.ref])
        case Kind.LUNCH:
            return stay_for_lunch(instance.buses[bus], instance.lunches[visit.ref])
        case Kind.COMMITMENT:
            return instance.commitments[visit.ref].stay


def _together(instance: Instance, plan: Plan) -> Iterator[Broken]:
    """Pairs that never ride on the same bus, and do."""
    for party, other in instance.apart:
        bus = plan.bus_of.get(party)
        if bus is not None and plan.bus_of.get(other) == bus:
            yield Broken(Rule.APART, {"bus": bus, "party": party, "other": other})


def _uneven(instance: Instance, aboard: dict[int, list[Party]]) -> int:
    """Guests away from the even load, over all buses with guests, in whole guests."""
    loads = {bus.id: sum(one.size for one in aboard[bus.id]) for bus in instance.buses}
    used = [bus for bus in instance.buses if loads[bus.id]]
    guests, seats = sum(loads.values()), sum(bus.usable for bus in used)
    return sum(abs(loads[bus.id] * seats - guests * bus.usable) for bus in used) // max(1, seats)


def _first_language_missed(instance: Instance, plan: Plan) -> int:
    """Guests whose first language is not one of their guide's."""
    missed = 0
    for party in instance.parties:
        guide = plan.guides.get(plan.bus_of.get(party.id, -1))
        if guide is not None and party.languages:
            missed += party.size * (party.languages[0] not in instance.guides[guide].languages)
    return missed


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
