"""Who rides where and which guide goes where, on days that the office has fixed: no visit comes, goes or moves."""

from collections.abc import Callable, Iterator, Mapping
from random import Random

from event.errors import Conflict, Invalid, Problem
from event.itinerary.planner.broken import PlanBroken, Rule
from event.itinerary.planner.grouping import EFFORT, Fits, NoGrouping, Settled, group, leads_of
from event.itinerary.planner.instance import DAY, Instance, Party
from event.itinerary.planner.limits import Clock, Limits
from event.itinerary.planner.locks import NO_LOCKS, Locks
from event.itinerary.planner.plan import Kind, Plan, Route, in_order
from event.itinerary.planner.preparing import get_loops_ready
from event.itinerary.planner.relieving import relieved
from event.itinerary.planner.searching import Planned, Progress
from event.itinerary.planner.validating import Judged, judge
from event.itinerary.planner.walking import place_of, things_of
from event.language import Message

_MOST_A_DAY = 39
_TRIES = 3
_SEATING = {
    Rule.PLACED, Rule.SEATS, Rule.WHEELCHAIRS, Rule.GUIDE, Rule.LANGUAGE, Rule.APART, Rule.STEP_FREE, Rule.ROOM,
}  # fmt: skip
_UNKNOWN = Message("names {what} {number}, which does not exist or is described differently.")
_MIDNIGHT = Message("does not end on its day.")
_TOO_MANY = Message("has more than {most} visits on a day.")


class RoutesInvalid(Invalid):
    """The days that are fixed cannot be used; `problems` names the buses and visits."""

    sentence = Message("The days that are fixed are not described correctly.")


class NoSeats(Conflict):
    """On these days no seating keeps every rule."""

    sentence = Message(
        "On these days no seating was found for {guests} guests that leaves everybody a seat, a guide who speaks their "
        "language and room at each stop, brings signers to the signing and wheelchairs to step-free stops only, and "
        "keeps {pairs} pairs apart."
    )


def seat_only(
    instance: Instance,
    routes: Mapping[int, Route],
    *,
    seed: int,
    limits: Limits,
    locked: Locks = NO_LOCKS,
    onto: Plan | None = None,
    told: Callable[[Progress], None] = lambda _: None,
) -> Planned:
    """The best seating found for fixed days, and the guides; raises RoutesInvalid, NoSeats.

    `onto` is a seating to begin with, of which `locked` parties and buses stay. What the days themselves break (hours,
    lunches, ways, commitments of all) no seating can mend: `judged.broken` of the answer says it, and nothing else.
    """
    clock = Clock(limits)
    routes = {bus.id: in_order(routes.get(bus.id, ())) for bus in instance.buses}
    if problems := dict(_wrong_routes(instance, routes)):
        raise RoutesInvalid(problems)
    fits = _fits(instance, routes, locked, onto)
    first = _first(instance, routes, fits, locked, onto, seed)
    judged = _judged(instance, first)
    first_after = limits.now() - clock.begun
    told(Progress(0.0, judged.objective))
    nothing_to_choose = not instance.parties or len(instance.buses) == 1
    if nothing_to_choose or not get_loops_ready(keep_waiting=clock.may_wait):
        return Planned(first, judged, 0, first_after)
    from event.itinerary.planner.annealing import Annealing  # noqa: PLC0415 - loads the compiled loops

    chance = Random(seed)  # noqa: S311 - a search, no secret
    annealing = Annealing(
        instance, first, chance.randrange(2**31), locks=locked, routes_stand=True, fits=fits
    )
    clock.searching_since = limits.now()
    while (share := clock.share(annealing.steps)) < 1:
        annealing.step(share)
        told(Progress(share, annealing.objective))
    annealing.settle()
    found = _judged(instance, annealing.best)
    if found.objective <= judged.objective:
        return Planned(first, judged, annealing.steps, first_after)
    told(Progress(1.0, found.objective))
    return Planned(annealing.best, found, annealing.steps, first_after)


