"""Where the office fixed the days, only seats and guides are planned: no visit comes, goes or moves."""

import time
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from event.itinerary.planner.broken import Rule
from event.itinerary.planner.grouping import NoGrouping
from event.itinerary.planner.instance import Guide, Instance
from event.itinerary.planner.limits import Limits
from event.itinerary.planner.locks import NO_LOCKS, Locks
from event.itinerary.planner.plan import Kind, NoPlan, Plan, Route
from event.itinerary.planner.searching import Planned, first_plan, make_plan
from event.itinerary.planner.seats_only import NoSeats, RoutesInvalid, seat_only
from event.itinerary.planner.validating import judge
from event.itinerary.planner.weights import Weights

from .making import M, S, shared, with_every_rule

STEPS = Limits(time.monotonic, None, 300_000)


@cache
def visit() -> tuple[Instance, Plan]:
    instance = shared(M)
    return instance, make_plan(instance, seed=1, limits=Limits(time.monotonic, None, 8_000)).plan


def seated(
    instance: Instance, routes: dict[int, Route], *, locked: Locks = NO_LOCKS, onto: Plan | None = None
) -> Planned:
    return seat_only(instance, routes, seed=1, limits=STEPS, locked=locked, onto=onto)


def test_everybody_has_a_seat_and_every_visit_stays_as_it_is() -> None:
    instance, plan = visit()

    made = seated(instance, plan.routes)

    assert (made.plan.routes, made.judged.broken) == (plan.routes, ())
    assert made.judged == judge(instance, made.plan)


def test_seats_are_better_than_the_first_ones_found() -> None:
    instance, plan = visit()
    begun = seat_only(instance, plan.routes, seed=1, limits=Limits(time.monotonic, None, 1, lambda: True))

    assert seated(instance, plan.routes).judged.objective > begun.judged.objective
    assert seated(instance, plan.routes, onto=plan).judged.objective >= judge(instance, plan).objective


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.integers(0, 10_000))
def test_seats_keep_every_rule_where_all_are_in_use(seed: int) -> None:
    instance = with_every_rule(seed, buses=4, stops=6, parties=12)
    try:
        routes = first_plan(instance, seed=1).routes
    except (NoPlan, NoGrouping):
        return

    made = seated(instance, routes)

    assert (made.plan.routes, made.judged.broken) == (routes, ())


def test_the_same_seed_and_steps_seat_everybody_the_same() -> None:
    instance, plan = visit()
    one, two = (seated(instance, plan.routes).plan for _ in range(2))

    assert one == two


def test_locked_parties_and_buses_stay_and_nobody_comes_aboard_a_locked_bus() -> None:
    instance, plan = visit()
    party = next(party for party, bus in plan.bus_of.items() if bus == 4)
    locked = Locks(parties=frozenset({party}), buses=frozenset({2}))

    made = seated(instance, plan.routes, locked=locked, onto=plan).plan

    assert made.bus_of[party] == 4
    assert made.guides[2] == plan.guides[2]
    assert [one for one, bus in made.bus_of.items() if bus == 2] == [
        one for one, bus in plan.bus_of.items() if bus == 2
    ]


def test_guides_go_where_their_languages_are_spoken_first() -> None:
    instance, plan = visit()
    spoken = ("zh", "en", "th")
    several = replace(
        instance, weights=Weights(language=4_000),
        parties=tuple(
            replace(one, languages=(spoken[one.delegation % 3], "zh", "en", "th")) for one in instance.parties
        ),
        guides=tuple(Guide(id=one.id, languages=(spoken[one.id % 3],)) for one in instance.guides),
    )  # fmt: skip

    careless = seated(replace(several, weights=Weights()), plan.routes).plan
    made = seated(several, plan.routes)

    assert made.judged.language < judge(several, careless).language


def test_what_the_days_themselves_break_is_said_and_nothing_else() -> None:
    instance, plan = visit()
    routes = {
        bus: tuple(one for one in route if one.kind is not Kind.LUNCH or bus)
        for bus, route in plan.routes.items()
    }

    made = seated(instance, routes)

    assert {(one.rule, one.data["bus"]) for one in made.judged.broken} == {(Rule.LUNCH, 0)}


def test_days_on_which_nobody_can_sign_are_refused() -> None:
    instance, plan = visit()
    signing = {one.id for one in instance.commitments if one.who == "signing"}
    routes = {
        bus: tuple(one for one in route if one.kind is not Kind.COMMITMENT or one.ref not in signing)
        for bus, route in plan.routes.items()
    }

    with pytest.raises(NoSeats):
        seated(instance, routes)


def test_visits_that_are_described_otherwise_or_go_past_midnight_are_refused_by_their_place() -> None:
    instance, plan = visit()
    first, second, *rest = plan.routes[3]
    routes = plan.routes | {3: (replace(first, stay=99), replace(second, ref=999), *rest)}

    with pytest.raises(RoutesInvalid) as refused:
        seated(instance, routes)
    with pytest.raises(RoutesInvalid) as late:
        seated(instance, plan.routes | {3: (replace(first, start=287),)})

    assert list(refused.value.problems) == ["routes[3][0]", "routes[3][1]"]
    assert list(late.value.problems) == ["routes[3][0]"]


def test_pairs_that_fill_a_small_visit_are_kept_apart() -> None:
    instance = shared(S)
    plan = first_plan(instance, seed=1)
    one, two = sorted(party for party, bus in plan.bus_of.items() if bus == 0)[:2]

    made = seated(replace(instance, apart=((one, two),)), plan.routes)

    assert made.plan.bus_of[one] != made.plan.bus_of[two]
