"""Moving travel parties between buses against the routes found, and telling the routes what came of it."""

from dataclasses import dataclass
from random import Random

import numpy as np

from event.itinerary.planner.filling import kept_apart, seats_of
from event.itinerary.planner.grouping import Fits
from event.itinerary.planner.guiding import Guiding, guiding_of
from event.itinerary.planner.instance import UNIT_MINUTES, Instance
from event.itinerary.planner.kernels.aboard import (
    GUESTS,
    SIGNERS,
    TAKES_SIGNING,
    TAKES_WHEELCHAIRS,
    USABLE,
    Aboard,
)
from event.itinerary.planner.kernels.arrays import NOW, Flags, Ints
from event.itinerary.planner.kernels.inserting import remove
from event.itinerary.planner.kernels.moving import move_parties
from event.itinerary.planner.kernels.timing import post, value_of, wait_of, way_of
from event.itinerary.planner.locks import NO_LOCKS, Locks
from event.itinerary.planner.plan import Plan
from event.itinerary.planner.routing import RouteSearch, set_loads


@dataclass
class Seating:
    """Who rides where, for the inner loops, and which commitments only signers have.

    `routes_stand`: buses keep their days whoever rides with them.
    """

    aboard: Aboard
    guiding: Guiding
    open: Flags  # [parties, buses]: where locks let a party ride
    signing_nodes: tuple[int, ...]
    routes_stand: bool

    @property
    def splits(self) -> int:
        """Extra buses over which delegations are spread."""
        return int((self.aboard.together > 0).sum() - self.aboard.together.shape[0])

    @property
    def uneven(self) -> int:
        """Guests away from the even load, in whole guests."""
        loads, usable = self.aboard.sums[:, GUESTS], self.aboard.buses[:, USABLE]
        used = loads > 0
        guests, seats = int(loads.sum()), int(usable[used].sum())
        return int(np.abs(loads * seats - guests * usable)[used].sum()) // max(1, seats)

    @property
    def missed(self) -> int:
        """Guests whose guide does not speak their first language."""
        return self.guiding.missed(self.aboard.bus_of)


def seating_of(
    instance: Instance,
    plan: Plan,
    *,
    locks: Locks = NO_LOCKS,
    routes_stand: bool = False,
    fits: Fits | None = None,
) -> Seating:
    """The seating of a plan; `fits` says who may ride where, beside locks."""
    parties, buses = instance.parties, instance.buses
    numbers = {name: number for number, name in enumerate(sorted({one.delegation for one in parties}))}
    delegation = np.array([numbers[one.delegation] for one in parties], np.int64)
    listed = np.argsort(delegation, kind="stable").astype(np.int64)
    first = np.searchsorted(delegation[listed], np.arange(len(numbers) + 1)).astype(np.int64)
    rows = [
        (one.size, delegation[number], one.wheelchairs, one.signing) for number, one in enumerate(parties)
    ]
    bus_of = np.array([plan.bus_of[one.id] for one in parties], np.int64)
    guiding = guiding_of(instance, plan, locks.buses)
    open_to = _open_to(instance, bus_of, locks)
    if fits is not None:
        open_to &= np.array([[fits(one, bus.id) for bus in buses] for one in parties], np.uint8)
    aboard = Aboard(
        np.array(rows, np.int64).reshape(-1, 4), first, listed,
        bus_of, guiding.speaks(len(buses)) & open_to,
        np.zeros((len(parties), len(buses))),
        np.array([(seats_of(instance, bus), bus.wheelchair_places, 1, 1, bus.usable) for bus in buses], np.int64),
        np.zeros((len(buses), 3), np.int64), np.zeros((len(numbers), len(buses)), np.int64),
        np.zeros((2, len(parties)), np.int64), *_pairs(instance),
    )  # fmt: skip
    for number, bus in enumerate(aboard.bus_of):
        aboard.sums[bus] += aboard.parties[number, [0, 2, 3]]
        aboard.together[delegation[number], bus] += 1
    before = len(instance.stops) + len(instance.lunches)
    signing = tuple(before + one.id for one in instance.commitments if one.who == "signing")
    return Seating(aboard, guiding, open_to, signing, routes_stand)


def _open_to(instance: Instance, bus_of: Ints, locks: Locks) -> Flags:
    """Where each party may ride: locked ones and those of locked buses where they do, others on open buses."""
    open_to = np.ones((len(bus_of), len(instance.buses)), np.uint8)
    open_to[:, list(locks.buses)] = 0
    for number, one in enumerate(instance.parties):
        if one.id in locks.parties or int(bus_of[number]) in locks.buses:
            open_to[number] = 0
            open_to[number, bus_of[number]] = 1
    return open_to


