"""A visit is planned anew around what is locked of an existing plan."""

import time
from functools import cache

from msgspec.structs import replace

from event.itinerary.planner.instance import Instance
from event.itinerary.planner.limits import Limits
from event.itinerary.planner.locks import NO_LOCKS, Locks
from event.itinerary.planner.plan import Kind, Plan
from event.itinerary.planner.searching import make_plan
from event.itinerary.planner.validating import Judged, judge

from .making import M, shared


@cache
def visit() -> tuple[Instance, Plan]:
    instance = shared(M)
    return instance, make_plan(instance, seed=1, limits=Limits(time.monotonic, None, 1, lambda: True)).plan


def anew(locked: Locks = NO_LOCKS, *, instance: Instance | None = None) -> tuple[Plan, Judged]:
    limits = Limits(time.monotonic, None, 20_000)
    made = make_plan(instance or visit()[0], seed=2, limits=limits, locked=locked, onto=visit()[1])
    return made.plan, made.judged


def aboard(plan: Plan, bus: int) -> set[int]:
    return {party for party, number in plan.bus_of.items() if number == bus}


def test_without_locks_the_plan_becomes_another_and_a_better_one() -> None:
    instance, plan = visit()
    made, judged = anew()

    assert (judged.broken, made.routes == plan.routes) == ((), False)
    assert judged.objective > judge(instance, plan).objective


def test_locked_guests_stay_on_their_buses() -> None:
    plan = visit()[1]
    parties = frozenset(sorted(plan.bus_of)[::5])

    made, judged = anew(Locks(parties=parties))

    assert {party: made.bus_of[party] for party in parties} == {
        party: plan.bus_of[party] for party in parties
    }
    assert (judged.broken, made.bus_of == plan.bus_of) == ((), False)


def test_a_locked_bus_keeps_guide_guests_and_visits_and_the_others_change() -> None:
    plan = visit()[1]
    made, judged = anew(Locks(buses=frozenset({1, 5})))

    for bus in (1, 5):
        assert (made.routes[bus], aboard(made, bus), made.guides[bus]) == (
            plan.routes[bus],
            aboard(plan, bus),
            plan.guides[bus],
        )
    assert (judged.broken, made.routes[0] == plan.routes[0]) == ((), False)


def test_a_whole_plan_that_is_locked_stays_whole() -> None:
    plan = visit()[1]

    assert anew(Locks(buses=frozenset(plan.routes)))[0] == plan


def test_locked_visits_stay_on_their_buses_and_locked_times_do_not_move() -> None:
    plan = visit()[1]
    visits = {
        (bus, one.ref): one for bus, route in plan.routes.items() for one in route if one.kind is Kind.STOP
    }
    kept, timed = frozenset(sorted(visits)[::4]), frozenset(sorted(visits)[1::4])

    made, judged = anew(Locks(visits=kept, times=timed))

    now = {
        (bus, one.ref): one for bus, route in made.routes.items() for one in route if one.kind is Kind.STOP
    }
    assert judged.broken == ()
    assert {key: now[key].day for key in kept} == {key: visits[key].day for key in kept}
    assert {key: now[key].start for key in timed} == {key: visits[key].start for key in timed}


def test_an_unfinished_plan_is_finished_around_what_is_locked() -> None:
    instance, plan = visit()
    stop = next(one for one in plan.routes[3] if one.kind is Kind.STOP)
    begun = Plan({0: 3}, {}, {3: (stop,)})

    made = make_plan(
        instance, seed=1, limits=Limits(time.monotonic, None, 4_000), onto=begun,
        locked=Locks(parties=frozenset({0}), times=frozenset({(3, stop.ref)})),
    )  # fmt: skip

    assert (made.plan.bus_of[0], stop in made.plan.routes[3], made.judged.broken) == (3, True, ())


def test_a_plan_from_before_is_made_to_fit_the_visit_as_it_is() -> None:
    instance, plan = visit()
    longer = tuple(
        replace(bus, stays={0: instance.stops[0].stay + 6}, lunch_stay=14) for bus in instance.buses
    )
    one, two = sorted(aboard(plan, 2))[:2]
    new = replace(instance, buses=longer, apart=((one, two),))

    made, judged = anew(instance=new)

    assert judged.broken == ()
    assert made.bus_of[one] != made.bus_of[two]


def test_the_same_seed_steps_and_locks_make_the_same_plan() -> None:
    locked = Locks(buses=frozenset({2}), parties=frozenset({0}))

    assert anew(locked) == anew(locked)
