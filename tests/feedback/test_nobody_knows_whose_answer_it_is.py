"""An answer of the survey cannot be joined to who gave it, whatever of the database somebody reads."""

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from event.database import fetch
from event.errors import Refusal
from event.feedback.answering import answer, enter_form
from event.feedback.errors import FormEntered, SurveyNotOpen, UnknownSurveyLink
from event.feedback.opening import close_survey, open_survey
from event.feedback.results import results_of
from event.feedback.told import AnswerTold, SurveyTold
from event.registration.own.operations import ask_for_erasure, erase
from tests import cast
from tests.feedback.lists import AFTERWARDS, WHO, arrived, asked

CONTENT, DISCONTENT = AnswerTold(overall=5, meals=4), AnswerTold(overall=1, comment="太吵")


async def dump(table: str) -> list[dict[str, Any]]:
    """Every column of a table and what PostgreSQL hides in its rows, in the order in which a dump has them."""
    rows = await fetch(f"SELECT xmin::text, cmin::text, ctid::text, * FROM {table}")
    return [dict(row) for row in rows]


async def test_marks_and_answers_have_no_value_in_common(db: str) -> None:
    held, guests = await asked(6)
    for guest in guests[:4]:
        await answer(CONTENT, guest=guest.id, gathering=held, now=AFTERWARDS)

    marks, answers = await dump("survey_invitation"), await dump("survey_answer")

    hidden = {"xmin", "cmin", "ctid"}
    assert {name for row in marks for name in row} - hidden == {"id", "survey", "guest", "answered"}
    assert {name for row in answers for name in row} & {
        "guest",
        "invitation",
        "language",
        "at",
        "by",
    } == set()
    told = {str(value) for row in answers for name, value in row.items() if name not in hidden | {"survey"}}
    known = {str(row[name]) for row in marks for name in ("id", "guest")}
    assert told & known == set()
    assert Counter(row["answered"] for row in marks) == {1: 4, 0: 2}


async def test_every_row_of_both_tables_is_of_the_last_transaction(db: str) -> None:
    held, guests = await asked(6)
    for guest in guests:
        await answer(CONTENT, guest=guest.id, gathering=held, now=AFTERWARDS)

    transactions = {
        row["xmin"] for table in ("survey_invitation", "survey_answer") for row in await dump(table)
    }

    assert len(transactions) == 1


async def test_marks_lie_in_the_order_of_their_ids_whoever_answers_last(db: str) -> None:
    held, guests = await asked(8)
    for guest in reversed(guests):
        await answer(CONTENT, guest=guest.id, gathering=held, now=AFTERWARDS)
        ids = [row["id"] for row in await dump("survey_invitation")]
        assert ids == sorted(ids)


async def test_answers_lie_in_an_order_drawn_by_lot_with_new_ids(db: str) -> None:
    held, guests = await asked(12)
    orders, ids = set(), set()
    for place, guest in enumerate(guests):
        told = AnswerTold(overall=3, comment=f"{place:02d}")
        await answer(told, guest=guest.id, gathering=held, now=AFTERWARDS)
        rows = await dump("survey_answer")
        orders.add(tuple(row["comment"] for row in rows) == tuple(sorted(row["comment"] for row in rows)))
        assert ids.isdisjoint(row["id"] for row in rows)
        ids |= {row["id"] for row in rows}

    assert orders == {True, False}
    assert sorted(row["comment"] for row in await dump("survey_answer")) == [
        f"{place:02d}" for place in range(12)
    ]


async def test_nothing_else_in_the_database_says_that_somebody_answered(db: str) -> None:
    held, guests = await asked(5)
    before = await _counts()

    await answer(DISCONTENT, guest=guests[0].id, gathering=held, now=AFTERWARDS)

    after = await _counts()
    assert {name for name in after if after[name] != before.get(name)} == {"survey_answer"}


