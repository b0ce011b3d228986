"""Moving travel parties between buses while the routes stand: one, two against each other, whole delegations."""

import numpy as np

from event.itinerary.planner.kernels.aboard import (
    DELEGATION,
    GUESTS,
    PLACES,
    SEATS,
    SIGNERS,
    SIGNING,
    SIGNING_BUS,
    SIZE,
    SPLIT,
    TAKES_SIGNING,
    TAKES_WHEELCHAIRS,
    UNEVEN,
    USABLE,
    WHEELCHAIRS,
    WHEELED,
    WHEELED_BUS,
    Aboard,
    chase,
    splits_of_all,
    splits_of_two,
)
from event.itinerary.planner.kernels.arrays import NOW, ROOM, Floats, Grid, Ints, Routes, Times
from event.itinerary.planner.kernels.compiled import compiled


@compiled
def move_parties(
    grid: Grid, routes: Routes, times: Times, aboard: Aboard, prices: Floats, steps: int, hot: float, cold: float,
    seed: int,
) -> int:  # fmt: skip
    """Take `steps` steps; `prices`: an extra bus of a delegation, a bus with signers or wheelchairs, a guest off the even load."""
    np.random.seed(seed)
    parties, buses, taken = aboard.parties.shape[0], aboard.buses.shape[0], 0
    for step in range(steps):
        temperature = hot + (cold - hot) * step / steps
        party = np.random.randint(parties)
        here = aboard.bus_of[party]
        choice = np.random.random()
        other, there = -1, here
        if choice < 0.5:
            while there == here:
                there = np.random.randint(buses)
            if np.random.random() < 0.5:
                mate = aboard.listed[_any_of(aboard, aboard.parties[party, DELEGATION])]
                there = aboard.bus_of[mate]
        else:
            other = np.random.randint(parties)
            there = aboard.bus_of[other]
        if there == here:
            continue
        one = _choose(aboard, 0, party, choice < 0.25 or choice > 0.75)
        two = 0
        if other >= 0:
            two = _choose(aboard, 1, other, choice > 0.75)
        if aboard.apart.shape[0]:
            one, two = chase(aboard, one, two, here, there)
        if _try(grid, routes, times, aboard, prices, one, two, here, there, temperature):
            taken += 1
    return taken


@compiled
def _any_of(aboard: Aboard, delegation: int) -> int:
    first = aboard.first[delegation]
    return int(first + np.random.randint(aboard.first[delegation + 1] - first))


@compiled
def _choose(aboard: Aboard, side: int, party: int, alone: bool) -> int:
    """Put a party, or all of its delegation on its bus, into `moving`; how many."""
    if alone:
        aboard.moving[side, 0] = party
        return 1
    delegation, bus, count = aboard.parties[party, DELEGATION], aboard.bus_of[party], 0
    for position in range(aboard.first[delegation], aboard.first[delegation + 1]):
        mate = aboard.listed[position]
        if aboard.bus_of[mate] == bus:
            aboard.moving[side, count] = mate
            count += 1
    return count


