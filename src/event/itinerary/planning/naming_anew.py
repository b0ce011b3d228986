"""Buses planned anew get the route most of whose stops they call at, so that what guests wished for keeps its name."""

from collections.abc import Iterable
from uuid import UUID

from msgspec.structs import replace

from event.itinerary.planner.plan import Kind, Plan, Route
from event.itinerary.planning.framing import Framed
from event.itinerary.planning.plan import Draft, Line, What


def renamed(framed: Framed, plan: Plan, draft: Draft) -> tuple[Plan, Draft]:
    """The plan, where a bus without guests goes nowhere, and the draft with every bus on its most alike line."""
    riding, routes = set(plan.bus_of.values()), dict(plan.routes)
    for bus, vehicle in enumerate(framed.numbers.vehicles):
        ride = draft.ride(vehicle)
        if ride is None or ride.held:
            continue
        if bus not in riding:
            routes[bus] = ()
        line = _most_alike(framed, routes.get(bus, ()), draft.lines, ride.line)
        draft = draft.with_ride(replace(ride, line=line.id if line else None))
    return Plan(plan.bus_of, plan.guides, routes), draft


def in_common(framed: Framed, route: Route, line: Line | None) -> int:
    """How many stops of a line a route calls at."""
    return (
        len(_stops(framed, route) & {call.ref for call in line.calls if call.what is What.STOP})
        if line
        else 0
    )


def _stops(framed: Framed, route: Route) -> set[UUID]:
    refs = framed.numbers.refs(Kind.STOP)
    return {refs[visit.ref] for visit in route if visit.kind is Kind.STOP}


def _most_alike(framed: Framed, route: Route, lines: Iterable[Line], own: UUID | None) -> Line | None:
    """The line with the most stops in common, the bus's own where several have as many; none where none has any."""
    found = max(lines, key=lambda one: (in_common(framed, route, one), one.id == own), default=None)
    return found if in_common(framed, route, found) else None
