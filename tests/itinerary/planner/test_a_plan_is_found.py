"""Plans keep every rule, are as good as trying everything where that can be tried, and repeat by seed and steps."""

import time

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from event.itinerary.planner.checking import checked
from event.itinerary.planner.grouping import NoGrouping
from event.itinerary.planner.instance import Frame, Instance
from event.itinerary.planner.limits import Limits
from event.itinerary.planner.plan import NoPlan, Plan
from event.itinerary.planner.searching import Planned, Progress, first_plan, make_plan
from event.itinerary.planner.validating import judge
from event.itinerary.planner.weights import Weights

from .making import M, S, best_by_trying_everything, shared, small, with_every_rule


def planned(instance: Instance, *, steps: int = 40_000, seed: int = 1, workers: int = 1) -> Planned:
    return make_plan(instance, seed=seed, limits=Limits(time.monotonic, None, steps), workers=workers)


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.integers(0, 10_000))
def test_on_small_visits_nothing_better_exists(seed: int) -> None:
    instance = small(seed)
    best = best_by_trying_everything(instance)

    try:
        found: int | None = planned(instance).judged.objective
    except NoPlan:
        found = None

    assert found == best


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.integers(0, 10_000))
def test_with_pairs_apart_and_weights_nothing_better_exists_either(seed: int) -> None:
    instance = with_every_rule(seed, own_stays=False)
    checked(instance)
    best = best_by_trying_everything(instance)

    try:
        found: int | None = planned(instance).judged.objective
    except (NoPlan, NoGrouping):
        found = None

    assert found == best


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.integers(0, 10_000))
def test_plans_keep_every_rule_where_all_are_in_use(seed: int) -> None:
    instance = with_every_rule(seed, buses=4, stops=6, parties=12)

    assert judge(instance, planned(instance, steps=2_000).plan).broken == ()


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.integers(0, 10_000))
def test_plans_of_larger_visits_keep_every_rule(seed: int) -> None:
    instance = small(seed, buses=4, stops=6, parties=12)

    assert judge(instance, planned(instance, steps=2_000).plan).broken == ()


def test_the_smallest_shared_visit_is_planned_as_well_as_can_be() -> None:
    assert planned(shared(S), steps=60_000).judged.objective == 132_730


def test_a_plan_of_eight_buses_is_far_better_than_one_by_hand() -> None:
    instance = shared(M)
    by_hand = judge(instance, first_plan(instance, seed=1)).objective

    assert planned(instance, steps=20_000).judged.objective > 1.2 * by_hand


def test_the_same_seed_and_steps_make_the_same_plan() -> None:
    instance = shared(M)
    one, two = (planned(instance, steps=3_000, seed=5) for _ in range(2))
    other = planned(instance, steps=3_000, seed=6)

    assert one.plan == two.plan
    assert one.plan != other.plan


def test_two_workers_make_the_same_plan_twice_too() -> None:
    instance = shared(S)
    one, two = (planned(instance, steps=2_000, workers=2).plan for _ in range(2))

    assert one == two


def test_the_time_given_is_kept_and_progress_is_told() -> None:
    instance, told = shared(M), []
    planned(instance, steps=1)  # the loops are compiled
    begun = time.monotonic()

    made = make_plan(instance, seed=1, limits=Limits(time.monotonic, 2.0), told=told.append)

    assert 1.0 < time.monotonic() - begun < 4.0
    assert (told[0], told[-1]) == (
        Progress(0.0, judge(instance, first_plan(instance, seed=1)).objective),
        Progress(1.0, made.judged.objective),
    )


def test_a_search_that_is_stopped_gives_the_best_plan_so_far() -> None:
    instance = shared(S)
    planned(instance, steps=1)  # the loops are compiled

    made = make_plan(instance, seed=1, limits=Limits(time.monotonic, None, 10**9, lambda: True))

    assert judge(instance, made.plan).broken == ()
    assert made.judged.objective > judge(instance, first_plan(instance, seed=1)).objective


