"""The validator finds every kind of broken rule, and says it in a sentence."""

from collections.abc import Callable
from dataclasses import dataclass

import msgspec
import pytest

from event.itinerary.planner.instance import Instance, Party
from event.itinerary.planner.plan import Kind, Plan, Visit, in_order, read_plan, write_plan
from event.itinerary.planner.searching import first_plan
from event.itinerary.planner.validating import PlanBroken, Rule, checked_plan, judge

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


BREAKS = [
    (_unplaced, Rule.PLACED), (_crowded, Rule.SEATS), (_wheelchairs, Rule.WHEELCHAIRS), (_guideless, Rule.GUIDE),
    (_dumb, Rule.LANGUAGE), (_absent, Rule.COMMITMENT), (_hungry, Rule.LUNCH), (_late_lunch, Rule.LUNCH_TIME),
    (_hurried, Rule.REACHED), (_home_late, Rule.BACK), (_twice, Rule.ONCE), (_closed, Rule.OPEN),
    (_stepped, Rule.STEP_FREE), (_full, Rule.ROOM), (_elsewhere, Rule.KNOWN), (_another_bus, Rule.KNOWN),
    (_longer, Rule.KNOWN), (_after_the_visit, Rule.KNOWN),
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
