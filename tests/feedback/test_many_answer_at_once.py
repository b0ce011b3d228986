"""The mail with the link reaches everybody in the same minute: many answer at once, and nobody waits for all others."""

import asyncio
import contextlib
from collections import Counter
from uuid import UUID, uuid4

from event.database import ACQUIRE_SECONDS, acquired, engine, fetch
from event.errors import Refusal
from event.feedback.answering import answer
from event.feedback.opening import open_survey
from event.feedback.told import AnswerTold, SurveyTold
from event.gathering.tables import Gathering
from tests import cast
from tests.feedback.lists import AFTERWARDS, WHO, arrived

ASKED, ANSWERED, AT_ONCE = 5000, 2000, 40


async def many_asked() -> tuple[Gathering, list[UUID]]:
    """A gathering of 5,000 guests, 2,000 of whom have answered; returns who has not."""
    held = await cast.gathering()
    await arrived(held, 1)
    await open_survey(SurveyTold(), gathering=held, **WHO)
    await fetch(
        "INSERT INTO survey_invitation (id, survey, guest, answered)"
        " SELECT gen_random_uuid(), s.id, gen_random_uuid(), (n <= $2)::int FROM survey s, generate_series(1, $1) n",
        ASKED, ANSWERED,
    )  # fmt: skip
    await fetch(
        "INSERT INTO survey_answer (id, survey, number, day, overall, comment)"
        " SELECT gen_random_uuid(), s.id, '', '2026-10-18', 4, 'x' FROM survey s, generate_series(1, $1)", ANSWERED,
    )  # fmt: skip
    rows = await fetch("SELECT guest FROM survey_invitation WHERE answered = 0")
    return held, [row["guest"] for row in rows]


async def send(guest: UUID, held: Gathering) -> str:
    try:
        await answer(AnswerTold(overall=5), guest=guest, gathering=held, now=AFTERWARDS)
    except Refusal as error:
        return type(error).__name__
    return "taken"


async def test_forty_of_five_thousand_answer_at_once(db: str) -> None:
    held, guests = await many_asked()

    async with asyncio.timeout(
        ACQUIRE_SECONDS
    ):  # one after the other took five seconds, and some were sent away
        said = await asyncio.gather(*(send(guest, held) for guest in guests[:AT_ONCE]))

    assert Counter(said) == {"taken": AT_ONCE}
    assert await counted() == {"answered": ANSWERED + AT_ONCE, "answers": ANSWERED + AT_ONCE}


async def test_who_is_refused_among_many_does_not_keep_the_others_from_answering(db: str) -> None:
    held, guests = await many_asked()
    (used,) = await fetch("SELECT guest FROM survey_invitation WHERE answered = 1 LIMIT 1")
    every = [guests[0], uuid4(), guests[1], used["guest"], guests[0], guests[2]]

    said = await asyncio.gather(*(send(guest, held) for guest in every))

    assert said == ["taken", "UnknownSurveyLink", "taken", "AnsweredAlready", "AnsweredAlready", "taken"]
    assert await counted() == {"answered": ANSWERED + 3, "answers": ANSWERED + 3}


async def test_answers_leave_the_connections_to_everybody_else(db: str) -> None:
    held, guests = await many_asked()
    answering = [asyncio.create_task(send(guest, held)) for guest in guests[:AT_ONCE]]
    await asyncio.sleep(0)  # all of them have sent

    async with contextlib.AsyncExitStack() as others:
        for _ in range(engine.pool.get_max_size() - 1):
            await others.enter_async_context(acquired())
        assert Counter(await asyncio.gather(*answering)) == {"taken": AT_ONCE}


async def counted() -> dict[str, int]:
    """How many have answered, and how many answers there are."""
    (row,) = await fetch(
        "SELECT (SELECT sum(answered)::int FROM survey_invitation) AS answered,"
        " (SELECT count(*) FROM survey_answer) AS answers"
    )
    return dict(row)
