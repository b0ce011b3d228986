"""A proposal seats everybody once and no table over; it keeps together and apart what it can and says what it could not."""

from collections import Counter
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from event.agenda.seating.chart import Chart, Place
from event.agenda.seating.proposing.question import question_of
from event.agenda.seating.proposing.seats import seats_of
from event.agenda.seating.proposing.solving import assigned
from event.agenda.seating.remarks import remarks_on
from tests.agenda.seating.charts import chart, sitter


def proposed(asked: Chart, effort: float = 1.0) -> dict[UUID, Place | None]:
    question = question_of(asked, effort=effort)
    return seats_of(asked, question, assigned(question))


def tables(places: dict[UUID, Place | None], *numbers: int) -> list[int | None]:
    found = [places[UUID(int=number)] for number in numbers]
    return [one[0] if one else None for one in found]


@st.composite
def banquets(draw: Any) -> Chart:
    count = draw(st.integers(1, 24))
    rows = tuple(draw(st.lists(st.integers(2, 6), min_size=1, max_size=6)))
    people = [
        sitter(
            number, class_code=draw(st.sampled_from("VGG")), party=draw(st.sampled_from(["", "", "P1", "P2"])),
            delegation_code=draw(st.sampled_from(["01", "02", ""])), role=draw(st.sampled_from(["", "", "", "主人"])),
            diet=draw(st.sampled_from(["", "", "halal"])), wheelchair=draw(st.sampled_from([False, False, True])),
            languages=draw(st.sampled_from([frozenset(), frozenset({"普通话"}), frozenset({"英语"})])),
        )
        for number in range(1, count + 1)
    ]  # fmt: skip
    members = draw(st.sets(st.integers(1, count), max_size=3))
    return chart(people, rows, circles=[(draw(st.booleans()), members)], near_door=(1,))


@settings(max_examples=25, deadline=None)
@given(banquets())
def test_everybody_sits_once_no_seat_is_taken_twice_and_all_who_fit_sit(asked: Chart) -> None:
    places = proposed(asked, effort=0.2)

    taken = Counter(place for place in places.values() if place)
    assert set(places) == {one.id for one in asked.people}
    assert all(asked.layout.has(place) for place in taken)
    assert set(taken.values()) <= {1}
    told = {one.kind for one in remarks_on(asked, places)}
    assert sum(place is not None for place in places.values()) == min(asked.seats, len(asked.people))
    assert (None in places.values()) == ("no_room" in told)


@settings(max_examples=15, deadline=None)
@given(banquets())
def test_who_belongs_together_sits_together_or_it_is_said_why_not(asked: Chart) -> None:
    places = proposed(asked, effort=0.2)

    split = {key for one in remarks_on(asked, places) if one.kind == "split" for key in one.seats}
    for party in ("P1", "P2"):
        members = [one for one in asked.people if one.party == party]
        at = {place[0] for one in members if (place := places[one.id])}
        assert len(at) <= 1 or {one.id for one in members} <= split


def test_a_family_sits_side_by_side_and_two_who_quarrel_sit_apart() -> None:
    people = [sitter(number, party="P1" if number in (3, 4) else "") for number in range(1, 11)]
    asked = chart(people, (5, 5), circles=[(True, {1, 2}), (False, {5, 6})])

    places = proposed(asked)

    assert len(set(tables(places, 3, 4))) == len(set(tables(places, 5, 6))) == 1
    assert len(set(tables(places, 1, 2))) == 2
    first, second = (places[UUID(int=number)] for number in (3, 4))
    assert first
    assert second
    assert abs(first[1] - second[1]) in (1, 4)
    assert [one.kind for one in remarks_on(asked, places)] == ["no_host", "no_host"]


def test_every_table_gets_one_host_on_its_first_seat_and_important_guests_sit_at_the_head_table() -> None:
    people = [sitter(number, role="主人") for number in (1, 2)]
    people += [sitter(number, class_code="V" if number < 6 else "G") for number in range(3, 11)]
    asked = chart(people, (5, 5))

    places = proposed(asked)

    assert [places[UUID(int=number)] for number in (1, 2)] == [(1, 1), (2, 1)]
    assert tables(places, 3, 4, 5) == [1, 1, 1]


def test_wheelchairs_are_near_the_door_diets_and_languages_have_company() -> None:
    people = [sitter(number) for number in range(1, 13)]
    people[5] = sitter(6, wheelchair=True)
    people[1], people[8] = sitter(2, languages=frozenset({"英语"})), sitter(9, languages=frozenset({"英语"}))
    people[2], people[9] = sitter(3, diet="halal"), sitter(10, diet="halal")
    asked = chart(people, (4, 4, 4), near_door=(3,), head_tables=0)

    places = proposed(asked)

    assert tables(places, 6) == [3]
    assert len(set(tables(places, 2, 9))) == 1
    assert len(set(tables(places, 3, 10))) == 1


def test_the_same_question_gets_the_same_answer() -> None:
    asked = chart(
        [sitter(number, delegation_code=f"{number % 3:02d}") for number in range(1, 31)], (10, 10, 10)
    )

    assert proposed(asked) == proposed(asked)


def test_fixed_seats_stay_and_what_cannot_be_kept_is_said() -> None:
    people = [
        sitter(1, party="P1", place=(1, 3), fixed=True), sitter(2, party="P1", place=(2, 2), fixed=True), sitter(3), sitter(4),
        *(sitter(number, party="P2") for number in (5, 6, 7, 8)), sitter(9),
    ]  # fmt: skip
    asked = chart(people, (3, 3, 2))

    places = proposed(asked)
    told = [one.told("en") for one in remarks_on(asked, places)]

    assert (places[UUID(int=1)], places[UUID(int=2)]) == ((1, 3), (2, 2))
    assert "Without a seat: 1. There are 8 seats for 9 people." in told
    assert "示例1、示例2 belong together and sit at different tables: their seats are fixed." in told
    assert (
        "示例5、示例6、示例7、示例8 belong together and sit at different tables: they are 4, the largest table has 3 seats."
        in told
    )
