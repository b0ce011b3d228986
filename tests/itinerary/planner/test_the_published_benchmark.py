"""The route search solves team orienteering with time windows: read from the published format, checked anew."""

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from event.itinerary.planner.limits import Limits
from event.itinerary.planner.toptw import Orienteering, OrienteeringInvalid, read_orienteering, solve, worth

FILE = """4 4 3 1
0 200
  0 0.00 0.00 0.00 0.00 0 0 0 100
  1 3.00 4.00 10.00 7.00 1 1 1 0 8
  2 6.00 8.00 10.00 5.00 1 1 1 0 12
  3 0.00 9.90 0.00 4.00 1 1 1 0 100
"""


def solved(case: Orienteering, teams: int) -> int:
    found = solve(case, teams=teams, seed=1, limits=Limits(time.monotonic, None, 20_000))
    assert worth(case, found.routes) == found.points
    return found.points


def test_distances_are_cut_to_the_decimals_of_the_benchmark() -> None:
    case = read_orienteering(FILE, decimals=1)

    assert (case.travel[0][1], case.travel[0][3], case.travel[1][3]) == (50, 99, 66)
    assert (case.stay[1], case.points[1], case.closes[1]) == (100, 7, 80)


def test_a_second_team_gets_what_the_first_cannot() -> None:
    case = read_orienteering(FILE, decimals=1)

    assert [solved(case, teams) for teams in (1, 2)] == [11, 16]


@pytest.mark.parametrize("line", ["  1 3.00 4.00", "  1 3.00 4.00 ten 7.00 1 1 1 0 50"])
def test_what_is_no_line_of_the_benchmark_is_refused_by_its_number(line: str) -> None:
    with pytest.raises(OrienteeringInvalid) as refused:
        read_orienteering(f"4 4 3 1\n0 200\n  0 0 0 0 0 0 0 0 100\n{line}\n", decimals=1)

    assert list(refused.value.problems) == ["line 4"]


def test_routes_that_break_a_rule_are_worth_nothing() -> None:
    case = read_orienteering(FILE, decimals=1)

    assert worth(case, [(1, 3)]) == 11
    assert [worth(case, routes) for routes in ([(2, 1)], [(1,), (1,)], [(0,)])] == [None, None, None]


@settings(max_examples=15, deadline=None, derandomize=True)
@given(
    st.lists(
        st.tuples(*(st.integers(0, 20) for _ in range(2)), st.integers(1, 9), st.integers(0, 60), st.integers(5, 40)),
        min_size=1, max_size=5,
    )
)  # fmt: skip
def test_on_few_places_nothing_better_exists(places: list[tuple[int, int, int, int, int]]) -> None:
    rows = ["0 10 10 0 0 0 0 0 100"]
    rows += [
        f"{number} {x} {y} 5 {points} 1 1 1 {opens} {opens + wide}"
        for number, (x, y, points, opens, wide) in enumerate(places, 1)
    ]
    case = read_orienteering("a\nb\n" + "\n".join(rows), decimals=1)
    numbers = range(1, len(rows))

    orders = (order for count in range(len(rows)) for order in itertools.permutations(numbers, count))
    best = max(worth(case, [order]) or 0 for order in orders)

    assert solved(case, 1) == best
