"""Moving travel parties between buses against the routes found, and telling the routes what came of it."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from event.itinerary.planner.grouping import seats_of, speaks
from event.itinerary.planner.instance import UNIT_MINUTES, Instance
from event.itinerary.planner.kernels.arrays import NOW
from event.itinerary.planner.kernels.inserting import remove
from event.itinerary.planner.kernels.moving import SIGNERS, Aboard, move_parties
from event.itinerary.planner.kernels.timing import post, value_of
from event.itinerary.planner.plan import Plan
from event.itinerary.planner.routing import RouteSearch, set_loads


@dataclass
class Seating:
    """Who rides where, for the inner loops, and which commitments only signers have."""

    aboard: Aboard
    signing_nodes: tuple[int, ...]

    @property
    def splits(self) -> int:
        """Extra buses over which delegations are spread."""
        return int((self.aboard.together > 0).sum() - self.aboard.together.shape[0])


def seating_of(instance: Instance, plan: Plan) -> Seating:
    """The seating of a plan."""
    parties, buses = instance.parties, instance.buses
    numbers = {name: number for number, name in enumerate(sorted({one.delegation for one in parties}))}
    delegation = np.array([numbers[one.delegation] for one in parties], np.int64)
    listed = np.argsort(delegation, kind="stable").astype(np.int64)
    first = np.searchsorted(delegation[listed], np.arange(len(numbers) + 1)).astype(np.int64)
    rows = [
        (one.size, delegation[number], one.wheelchairs, one.signing) for number, one in enumerate(parties)
    ]
    aboard = Aboard(
        np.array(rows, np.int64).reshape(-1, 4), first, listed,
        np.array([plan.bus_of[one.id] for one in parties], np.int64),
        np.array([[speaks(instance, plan.guides[bus.id], one) for bus in buses] for one in parties], np.uint8),
        np.zeros((len(parties), len(buses))),
        np.array([(seats_of(instance, bus), bus.wheelchair_places, 1, 1) for bus in buses], np.int64),
        np.zeros((len(buses), 3), np.int64), np.zeros((len(numbers), len(buses)), np.int64),
        np.zeros((2, len(parties)), np.int64),
    )  # fmt: skip
    for number, bus in enumerate(aboard.bus_of):
        aboard.sums[bus] += aboard.parties[number, [0, 2, 3]]
        aboard.together[delegation[number], bus] += 1
    before = len(instance.stops) + len(instance.lunches)
    return Seating(aboard, tuple(before + one.id for one in instance.commitments if one.who == "signing"))


def regroup(search: RouteSearch, seating: Seating, *, steps: int, hot: float, cold: float, seed: int) -> int:
    """Move parties while routes stand; then make the loads and tables of the buses anew. How many moves were made."""
    aboard = seating.aboard
    _price(search, seating)
    visit = search.value / max(1, int(search.routes.count[NOW].sum()))
    prices = np.array([search.instance.weights.split, visit, visit], float)
    before = aboard.bus_of.copy()
    taken = move_parties(search.grid, search.routes, search.times, aboard, prices, steps, hot, cold, seed)
    changed = np.flatnonzero(before != aboard.bus_of)
    touched = sorted({*before[changed].tolist(), *aboard.bus_of[changed].tolist()})
    set_loads(search, aboard.bus_of)
    for bus in touched:
        search.times.seen[bus] = -1
        if not aboard.sums[bus, SIGNERS]:
            _leave_signing(search, seating, bus)
        search.values[bus] = value_of(search.grid, search.loads, search.routes, bus)
    return int(taken)


def _price(search: RouteSearch, seating: Seating) -> None:
    """What each party is worth on each bus with its routes, and who may ride there."""
    aboard, routes, stops = seating.aboard, search.routes, len(search.instance.stops)
    weights = search.instance.weights
    buses, days = search.grid.table.shape
    visited = np.zeros((days, stops, buses))
    aboard.buses[:, 2:] = 1
    for bus in range(buses):
        nodes = [routes.node[NOW, bus, day, : routes.count[NOW, bus, day]] for day in range(days)]
        for day in range(days):
            visited[day, nodes[day][nodes[day] < stops], bus] = 1
        everything = set(np.concatenate(nodes).tolist())
        aboard.buses[bus, 2] = all(node in everything for node in seating.signing_nodes)
        aboard.buses[bus, 3] = all(
            search.instance.stops[node].accessible for node in everything if node < stops
        )
    worth = sum(search.present[:, day, None] * (search.points @ visited[day]) for day in range(days))
    ways = np.array([_way(search, bus) for bus in range(buses)])
    aboard.worth[:] = search.sizes[:, None] * (weights.points * worth - weights.driving * ways)


def _way(search: RouteSearch, bus: int) -> float:
    """Minutes of driving of a bus."""
    travel, total = search.grid.travel, 0
    for day in range(search.routes.count.shape[2]):
        count = search.routes.count[NOW, bus, day]
        base = search.loads.base[bus]
        places = [base, *search.grid.things[search.routes.node[NOW, bus, day, :count], 0], base]
        if count:
            total += sum(int(travel[one, two]) for one, two in pairwise(places))
    return float(UNIT_MINUTES * total)


def _leave_signing(search: RouteSearch, seating: Seating, bus: int) -> None:
    """A bus without signers need not be at the signing."""
    routes = search.routes
    for day in range(search.instance.days):
        for position in range(int(routes.count[NOW, bus, day]) - 1, -1, -1):
            if routes.node[NOW, bus, day, position] in seating.signing_nodes:
                remove(search.grid, routes, bus, day, position)
                post(search.grid, search.loads, routes, search.times, bus, day)
