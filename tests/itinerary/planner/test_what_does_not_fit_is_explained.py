"""Why a day does not fit, what would mend it, and which rule kept a party from its wish: computed, and said."""

import itertools
import time

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from event.itinerary.planner.conflicts import Need, Required, Slack, conflict, least_slack
from event.itinerary.planner.explaining import explain_order, explain_wish
from event.itinerary.planner.grouping import NoGrouping
from event.itinerary.planner.instance import Bus, Commitment, Frame, Guide, Instance, Lunch, Party, Stop
from event.itinerary.planner.limits import Limits
from event.itinerary.planner.plan import Kind, NoPlan, Plan
from event.itinerary.planner.searching import first_plan, make_plan
from event.itinerary.planner.walking import Call, Failed, Failure, cannot_at_all, day_of, walk

from .making import M, shared, small

S11, S10, S03 = 0, 1, 2
ORDER: list[Call] = [(Kind.STOP, S11), (Kind.LUNCH, 0), (Kind.STOP, S10), (Kind.STOP, S03)]


def afternoon(**changes: object) -> Instance:
    """One bus; S03 closes at 16:05 for a visit of an hour, and S11 and S10 take long."""

    def stop(number: int, name: str, stay: int, closes: int) -> Stop:
        return Stop(id=number, place=number + 1, name=name, stay=stay, windows=((90, closes),), capacity=40)

    instance = Instance(
        days=1, travel=tuple(tuple(int(one != two) for two in range(5)) for one in range(5)), hotels=(0,),
        stops=(stop(0, "S11", 40, 240), stop(1, "S10", 32, 240), stop(2, "S03", 12, 193)),
        lunches=(Lunch(id=0, place=4, name="lunch", stay=12, capacity=99),), lunch_start=(135, 153),
        parties=(Party(id=0, size=20, delegation=0, languages=("zh",), present=(True,), points=(3, 3, 9)),),
        buses=(Bus(id=0, usable=30, wheelchair_places=1, hotel=0),),
        guides=(Guide(id=0, languages=("zh",)),),
        frames=(Frame(day=0, leave=96, back=216),),
    )  # fmt: skip
    return msgspec.structs.replace(instance, **changes)


NOBODY_ELSE = Plan({0: 0}, {0: 0}, {0: ()})


def test_a_stop_reached_too_late_is_said_with_every_single_remedy() -> None:
    found = explain_order(afternoon(), NOBODY_ELSE, bus=0, day=0, order=ORDER)

    assert found is not None
    assert found.told("en") == (
        "Bus 0 reaches “S03” at D1 15:20; it would have to be there by D1 15:05, as it closes: leave 15 minutes "
        "earlier, drop “S11”, drop “S10”, drop “S03”, or swap “S10” with “S03”."
    )


def test_an_order_that_fits_needs_no_words() -> None:
    order = [ORDER[0], ORDER[1], ORDER[3], ORDER[2]]

    assert explain_order(afternoon(), NOBODY_ELSE, bus=0, day=0, order=order) is None


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"capacity": 19}, Failure.TOO_MANY), ({"windows": ()}, Failure.CLOSED_ALL_DAY),
        ({"accessible": False}, Failure.STEPS), ({"windows": ((20, 60),)}, Failure.TOO_LATE),
    ],
)  # fmt: skip
def test_what_can_never_be_is_said_at_once(changes: dict[str, object], why: Failure) -> None:
    instance = afternoon()
    stops = (*instance.stops[:2], msgspec.structs.replace(instance.stops[2], **changes))
    parties = (msgspec.structs.replace(instance.parties[0], wheelchairs=1),)
    instance = msgspec.structs.replace(instance, stops=stops, parties=parties)

    failed = cannot_at_all(day_of(instance, NOBODY_ELSE, 0, 0), S03)
    said = explain_order(instance, NOBODY_ELSE, bus=0, day=0, order=ORDER)

    assert failed is not None
    assert failed.why is why
    assert said is not None
    assert said.told("en").count("{") == 0


def test_others_who_fill_a_stop_are_counted() -> None:
    instance = afternoon()
    party = msgspec.structs.replace(instance.parties[0], id=1, size=25)
    two = msgspec.structs.replace(
        instance, parties=(*instance.parties, party), buses=(*instance.buses, Bus(id=1, usable=30, hotel=0)),
        guides=(*instance.guides, Guide(id=1, languages=("zh",))),
    )  # fmt: skip
    there = first_plan(msgspec.structs.replace(two, stops=(), parties=()), seed=1).routes[1][0]
    others = tuple(
        msgspec.structs.replace(there, kind=Kind.STOP, ref=S03, place=3, start=time, stay=12)
        for time in (151, 181)
    )
    plan = Plan({0: 0, 1: 1}, {0: 0, 1: 1}, {0: (), 1: others})

    failed = walk(day_of(two, plan, 0, 0), [*ORDER[:2], ORDER[3]])

    assert isinstance(failed, tuple)
    full = walk(day_of(two, plan, 0, 0), [*ORDER[:3], ORDER[3]])
    assert isinstance(full, Failed)


def test_requirements_that_cannot_hold_together_are_the_fewest() -> None:
    instance = afternoon(frames=(Frame(day=0, leave=96, back=180),))

    found = conflict(instance, NOBODY_ELSE, bus=0, day=0, stops=[S11, S10, S03])

    assert Required(Need.HOURS, S03) not in found
    assert {
        Required(Need.VISIT, S11),
        Required(Need.VISIT, S10),
        Required(Need.LEAVE),
        Required(Need.BACK),
    } <= {*found}


