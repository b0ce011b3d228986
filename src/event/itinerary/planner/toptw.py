"""Team orienteering with time windows: the published benchmark of the route search, solved by the same loops.

Routes of m teams are m days of one bus that visits every place once.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from event.errors import Invalid, Problem
from event.itinerary.planner.kernels.arrays import (
    FREE,
    NO_LIMIT,
    NOW,
    STOP,
    Grid,
    Knobs,
    Loads,
    Routes,
    empty_routes,
    empty_times,
)
from event.itinerary.planner.limits import Clock, Limits
from event.language import Message

_HEADINGS = 2
_COLUMNS = 8
_HOT, _COLD, _FALLS, _STEPS = 0.3, 0.005, 3, 2_000
_KNOBS = Knobs(noise=0.5, longest=4, pairs=0.0)

_UNREADABLE = Message("is not a line of the benchmark: {why}.")


class OrienteeringInvalid(Invalid):
    """The file is not in the format of the benchmark."""

    sentence = Message("The benchmark file cannot be read.")


@dataclass(frozen=True)
class Orienteering:
    """Places with whole times (`scale` a unit): travel, stay, points, first and last start; place 0 is the depot."""

    scale: int
    travel: tuple[tuple[int, ...], ...]
    stay: tuple[int, ...]
    points: tuple[int, ...]
    opens: tuple[int, ...]
    closes: tuple[int, ...]


def read_orienteering(content: str, *, decimals: int) -> Orienteering:
    """A file of Solomon's (distances cut to one decimal) or Cordeau's places (two)."""
    scale = 10**decimals
    rows: list[list[float]] = []
    for number, line in enumerate(content.splitlines(), start=1):
        if number <= _HEADINGS or not line.split():
            continue
        try:
            cells = [float(cell) for cell in line.split()]
        except ValueError as error:
            raise OrienteeringInvalid(
                {f"line {number}": Problem(_UNREADABLE, {"why": str(error)})}
            ) from error
        if len(cells) < _COLUMNS:
            raise OrienteeringInvalid(
                {f"line {number}": Problem(_UNREADABLE, {"why": f"{len(cells)} columns"})}
            )
        rows.append(cells)
    travel = tuple(
        tuple(math.floor(scale * math.hypot(one[1] - two[1], one[2] - two[2]) + 1e-9) for two in rows)
        for one in rows
    )

    def whole(column: int, factor: int = 1) -> tuple[int, ...]:
        return tuple(round(row[column] * factor) for row in rows)

    return Orienteering(scale, travel, whole(3, scale), whole(4), whole(-2, scale), whole(-1, scale))


@dataclass(frozen=True)
class Teams:
    """Points, and for each team its places in order."""

    points: int
    routes: tuple[tuple[int, ...], ...]


def solve(case: Orienteering, *, teams: int, seed: int, limits: Limits) -> Teams:
    """The best routes found within the limits; several falls of temperature, each from where the last one ended."""
    from event.itinerary.planner.kernels.improving import improve  # noqa: PLC0415 - loads the compiled loops
    from event.itinerary.planner.kernels.timing import look_again  # noqa: PLC0415

    clock = Clock(limits)
    chance = Random(seed)  # noqa: S311 - a search, no secret
    grid, loads = _arrays(case, teams)
    routes, times = empty_routes(1, teams, len(case.stay) - 1), empty_times(grid, 1)
    look_again(grid, loads, routes, times, 0)
    values, bus = np.zeros(1), np.zeros(1, np.int64)
    best, steps, mean = Teams(0, ((),) * teams), 0, float(max(case.points))
    while (share := clock.share(steps)) < 1:
        heat = mean * _HOT * (_COLD / _HOT) ** (share * _FALLS % 1)
        improve(grid, loads, routes, times, values, bus, _KNOBS, _STEPS, heat, heat, chance.randrange(2**31))
        steps += _STEPS
        mean = max(1.0, values[0] / max(1, int(routes.count[NOW].sum())))
        if round(values[0]) > best.points:
            best = Teams(round(values[0]), _read(routes, teams))
    return best


def worth(case: Orienteering, routes: Sequence[Sequence[int]]) -> int | None:
    """The points of routes, walked anew, or None where one of them breaks a rule."""
    visited = [place for route in routes for place in route]
    if len(visited) != len(set(visited)) or 0 in visited:
        return None
    for route in routes:
        here, free = 0, case.opens[0]
        for place in (*route, 0):
            start = max(free + case.travel[here][place], case.opens[place])
            if start > case.closes[place]:
                return None
            here, free = place, start + case.stay[place]
    return sum(case.points[place] for place in visited)


def _arrays(case: Orienteering, teams: int) -> tuple[Grid, Loads]:
    places, horizon = len(case.stay), case.closes[0] + 1
    closes = np.zeros((teams, places - 1, horizon), np.int32)
    for place in range(1, places):
        closes[:, place - 1, case.opens[place] : case.closes[place] + 1] = NO_LIMIT
    things = [(place, STOP, -1) for place in range(1, places)]
    grid = Grid(
        np.array(things, np.int64), np.array([case.stay[1:]], np.int64), np.array(case.travel, np.int64),
        np.array([[(case.opens[0], case.closes[0], 0, 0, 0, 0, NO_LIMIT)] * teams], np.int64),
        np.full((1, places - 1), FREE, np.int64), closes, np.zeros((1, teams), np.int64), 0,
    )  # fmt: skip
    points = np.array(case.points[1:], float)
    loads = Loads(
        np.zeros(1, np.int64), np.zeros(1, np.int64), np.tile(points, (1, teams, 1)), np.zeros(1), np.zeros(1),
        np.ones((1, places - 1), np.uint8),
    )  # fmt: skip
    return grid, loads


def _read(routes: Routes, teams: int) -> tuple[tuple[int, ...], ...]:
    return tuple(
        tuple(int(node) + 1 for node in routes.node[NOW, 0, team, : routes.count[NOW, 0, team]])
        for team in range(teams)
    )
