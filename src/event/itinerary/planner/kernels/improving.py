"""Ruin and recreate under slowly falling temperature: one bus at a time, at times two that compete."""

import numpy as np

from event.itinerary.planner.kernels.arrays import (
    KIND,
    ROOM,
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
from event.itinerary.planner.kernels.recreating import post_all, recreate_one, recreate_two, times_of_all
from event.itinerary.planner.kernels.ruining import put_back, ruin, save
from event.itinerary.planner.kernels.timing import look_again, value_of

PATIENT = 0.08  # the share of steps in which waiting costs nothing


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
    save(routes, bus)
    alpha = 1.0 + 1.5 * np.random.random()
    if np.random.random() < PATIENT:
        alpha = -1.0
    noise = knobs.noise * np.random.random()
    before = values[bus]
    look_again(grid, loads, routes, times, bus)
    day = np.random.randint(routes.count.shape[2])
    if other >= 0:
        save(routes, other)
        before += values[other]
        look_again(grid, loads, routes, times, other)
        fine = ruin(grid, routes, bus, day, knobs.longest) and ruin(grid, routes, other, day, knobs.longest)
        fine = fine and times_of_all(grid, loads, routes, times, bus)
        fine = fine and times_of_all(grid, loads, routes, times, other)
        if fine:
            post_all(grid, loads, routes, times, bus)
            post_all(grid, loads, routes, times, other)
            fine = recreate_two(grid, loads, routes, times, bus, other, alpha, noise)
    else:
        fine = ruin(grid, routes, bus, day, knobs.longest)
        fine = fine and times_of_all(grid, loads, routes, times, bus)
        fine = fine and recreate_one(grid, loads, routes, times, bus, alpha, noise)
    if fine:
        mine = value_of(grid, loads, routes, bus)
        theirs = 0.0
        if other >= 0:
            theirs = value_of(grid, loads, routes, other)
        if mine + theirs >= before + temperature * np.log(1e-12 + np.random.random()):
            values[bus] = mine
            post_all(grid, loads, routes, times, bus)
            if other >= 0:
                values[other] = theirs
                post_all(grid, loads, routes, times, other)
            return True
    put_back(grid, routes, bus)
    if other >= 0:
        put_back(grid, routes, other)
        post_all(grid, loads, routes, times, bus)
        post_all(grid, loads, routes, times, other)
    return False
