"""A plan after a change: what is still valid stays as it is, clock times too; the rest is mended."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from event.itinerary.planner.broken import Rule
from event.itinerary.planner.changing import Change, changed
from event.itinerary.planner.differing import Difference, difference
from event.itinerary.planner.filling import capacity_of
from event.itinerary.planner.instance import DAY, Instance
from event.itinerary.planner.limits import Clock, Limits
from event.itinerary.planner.locks import NO_LOCKS, Locks
from event.itinerary.planner.plan import Kind, NoPlan, Plan, Route, Visit, in_order
from event.itinerary.planner.preparing import get_loops_ready
from event.itinerary.planner.seating import seated
from event.itinerary.planner.validating import Judged, checked_plan, judge
from event.itinerary.planner.walking import place_of, things_of


@dataclass(frozen=True)
class Replanned:
    """The visit as it is now, its plan, what that is worth, and what it changes for whom."""

    instance: Instance
    plan: Plan
    judged: Judged
    difference: Difference


_MENDABLE = {
    Rule.COMMITMENT, Rule.LUNCH, Rule.LUNCH_TIME, Rule.REACHED, Rule.BACK, Rule.DRIVING, Rule.ONCE, Rule.OPEN, Rule.STEP_FREE,
}  # fmt: skip


def replan(
    instance: Instance,
    plan: Plan,
    changes: Collection[Change],
    *,
    limits: Limits,
    seed: int = 1,
    locks: Locks = NO_LOCKS,
) -> Replanned:
    """A valid plan after the changes that moves few people and times.

    Without changes, the plan is made to fit the visit as it is. Raises UnknownChange, InstanceInvalid, NoGrouping,
    NoPlan (also where a lock forbids every way).
    """
    new = changed(instance, changes)
    clock = Clock(limits)
    before, plan = plan, known_part(new, plan)
    locked = locks.parties | {party for party, bus in plan.bus_of.items() if bus in locks.buses}
    bus_of, guides = seated(new, plan, locked=locked, locked_buses=locks.buses, room=_room(new, plan))
    broken, going = _broken_days(new, Plan(bus_of, guides, plan.routes))
    if any(bus in locks.buses for bus, _ in broken):
        raise NoPlan
    kept = Plan(bus_of, guides, _valid_part(new, plan, bus_of, broken, going))
    if not broken:
        return Replanned(new, kept, checked_plan(new, kept), difference(instance, before, new, kept))
    if not get_loops_ready(keep_waiting=clock.may_wait):
        raise NoPlan
    from event.itinerary.planner.mending import mend  # noqa: PLC0415 - loads the compiled loops

    mended = mend(new, plan, kept, broken, locks=locks, clock=clock, seed=seed)
    if judge(new, mended).broken:
        raise NoPlan
    return Replanned(new, mended, judge(new, mended), difference(instance, before, new, mended))


def known_part(instance: Instance, plan: Plan) -> Plan:
    """What of a plan the visit still has: its parties and buses, and its places with the stays of now.

    Buses without a guide get one who has none.
    """
    parties, buses = {one.id for one in instance.parties}, range(len(instance.buses))
    guides: dict[int, int] = {}
    for bus, guide in plan.guides.items():
        if bus in buses and guide in range(len(instance.guides)) and guide not in guides.values():
            guides[bus] = guide
    spare = [guide.id for guide in instance.guides if guide.id not in guides.values()]
    guides |= dict(zip([bus for bus in buses if bus not in guides], spare, strict=False))
    return Plan(
        {party: bus for party, bus in plan.bus_of.items() if party in parties and bus in buses},
        guides,
        {bus: in_order(_known_visits(instance, bus, plan.routes.get(bus, ()))) for bus in buses},
    )


def _known_visits(instance: Instance, bus: int, route: Route) -> Iterator[Visit]:
    for visit in route:
        things = things_of(instance, visit.kind)
        if visit.ref in range(len(things)) and visit.day in range(instance.days):
            place, stay, _ = place_of(instance, bus, (visit.kind, visit.ref))
            yield Visit(visit.kind, visit.ref, place, visit.start, stay)


def _room(instance: Instance, plan: Plan) -> dict[int, int]:
    """How many guests more each bus can take without a stop overflowing."""
    sizes = {one.id: one.size for one in instance.parties}
    aboard = dict.fromkeys(range(len(instance.buses)), 0)
    for party, bus in plan.bus_of.items():
        aboard[bus] += sizes.get(party, 0)
    found = {}
    for bus in aboard:
        spare = [instance.guests]
        for visit in plan.routes[bus]:
            if visit.kind is not Kind.COMMITMENT:
                there = sum(
                    aboard[other]
                    for other, route in plan.routes.items()
                    for one in route
                    if (one.kind, one.ref) == (visit.kind, visit.ref)
                    and one.start < visit.end
                    and visit.start < one.end
                )
                spare.append(capacity_of(instance, visit) - there)
        found[bus] = min(spare)
    return found


def _broken_days(instance: Instance, plan: Plan) -> tuple[set[tuple[int, int]], set[tuple[int, Visit]]]:
    """The (bus, day) that break a rule, and the visits that are to go as there is no room or the stop is closed."""
    overfull = _overfull(instance, plan)
    broken = {(bus, visit.day) for bus, visit in overfull}
    for one in judge(instance, plan).broken:
        if one.rule in _MENDABLE:
            broken.add((one.data["bus"], one.data["on"]))
    wheeled = {plan.bus_of[one.id] for one in instance.parties if one.wheelchairs}
    for bus, day in broken:
        overfull |= {
            (bus, visit)
            for visit in plan.day(bus, day)
            if visit.kind is Kind.STOP and _impossible(instance, visit, steps=bus not in wheeled)
        }
    return broken, overfull


def _impossible(instance: Instance, visit: Visit, *, steps: bool) -> bool:
    """Whether a stop is not open for a visit on that day at all, or has steps that somebody cannot take."""
    stop = instance.stops[visit.ref]
    open_then = any(
        opens // DAY == visit.day and closes - opens >= visit.stay for opens, closes in stop.windows
    )
    return not open_then or not (steps or stop.accessible)


def _overfull(instance: Instance, plan: Plan) -> set[tuple[int, Visit]]:
    """Visits to take out so that no place is overfull: of those there at once, the bus with fewest guests goes."""
    sizes = {one.id: one.size for one in instance.parties}
    aboard = dict.fromkeys(plan.routes, 0)
    for party, bus in plan.bus_of.items():
        aboard[bus] += sizes.get(party, 0)
    at: dict[tuple[Kind, int], list[tuple[int, Visit]]] = {}
    for bus, route in plan.routes.items():
        for visit in route:
            if visit.kind is not Kind.COMMITMENT:
                at.setdefault((visit.kind, visit.ref), []).append((bus, visit))
    out: set[tuple[int, Visit]] = set()
    for visits in at.values():
        capacity = capacity_of(instance, visits[0][1])
        for _, begun in sorted(visits, key=lambda one: one[1].start):
            there = [
                (bus, one)
                for bus, one in visits
                if one.start <= begun.start < one.end and (bus, one) not in out and aboard[bus]
            ]
            there.sort(key=lambda one: -aboard[one[0]])
            while sum(aboard[bus] for bus, _ in there) > capacity:
                out.add(there.pop())
    return out


def _valid_part(
    instance: Instance,
    plan: Plan,
    bus_of: dict[int, int],
    broken: set[tuple[int, int]],
    going: set[tuple[int, Visit]],
) -> dict[int, Route]:
    """The routes with what of the broken days can stay, commitments at their new times."""
    signing = {bus_of[one.id] for one in instance.parties if one.signing}
    days = {bus: {day for other, day in broken if other == bus} for bus in plan.routes}
    routes: dict[int, Route] = {}
    for bus, route in plan.routes.items():
        visits = [
            visit
            for visit in route
            if (bus, visit) not in going and (visit.kind is not Kind.COMMITMENT or visit.day not in days[bus])
        ]
        visits += [
            Visit(Kind.COMMITMENT, one.id, one.place, one.start, one.stay)
            for one in instance.commitments
            if one.start // DAY in days[bus] and (one.who == "all" or bus in signing)
        ]
        routes[bus] = in_order(visits)
    return routes