def test_the_least_slack_is_told_in_minutes() -> None:
    early = afternoon(frames=(Frame(day=0, leave=96, back=190),))

    assert conflict(afternoon(), NOBODY_ELSE, bus=0, day=0, stops=[S11, S10, S03]) == ()
    assert least_slack(afternoon(), NOBODY_ELSE, bus=0, day=0, stops=[S11, S10, S03]) == Slack(0, 0, ())
    slack = least_slack(early, NOBODY_ELSE, bus=0, day=0, stops=[S11, S10, S03])
    assert slack is not None
    assert (slack.earlier + slack.later, slack.crowded) == (35, ())


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.integers(0, 10_000))
def test_a_conflict_is_found_exactly_where_no_order_fits(seed: int) -> None:
    instance = small(seed, stops=3)
    try:
        plan = first_plan(instance, seed=1)
    except NoPlan:
        return
    day, stops = day_of(instance, plan, 0, 0), [0, 1, 2]
    calls: list[Call] = [(Kind.STOP, stop) for stop in stops]
    calls += [(Kind.COMMITMENT, 0), (Kind.LUNCH, 0)]
    fits = any(not isinstance(walk(day, order), Failed) for order in itertools.permutations(calls))

    found = conflict(instance, plan, bus=0, day=0, stops=stops)

    assert (found == ()) == fits


def test_the_rule_that_kept_a_party_from_its_wish_is_named_bus_by_bus() -> None:
    instance = shared(M)
    plan = make_plan(instance, seed=1, limits=Limits(time.monotonic, None, 4_000)).plan
    missed = [
        (one.id, stop.id)
        for one in instance.parties
        for stop in instance.stops
        if one.points[stop.id] >= 9
        and not any(
            visit.kind is Kind.STOP and visit.ref == stop.id for visit in plan.routes[plan.bus_of[one.id]]
        )
    ]
    said = [
        one.told("en")
        for party, stop in missed
        for one in explain_wish(instance, plan, party=party, stop=stop)
    ]

    assert len(said) >= len(missed)
    assert {one.split("”")[0].split("“")[0][:3] for one in said} <= {"Bus", "No "}
    assert [one for one in said if "{" in one] == []


def test_a_party_that_gets_its_wish_needs_no_words() -> None:
    instance = shared(M)
    plan = first_plan(instance, seed=1)
    party = next(one for one in instance.parties if all(one.present))
    stop = next(one.ref for one in plan.routes[plan.bus_of[party.id]] if one.kind is Kind.STOP)

    assert explain_wish(instance, plan, party=party.id, stop=stop) == ()


def test_a_commitment_that_is_missed_is_said_with_its_time() -> None:
    speech = Commitment(id=0, name="speech", place=4, start=100, stay=12, who="all")

    found = explain_order(
        afternoon(commitments=(speech,)), NOBODY_ELSE, bus=0, day=0, order=[ORDER[0], (Kind.COMMITMENT, 0)]
    )

    assert found is not None
    assert found.told("en").startswith("Bus 0 reaches “speech” at D1 11:30; it begins at D1 08:20:")


def test_a_party_kept_apart_from_one_that_gets_there_is_told_so() -> None:
    instance = shared(M)
    plan = first_plan(instance, seed=1)
    stop = next(one for one in plan.routes[3] if one.kind is Kind.STOP)
    other = min(party for party, bus in plan.bus_of.items() if bus == 3)
    party = next(one.id for one in instance.parties if plan.bus_of[one.id] != 3 and all(one.present))
    plan = Plan(plan.bus_of, plan.guides, plan.routes | {plan.bus_of[party]: ()})

    said = explain_wish(
        msgspec.structs.replace(instance, apart=((other, party),)), plan, party=party, stop=stop.ref
    )

    assert (
        f"Bus 3 visits “{instance.stops[stop.ref].name}” on day {stop.day + 1}; the party is kept apart from travel "
        f"party {other} there."
    ) in [one.told("en") for one in said]


def test_a_day_with_more_driving_than_is_allowed_is_said_with_the_figures() -> None:
    instance = afternoon(frames=(Frame(day=0, leave=96, back=216, driving=3),))

    found = explain_order(instance, NOBODY_ELSE, bus=0, day=0, order=[ORDER[1], ORDER[0], ORDER[2]])

    assert found is not None
    assert found.told("en") == (
        "Bus 0 would drive 20 minutes on day 1; at most 15 are allowed: drop “S11”, or drop “S10”."
    )
    assert Required(Need.DRIVING) in conflict(instance, NOBODY_ELSE, bus=0, day=0, stops=[S11, S10])


def test_a_stay_of_the_bus_is_what_counts() -> None:
    longer = (Bus(id=0, usable=30, wheelchair_places=1, hotel=0, stays={S03: 60}),)
    order = [ORDER[0], ORDER[1], ORDER[3]]

    assert explain_order(afternoon(), NOBODY_ELSE, bus=0, day=0, order=order) is None
    assert explain_order(afternoon(buses=longer), NOBODY_ELSE, bus=0, day=0, order=order) is not None


def test_canteens_that_are_too_small_are_named() -> None:
    small_canteen = Lunch(id=0, place=4, name="lunch", stay=12, capacity=12)

    with pytest.raises(NoGrouping) as refused:
        first_plan(afternoon(lunches=(small_canteen,)), seed=1)

    assert str(refused.value) == (
        "The canteens are too small: the guests of a bus have lunch together, the largest canteen takes 12, so the buses "
        "can carry 12 of 20 guests. Enter a larger canteen, or bring in more buses."
    )
