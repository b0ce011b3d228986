"""Keeping the loops away from what is locked."""

from event.itinerary.planner.instance import DAY
from event.itinerary.planner.kernels.arrays import CLOSED, KEPT
from event.itinerary.planner.locks import Locks
from event.itinerary.planner.plan import Kind, Plan
from event.itinerary.planner.routing import RouteSearch, node_of


def lock(search: RouteSearch, plan: Plan, locks: Locks) -> None:
    """Lock the buses and visits of a plan."""
    for bus in locks.buses:
        search.grid.frames[bus, :, CLOSED] = 1
    for bus, route in plan.routes.items():
        for visit in route:
            node = node_of(search.instance, visit)
            if visit.kind is Kind.STOP and (bus, visit.ref) in locks.visits:
                search.grid.fixed[bus, node] = KEPT
            if visit.kind is Kind.STOP and (bus, visit.ref) in locks.times:
                search.grid.fixed[bus, node] = visit.start % DAY
