"""Making a broken day possible again, and giving visits back the times that were published."""

from event.itinerary.planner.kernels.arrays import (
    AFTER,
    FREE,
    HELD,
    HELD_AT,
    KIND,
    LEAVE,
    LUNCH,
    NOW,
    PLACE,
    STOP,
    Grid,
    Ints,
    Loads,
    Routes,
    Times,
)
from event.itinerary.planner.kernels.compiled import compiled
from event.itinerary.planner.kernels.inserting import best_insertion, has_lunch, insert, remove
from event.itinerary.planner.kernels.timing import look_again, post, set_times


@compiled
def repair(grid: Grid, loads: Loads, routes: Routes, times: Times, bus: int, day: int) -> bool:
    """Take out what is worth least until the day fits and has its lunch; False where it never does."""
    look_again(grid, loads, routes, times, bus)
    while True:
        fits = set_times(grid, loads, routes, times, bus, day)
        if fits and not has_lunch(grid, routes, bus, day):
            _, node, place = best_insertion(grid, loads, routes, times, bus, day, LUNCH, 1.0, 0.0)
            fits = node >= 0
            if fits:
                fits = insert(grid, loads, routes, times, bus, day, node, place)
        if fits:
            post(grid, loads, routes, times, bus, day)
            return True
        least, lunch = -1, -1
        for position in range(routes.count[NOW, bus, day]):
            node = routes.node[NOW, bus, day, position]
            if grid.fixed[bus, node] != FREE:
                continue
            if grid.things[node, KIND] == LUNCH:
                lunch = position
            elif grid.things[node, KIND] == STOP and (
                least < 0
                or loads.worth[bus, day, node] < loads.worth[bus, day, routes.node[NOW, bus, day, least]]
            ):
                least = position
        if lunch >= 0:
            remove(grid, routes, bus, day, lunch)
        elif least >= 0:
            remove(grid, routes, bus, day, least)
        else:
            return False


@compiled
def give_back_times(
    grid: Grid, loads: Loads, routes: Routes, times: Times, bus: int, day: int, wished: Ints
) -> bool:
    """Begin each visit when `wished[node]` says (-1: at any time) where the rest of the day stays possible."""
    look_again(grid, loads, routes, times, bus)
    if not set_times(grid, loads, routes, times, bus, day):
        return False
    table, place, free = grid.table[bus, day], loads.base[bus], grid.frames[bus, day, LEAVE]
    for position in range(routes.count[NOW, bus, day]):
        node = routes.node[NOW, bus, day, position]
        if position == grid.frames[bus, day, HELD_AT]:
            free = max(free + grid.frames[bus, day, HELD], grid.frames[bus, day, AFTER])
        start = int(times.after[table, node, free + grid.travel[place, grid.things[node, PLACE]]])
        wish = wished[node]
        if start < wish <= routes.latest[bus, day, position] and times.after[table, node, wish] == wish:
            start = wish
        routes.start[NOW, bus, day, position] = start
        place, free = grid.things[node, PLACE], start + grid.stays[bus, node]
    post(grid, loads, routes, times, bus, day)
    return True
