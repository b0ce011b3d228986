"""Seats by rank: the vectors of the practice, both schools of the even case, home and foreign occasions."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from event.agenda.seating.reading import chart_of
from event.agenda.seating.rules import around, from_audience, from_behind, seats_by_rank, view_from_stage
from event.agenda.seating.tables import EvenRule, PlanKind, SeatRule
from event.agenda.seating.views import chart_view
from event.people.rules import COMMAND_LINE
from event.printing.chunks import Wanted
from event.printing.documents import print_document
from event.signing.ceremony.plan import row_from_stage
from tests import cast
from tests.agenda.seating.plans import a_plan
from tests.printing.reading import texts

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


DOMAIN = {
    # DOMAIN 2.11: 左为上 from the seated persons' view; 1 centre, 2 at 1's left, 3 at 1's right.
    (7, OUTWARD): ([7, 5, 3, 1, 2, 4, 6], [6, 4, 2, 1, 3, 5, 7]),
    (8, OUTWARD): ([7, 5, 3, 1, 2, 4, 6, 8], [8, 6, 4, 2, 1, 3, 5, 7]),
    # The other source: 1 on the centre-left, 2 to its right, again as they sit there.
    (8, BESIDE): ([8, 6, 4, 2, 1, 3, 5, 7], [7, 5, 3, 1, 2, 4, 6, 8]),
}


@pytest.mark.parametrize(("seats", "even"), DOMAIN)
def test_the_examples_of_the_practice_from_the_audience_and_from_the_stage(
    seats: int, even: EvenRule
) -> None:
    audience = from_audience(seats, rule=LEFT, even=even)
    as_they_sit = [audience[seat - 1] for seat in view_from_stage(seats)]

    assert (audience, as_they_sit) == DOMAIN[seats, even]


def test_who_sits_at_whose_hand_as_they_sit_there_themselves() -> None:
    seven, eight, other = (read for _, read in DOMAIN.values())

    assert (seven.index(1), seven.index(2), seven.index(3)) == (3, 2, 4)  # centre, left hand, right hand
    assert (eight.index(2), eight.index(3)) == (eight.index(1) - 1, eight.index(1) + 1)
    assert (other.index(1), other.index(2)) == (3, 4)  # of eight, the centre-left and the place to its right


@pytest.mark.parametrize("foreign", [False, True])
@pytest.mark.parametrize("count", range(13))
def test_who_stands_behind_a_signing_table_is_ranked_as_on_a_rostrum(count: int, foreign: bool) -> None:
    rostrum = from_audience(count, rule=RIGHT if foreign else LEFT, even=OUTWARD)

    assert row_from_stage(count, right_is_higher=foreign) == rostrum[::-1]


@pytest.mark.parametrize(("kind", "view", "words"), [
    ("rostrum", "audience", "Seenfromtheaudience"), ("rostrum", "stage", "Viewfromthestage"),
    ("photo", "audience", "Viewofthephotographer"), ("photo", "stage", "Viewofthephotographer"),
])  # fmt: skip
@pytest.mark.parametrize(("seats", "even"), DOMAIN)
async def test_paper_page_and_programs_agree_with_the_words_of_the_view(
    db: str, seats: int, even: EvenRule, kind: str, view: str, words: str
) -> None:
    held, plan = await a_plan(f"{seats}", kind=kind, even_rule=even.value, name="主席台")
    printed = await print_document(
        "seat-plan", held, Wanted(language="en", options={"view": view}), by=COMMAND_LINE, now=cast.NOW
    )
    (page,) = ["".join(one.split()) for one in texts(printed.content)]
    told = chart_view(await chart_of(plan, held), held, view=view, scope=None, language="en")

    audience, as_they_sit = DOMAIN[seats, even]
    wanted = as_they_sit if (kind, view) == ("rostrum", "stage") else audience
    assert [seat.rank for row in told.rows for seat in row.seats] == wanted
    assert [int(rank) for rank in re.findall(r"Rank(\d)", page)] == wanted
    assert words in page
