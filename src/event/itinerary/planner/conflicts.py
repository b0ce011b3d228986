"""Which requirements of one day of one bus cannot hold together, whatever the order; and the least that would mend it.

OR-Tools finds an order and times for a handful of visits in milliseconds. A conflict set is found by deletion: a
requirement is left out, and stays out where the rest still cannot hold. What remains cannot lose a member.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from event.itinerary.planner.instance import DAY, UNIT_MINUTES, Instance
from event.itinerary.planner.plan import Kind, Plan
from event.itinerary.planner.walking import Call, Day, day_of, place_of, starts_of

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

_SECONDS = 2.0
_SLACK = 36  # three hours
_CROWDING_COST = 12  # a visit beyond the room there, in units of slack


class Need(StrEnum):
    """What a day may be asked for."""

    VISIT = "visit"
    HOURS = "opening hours"
    ROOM = "room"
    COMMITMENT = "commitment"
    LUNCH = "lunch"
    LEAVE = "leaving"
    BACK = "being back"
    DRIVING = "driving"


@dataclass(frozen=True, order=True)
class Required:
    """One requirement; `ref` is the stop or commitment that it is about."""

    need: Need
    ref: int = -1


@dataclass(frozen=True)
class Slack:
    """The least that makes the day possible: minutes earlier, minutes later, and stops visited beyond their room."""

    earlier: int
    later: int
    crowded: tuple[int, ...]


def requirements(
    instance: Instance, plan: Plan, *, bus: int, day: int, stops: Iterable[int]
) -> list[Required]:
    """Everything that a day with these stops has to keep."""
    signing = any(one.signing for one in instance.parties if plan.bus_of.get(one.id) == bus)
    found = [
        Required(Need.COMMITMENT, one.id)
        for one in instance.commitments
        if one.start // DAY == day and (one.who == "all" or signing)
    ]
    for stop in stops:
        found += [Required(Need.VISIT, stop), Required(Need.HOURS, stop), Required(Need.ROOM, stop)]
    limited = instance.frames[day].driving is not None
    found += [Required(Need.LUNCH), Required(Need.LEAVE), Required(Need.BACK)]
    return [*found, Required(Need.DRIVING)] if limited else found


def conflict(
    instance: Instance, plan: Plan, *, bus: int, day: int, stops: Collection[int]
) -> tuple[Required, ...]:
    """An irreducible set of requirements that cannot hold together; empty where all can."""
    one = day_of(instance, plan, bus, day)
    kept = requirements(instance, plan, bus=bus, day=day, stops=stops)
    if _possible(one, kept):
        return ()
    for required in list(kept):
        without = [other for other in kept if other != required]
        if not _possible(one, without):
            kept = without
    return tuple(sorted(kept))


def least_slack(
    instance: Instance, plan: Plan, *, bus: int, day: int, stops: Collection[int]
) -> Slack | None:
    """How much earlier to leave, later to be back, and what to crowd, at least; None where nothing of that helps."""
    one = day_of(instance, plan, bus, day)
    return _Model(one, requirements(instance, plan, bus=bus, day=day, stops=stops), slack=True).slack()


def _possible(day: Day, required: Collection[Required]) -> bool:
    return _Model(day, required, slack=False).possible()


class _Model:
    """One day as a round trip over the visits that are required."""

    def __init__(self, day: Day, required: Collection[Required], *, slack: bool) -> None:
        from ortools.sat.python import cp_model  # noqa: PLC0415 - half a second that is seldom needed

        self.cp, self.day, self.required = cp_model, day, set(required)
        self.model = cp_model.CpModel()
        most = _SLACK if slack else 0
        self.earlier = self.model.new_int_var(0, most, "")
        self.later = self.model.new_int_var(0, most, "")
        self.crowded: dict[int, cp_model.IntVar] = {}
        begin, end = day.day * DAY, (day.day + 1) * DAY
        self.leave = self.model.new_int_var(begin, end, "")
        self.home = self.model.new_int_var(begin, end, "")
        if Required(Need.LEAVE) in self.required:
            self.model.add(self.leave >= day.leave - self.earlier)
        if Required(Need.BACK) in self.required:
            self.model.add(self.home <= day.back + self.later)
        self.calls: list[Call] = [(Kind.STOP, one.ref) for one in required if one.need is Need.VISIT]
        self.calls += [(Kind.COMMITMENT, one.ref) for one in required if one.need is Need.COMMITMENT]
        if Required(Need.LUNCH) in self.required:
            self.calls += [(Kind.LUNCH, lunch.id) for lunch in day.instance.lunches]
        starts = [self._start(call, slack=slack) for call in self.calls]
        self._round_trip(starts)
        self.model.minimize(self.earlier + self.later + _CROWDING_COST * sum(self.crowded.values()))

    def _start(self, call: Call, *, slack: bool) -> "cp_model.IntVar":
        kind, ref = call
        hours = kind is not Kind.STOP or Required(Need.HOURS, ref) in self.required
        room = kind is not Kind.STOP or Required(Need.ROOM, ref) in self.required
        roomy = starts_of(self.day, call, hours=hours, room=room)
        start = self.model.new_int_var(self.day.day * DAY, (self.day.day + 1) * DAY, "")
        domain = self.cp.Domain.from_values(roomy)
        if slack and room and kind is Kind.STOP:
            crowded = self.crowded[ref] = self.model.new_bool_var("")
            wider = self.cp.Domain.from_values(starts_of(self.day, call, hours=hours, room=False))
            self.model.add_linear_expression_in_domain(start, domain).only_enforce_if(~crowded)
            self.model.add_linear_expression_in_domain(start, wider)
        elif kind is Kind.LUNCH:
            self.model.add_linear_expression_in_domain(
                start, domain.union_with(self.cp.Domain(self.day.day * DAY, self.day.day * DAY))
            )
        else:
            self.model.add_linear_expression_in_domain(start, domain)
        return start

    def _round_trip(self, starts: "list[cp_model.IntVar]") -> None:
        """Hotel is node 0; one of the lunches is on the way, the others loop onto themselves."""
        instance, arcs, lunches = self.day.instance, [], []
        ways: list[Any] = []
        places = [place_of(instance, self.day.bus, call) for call in self.calls]
        for one, (place, stay, _) in enumerate(places):
            out, home = self.model.new_bool_var(""), self.model.new_bool_var("")
            arcs += [(0, one + 1, out), (one + 1, 0, home)]
            ways += [
                instance.travel[self.day.hotel][place] * out,
                instance.travel[place][self.day.hotel] * home,
            ]
            self.model.add(
                starts[one] >= self.leave + instance.travel[self.day.hotel][place]
            ).only_enforce_if(out)
            self.model.add(
                self.home >= starts[one] + stay + instance.travel[place][self.day.hotel]
            ).only_enforce_if(home)
            for two, (there, _, _) in enumerate(places):
                if one != two:
                    then = self.model.new_bool_var("")
                    arcs.append((one + 1, two + 1, then))
                    ways.append(instance.travel[place][there] * then)
                    self.model.add(
                        starts[two] >= starts[one] + stay + instance.travel[place][there]
                    ).only_enforce_if(then)
            if self.calls[one][0] is Kind.LUNCH:
                left_out = self.model.new_bool_var("")
                arcs.append((one + 1, one + 1, left_out))
                lunches.append(left_out)
                self.model.add(starts[one] > self.day.day * DAY).only_enforce_if(~left_out)
        if lunches:
            self.model.add(sum(lunches) == len(lunches) - 1)
        if arcs:
            self.model.add_circuit(arcs)
        if Required(Need.DRIVING) in self.required:
            self.model.add(sum(ways) <= (self.day.driving or 0))

    def _solved(self) -> "cp_model.CpSolver | None":
        solver = self.cp.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_deterministic_time = _SECONDS
        return solver if solver.solve(self.model) in (self.cp.OPTIMAL, self.cp.FEASIBLE) else None

    def possible(self) -> bool:
        """Whether there is an order with times."""
        return self._solved() is not None

    def slack(self) -> Slack | None:
        """The least slack with which there is one."""
        solver = self._solved()
        if solver is None:
            return None
        crowded = tuple(sorted(ref for ref, variable in self.crowded.items() if solver.value(variable)))
        return Slack(
            solver.value(self.earlier) * UNIT_MINUTES, solver.value(self.later) * UNIT_MINUTES, crowded
        )