def _wrong_routes(instance: Instance, routes: Mapping[int, Route]) -> Iterator[tuple[str, Problem]]:
    for bus, route in routes.items():
        days = [visit.day for visit in route]
        if any(days.count(day) > _MOST_A_DAY for day in set(days)):
            yield f"routes[{bus}]", Problem(_TOO_MANY, {"most": _MOST_A_DAY})
        for position, visit in enumerate(route):
            name = f"routes[{bus}][{position}]"
            if visit.ref not in range(len(things_of(instance, visit.kind))) or (
                place_of(instance, bus, (visit.kind, visit.ref))[:2] != (visit.place, visit.stay)
            ):
                yield name, Problem(_UNKNOWN, {"what": visit.kind.value, "number": visit.ref})
            elif visit.day not in range(instance.days):
                yield name, Problem(_UNKNOWN, {"what": "day", "number": visit.day})
            elif (visit.end - 1) // DAY != visit.day:
                yield name, Problem(_MIDNIGHT, {})


def _fits(instance: Instance, routes: Mapping[int, Route], locked: Locks, onto: Plan | None) -> Fits:
    """Who may ride where: signers go to the signing, wheelchairs where all is step-free, locked ones where they are."""
    signing = {(one.id, one.start) for one in instance.commitments if one.who == "signing"}
    attended = {
        bus: {(one.ref, one.start) for one in route if one.kind is Kind.COMMITMENT}
        for bus, route in routes.items()
    }
    step_free = {
        bus: all(instance.stops[one.ref].accessible for one in route if one.kind is Kind.STOP)
        for bus, route in routes.items()
    }
    before = onto.bus_of if onto else {}

    def fits(one: Party, bus: int) -> bool:
        own = before.get(one.id)
        if own is not None and own != bus and (one.id in locked.parties or own in locked.buses):
            return False
        if bus in locked.buses and own != bus:
            return False
        return (not one.signing or signing <= attended[bus]) and (not one.wheelchairs or step_free[bus])

    return fits


def _first(
    instance: Instance,
    routes: dict[int, Route],
    fits: Fits,
    locked: Locks,
    onto: Plan | None,
    seed: int,
) -> Plan:
    """The seating to begin with: that of `onto` where it keeps the rules, or a new one."""
    if onto is not None:
        plan = Plan(dict(onto.bus_of), dict(onto.guides), routes)
        faults = {one.rule for one in judge(instance, plan).broken} & {*_SEATING, Rule.KNOWN}
        if not faults and all(fits(one, plan.bus_of[one.id]) for one in instance.parties):
            return plan
    kept = {bus: onto.guides[bus] for bus in sorted(locked.buses) if onto and bus in onto.guides}
    found = _seated(instance, routes, Settled(fits, kept), seed)
    if found is None:
        raise NoSeats(guests=instance.guests, pairs=len(instance.apart))
    return Plan(*found, routes)


def _seated(
    instance: Instance, routes: dict[int, Route], settled: Settled, seed: int
) -> tuple[dict[int, int], dict[int, int]] | None:
    """Parties packed and moved about until places hold them; else asked of OR-Tools."""
    for attempt in range(_TRIES):
        try:
            bus_of, guides = group(instance, seed=seed + attempt, settled=settled)
        except NoGrouping:
            return None
        better = relieved(instance, Plan(bus_of, guides, routes), settled.fits, seed=seed)
        if better is not None:
            return better, guides
    from event.itinerary.planner.placing import Wanted, placed_exactly  # noqa: PLC0415 - seldom needed

    leads = leads_of(instance, settled)
    return placed_exactly(instance, Wanted(settled.fits, leads, routes=routes, seed=seed, effort=EFFORT))


def _judged(instance: Instance, plan: Plan) -> Judged:
    """What a plan is worth; raises PlanBroken where its seating breaks a rule."""
    judged = judge(instance, plan)
    if faults := tuple(one for one in judged.broken if one.rule in _SEATING):
        raise PlanBroken(faults)
    return judged
