"""Filling the days of one bus, or of two against each other: lunches, and the best visit first."""

import numpy as np

from event.itinerary.planner.kernels.arrays import LUNCH, STOP, Grid, Loads, Routes, Times
from event.itinerary.planner.kernels.compiled import compiled
from event.itinerary.planner.kernels.inserting import best_insertion, has_lunch, insert
from event.itinerary.planner.kernels.timing import look_again, post, set_times

LUNCH_LAST = 0.15  # the share of steps in which lunch is placed after the stops


@compiled
def times_of_all(grid: Grid, loads: Loads, routes: Routes, times: Times, bus: int) -> bool:
    for day in range(routes.count.shape[2]):
        if not set_times(grid, loads, routes, times, bus, day):
            return False
    return True


@compiled
def post_all(grid: Grid, loads: Loads, routes: Routes, times: Times, bus: int) -> None:
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
        fine = times_of_all(grid, loads, routes, times, bus)
        if not fine or not _lunches(grid, loads, routes, times, bus, alpha, noise):
            return False
        post_all(grid, loads, routes, times, bus)
    return True


@compiled
def recreate_one(
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
def recreate_two(
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
