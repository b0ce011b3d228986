"""One run of the planner on a draft: pure, so that it can go on in a thread; what comes out is a draft again."""

from collections.abc import Callable
from dataclasses import dataclass

from msgspec.structs import replace

from event.itinerary.planner.checking import checked
from event.itinerary.planner.limits import Limits
from event.itinerary.planner.locks import Locks
from event.itinerary.planner.plan import Kind
from event.itinerary.planner.replanning import replan
from event.itinerary.planner.searching import Progress, make_plan
from event.itinerary.planner.seats_only import seat_only
from event.itinerary.planning.asked import Asked, Goal, delays, happened_to
from event.itinerary.planning.facts import Facts
from event.itinerary.planning.framing import Framed, frame
from event.itinerary.planning.naming_anew import renamed
from event.itinerary.planning.plan import Draft, Held
from event.itinerary.planning.unframing import unframed


@dataclass(frozen=True)
class Solved:
    """The new draft and what it is worth."""

    draft: Draft
    objective: int


def solve(
    asked: Asked,
    draft: Draft,
    facts: Facts,
    *,
    now: Callable[[], float],
    stopped: Callable[[], bool] = lambda: False,
    told: Callable[[Progress], None] = lambda _: None,
    steps: int | None = None,
) -> Solved:
    """The plan a run comes to. Raises UnknownThing, InstanceInvalid, NoGrouping, NoPlan, NoSeats."""
    draft = happened_to(draft, asked.changes)
    limits = Limits(now, float(asked.seconds) if steps is None else None, steps, stopped)
    if asked.what is Goal.MEND:
        framed = frame(facts, draft)
        checked(framed.instance)
        made = replan(
            framed.instance, framed.plan, delays(framed.numbers, asked.changes), limits=limits, seed=asked.seed,
            locks=locks(framed, draft),
        )  # fmt: skip
        return Solved(unframed(framed, made.plan, draft), made.judged.objective)
    draft = with_guides(draft, facts)
    framed = frame(facts, draft, anew=True)
    checked(framed.instance)
    if asked.what is Goal.SEATS:
        found = seat_only(
            framed.instance, framed.plan.routes, seed=asked.seed, limits=limits, told=told,
            locked=locks(framed, draft), onto=framed.plan if framed.plan.bus_of else None,
        )  # fmt: skip
    else:
        held = locks(framed, draft)
        found = make_plan(
            framed.instance, seed=asked.seed, limits=limits, told=told, locked=held,
            onto=framed.plan if held != Locks() else None,
        )  # fmt: skip
        return Solved(unframed(framed, *renamed(framed, found.plan, draft)), found.judged.objective)
    return Solved(unframed(framed, found.plan, draft), found.judged.objective)


def locks(framed: Framed, draft: Draft) -> Locks:
    """What is held in a draft, by numbers: guests, buses, calls, and their times."""
    numbers = framed.numbers
    held = {seat.guest for seat in draft.seats if seat.held}
    visits, times = set[tuple[int, int]](), set[tuple[int, int]]()
    stops = numbers.refs(Kind.STOP)
    for bus, vehicle in enumerate(numbers.vehicles):
        for call in draft.calls_of(vehicle):
            if call.held is not Held.FREE and call.ref in stops:
                (times if call.held is Held.TIME else visits).add((bus, stops.index(call.ref)))
    return Locks(
        frozenset(
            number
            for number, unit in enumerate(numbers.units)
            if number in framed.plan.bus_of and held.intersection(unit.guests)
        ),
        frozenset(bus for bus, vehicle in enumerate(numbers.vehicles) if (ride := draft.ride(vehicle)) and ride.held),
        frozenset(visits), frozenset(times),
    )  # fmt: skip


def with_guides(draft: Draft, facts: Facts) -> Draft:
    """The draft with guides who have no bus on buses that have no guide."""
    free = [number for number in facts.guides if all(ride.guide != number for ride in draft.rides)]
    for ride in draft.rides:
        if ride.guide not in facts.guides and free:
            draft = draft.with_ride(replace(ride, guide=free.pop(0)))
    return draft
