"""Putting visits into days: the best place for one more, again and again."""

import numpy as np

from event.itinerary.planner.kernels.arrays import (
    AFTER,
    CLOSED,
    DRIVING,
    HELD,
    HELD_AT,
    KIND,
    LEAVE,
    LUNCH,
    MOST_VISITS,
    NO_LIMIT,
    NOW,
    PLACE,
    STOP,
    Grid,
    Loads,
    Routes,
    Times,
)
from event.itinerary.planner.kernels.compiled import compiled
from event.itinerary.planner.kernels.timing import set_times, way_of


@compiled
def best_insertion(
    grid: Grid,
    loads: Loads,
    routes: Routes,
    times: Times,
    bus: int,
    day: int,
    kind: int,
    alpha: float,
    noise: float,
) -> tuple[float, int, int]:
    """(score, node, position) of the best visit of a kind to add to a day; node -1 where none fits.

    The score of a stop is gain^alpha / time used; of a lunch, how little time it takes. With a negative alpha waiting
    costs nothing: the gain alone counts, or how little a lunch is out of the way.
    """
    horizon, held_at = grid.closes.shape[2], grid.frames[bus, day, HELD_AT]
    table, base, count = grid.table[bus, day], loads.base[bus], routes.count[NOW, bus, day]
    best, best_node, best_position = -1.0, -1, -1
    spare = _spare(grid, loads, routes, bus, day)
    dull = loads.wait_cost[bus] > 0.0  # better a stop that nobody asked for than to stand about
    if count >= MOST_VISITS - 1 or grid.frames[bus, day, CLOSED]:
        return best, best_node, best_position
    for node in range(grid.things.shape[0]):
        worth = loads.worth[bus, day, node]
        if grid.things[node, KIND] != kind or not loads.allowed[bus, node]:
            continue
        if kind == STOP and (routes.visited[bus, node] or (worth <= 0.0 and not dull)):
            continue
        there, stay = grid.things[node, PLACE], grid.stays[bus, node]
        place, free = base, grid.frames[bus, day, LEAVE]
        if held_at:
            last = routes.node[NOW, bus, day, held_at - 1]
            place = grid.things[last, PLACE]
            free = routes.start[NOW, bus, day, held_at - 1] + grid.stays[bus, last]
        free = max(free + grid.frames[bus, day, HELD], grid.frames[bus, day, AFTER])
        for position in range(held_at, count + 1):
            arrival = free + grid.travel[place, there]
            if arrival >= horizon:
                break
            start = int(times.after[table, node, arrival])
            if start >= horizon:
                break
            onward = base
            if position < count:
                onward = grid.things[routes.node[NOW, bus, day, position], PLACE]
            on = start + stay + grid.travel[there, onward]
            if on <= routes.latest[bus, day, position]:
                detour = grid.travel[place, there] + grid.travel[there, onward]
                if count:
                    detour -= grid.travel[place, onward]
                used = detour + stay + start - arrival
                gain = worth - detour * loads.way_cost[bus]
                if dull:
                    gain -= (start - arrival) * loads.wait_cost[bus]
                    if position < count:
                        begins = routes.start[NOW, bus, day, position]
                        saved = begins - free - grid.travel[place, onward] - max(0, begins - on)
                        gain += saved * loads.wait_cost[bus]
                score = _score(kind, gain, used, detour, alpha)
                if score > 0.0 and detour <= spare:
                    score *= 1.0 + noise * np.random.random()
                    if score > best:
                        best, best_node, best_position = score, node, position
            if position < count:
                place = onward
                free = (
                    routes.start[NOW, bus, day, position]
                    + grid.stays[bus, routes.node[NOW, bus, day, position]]
                )
    return best, best_node, best_position


@compiled
def _spare(grid: Grid, loads: Loads, routes: Routes, bus: int, day: int) -> int:
    """How much more a bus may drive on a day."""
    most = grid.frames[bus, day, DRIVING]
    return int(most if most >= NO_LIMIT else most - way_of(grid, loads, routes, bus, day))


@compiled
def _score(kind: int, gain: float, used: int, detour: int, alpha: float) -> float:
    """How much speaks for a visit; negative where nothing does."""
    if kind == LUNCH:
        return 1.0 / (1.0 + (used if alpha > 0.0 else detour))
    if gain <= 0.0:
        return -1.0
    return float(gain**alpha / used if alpha > 0.0 else gain)


@compiled
def insert(
    grid: Grid, loads: Loads, routes: Routes, times: Times, bus: int, day: int, node: int, position: int
) -> bool:
    """Put a visit into a day and time it; False where the day does not fit."""
    for later in range(routes.count[NOW, bus, day], position, -1):
        routes.node[NOW, bus, day, later] = routes.node[NOW, bus, day, later - 1]
        routes.start[NOW, bus, day, later] = routes.start[NOW, bus, day, later - 1]
    routes.node[NOW, bus, day, position] = node
    routes.count[NOW, bus, day] += 1
    if grid.things[node, KIND] == STOP:
        routes.visited[bus, node] = 1
    return set_times(grid, loads, routes, times, bus, day)


@compiled
def remove(grid: Grid, routes: Routes, bus: int, day: int, position: int) -> None:
    """Take a visit out; the day is to be timed again."""
    node = routes.node[NOW, bus, day, position]
    if grid.things[node, KIND] == STOP:
        routes.visited[bus, node] = 0
    routes.count[NOW, bus, day] -= 1
    for later in range(position, routes.count[NOW, bus, day]):
        routes.node[NOW, bus, day, later] = routes.node[NOW, bus, day, later + 1]
        routes.start[NOW, bus, day, later] = routes.start[NOW, bus, day, later + 1]


@compiled
def has_lunch(grid: Grid, routes: Routes, bus: int, day: int) -> bool:
    """Whether a day has its lunch."""
    for position in range(routes.count[NOW, bus, day]):
        if grid.things[routes.node[NOW, bus, day, position], KIND] == LUNCH:
            return True
    return False
