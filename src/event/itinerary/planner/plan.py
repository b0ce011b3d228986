"""A plan: who rides on which bus, with which guide, and what each bus visits when."""

from collections.abc import Iterable
from enum import StrEnum

import msgspec
from msgspec import Struct, field

from event.errors import Conflict, Invalid, Problem
from event.itinerary.planner.instance import DAY, Instance, Party
from event.language import Message

_UNREADABLE = Message("is not readable: {why}.")


class Kind(StrEnum):
    """What a bus stands still for."""

    STOP = "stop"
    LUNCH = "lunch"
    COMMITMENT = "commit"


class Visit(Struct, frozen=True):
    """A bus at a place from `start` for `stay` units; `ref` is the number of the stop, lunch or commitment."""

    kind: Kind
    ref: int
    place: int
    start: int
    stay: int = field(name="dur")

    @property
    def end(self) -> int:
        """When the bus may leave."""
        return self.start + self.stay

    @property
    def day(self) -> int:
        """Which day of the visit, from 0."""
        return self.start // DAY

    @property
    def key(self) -> tuple[Kind, int, int]:
        """What the visit is, apart from its time of day: lunch is once a day, a stop once."""
        return self.kind, self.ref, self.day


Route = tuple[Visit, ...]


class Plan(Struct, frozen=True):
    """`bus_of` by party id, `guides` and `routes` by bus; a route is in the order of its times."""

    bus_of: dict[int, int] = field(name="assign")
    guides: dict[int, int] = field(name="guide")
    routes: dict[int, Route] = field()

    def day(self, bus: int, day: int) -> Route:
        """What one bus does on one day."""
        return tuple(visit for visit in self.routes.get(bus, ()) if visit.day == day)


class PlanInvalid(Invalid):
    """The file is no plan; `problems` says where."""

    sentence = Message("The plan cannot be read.")


class NoPlan(Conflict):
    """No day plan was found that has lunch and every commitment."""

    sentence = Message(
        "No plan was found in which every bus has its lunch and reaches every commitment. "
        "Look at the days' beginnings and ends, at lunch hours and at the places where lunch is served."
    )


def in_order(visits: Iterable[Visit]) -> Route:
    """Visits as a route: by time."""
    return tuple(sorted(visits, key=lambda visit: visit.start))


def write_plan(plan: Plan) -> bytes:
    """The plan as JSON."""
    whole = Plan(
        dict(sorted(plan.bus_of.items())),
        dict(sorted(plan.guides.items())),
        dict(sorted(plan.routes.items())),
    )
    return msgspec.json.encode(whole) + b"\n"


def read_plan(content: bytes) -> Plan:
    """A plan in a JSON file; raises PlanInvalid."""
    try:
        plan = msgspec.json.decode(content, type=Plan)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        why, _, where = str(error).partition(" - at `$")
        name = where.rstrip("`").lstrip(".") or "file"
        raise PlanInvalid({name: Problem(_UNREADABLE, {"why": why.rstrip(".")})}) from error
    return Plan(plan.bus_of, plan.guides, {bus: in_order(route) for bus, route in plan.routes.items()})


def members(instance: Instance, plan: Plan) -> dict[int, list[Party]]:
    """The travel parties of every bus."""
    riding: dict[int, list[Party]] = {bus.id: [] for bus in instance.buses}
    for party in instance.parties:
        if (bus := plan.bus_of.get(party.id)) in riding:
            riding[bus].append(party)
    return riding
