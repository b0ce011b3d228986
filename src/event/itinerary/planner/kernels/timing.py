"""When a bus can be where: feasible starts given everybody else's head counts, and a day's times."""

from event.itinerary.planner.kernels.arrays import (
    AFTER,
    BACK,
    CLOSED,
    DRIVING,
    HELD,
    HELD_AT,
    LEAVE,
    NOW,
    PLACE,
    POSTED,
    ROOM,
    Grid,
    Loads,
    Routes,
    Times,
)
from event.itinerary.planner.kernels.compiled import compiled


@compiled
def look_again(grid: Grid, loads: Loads, routes: Routes, times: Times, bus: int) -> None:
    """Make the tables of a bus anew where head counts have changed since."""
    days, nodes = times.version.shape
    for day in range(days):
        for node in range(nodes):
            if times.seen[bus, day, node] != times.version[day, node]:
                times.seen[bus, day, node] = times.version[day, node]
                _make_table(grid, loads, routes, times, bus, day, node)


@compiled
def _make_table(
    grid: Grid, loads: Loads, routes: Routes, times: Times, bus: int, day: int, node: int
) -> None:
    """One row of both tables; the bus's own posted visit does not stand in its own way."""
    horizon = grid.closes.shape[2]
    after = times.after[grid.table[bus, day], node]
    before = times.before[grid.table[bus, day], node]
    closes = grid.closes[day, node]
    heads = times.heads[day, node]
    stay, room = grid.stays[bus, node], grid.things[node, ROOM]
    free = room - loads.guests[bus]
    own_from = own_to = -1
    if room >= 0:
        for position in range(routes.count[POSTED, bus, day]):
            if routes.node[POSTED, bus, day, position] == node:
                own_from = routes.start[POSTED, bus, day, position]
                own_to = own_from + stay
    full_from = horizon + stay
    following = horizon
    fixed = grid.fixed[bus, node]
    for time in range(horizon - 1, -1, -1):
        if room >= 0:
            there = int(heads[time])
            if own_from <= time < own_to:
                there -= loads.guests[bus]
            if there > free:
                full_from = time
        if time + stay <= closes[time] and (fixed < 0 or fixed == time) and full_from >= time + stay:
            following = time
        after[time] = following
    last = -1
    for time in range(horizon):
        if after[time] == time:
            last = time
        before[time] = last


@compiled
def set_times(grid: Grid, loads: Loads, routes: Routes, times: Times, bus: int, day: int) -> bool:
    """Give a day its earliest and latest starts; False where no times fit."""
    if grid.frames[bus, day, CLOSED]:
        return True
    horizon = grid.closes.shape[2]
    table, held_at = grid.table[bus, day], grid.frames[bus, day, HELD_AT]
    count = routes.count[NOW, bus, day]
    place, free, driven = loads.base[bus], grid.frames[bus, day, LEAVE], 0
    for position in range(count):
        if position == held_at:
            free = max(free + grid.frames[bus, day, HELD], grid.frames[bus, day, AFTER])
        node = routes.node[NOW, bus, day, position]
        way = grid.travel[place, grid.things[node, PLACE]]
        driven += way
        arrival = free + way
        if arrival >= horizon:
            return False
        start = int(times.after[table, node, arrival])
        if start >= horizon:
            return False
        routes.start[NOW, bus, day, position] = start
        place, free = grid.things[node, PLACE], start + grid.stays[bus, node]
    if count and count == held_at:
        free = max(free + grid.frames[bus, day, HELD], grid.frames[bus, day, AFTER])
    way = grid.travel[place, loads.base[bus]]
    if count and (free + way > grid.frames[bus, day, BACK] or driven + way > grid.frames[bus, day, DRIVING]):
        return False
    limit, onward = grid.frames[bus, day, BACK], loads.base[bus]
    routes.latest[bus, day, count] = limit
    for position in range(count - 1, -1, -1):
        node = routes.node[NOW, bus, day, position]
        if position + 1 == held_at:
            limit -= grid.frames[bus, day, HELD]
        limit = min(
            limit - grid.travel[grid.things[node, PLACE], onward] - grid.stays[bus, node], horizon - 1
        )
        if limit < 0:
            return False
        limit = int(times.before[table, node, limit])
        routes.latest[bus, day, position] = limit
        onward = grid.things[node, PLACE]
    return True