@compiled
def _try(
    grid: Grid, routes: Routes, times: Times, aboard: Aboard, prices: Floats, one: int, two: int, here: int,
    there: int, temperature: float,
) -> bool:  # fmt: skip
    """Move `one` parties from here to there and `two` back where that is allowed and worth it."""
    gain = 0.0
    change = np.zeros(3, np.int64)
    for side in range(2):
        source, target = (here, there) if side == 0 else (there, here)
        sign = 1 if side == 0 else -1
        for position in range(one if side == 0 else two):
            party = aboard.moving[side, position]
            if not aboard.speaks[party, target]:
                return False
            if aboard.parties[party, SIGNING] and not aboard.buses[target, TAKES_SIGNING]:
                return False
            if aboard.parties[party, WHEELCHAIRS] and not aboard.buses[target, TAKES_WHEELCHAIRS]:
                return False
            gain += aboard.worth[party, target] - aboard.worth[party, source]
            change[GUESTS] += sign * aboard.parties[party, SIZE]
            change[WHEELED] += sign * aboard.parties[party, WHEELCHAIRS]
            change[SIGNERS] += sign * aboard.parties[party, SIGNING]
    if not _has_seats(aboard, there, change, 1) or not _has_seats(aboard, here, change, -1):
        return False
    if aboard.apart.shape[0]:
        gain -= prices[SPLIT] * splits_of_all(aboard, one, two, here, there)
    else:
        whole, more = splits_of_two(aboard, one, two, here, there)
        if not whole:
            return False
        gain -= prices[SPLIT] * more
    for bus, sign in ((there, 1), (here, -1)):
        signers, wheeled = aboard.sums[bus, SIGNERS], aboard.sums[bus, WHEELED]
        gain -= prices[SIGNING_BUS] * (int(signers + sign * change[SIGNERS] > 0) - int(signers > 0))
        gain -= prices[WHEELED_BUS] * (int(wheeled + sign * change[WHEELED] > 0) - int(wheeled > 0))
    if prices[UNEVEN] > 0.0 and change[GUESTS]:
        before, after = _uneven(aboard, here, there, 0), _uneven(aboard, here, there, change[GUESTS])
        gain -= prices[UNEVEN] * (after - before)
    if gain < temperature * np.log(1e-12 + np.random.random()):
        return False
    if change[GUESTS]:
        gaining, losing = (there, here) if change[GUESTS] > 0 else (here, there)
        more = abs(change[GUESTS])
        if not _has_room(grid, routes, times, gaining, more):
            return False
        _add_heads(grid, routes, times, gaining, more)
        _add_heads(grid, routes, times, losing, -more)
    for side in range(2):
        source, target = (here, there) if side == 0 else (there, here)
        for position in range(one if side == 0 else two):
            party = aboard.moving[side, position]
            aboard.bus_of[party] = target
            aboard.together[aboard.parties[party, DELEGATION], source] -= 1
            aboard.together[aboard.parties[party, DELEGATION], target] += 1
    for column in range(3):
        aboard.sums[there, column] += change[column]
        aboard.sums[here, column] -= change[column]
    return True


@compiled
def _uneven(aboard: Aboard, here: int, there: int, more: int) -> float:
    """Guests away from the even load, with some more there who are less here."""
    guests, seats = 0, 0
    for bus in range(aboard.buses.shape[0]):
        load = _load(aboard, bus, here, there, more)
        if load:
            guests += load
            seats += aboard.buses[bus, USABLE]
    away = 0.0
    for bus in range(aboard.buses.shape[0]):
        load = _load(aboard, bus, here, there, more)
        if load:
            away += abs(load - guests * aboard.buses[bus, USABLE] / seats)
    return away


@compiled
def _load(aboard: Aboard, bus: int, here: int, there: int, more: int) -> int:
    return int(aboard.sums[bus, GUESTS] + (more if bus == there else -more if bus == here else 0))


@compiled
def _has_seats(aboard: Aboard, bus: int, change: Ints, sign: int) -> bool:
    return bool(
        aboard.sums[bus, GUESTS] + sign * change[GUESTS] <= aboard.buses[bus, SEATS]
        and aboard.sums[bus, WHEELED] + sign * change[WHEELED] <= aboard.buses[bus, PLACES]
    )


@compiled
def _has_room(grid: Grid, routes: Routes, times: Times, bus: int, more: int) -> bool:
    """Whether every visit of a bus has room for some guests more."""
    for day in range(routes.count.shape[2]):
        for position in range(routes.count[NOW, bus, day]):
            node, start = routes.node[NOW, bus, day, position], routes.start[NOW, bus, day, position]
            room = grid.things[node, ROOM]
            if room < 0:
                continue
            for time in range(start, start + grid.stays[bus, node]):
                if times.heads[day, node, time] + more > room:
                    return False
    return True


@compiled
def _add_heads(grid: Grid, routes: Routes, times: Times, bus: int, more: int) -> None:
    for day in range(routes.count.shape[2]):
        for position in range(routes.count[NOW, bus, day]):
            node, start = routes.node[NOW, bus, day, position], routes.start[NOW, bus, day, position]
            if grid.things[node, ROOM] >= 0:
                for time in range(start, start + grid.stays[bus, node]):
                    times.heads[day, node, time] += more
                times.version[day, node] += 1