async def _counts() -> dict[str, int]:
    names = [
        row["relname"]
        for row in await fetch(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
    ]
    return {name: (await fetch(f'SELECT count(*) AS n FROM "{name}"'))[0]["n"] for name in names}


async def test_one_guest_who_answers_twice_at_once_has_answered_once(db: str) -> None:
    held, guests = await asked(5)

    async def send(told: AnswerTold) -> str:
        try:
            await answer(told, guest=guests[0].id, gathering=held, now=AFTERWARDS)
        except Refusal as error:
            return type(error).__name__
        return "taken"

    said = await asyncio.gather(*(send(told) for told in (CONTENT, DISCONTENT, CONTENT, DISCONTENT)))

    assert Counter(said) == {"taken": 1, "AnsweredAlready": 3}
    assert await fetch("SELECT count(*) AS n FROM survey_answer") == await fetch("SELECT 1::bigint AS n")


async def test_all_guests_who_answer_at_once_are_all_counted(db: str) -> None:
    held, guests = await asked(10)

    await asyncio.gather(*(answer(CONTENT, guest=one.id, gathering=held, now=AFTERWARDS) for one in guests))

    results = await results_of(held, AFTERWARDS.date())
    assert (results.sent, results.returned, results.satisfied) == (10, 10, 10)
    assert await fetch("SELECT 1 FROM survey_invitation WHERE answered = 0") == []


async def test_who_was_not_asked_or_comes_too_late_cannot_answer(db: str) -> None:
    held, guests = await asked(5)
    other, _ = await cast.lin(held)

    with pytest.raises(UnknownSurveyLink):
        await answer(CONTENT, guest=other.id, gathering=held, now=AFTERWARDS)
    with pytest.raises(SurveyNotOpen):
        await answer(CONTENT, guest=guests[0].id, gathering=held, now=AFTERWARDS + timedelta(days=30))
    await close_survey(gathering=held, by=cast.COMMAND_LINE, now=AFTERWARDS + timedelta(hours=1))
    with pytest.raises(SurveyNotOpen):
        await answer(CONTENT, guest=guests[0].id, gathering=held, now=AFTERWARDS + timedelta(hours=2))
    assert await fetch("SELECT 1 FROM survey_answer") == []


async def test_below_five_answers_nothing_is_broken_down(db: str) -> None:
    held, guests = await asked(5)
    for guest in guests[:4]:
        await answer(DISCONTENT, guest=guest.id, gathering=held, now=AFTERWARDS)
    four = await results_of(held, AFTERWARDS.date(), comments=True)
    await answer(CONTENT, guest=guests[4].id, gathering=held, now=AFTERWARDS)
    five = await results_of(held, AFTERWARDS.date(), comments=True)

    assert (four.returned, four.return_rate, four.small) == (4, "80.00", True)
    assert (four.satisfied, four.satisfaction, four.met, four.overall, four.parts, four.comments) == (
        None, None, None, {}, [], [],
    )  # fmt: skip
    assert (five.satisfied, five.satisfaction, five.met, five.comments) == (1, "20.00", False, ["太吵"] * 4)
    assert {(one.marks, one.average) for one in five.parts} == {
        (0, None)
    }  # one mark for the meals is not five


async def test_a_form_from_paper_is_entered_once(db: str) -> None:
    held = await cast.gathering()
    await enter_form("Q0001", CONTENT, gathering=held, **WHO)

    with pytest.raises(FormEntered):
        await enter_form("Q0001", DISCONTENT, gathering=held, **WHO)

    assert [(row["number"], row["overall"], str(row["day"])) for row in await dump("survey_answer")] == [
        ("Q0001", 5, "2026-10-17")
    ]


async def test_whoever_is_forgotten_stays_counted_without_a_link(db: str) -> None:
    held, guests = await asked(5)
    for guest in guests:
        await answer(CONTENT, guest=guest.id, gathering=held, now=AFTERWARDS)
    await ask_for_erasure(guests[0].id, gathering=held, now=AFTERWARDS)
    await erase(guests[0].id, gathering=held, **WHO)

    results = await results_of(held, AFTERWARDS.date())
    assert (results.sent, results.returned) == (5, 5)
    assert sorted(str(row["guest"]) for row in await dump("survey_invitation")) == sorted(
        ["None", *(str(one.id) for one in guests[1:])]
    )


async def test_only_who_has_arrived_is_asked_and_who_came_since_with_the_next_button(db: str) -> None:
    held, _ = await asked(3)
    await cast.lin(held)
    await arrived(held, 2)

    again = await open_survey(SurveyTold(), gathering=held, **WHO)

    assert (again, (await results_of(held, AFTERWARDS.date())).sent) == (2, 5)