@compiled
def post(grid: Grid, loads: Loads, routes: Routes, times: Times, bus: int, day: int) -> None:
    """Tell the head counts how a day stands now."""
    _count_heads(grid, loads, routes, times, bus, day, POSTED, NOW)
    _count_heads(grid, loads, routes, times, bus, day, NOW, POSTED)
    count = routes.count[NOW, bus, day]
    routes.count[POSTED, bus, day] = count
    for position in range(count):
        routes.node[POSTED, bus, day, position] = routes.node[NOW, bus, day, position]
        routes.start[POSTED, bus, day, position] = routes.start[NOW, bus, day, position]


@compiled
def _count_heads(
    grid: Grid, loads: Loads, routes: Routes, times: Times, bus: int, day: int, one: int, other: int
) -> None:
    """Add the visits of one set of routes that the other has not; take them off where it is the posted one."""
    change = loads.guests[bus] if one == NOW else -loads.guests[bus]
    for position in range(routes.count[one, bus, day]):
        node, start = routes.node[one, bus, day, position], routes.start[one, bus, day, position]
        same = grid.things[node, ROOM] < 0
        for there in range(routes.count[other, bus, day]):
            if routes.node[other, bus, day, there] == node and routes.start[other, bus, day, there] == start:
                same = True
        if same:
            continue
        for time in range(start, start + grid.stays[bus, node]):
            times.heads[day, node, time] += change
        if times.seen[bus, day, node] == times.version[day, node]:
            times.seen[bus, day, node] += 1
        times.version[day, node] += 1


@compiled
def way_of(grid: Grid, loads: Loads, routes: Routes, bus: int, day: int) -> int:
    """How long a bus drives on a day."""
    place, way = loads.base[bus], 0
    for position in range(routes.count[NOW, bus, day]):
        there = grid.things[routes.node[NOW, bus, day, position], PLACE]
        way += grid.travel[place, there]
        place = there
    if routes.count[NOW, bus, day]:
        way += grid.travel[place, loads.base[bus]]
    return way


@compiled
def wait_of(grid: Grid, loads: Loads, routes: Routes, bus: int, day: int) -> int:
    """How long a bus waits on a day until it may begin."""
    place, free, wait = loads.base[bus], grid.frames[bus, day, LEAVE], 0
    for position in range(routes.count[NOW, bus, day]):
        if position == grid.frames[bus, day, HELD_AT]:
            free = max(free + grid.frames[bus, day, HELD], grid.frames[bus, day, AFTER])
        node = routes.node[NOW, bus, day, position]
        start = routes.start[NOW, bus, day, position]
        wait += start - free - grid.travel[place, grid.things[node, PLACE]]
        place, free = grid.things[node, PLACE], start + grid.stays[bus, node]
    return wait


@compiled
def value_of(grid: Grid, loads: Loads, routes: Routes, bus: int) -> float:
    """What the routes of a bus are worth, driving and waiting taken off."""
    value = 0.0
    for day in range(routes.count.shape[2]):
        place, way = loads.base[bus], 0
        for position in range(routes.count[NOW, bus, day]):
            node = routes.node[NOW, bus, day, position]
            value += loads.worth[bus, day, node]
            way += grid.travel[place, grid.things[node, PLACE]]
            place = grid.things[node, PLACE]
        if routes.count[NOW, bus, day]:
            way += grid.travel[place, loads.base[bus]]
        value -= way * loads.way_cost[bus]
        if loads.wait_cost[bus] > 0.0:
            value -= wait_of(grid, loads, routes, bus, day) * loads.wait_cost[bus]
    return value
