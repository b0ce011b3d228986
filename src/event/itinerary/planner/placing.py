"""Seats and guides found exactly, by OR-Tools: where packing by hand fails, and where few may be moved."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from event.itinerary.planner.filling import meetings, seats_of
from event.itinerary.planner.grouping import speaks
from event.itinerary.planner.instance import Instance, Party
from event.itinerary.planner.plan import Route

if TYPE_CHECKING:
    from ortools.sat.python import cp_model


def _nothing(_party: Party, _bus: int) -> int:
    return 0


@dataclass(frozen=True)
class Wanted:
    """Who may ride where, what each (bus, guide) costs, what a party gains on a bus, and what stands."""

    fits: Callable[[Party, int], bool]
    leads: Mapping[tuple[int, int], int]
    gain: Callable[[Party, int], int] = _nothing
    before: Mapping[int, int] = field(default_factory=dict)
    routes: Mapping[int, Route] = field(default_factory=dict)
    seed: int = 0
    effort: float = 2.0  # about twice as many seconds at most


def placed_exactly(instance: Instance, wanted: Wanted) -> tuple[dict[int, int], dict[int, int]] | None:
    """The bus of every party and the guide of every bus that is led; None where nothing was found."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 - half a second that is seldom needed

    placing = _Placing(cp_model.CpModel(), instance, wanted)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = wanted.effort
    solver.parameters.random_seed = wanted.seed
    if solver.solve(placing.model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    bus_of = {party: bus for (party, bus), ride in placing.rides.items() if solver.value(ride)}
    return bus_of, {bus: guide for (bus, guide), lead in placing.leads.items() if solver.value(lead)}


class _Placing:
    """The model: each party on one bus, each bus with one guide."""

    def __init__(self, model: "cp_model.CpModel", instance: Instance, wanted: Wanted) -> None:
        self.model, self.instance, self.wanted = model, instance, wanted
        self.leads = {lead: model.new_bool_var("") for lead in wanted.leads}
        self.rides: dict[tuple[int, int], cp_model.IntVar] = {}
        self.led = {bus for bus, _ in wanted.leads}
        self._guides()
        self._parties()
        self._seats()
        self._apart()
        if gains := list(self._gains()):
            model.maximize(sum(gains))

    def _guides(self) -> None:
        for bus in self.led:
            self.model.add_exactly_one(lead for (number, _), lead in self.leads.items() if number == bus)
        for guide in {guide for _, guide in self.leads}:
            self.model.add_at_most_one(lead for (_, number), lead in self.leads.items() if number == guide)

    def _parties(self) -> None:
        led_by = {
            bus: [(guide, lead) for (number, guide), lead in self.leads.items() if number == bus]
            for bus in self.led
        }
        for one in self.instance.parties:
            own: list[cp_model.IntVar] = []
            for bus in sorted(self.led):
                if not self.wanted.fits(one, bus):
                    continue
                ride = self.rides[one.id, bus] = self.model.new_bool_var("")
                own.append(ride)
                understood = [lead for guide, lead in led_by[bus] if speaks(self.instance, guide, one)]
                self.model.add_bool_or([*understood, ~ride])
                self.model.add_hint(ride, bus == self.wanted.before.get(one.id))
            self.model.add_exactly_one(own)

    def _seats(self) -> None:
        sizes = {
            bus.id: sum(one.size * ride for one, ride in self._riding(bus.id)) for bus in self.instance.buses
        }
        for bus in self.instance.buses:
            wheeled = sum(one.wheelchairs * ride for one, ride in self._riding(bus.id))
            self.model.add(sizes[bus.id] <= seats_of(self.instance, bus))
            self.model.add(wheeled <= bus.wheelchair_places)
        for meeting in meetings(self.instance, self.wanted.routes):
            self.model.add(sum(sizes[bus] for bus in meeting.buses) <= meeting.capacity)

    def _riding(self, bus: int) -> "list[tuple[Party, cp_model.IntVar]]":
        return [
            (one, self.rides[one.id, bus]) for one in self.instance.parties if (one.id, bus) in self.rides
        ]

    def _apart(self) -> None:
        for one, two in self.instance.apart:
            for bus in self.led:
                if (one, bus) in self.rides and (two, bus) in self.rides:
                    self.model.add_at_most_one(self.rides[one, bus], self.rides[two, bus])

    def _gains(self) -> Iterator[Any]:
        of = {one.id: one for one in self.instance.parties}
        for (party, bus), ride in self.rides.items():
            if gain := self.wanted.gain(of[party], bus):
                yield gain * ride
        yield from (-cost * self.leads[lead] for lead, cost in self.wanted.leads.items() if cost)
