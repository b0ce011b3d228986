"""What came of the survey: response, satisfaction, marks by part, remarks; nothing that a few could be known by."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from event.database import fetch, fetch_one
from event.feedback.labels import OVERALL_WORDS, PARTS
from event.feedback.opening import SurveyKept, the_survey
from event.feedback.rules import SATISFIED_FROM, SMALLEST_GROUP, average, percent
from event.gathering.tables import Gathering


class PartResult(msgspec.Struct):
    """How often a part was marked and how well on average; `average` is empty for fewer than five marks."""

    part: str
    marks: int
    average: str | None


class SurveyResults(msgspec.Struct):
    """The results of a day; below five answers only how many they are (`small`).

    `sent`: asked by mail and forms handed out; rates in percent; `overall` by level, 5 very content.
    """

    sent: int
    returned: int
    return_rate: str | None
    satisfied: int | None
    satisfaction: str | None
    target: int | float
    met: bool | None
    small: bool
    overall: dict[int, int]
    parts: list[PartResult]
    comments: list[str]


async def results_of(gathering: Gathering, day: date, *, comments: bool = False) -> SurveyResults:
    """The answers that had come by a day; remarks in the order of the alphabet, and only where they are asked for."""
    survey = await the_survey(gathering)
    rows = await _answers(survey, day) if survey else []
    sent = await sent_of(survey) if survey else 0
    target = survey.target_percent if survey else Decimal(95)
    small = len(rows) < SMALLEST_GROUP
    satisfied = None if small else sum(row["overall"] >= SATISFIED_FROM for row in rows)
    return SurveyResults(
        sent=sent, returned=len(rows), return_rate=percent(len(rows), sent), satisfied=satisfied,
        satisfaction=None if satisfied is None else percent(satisfied, len(rows)),
        target=int(target) if target == int(target) else float(target),
        met=None if satisfied is None else satisfied * 100 >= target * len(rows), small=small,
        overall={} if small else {level: sum(row["overall"] == level for row in rows) for level in OVERALL_WORDS},
        parts=[] if small else [_part(name, rows) for name in PARTS],
        comments=sorted(row["comment"] for row in rows if row["comment"]) if comments and not small else [],
    )  # fmt: skip


async def _answers(survey: SurveyKept, day: date) -> list[Any]:
    return await fetch("SELECT * FROM survey_answer WHERE survey = $1 AND day <= $2", survey.id, day)


def _part(name: str, rows: Sequence[Any]) -> PartResult:
    marks = [row[name] for row in rows if row[name] is not None]
    return PartResult(name, len(marks) if len(marks) >= SMALLEST_GROUP else 0, average(marks))


async def sent_of(survey: SurveyKept) -> int:
    """How many were asked: by link, and on paper."""
    row = await fetch_one("SELECT count(*) AS asked FROM survey_invitation WHERE survey = $1", survey.id)
    return survey.handed_out + (row["asked"] if row else 0)
