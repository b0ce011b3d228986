"""Seats by rank: the vectors of the practice, both schools of the even case, home and foreign occasions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from event.agenda.seating.rules import around, from_audience, from_behind, seats_by_rank
from event.agenda.seating.tables import EvenRule, PlanKind, SeatRule

LEFT, RIGHT, OUTWARD, BESIDE = SeatRule.LEFT, SeatRule.RIGHT, EvenRule.OUTWARD, EvenRule.BESIDE
CASES = [
    (1, LEFT, OUTWARD, [1]),
    (2, LEFT, OUTWARD, [1, 2]),
    (2, LEFT, BESIDE, [2, 1]),
    (3, LEFT, OUTWARD, [3, 1, 2]),
    (7, LEFT, OUTWARD, [7, 5, 3, 1, 2, 4, 6]),
    (7, LEFT, BESIDE, [7, 5, 3, 1, 2, 4, 6]),
    (8, LEFT, OUTWARD, [7, 5, 3, 1, 2, 4, 6, 8]),
    (8, LEFT, BESIDE, [8, 6, 4, 2, 1, 3, 5, 7]),
    (7, RIGHT, OUTWARD, [6, 4, 2, 1, 3, 5, 7]),
    (8, RIGHT, OUTWARD, [8, 6, 4, 2, 1, 3, 5, 7]),
    (8, RIGHT, BESIDE, [7, 5, 3, 1, 2, 4, 6, 8]),
    (0, LEFT, OUTWARD, []),
]


@pytest.mark.parametrize(("seats", "rule", "even", "read"), CASES)
def test_a_rostrum_reads_from_the_audience_as_the_rule_has_it(
    seats: int, rule: SeatRule, even: EvenRule, read: list[int]
) -> None:
    assert from_audience(seats, rule=rule, even=even) == read


def test_at_home_the_second_sits_at_the_left_hand_of_the_first_abroad_at_the_right() -> None:
    home, foreign = (from_audience(7, rule=rule, even=OUTWARD) for rule in (LEFT, RIGHT))

    assert home.index(2) == home.index(1) + 1  # the left hand of who faces the audience
    assert foreign.index(2) == foreign.index(1) - 1


def test_in_the_hall_people_face_the_stage_so_the_left_hand_is_on_the_other_side() -> None:
    assert from_behind(7, rule=LEFT, even=OUTWARD) == [6, 4, 2, 1, 3, 5, 7]


def test_at_a_round_table_the_first_guest_sits_at_the_hosts_right() -> None:
    assert around(10) == [1, 2, 10, 3, 9, 4, 8, 5, 7, 6]
    assert around(9) == [1, 2, 9, 3, 8, 4, 7, 5, 6]
    assert around(10, rule=LEFT) == [1, 10, 2, 9, 3, 8, 4, 7, 5, 6]


@given(
    st.sampled_from(PlanKind), st.lists(st.integers(1, 30), max_size=6), st.sampled_from(SeatRule),
    st.sampled_from(EvenRule),
)  # fmt: skip
def test_every_seat_has_one_rank(kind: PlanKind, rows: list[int], rule: SeatRule, even: EvenRule) -> None:
    found = list(seats_by_rank(kind, rows, rule=rule, even=even))

    assert sorted(found) == [(row, seat) for row, seats in enumerate(rows, 1) for seat in range(1, seats + 1)]
