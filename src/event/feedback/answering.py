"""Answers of the survey, written so that nothing in the database tells whose they are.

Two things are kept: that a guest has answered (`survey_invitation`), so that the link works once, and the answer
(`survey_answer`). Nothing joins them:

- No column: an answer has no guest, no invitation, no language and no address it came from; a mark has no answer.
- No time: an answer has the day only, a mark no time at all. Neither the audit trail nor a log entry of ours is written.
- No order: with every answer all answers of the survey are deleted and inserted again in an order drawn by lot, with new
  ids, and all marks in the order of the guests' ids. The place of a row in the table, and so in a dump, says nothing.
- No transaction: because all rows of both tables are new, the hidden `xmin` of PostgreSQL is the same for all of them.

This costs as many rows as there are guests and answers each time: 70 milliseconds for 5,000 guests. So whoever answers
while that is under way is written with the next one, all of them at once, and none of them holds a connection meanwhile.
It does not defend against somebody who reads the disk or the write-ahead log while answers come in, or compares two
dumps with one answer between.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from event.database import fetch, writing
from event.errors import Refusal
from event.feedback.errors import AnsweredAlready, FormEntered, SurveyNotOpen, UnknownSurveyLink
from event.feedback.labels import PARTS
from event.feedback.opening import SurveyKept, the_survey
from event.feedback.told import AnswerTold, checked_answer, checked_number
from event.gathering.tables import Gathering, local_day
from event.people.audit import record
from event.people.rules import Actor
from event.together import Together

_MOST_AT_ONCE = 500
"""Answers by link in one transaction."""
_COLUMNS = ("overall", *PARTS, "comment")
_LISTED = ", ".join(_COLUMNS)
_TYPES = ", ".join(
    [
        "unnest($4::smallint[])",
        *(f"unnest(${place}::smallint[])" for place in range(5, 12)),
        "unnest($12::text[])",
    ]
)
_ADD = f"""
WITH old AS (DELETE FROM survey_answer WHERE survey = $1 RETURNING number, day, {_LISTED}),
new AS (SELECT unnest($2::text[]) AS number, unnest($3::date[]) AS day, {_TYPES})
INSERT INTO survey_answer (id, survey, number, day, {_LISTED})
SELECT gen_random_uuid(), $1, every.* FROM (TABLE old UNION ALL TABLE new) every ORDER BY random()
"""  # noqa: S608 - our own names
_MARK = """
WITH old AS (DELETE FROM survey_invitation WHERE survey = $1 RETURNING id, guest, answered)
INSERT INTO survey_invitation (id, survey, guest, answered)
SELECT id, $1, guest, greatest(answered, (guest = ANY($2::uuid[]))::int) FROM old ORDER BY id
"""


@dataclass(frozen=True)
class _Answering:
    """A guest who answers at a moment."""

    told: AnswerTold
    guest: UUID
    gathering: Gathering
    now: datetime


async def answer(told: AnswerTold, *, guest: UUID, gathering: Gathering, now: datetime) -> None:
    """A guest answers, once. Raises Invalid, UnknownSurveyLink, SurveyNotOpen, AnsweredAlready."""
    refusal = await _together.ask(_Answering(checked_answer(told), guest, gathering, now), at=gathering.id)
    if refusal is not None:
        raise refusal


async def _answer_all(waiting: Sequence[_Answering]) -> list[Refusal | None]:
    """Take the answers of some guests of one gathering, all or none; what is refused to each."""
    gathering = waiting[0].gathering
    async with writing():
        survey = await the_survey(gathering, hold=True)
        if survey is None:
            return [UnknownSurveyLink() for _ in waiting]
        rows = await fetch(
            "SELECT guest, answered FROM survey_invitation WHERE survey = $1 AND guest = ANY($2::uuid[])",
            survey.id, [one.guest for one in waiting],
        )  # fmt: skip
        answered = {row["guest"]: bool(row["answered"]) for row in rows}
        taken: dict[UUID, _Answering] = {}
        refusals: list[Refusal | None] = []
        for one in waiting:
            refusals.append(refusal := _refused(one, survey, answered))
            if refusal is None:
                taken[one.guest] = one
                answered[one.guest] = True
        if taken:
            await fetch(_MARK, survey.id, list(taken))
            days = [(local_day(one.now, gathering.zone), one.told) for one in taken.values()]
            await add_answers(survey.id, [("", day, told) for day, told in days])
    return refusals


def _refused(one: _Answering, survey: SurveyKept, answered: dict[UUID, bool]) -> Refusal | None:
    if one.guest not in answered:
        return UnknownSurveyLink()
    if answered[one.guest]:
        return AnsweredAlready()
    return None if survey.takes_answers(one.now) else SurveyNotOpen()


_together: Together[_Answering, Refusal | None] = Together(_answer_all, most=_MOST_AT_ONCE)


async def enter_form(
    number: str, told: AnswerTold, *, gathering: Gathering, by: Actor, now: datetime
) -> None:
    """Somebody of the office enters a form from paper. Raises Invalid, FormEntered."""
    kept, form = checked_answer(told), checked_number(number)
    day = max(min(local_day(now, gathering.zone), gathering.last_day), gathering.first_day)
    async with writing():
        survey = await the_survey(gathering, hold=True, make=now)
        if survey is None:
            raise UnknownSurveyLink
        if await fetch("SELECT 1 FROM survey_answer WHERE survey = $1 AND number = $2", survey.id, form):
            raise FormEntered(number=form)
        await add_answers(survey.id, [(form, day, kept)])
        await record(
            "survey.enter_form", subject=f"survey:{survey.id}", by=by, now=now, gathering=gathering.id
        )


async def add_answers(survey: UUID, answers: list[tuple[str, Any, AnswerTold]]) -> None:
    """Add answers, each with the number of its form and its day, and shuffle all; inside `writing()` that holds the survey."""
    told = [msgspec.structs.asdict(one) for _, _, one in answers]
    await fetch(
        _ADD, survey, [number for number, _, _ in answers], [day for _, day, _ in answers],
        *([one[name] for one in told] for name in _COLUMNS),
    )  # fmt: skip
