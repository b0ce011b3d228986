"""Ruin and recreate under slowly falling temperature: one bus at a time, at times two that compete."""

import numpy as np

from event.itinerary.planner.kernels.arrays import (
    CLOSED,
    FREE,
    KIND,
    LUNCH,
    NOW,
    ROOM,
    SAVED,
    STOP,
    Floats,
    Grid,
    Ints,
    Knobs,
    Loads,
    Routes,
    Times,
)
from event.itinerary.planner.kernels.compiled import compiled
from event.itinerary.planner.kernels.inserting import best_insertion, has_lunch, insert, remove
from event.itinerary.planner.kernels.timing import look_again, post, set_times, value_of

PATIENT = 0.08  # the share of steps in which waiting costs nothing
LUNCH_LAST = 0.15  # the share of steps in which lunch is placed after the stops


@compiled
def improve(
    grid: Grid,
    loads: Loads,
    routes: Routes,
    times: Times,
    values: Floats,
    open_buses: Ints,
    knobs: Knobs,
    steps: int,
    hot: float,
    cold: float,
    seed: int,
) -> int:
    """Take `steps` steps on the open buses, from temperature `hot` to `cold`; how many were taken over."""
    np.random.seed(seed)
    taken, number = 0, open_buses.shape[0]
    for step in range(steps):
        temperature = hot + (cold - hot) * step / steps
        bus = open_buses[np.random.randint(number)]
        other = -1
        if number > 1 and np.random.random() < knobs.pairs:
            bus, other = _competitors(grid, routes, open_buses)
        if _step(grid, loads, routes, times, values, knobs, bus, other, temperature):
            taken += 1
    return taken


@compiled
def _competitors(grid: Grid, routes: Routes, open_buses: Ints) -> tuple[int, int]:
    """Two buses, where it can be one at a stop and one that does not get there."""
    number = open_buses.shape[0]
    first = open_buses[np.random.randint(number)]
    second = first
    while second == first:
        second = open_buses[np.random.randint(number)]
    for _ in range(8):
        node = np.random.randint(grid.things.shape[0])
        if grid.things[node, KIND] == STOP and grid.things[node, ROOM] >= 0:
            if routes.visited[first, node] != routes.visited[second, node]:
                break
            second = open_buses[np.random.randint(number)]
            while second == first:
                second = open_buses[np.random.randint(number)]
    return first, second


@compiled
def _step(
    grid: Grid,
    loads: Loads,
    routes: Routes,
    times: Times,
    values: Floats,
    knobs: Knobs,
    bus: int,
    other: int,
    temperature: float,
) -> bool:
    """Ruin and recreate one bus or two; keep it where it is worth it, else put everything back."""
    _save(routes, bus)
    alpha = 1.0 + 1.5 * np.random.random()
    if np.random.random() < PATIENT:
        alpha = -1.0
    noise = knobs.noise * np.random.random()
    before = values[bus]
    look_again(grid, loads, routes, times, bus)
    day = np.random.randint(routes.count.shape[2])
    if other >= 0:
        _save(routes, other)
        before += values[other]
        look_again(grid, loads, routes, times, other)
        fine = _ruin(grid, routes, bus, day, knobs.longest) and _ruin(grid, routes, other, day, knobs.longest)
        fine = fine and _times_of_all(grid, loads, routes, times, bus)
        fine = fine and _times_of_all(grid, loads, routes, times, other)
        if fine:
            _post_all(grid, loads, routes, times, bus)
            _post_all(grid, loads, routes, times, other)
            fine = _recreate_two(grid, loads, routes, times, bus, other, alpha, noise)
    else:
        fine = _ruin(grid, routes, bus, day, knobs.longest)
        fine = fine and _times_of_all(grid, loads, routes, times, bus)
        fine = fine and _recreate_one(grid, loads, routes, times, bus, alpha, noise)
    if fine:
        mine = value_of(grid, loads, routes, bus)
        theirs = 0.0
        if other >= 0:
            theirs = value_of(grid, loads, routes, other)
        if mine + theirs >= before + temperature * np.log(1e-12 + np.random.random()):
            values[bus] = mine
            _post_all(grid, loads, routes, times, bus)
            if other >= 0:
                values[other] = theirs
                _post_all(grid, loads, routes, times, other)
            return True
    _put_back(grid, routes, bus)
    if other >= 0:
        _put_back(grid, routes, other)
        _post_all(grid, loads, routes, times, bus)
        _post_all(grid, loads, routes, times, other)
    return False


@compiled
def _save(routes: Routes, bus: int) -> None:
    for day in range(routes.count.shape[2]):
        routes.count[SAVED, bus, day] = routes.count[NOW, bus, day]
        for position in range(routes.count[NOW, bus, day]):
            routes.node[SAVED, bus, day, position] = routes.node[NOW, bus, day, position]
            routes.start[SAVED, bus, day, position] = routes.start[NOW, bus, day, position]


@compiled
def _put_back(grid: Grid, routes: Routes, bus: int) -> None:
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
def _ruin(grid: Grid, routes: Routes, bus: int, day: int, longest: int) -> bool:
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


