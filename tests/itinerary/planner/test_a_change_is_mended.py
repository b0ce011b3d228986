"""After a change the new plan keeps every rule, moves few people and times, and says whom to tell."""

import time
from collections.abc import Callable
from functools import cache

import msgspec
import pytest

from event.itinerary.planner.broken import Rule
from event.itinerary.planner.changing import (
    BusBreaksDown,
    Cancelled,
    Change,
    CommitmentMoved,
    GroupLate,
    LateReplies,
    SeatsFewer,
    StopCloses,
    UnknownChange,
    changed,
)
from event.itinerary.planner.grouping import NoGrouping
from event.itinerary.planner.instance import DAY, Instance, InstanceInvalid
from event.itinerary.planner.limits import Limits
from event.itinerary.planner.locks import Locks
from event.itinerary.planner.plan import Kind, NoPlan, Plan
from event.itinerary.planner.replanning import Replanned, replan
from event.itinerary.planner.searching import make_plan
from event.itinerary.planner.validating import judge

from .making import M, shared


@cache
def visit() -> tuple[Instance, Plan]:
    instance = shared(M)
    return instance, make_plan(instance, seed=1, limits=Limits(time.monotonic, None, 8_000)).plan


def replanned(*changes: Change, locks: Locks | None = None) -> Replanned:
    instance, plan = visit()
    return replan(instance, plan, changes, limits=Limits(time.monotonic, 20.0), locks=locks or Locks())


def popular() -> int:
    """The stop that most buses visit."""
    instance, plan = visit()
    stops = [one.ref for route in plan.routes.values() for one in route if one.kind is Kind.STOP]
    return max(range(len(instance.stops)), key=stops.count)


def aboard(bus: int) -> set[int]:
    return {party for party, number in visit()[1].bus_of.items() if number == bus}


def replies() -> LateReplies:
    party = visit()[0].parties[0]
    return LateReplies(
        tuple(
            msgspec.structs.replace(party, id=9_000 + number, size=2, languages=("zh", "en"))
            for number in range(7)
        )
    )


CHANGES: dict[str, tuple[Callable[[], Change], Callable[[], set[int]]]] = {
    "a stop closes": (lambda: StopCloses(popular()), set),
    "a stop closes for an afternoon": (lambda: StopCloses(popular(), DAY + 168, 2 * DAY), set),
    "a bus breaks down": (lambda: BusBreaksDown(3), lambda: aboard(3)),
    "a bus has twelve seats fewer": (
        lambda: SeatsFewer(2, visit()[0].buses[2].usable - 12),
        lambda: aboard(2),
    ),
    "a group leaves 25 minutes late": (lambda: GroupLate(1, 2 * DAY + 96, 5), set),
    "a group is 45 minutes late at midday": (lambda: GroupLate(1, DAY + 156, 9), set),
    "the signing is an hour later": (lambda: CommitmentMoved(2, visit()[0].commitments[2].start + 12), set),
    "fourteen guests reply late": (replies, lambda: set(range(9_000, 9_007))),
    "two parties cancel": (lambda: Cancelled((3, 4)), set),
}


@pytest.mark.parametrize("name", CHANGES)
def test_the_new_plan_keeps_every_rule_and_moves_few(name: str) -> None:
    change, directly_hit = CHANGES[name][0](), CHANGES[name][1]()

    made = replanned(change)

    others = sum(
        one.guests
        for one in made.difference.moved
        if one.before is not None and one.after is not None and one.party not in directly_hit
    )
    assert judge(made.instance, made.plan).broken == ()
    assert others <= 0.05 * made.instance.guests


def test_what_is_not_touched_keeps_its_times() -> None:
    made = replanned(GroupLate(1, 2 * DAY + 96, 5))

    assert {one.bus for one in made.difference.altered} <= {1}
    assert [one for one in made.difference.altered if one.after and one.after.day != 2] == []


def test_a_cancellation_changes_nothing_for_those_who_stay() -> None:
    made = replanned(Cancelled((3, 4)))

    assert (made.difference.altered, made.difference.to_tell) == ((), (3, 4))


def test_a_delay_breaks_the_published_plan_until_it_is_mended() -> None:
    instance, plan = visit()
    late = changed(instance, [GroupLate(1, DAY + 96, 24)])

    assert {one.rule for one in judge(late, plan).broken} & {Rule.REACHED, Rule.BACK} != set()


def test_those_to_tell_are_the_moved_and_those_whose_bus_goes_otherwise() -> None:
    made = replanned(BusBreaksDown(3))
    buses = {one.bus for one in made.difference.altered}
    riding = {party for party, bus in made.plan.bus_of.items() if bus in buses}

    assert set(made.difference.to_tell) == riding | {one.party for one in made.difference.moved}