def test_guests_that_do_not_fit_the_buses_are_refused_with_the_figures() -> None:
    instance = shared(S)
    tight = tuple(msgspec.structs.replace(bus, usable=20) for bus in instance.buses)

    with pytest.raises(NoGrouping) as refused:
        planned(msgspec.structs.replace(instance, buses=tight))

    assert (refused.value.data["guests"], refused.value.data["seats"]) == (60, 40)


def test_days_without_time_for_lunch_are_refused() -> None:
    instance = shared(S)
    frames = tuple(Frame(day=one.day, leave=one.leave, back=one.leave + 30) for one in instance.frames)

    with pytest.raises(NoPlan):
        planned(msgspec.structs.replace(instance, frames=frames))


def test_guides_are_changed_about_until_everybody_understands_one() -> None:
    instance = small(3, buses=3, parties=4)
    spoken = (("zh",), ("zh",), ("fr",))
    guides = tuple(
        msgspec.structs.replace(one, languages=words)
        for one, words in zip(instance.guides, spoken, strict=True)
    )
    parties = (msgspec.structs.replace(instance.parties[0], languages=("fr",)), *instance.parties[1:])
    buses = tuple(
        msgspec.structs.replace(
            bus, usable=20 if number == 0 else bus.usable, wheelchair_places=int(number == 0)
        )
        for number, bus in enumerate(instance.buses)
    )
    parties = (msgspec.structs.replace(parties[0], wheelchairs=1), *parties[1:])

    plan: Plan = planned(msgspec.structs.replace(instance, guides=guides, parties=parties, buses=buses)).plan

    assert (plan.bus_of[10], plan.guides[0]) == (0, 2)


def test_buses_whose_lunch_has_room_for_one_eat_one_after_the_other() -> None:
    instance = shared(S)
    canteen = msgspec.structs.replace(instance.lunches[0], capacity=33)

    made = planned(msgspec.structs.replace(instance, lunches=(canteen,)))

    assert made.judged.objective > 120_000


def test_no_bus_carries_more_than_can_eat_at_one_place() -> None:
    instance = shared(S)
    lunches = tuple(msgspec.structs.replace(one, capacity=30) for one in instance.lunches)

    made = planned(msgspec.structs.replace(instance, lunches=lunches))

    assert made.judged.broken == ()


@pytest.mark.parametrize("missing", ["parties", "stops"])
def test_a_visit_with_nothing_to_choose_has_its_plan_at_once(missing: str) -> None:
    instance = msgspec.structs.replace(small(1), **{missing: ()})

    assert planned(instance).judged.points == 0


def test_three_who_are_all_kept_apart_do_not_fit_two_buses() -> None:
    instance = msgspec.structs.replace(small(1), apart=((10, 11), (11, 12), (12, 10)))

    with pytest.raises(NoGrouping) as refused:
        planned(instance)

    assert "3 pairs are to be kept apart" in str(refused.value)


@pytest.mark.parametrize(
    ("weights", "part"),
    [
        (Weights(uneven=2_000), "uneven"), (Weights(waiting=15), "waiting"), (Weights(driving=15), "driving"),
        (Weights(split=200_000), "splits"), (Weights(language=20_000), "language"),
    ],
)  # fmt: skip
def test_what_counts_more_is_better_kept(weights: Weights, part: str) -> None:
    instance = shared(M)
    spoken = (("zh", "en"), ("en", "zh"))
    parties = tuple(
        msgspec.structs.replace(one, languages=spoken[one.delegation % 2]) for one in instance.parties
    )
    guides = tuple(
        msgspec.structs.replace(one, languages=(spoken[one.id % 2][0],)) for one in instance.guides
    )
    instance = msgspec.structs.replace(instance, parties=parties, guides=guides)

    usual = planned(instance, steps=10_000).judged
    weighed = planned(msgspec.structs.replace(instance, weights=weights), steps=10_000).judged

    assert (weighed.broken, getattr(weighed, part) < getattr(usual, part)) == ((), True)


def test_no_bus_drives_longer_than_its_day_allows() -> None:
    instance = shared(M)
    frames = tuple(msgspec.structs.replace(one, driving=24) for one in instance.frames)

    made = planned(msgspec.structs.replace(instance, frames=frames), steps=5_000)

    assert (made.judged.broken, made.judged.points > 10_000) == ((), True)
