"""The arrays that the inner loops share: what is fixed, what a bus is worth where, and the routes as they stand.

Letters of the shapes: B buses, D days, N nodes (stops, then lunches, then commitments), H units of a day,
P places, V visits of a day at most.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]  # one width everywhere: every further one would be compiled anew
Tables = NDArray[np.int32]
Floats = NDArray[np.float64]
Flags = NDArray[np.uint8]
MOST_VISITS = 40
STOP, LUNCH, COMMITMENT = 0, 1, 2
PLACE, KIND, ROOM = 0, 1, 2  # columns of Grid.things
LEAVE, BACK, HELD_AT, HELD, AFTER, CLOSED, DRIVING = 0, 1, 2, 3, 4, 5, 6  # columns of Grid.frames
NO_LIMIT = 2**30
FREE, KEPT = -2, -1  # values of Grid.fixed
NOW, POSTED, SAVED = 0, 1, 2  # which of the three routes


class Grid(NamedTuple):
    """What never changes during a search."""

    things: Ints  # [N, 3]: place, kind, room (-1 where it can never bind)
    stays: Ints  # [B, N]: how long a bus stays there
    travel: Ints  # [P, P]
    # [B, D, 7]: leave; back; how many visits are over; how much later it goes on; and not before; closed to changes;
    # the most units of driving
    frames: Ints
    fixed: Ints  # [B, N]: free, kept at some time, or the unit at which the visit has to begin
    closes: Tables  # [D, N, H]: until when who comes at a time may stay; 0 where nobody may come then
    table: Ints  # [B, D]: which table of `Times` a bus uses on a day
    lunch_daily: int


class Loads(NamedTuple):
    """What depends on who rides where."""

    guests: Ints  # [B]
    base: Ints  # [B]: the place where its days begin and end
    worth: Floats  # [B, D, N]
    way_cost: Floats  # [B]: per unit of driving
    wait_cost: Floats  # [B]: per unit of waiting
    allowed: Flags  # [B, N]


class Routes(NamedTuple):
    """The routes three times: as they stand, as the head counts know them, and as they were before a step."""

    count: Ints  # type: ignore[assignment]  # [3, B, D]; a tuple's own count() is not asked for
    node: Ints  # [3, B, D, V]
    start: Ints  # [3, B, D, V]
    latest: Ints  # [B, D, V + 1]: the latest start that leaves the rest of the day possible
    visited: Flags  # [B, N]


class Times(NamedTuple):
    """For every bus, day and node: the next and the last feasible start from each unit; and head counts."""

    after: Tables  # [tables, N, H]: first feasible start at or after; H where there is none
    before: Tables  # [tables, N, H]: last feasible start at or before; -1 where there is none
    seen: Ints  # [B, D, N]: the version of the head counts that the two were made from
    heads: Tables  # [D, N, H]
    version: Ints  # [D, N]


class Knobs(NamedTuple):
    """How the search behaves."""

    noise: float
    longest: int  # of a removed run of visits
    pairs: float  # the share of steps that work on two buses


def empty_routes(buses: int, days: int, nodes: int) -> Routes:
    """Buses that stay at their hotels."""

    def zeros(*shape: int) -> Ints:
        return np.zeros(shape, np.int64)

    visits = (3, buses, days, MOST_VISITS)
    latest = zeros(buses, days, MOST_VISITS + 1)
    return Routes(
        zeros(3, buses, days), zeros(*visits), zeros(*visits), latest, np.zeros((buses, nodes), np.uint8)
    )


def empty_times(grid: Grid, tables: int) -> Times:
    """Head counts of nobody anywhere; every table is to be made."""
    days, nodes, horizon = grid.closes.shape
    buses = grid.table.shape[0]
    return Times(
        np.zeros((tables, nodes, horizon), np.int32), np.zeros((tables, nodes, horizon), np.int32),
        np.full((buses, days, nodes), -1, np.int64), np.zeros((days, nodes, horizon), np.int32),
        np.zeros((days, nodes), np.int64),
    )  # fmt: skip
