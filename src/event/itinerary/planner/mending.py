"""Mending broken days: made possible first, then improved, with what was there before worth more."""

from random import Random

import numpy as np

from event.itinerary.planner.instance import DAY, Instance
from event.itinerary.planner.kernels.arrays import CLOSED, NOW, Ints
from event.itinerary.planner.kernels.repairing import give_back_times, repair
from event.itinerary.planner.kernels.timing import value_of
from event.itinerary.planner.limits import Clock
from event.itinerary.planner.locking import lock
from event.itinerary.planner.locks import Locks
from event.itinerary.planner.plan import Kind, NoPlan, Plan, Route
from event.itinerary.planner.routing import KNOBS, RouteSearch, node_of, route_search

KEEP_SHARE = 0.25  # by how much a visit that is kept is worth more than one that is new
KEEP_LUNCH = 2_000.0
MENDING_STEPS = 8_000
_STEPS, _HOT, _COLD = 200, 0.1, 0.001


def mend(
    instance: Instance,
    old: Plan,
    kept: Plan,
    broken: set[tuple[int, int]],
    *,
    locks: Locks,
    clock: Clock,
    seed: int,
) -> Plan:
    """A plan in which the broken (bus, day) are possible and good again; raises NoPlan."""
    search = route_search(instance, kept)
    buses = np.array(sorted({bus for bus, _ in broken}), np.int64)
    search.grid.frames[:, :, CLOSED] = 1
    for bus, day in broken:
        search.grid.frames[bus, day, CLOSED] = 0
    lock(search, old, locks)
    true_worth = search.loads.worth.copy()
    for bus in buses:
        _prefer(search, old.routes.get(int(bus), ()), int(bus))
    for bus, day in sorted(broken):
        if not repair(search.grid, search.loads, search.routes, search.times, bus, day):
            raise NoPlan
    for bus in buses:
        search.values[bus] = value_of(search.grid, search.loads, search.routes, int(bus))
    best = _improved(search, buses, clock, Random(seed))  # noqa: S311 - a search, no secret
    search.loads.worth[:] = true_worth
    return Plan(kept.bus_of, kept.guides, kept.routes | _with_old_times(search, old, broken, best, buses))


def _prefer(search: RouteSearch, visits: Route, bus: int) -> None:
    """Make the visits that a bus had worth more, so that they stay where that is nearly as good."""
    for visit in visits:
        node = node_of(search.instance, visit)
        if visit.kind is Kind.STOP:
            search.loads.worth[bus, visit.day, node] *= 1 + KEEP_SHARE
        elif visit.kind is Kind.LUNCH:
            search.loads.worth[bus, visit.day, node] = KEEP_LUNCH


Snapshot = tuple[Ints, Ints, Ints]


def _improved(search: RouteSearch, buses: Ints, clock: Clock, chance: Random) -> Snapshot:
    """The best routes of a short search on the broken buses."""
    best, steps = search.value, 0
    taken: Snapshot = _snapshot(search)
    mean = max(1.0, best / max(1, int(search.routes.count[NOW].sum())))
    while steps < MENDING_STEPS * len(buses) ** 0.5 and clock.may_wait():
        share = steps / (MENDING_STEPS * len(buses) ** 0.5)
        heat = mean * _HOT * (_COLD / _HOT) ** share
        search.improve(_STEPS, heat, heat, chance.randrange(2**31), buses, KNOBS)
        steps += _STEPS
        if search.value > best:
            best, taken = search.value, _snapshot(search)
    return taken


def _snapshot(search: RouteSearch) -> Snapshot:
    return tuple(part[NOW].copy() for part in (search.routes.count, search.routes.node, search.routes.start))


def _with_old_times(
    search: RouteSearch, old: Plan, broken: set[tuple[int, int]], best: Snapshot, buses: Ints
) -> dict[int, Route]:
    """The best routes, with the times that were published wherever they are still possible."""
    for part, kept in zip((search.routes.count, search.routes.node, search.routes.start), best, strict=True):
        part[NOW] = kept
    for bus in buses:
        for day in range(search.instance.days):
            search.post(int(bus), day)
    for bus, day in sorted(broken):
        wished = np.full(search.grid.things.shape[0], -1, np.int64)
        for visit in old.day(bus, day):
            wished[node_of(search.instance, visit)] = visit.start % DAY
        give_back_times(search.grid, search.loads, search.routes, search.times, bus, day, wished)
    return {int(bus): search.visits(int(bus)) for bus in buses}