def _pairs(instance: Instance) -> tuple[Ints, Ints]:
    """For each party, from where on those it is kept apart from are listed; and that list."""
    number_of = {one.id: number for number, one in enumerate(instance.parties)}
    apart = kept_apart(instance)
    lists = [sorted(number_of[other] for other in apart.get(one.id, ())) for one in instance.parties]
    first = np.cumsum([0, *(len(others) for others in lists)]).astype(np.int64)
    return first, np.array([other for others in lists for other in others], np.int64)


def change_guides(search: RouteSearch, seating: Seating, chance: Random) -> None:
    """Change guides about, where guests' first languages count or days stand anyhow."""
    weight = search.instance.weights.language
    if weight or seating.routes_stand:
        seating.guiding.exchange(seating.aboard.bus_of, chance, matters=weight > 0)
        buses = len(search.instance.buses)
        seating.aboard.speaks[:] = seating.guiding.speaks(buses) & seating.open


def regroup(search: RouteSearch, seating: Seating, *, steps: int, hot: float, cold: float, seed: int) -> int:
    """Move parties while routes stand; then make the loads and tables of the buses anew. How many moves were made."""
    aboard = seating.aboard
    _price(search, seating)
    visit = search.value / max(1, int(search.routes.count[NOW].sum()))
    weights, needs = search.instance.weights, 0.0 if seating.routes_stand else visit
    prices = np.array([weights.split, needs, needs, weights.uneven], float)
    before = aboard.bus_of.copy()
    taken = move_parties(search.grid, search.routes, search.times, aboard, prices, steps, hot, cold, seed)
    changed = np.flatnonzero(before != aboard.bus_of)
    touched = sorted({*before[changed].tolist(), *aboard.bus_of[changed].tolist()})
    set_loads(search, aboard.bus_of)
    for bus in touched:
        search.times.seen[bus] = -1
        if not aboard.sums[bus, SIGNERS] and not seating.routes_stand:
            _leave_signing(search, seating, bus)
        search.values[bus] = value_of(search.grid, search.loads, search.routes, bus)
    return int(taken)


def _price(search: RouteSearch, seating: Seating) -> None:
    """What each party is worth on each bus with its routes, and who may ride there."""
    aboard, routes, stops = seating.aboard, search.routes, len(search.instance.stops)
    weights = search.instance.weights
    buses, days = search.grid.table.shape
    visited = np.zeros((days, stops, buses))
    aboard.buses[:, [TAKES_SIGNING, TAKES_WHEELCHAIRS]] = 1
    for bus in range(buses):
        nodes = [routes.node[NOW, bus, day, : routes.count[NOW, bus, day]] for day in range(days)]
        for day in range(days):
            visited[day, nodes[day][nodes[day] < stops], bus] = 1
        everything = set(np.concatenate(nodes).tolist())
        aboard.buses[bus, TAKES_SIGNING] = all(node in everything for node in seating.signing_nodes)
        aboard.buses[bus, TAKES_WHEELCHAIRS] = all(
            search.instance.stops[node].accessible for node in everything if node < stops
        )
    worth = sum(search.present[:, day, None] * (search.points @ visited[day]) for day in range(days))
    minutes = np.array([_minutes(search, bus) for bus in range(buses)])
    aboard.worth[:] = search.sizes[:, None] * (weights.points * worth - minutes)
    if weights.language:
        aboard.worth[:] -= weights.language * seating.guiding.foreign_on(buses)


def _minutes(search: RouteSearch, bus: int) -> float:
    """Minutes of driving and waiting of a bus, weighed."""
    parts, days = (search.grid, search.loads, search.routes, bus), range(search.instance.days)
    weights = search.instance.weights
    way = weights.driving * sum(way_of(*parts, day) for day in days)
    wait = weights.waiting * sum(wait_of(*parts, day) for day in days) if weights.waiting else 0
    return float(UNIT_MINUTES * (way + wait))


def _leave_signing(search: RouteSearch, seating: Seating, bus: int) -> None:
    """A bus without signers need not be at the signing."""
    routes = search.routes
    for day in range(search.instance.days):
        for position in range(int(routes.count[NOW, bus, day]) - 1, -1, -1):
            if routes.node[NOW, bus, day, position] in seating.signing_nodes:
                remove(search.grid, routes, bus, day, position)
                post(search.grid, search.loads, routes, search.times, bus, day)