def test_a_locked_visit_stays_and_a_locked_time_does_not_move() -> None:
    plan, bus = visit()[1], 0
    stops = [one for one in plan.routes[bus] if one.kind is Kind.STOP and one.day == 2]
    locks = Locks(visits=frozenset({(bus, stops[0].ref)}), times=frozenset({(bus, stops[-1].ref)}))

    made = replanned(GroupLate(bus, 2 * DAY + 96, 2), locks=locks)

    kept = {one.ref: one for one in made.plan.routes[bus] if one.kind is Kind.STOP}
    assert stops[0].ref in kept
    assert kept[stops[-1].ref].start == stops[-1].start


def test_a_locked_bus_that_would_have_to_change_is_refused() -> None:
    with pytest.raises(NoPlan):
        replanned(GroupLate(1, DAY + 96, 24), locks=Locks(buses=frozenset({1})))


def test_a_locked_bus_takes_nobody_in() -> None:
    newcomers = range(9_000, 9_007)
    open_to_all = replanned(replies())
    bus = open_to_all.plan.bus_of[9_000]

    made = replanned(replies(), locks=Locks(buses=frozenset({bus})))

    assert bus not in {made.plan.bus_of[party] for party in newcomers}
    assert bus not in {one.bus for one in made.difference.altered}


def test_a_locked_guest_keeps_the_bus() -> None:
    party = min(aboard(2))

    made = replanned(SeatsFewer(2, visit()[0].buses[2].usable - 12), locks=Locks(parties=frozenset({party})))

    assert made.plan.bus_of[party] == 2


def test_a_stop_that_closes_is_visited_by_nobody() -> None:
    stop = popular()
    made = replanned(StopCloses(stop))

    assert [
        one for route in made.plan.routes.values() for one in route if (one.kind, one.ref) == ("stop", stop)
    ] == []


def test_the_same_change_and_seed_make_the_same_plan() -> None:
    one, two = (replanned(StopCloses(popular())).plan for _ in range(2))

    assert one == two


@pytest.mark.parametrize(
    "change",
    [StopCloses(99), BusBreaksDown(99), GroupLate(99, 0, 1), CommitmentMoved(99, 0), Cancelled((99_999,))],
)
def test_a_change_of_what_is_not_there_is_refused(change: Change) -> None:
    with pytest.raises(UnknownChange):
        replanned(change)


def test_a_change_that_makes_no_sense_is_refused_by_its_field() -> None:
    with pytest.raises(InstanceInvalid) as refused:
        replanned(CommitmentMoved(2, 99 * DAY))

    assert list(refused.value.problems) == ["commits[2].start"]


def test_seats_that_are_not_there_are_refused() -> None:
    with pytest.raises(NoGrouping):
        replanned(BusBreaksDown(3), BusBreaksDown(4))


def mended(instance: Instance) -> Replanned:
    return replan(instance, visit()[1], (), limits=Limits(time.monotonic, 20.0))


def test_a_pair_that_is_to_be_kept_apart_from_now_on_is_separated_and_hardly_anybody_else_moves() -> None:
    instance = visit()[0]
    one, two = sorted(aboard(2))[:2]

    made = mended(msgspec.structs.replace(instance, apart=((one, two),)))

    assert judge(made.instance, made.plan).broken == ()
    assert len({moved.party for moved in made.difference.moved} & {one, two}) == 1
    assert len(made.difference.moved) == 1


def test_who_cancels_need_not_be_kept_apart_from_anybody() -> None:
    instance = msgspec.structs.replace(visit()[0], apart=((3, 40), (5, 40)))

    assert changed(instance, [Cancelled((3,))]).apart == ((5, 40),)


def test_a_longer_stay_of_one_bus_is_mended_on_its_days() -> None:
    instance, plan = visit()
    stop = next(one for one in plan.routes[5] if one.kind is Kind.STOP)
    bus = msgspec.structs.replace(instance.buses[5], stays={stop.ref: stop.stay + 8})

    made = mended(msgspec.structs.replace(instance, buses=(*instance.buses[:5], bus, *instance.buses[6:])))

    assert judge(made.instance, made.plan).broken == ()
    assert {one.bus for one in made.difference.altered} == {5}


def test_a_limit_to_driving_is_kept_from_now_on() -> None:
    instance = visit()[0]
    frames = tuple(msgspec.structs.replace(frame, driving=30) for frame in instance.frames)

    made = mended(msgspec.structs.replace(instance, frames=frames))

    assert Rule.DRIVING in {
        one.rule for one in judge(msgspec.structs.replace(instance, frames=frames), visit()[1]).broken
    }
    assert judge(made.instance, made.plan).broken == ()
