"""The validator finds every kind of broken rule, and says it in a sentence."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass

import msgspec
import pytest

from event.itinerary.planner.broken import PlanBroken, Rule
from event.itinerary.planner.instance import Guide, Instance, Party
from event.itinerary.planner.plan import Kind, Plan, Visit, in_order, read_plan, write_plan
from event.itinerary.planner.searching import first_plan
from event.itinerary.planner.validating import checked_plan, judge
from event.itinerary.planner.weights import Weights

from .making import S, shared, small


@dataclass
class Case:
    instance: Instance
    plan: Plan

    def route(self, change: Callable[[list[Visit]], list[Visit]], bus: int = 0) -> None:
        routes = dict(self.plan.routes)
        routes[bus] = in_order(change(list(routes[bus])))
        self.plan = Plan(self.plan.bus_of, self.plan.guides, routes)

    def shift(self, kind: Kind, *, to: int | None = None, by: int = 0) -> None:
        def shifted(visit: Visit) -> Visit:
            if visit.kind is not kind or visit.day:
                return visit
            return msgspec.structs.replace(visit, start=visit.start + by if to is None else to)

        self.route(lambda visits: [shifted(visit) for visit in visits])

    def instead(self, **changes: object) -> None:
        self.instance = msgspec.structs.replace(self.instance, **changes)

    def parties(self, **changes: object) -> tuple[Party, ...]:
        return tuple(msgspec.structs.replace(one, **changes) for one in self.instance.parties)


def _first(visits: list[Visit], kind: Kind) -> Visit:
    return next(visit for visit in visits if visit.kind is kind)


def _unplaced(case: Case) -> None:
    del case.plan.bus_of[0]


def _crowded(case: Case) -> None:
    case.plan = Plan(dict.fromkeys(case.plan.bus_of, 0), case.plan.guides, case.plan.routes)


def _wheelchairs(case: Case) -> None:
    case.instead(parties=case.parties(wheelchairs=1))


def _guideless(case: Case) -> None:
    case.plan.guides[1] = case.plan.guides[0]


def _dumb(case: Case) -> None:
    case.instead(parties=case.parties(languages=("xx",)))


def _absent(case: Case) -> None:
    case.route(lambda visits: [visit for visit in visits if visit.kind is not Kind.COMMITMENT])


def _hungry(case: Case) -> None:
    case.route(lambda visits: [visit for visit in visits if visit.kind is not Kind.LUNCH])


def _late_lunch(case: Case) -> None:
    case.shift(Kind.LUNCH, to=170)


def _hurried(case: Case) -> None:
    case.shift(Kind.COMMITMENT, to=96)


def _home_late(case: Case) -> None:
    case.instead(
        frames=tuple(msgspec.structs.replace(one, back=one.leave + 100) for one in case.instance.frames)
    )


def _twice(case: Case) -> None:
    case.route(lambda visits: [*visits, msgspec.structs.replace(_first(visits, Kind.STOP), start=500)])


def _closed(case: Case) -> None:
    case.instead(stops=tuple(msgspec.structs.replace(one, windows=()) for one in case.instance.stops))


def _stepped(case: Case) -> None:
    _wheelchairs(case)
    case.instead(stops=tuple(msgspec.structs.replace(one, accessible=False) for one in case.instance.stops))


def _full(case: Case) -> None:
    case.instead(stops=tuple(msgspec.structs.replace(one, capacity=1) for one in case.instance.stops))


def _elsewhere(case: Case) -> None:
    case.route(lambda visits: [*visits, Visit(Kind.STOP, 99, 0, 100, 5)])


def _another_bus(case: Case) -> None:
    case.plan.bus_of[0] = 9


def _longer(case: Case) -> None:
    case.route(lambda visits: [msgspec.structs.replace(visit, stay=1) for visit in visits])


def _after_the_visit(case: Case) -> None:
    case.shift(Kind.STOP, by=288 * 7)


def _shorter_by_agreement(case: Case) -> None:
    first = _first(list(case.plan.routes[0]), Kind.STOP)
    case.instead(
        buses=tuple(msgspec.structs.replace(bus, stays={first.ref: 2}) for bus in case.instance.buses)
    )


def _long_lunch(case: Case) -> None:
    case.instead(buses=tuple(msgspec.structs.replace(bus, lunch_stay=30) for bus in case.instance.buses))


def _kept_apart(case: Case) -> None:
    one, two = [party for party, bus in case.plan.bus_of.items() if bus == 1][:2]
    case.instead(apart=((one, two),))


def _long_drives(case: Case) -> None:
    case.instead(frames=tuple(msgspec.structs.replace(one, driving=3) for one in case.instance.frames))


BREAKS = [
    (_unplaced, Rule.PLACED), (_crowded, Rule.SEATS), (_wheelchairs, Rule.WHEELCHAIRS), (_guideless, Rule.GUIDE),
    (_dumb, Rule.LANGUAGE), (_absent, Rule.COMMITMENT), (_hungry, Rule.LUNCH), (_late_lunch, Rule.LUNCH_TIME),
    (_hurried, Rule.REACHED), (_home_late, Rule.BACK), (_twice, Rule.ONCE), (_closed, Rule.OPEN),
    (_stepped, Rule.STEP_FREE), (_full, Rule.ROOM), (_elsewhere, Rule.KNOWN), (_another_bus, Rule.KNOWN),
    (_longer, Rule.KNOWN), (_after_the_visit, Rule.KNOWN), (_shorter_by_agreement, Rule.KNOWN),
    (_long_lunch, Rule.KNOWN), (_kept_apart, Rule.APART), (_long_drives, Rule.DRIVING),
]  # fmt: skip


@pytest.mark.parametrize(("breaks", "rule"), BREAKS)
def test_every_kind_of_broken_rule_is_found_and_said(breaks: Callable[[Case], None], rule: Rule) -> None:
    instance = shared(S)
    case = Case(instance, first_plan(instance, seed=1))
    assert judge(case.instance, case.plan).broken == ()

    breaks(case)
    found = [one for one in judge(case.instance, case.plan).broken if one.rule is rule]

    assert [one.told("en").count("{") for one in found[:1]] == [0]
    with pytest.raises(PlanBroken):
        checked_plan(case.instance, case.plan)


def test_a_plan_survives_its_file() -> None:
    instance = small(1)
    plan = first_plan(instance, seed=1)

    assert read_plan(write_plan(plan)) == plan


def test_worth_is_points_less_driving_less_extra_buses_of_delegations() -> None:
    judged = judge(instance := shared(S), first_plan(instance, seed=1))

    assert judged.objective == 100 * judged.points - judged.driving - 10_000 * judged.splits


def test_pairs_on_different_buses_and_days_within_their_driving_break_nothing() -> None:
    instance = shared(S)
    plan = first_plan(instance, seed=1)
    one = next(party for party, bus in plan.bus_of.items() if bus == 0)
    two = next(party for party, bus in plan.bus_of.items() if bus == 1)
    longest = max(_driven(instance, plan, bus, frame.day) for bus in (0, 1) for frame in instance.frames)
    frames = tuple(msgspec.structs.replace(frame, driving=longest) for frame in instance.frames)

    judged = judge(msgspec.structs.replace(instance, apart=((one, two),), frames=frames), plan)

    assert judged.broken == ()


def _driven(instance: Instance, plan: Plan, bus: int, day: int) -> int:
    hotel = instance.hotels[instance.buses[bus].hotel]
    places = [hotel, *(visit.place for visit in plan.day(bus, day)), hotel]
    return sum(instance.travel[one][two] for one, two in itertools.pairwise(places))


def test_worth_is_weighed_as_the_visit_says() -> None:
    weights = Weights(points=7, driving=2, waiting=3, split=11, uneven=5, language=13)
    parties = [(0, 10, ("zh", "en")), (1, 10, ("en", "zh")), (2, 5, ("fr", "zh"))]
    instance = msgspec.structs.replace(
        shared(S), weights=weights, parties=tuple(
            Party(id=number, size=size, delegation=0, languages=spoken, present=(True, True), points=(0,) * 8)
            for number, size, spoken in parties
        ), buses=tuple(msgspec.structs.replace(bus, usable=20) for bus in shared(S).buses),
        guides=(Guide(id=0, languages=("zh",)), Guide(id=1, languages=("zh", "en"))),
    )  # fmt: skip

    judged = judge(instance, Plan({0: 0, 1: 0, 2: 1}, {0: 0, 1: 1}, {}))

    assert (judged.splits, judged.uneven, judged.language) == (1, 15, 15)
    assert judged.objective == -(11 * 1 + 5 * 15 + 13 * 15)


def test_half_a_guest_away_from_the_even_load_is_rounded_down_and_empty_buses_do_not_count() -> None:
    instance = shared(S)
    sizes = [one.size for one in instance.parties]
    everybody = Plan(dict.fromkeys(range(len(sizes)), 0), {0: 0, 1: 1}, {})
    but_one = Plan({**everybody.bus_of, 0: 1}, {0: 0, 1: 1}, {})
    one, two = (bus.usable for bus in instance.buses)

    assert judge(instance, everybody).uneven == 0
    assert judge(instance, but_one).uneven == int(
        abs(sum(sizes[1:]) - sum(sizes) * one / (one + two)) + abs(sizes[0] - sum(sizes) * two / (one + two))
    )