@compiled
def _times_of_all(grid: Grid, loads: Loads, routes: Routes, times: Times, bus: int) -> bool:
    for day in range(routes.count.shape[2]):
        if not set_times(grid, loads, routes, times, bus, day):
            return False
    return True


@compiled
def _post_all(grid: Grid, loads: Loads, routes: Routes, times: Times, bus: int) -> None:
    for day in range(routes.count.shape[2]):
        post(grid, loads, routes, times, bus, day)


@compiled
def _lunches(
    grid: Grid, loads: Loads, routes: Routes, times: Times, bus: int, alpha: float, noise: float
) -> bool:
    """Give every day its lunch; False where one has no place."""
    if not grid.lunch_daily:
        return True
    for day in range(routes.count.shape[2]):
        if not has_lunch(grid, routes, bus, day):
            _, node, position = best_insertion(
                grid, loads, routes, times, bus, day, LUNCH, alpha, noise + 0.2
            )
            if node < 0 or not insert(grid, loads, routes, times, bus, day, node, position):
                return False
    return True


@compiled
def _lunches_of_two(
    grid: Grid,
    loads: Loads,
    routes: Routes,
    times: Times,
    first: int,
    second: int,
    alpha: float,
    noise: float,
) -> bool:
    """Give the days of two buses their lunches, one bus after the other."""
    for turn in range(2):
        bus = first if turn == 0 else second
        look_again(grid, loads, routes, times, bus)
        fine = _times_of_all(grid, loads, routes, times, bus)
        if not fine or not _lunches(grid, loads, routes, times, bus, alpha, noise):
            return False
        _post_all(grid, loads, routes, times, bus)
    return True


@compiled
def _recreate_one(
    grid: Grid, loads: Loads, routes: Routes, times: Times, bus: int, alpha: float, noise: float
) -> bool:
    """Fill the days of one bus, the best visit first; lunch before or after all others."""
    lunch_last = np.random.random() < LUNCH_LAST
    if not lunch_last and not _lunches(grid, loads, routes, times, bus, alpha, noise):
        return False
    days = routes.count.shape[2]
    scores, nodes, positions = np.empty(days), np.empty(days, np.int64), np.empty(days, np.int64)
    for day in range(days):
        scores[day], nodes[day], positions[day] = best_insertion(
            grid, loads, routes, times, bus, day, STOP, alpha, noise
        )
    while True:
        best = 0
        for day in range(1, days):
            if scores[day] > scores[best]:
                best = day
        if nodes[best] < 0:
            return not lunch_last or _lunches(grid, loads, routes, times, bus, alpha, noise)
        node = nodes[best]
        if not insert(grid, loads, routes, times, bus, best, node, positions[best]):
            return False
        for day in range(days):
            if day == best or nodes[day] == node:
                scores[day], nodes[day], positions[day] = best_insertion(
                    grid, loads, routes, times, bus, day, STOP, alpha, noise
                )


@compiled
def _recreate_two(
    grid: Grid,
    loads: Loads,
    routes: Routes,
    times: Times,
    first: int,
    second: int,
    alpha: float,
    noise: float,
) -> bool:
    """Fill the days of two buses against each other, the best visit first."""
    days = routes.count.shape[2]
    lunch_last = np.random.random() < LUNCH_LAST
    if not lunch_last and not _lunches_of_two(grid, loads, routes, times, first, second, alpha, noise):
        return False
    look_again(grid, loads, routes, times, second)
    look_again(grid, loads, routes, times, first)
    scores, nodes, positions = np.empty(2 * days), np.empty(2 * days, np.int64), np.empty(2 * days, np.int64)
    for slot in range(2 * days):
        bus = first if slot < days else second
        set_times(grid, loads, routes, times, bus, slot % days)
        scores[slot], nodes[slot], positions[slot] = best_insertion(
            grid, loads, routes, times, bus, slot % days, STOP, alpha, noise
        )
    while True:
        best = 0
        for slot in range(1, 2 * days):
            if scores[slot] > scores[best]:
                best = slot
        if nodes[best] < 0:
            return not lunch_last or _lunches_of_two(grid, loads, routes, times, first, second, alpha, noise)
        node, turn, day = nodes[best], best // days, best % days
        bus, other = (first, second) if turn == 0 else (second, first)
        if not insert(grid, loads, routes, times, bus, day, node, positions[best]):
            return False
        post(grid, loads, routes, times, bus, day)
        look_again(grid, loads, routes, times, other)
        if not set_times(grid, loads, routes, times, other, day):
            return False
        post(grid, loads, routes, times, other, day)
        look_again(grid, loads, routes, times, bus)
        for slot in range(2 * days):
            mine = slot // days == turn
            if slot % days == day or (mine and nodes[slot] == node):
                owner = first if slot < days else second
                if slot % days == day:
                    set_times(grid, loads, routes, times, owner, day)
                scores[slot], nodes[slot], positions[slot] = best_insertion(
                    grid, loads, routes, times, owner, slot % days, STOP, alpha, noise
                )
