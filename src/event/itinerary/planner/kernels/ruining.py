"""Taking visits out of the days of a bus, and putting everything back."""

import numpy as np

from event.itinerary.planner.kernels.arrays import CLOSED, FREE, KIND, LUNCH, NOW, SAVED, STOP, Grid, Routes
from event.itinerary.planner.kernels.compiled import compiled
from event.itinerary.planner.kernels.inserting import remove


@compiled
def save(routes: Routes, bus: int) -> None:
    for day in range(routes.count.shape[2]):
        routes.count[SAVED, bus, day] = routes.count[NOW, bus, day]
        for position in range(routes.count[NOW, bus, day]):
            routes.node[SAVED, bus, day, position] = routes.node[NOW, bus, day, position]
            routes.start[SAVED, bus, day, position] = routes.start[NOW, bus, day, position]


@compiled
def put_back(grid: Grid, routes: Routes, bus: int) -> None:
    for node in range(routes.visited.shape[1]):
        routes.visited[bus, node] = 0
    for day in range(routes.count.shape[2]):
        routes.count[NOW, bus, day] = routes.count[SAVED, bus, day]
        for position in range(routes.count[NOW, bus, day]):
            node = routes.node[SAVED, bus, day, position]
            routes.node[NOW, bus, day, position] = node
            routes.start[NOW, bus, day, position] = routes.start[SAVED, bus, day, position]
            if grid.things[node, KIND] == STOP:
                routes.visited[bus, node] = 1


@compiled
def ruin(grid: Grid, routes: Routes, bus: int, day: int, longest: int) -> bool:
    """Take out a run of visits of a day, some visits anywhere, or a whole day; commitments stay."""
    days = routes.count.shape[2]
    choice = np.random.random()
    if choice < 0.55:
        _ruin_run(grid, routes, bus, day, 1 + np.random.randint(longest), np.random.random() < 0.5)
        if days > 1 and np.random.random() < 0.4:
            _ruin_run(grid, routes, bus, np.random.randint(days), 1 + np.random.randint(longest), False)
    elif choice < 0.93:
        for _ in range(1 + np.random.randint(longest)):
            there = np.random.randint(days)
            if routes.count[NOW, bus, there]:
                position = np.random.randint(routes.count[NOW, bus, there])
                if _may_go(grid, routes, bus, there, position, False):
                    remove(grid, routes, bus, there, position)
    else:
        _ruin_run(grid, routes, bus, day, routes.count[NOW, bus, day], True)
    return True


@compiled
def _may_go(grid: Grid, routes: Routes, bus: int, day: int, position: int, lunch_too: bool) -> bool:
    """Whether a visit may be taken out: a stop, or lunch where that is wished, in a day that is open to changes."""
    node = routes.node[NOW, bus, day, position]
    if grid.fixed[bus, node] != FREE or grid.frames[bus, day, CLOSED]:
        return False
    kind = grid.things[node, KIND]
    return bool(kind == STOP or (kind == LUNCH and lunch_too))


@compiled
def _ruin_run(grid: Grid, routes: Routes, bus: int, day: int, length: int, lunch_too: bool) -> None:
    count = routes.count[NOW, bus, day]
    if not count:
        return
    first = np.random.randint(max(1, count - length + 1))
    for position in range(min(first + length, count) - 1, first - 1, -1):
        if _may_go(grid, routes, bus, day, position, lunch_too):
            remove(grid, routes, bus, day, position)
