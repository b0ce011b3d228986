"""The office's workbook of feedback taken in: suggestions with how far they are, forms of the survey, how many went out."""

from datetime import datetime
from typing import Any

from event.database import fetch, writing
from event.errors import Invalid
from event.feedback.answering import add_answers
from event.feedback.labels import PARTS
from event.feedback.listed import plan_answers, plan_sent, plan_suggestions
from event.feedback.opening import SurveyKept, the_survey
from event.feedback.operations import insert_suggestion, rewrite_suggestion
from event.feedback.queries import guests_by_number, kept_suggestions
from event.feedback.results import sent_of
from event.feedback.told import AnswerTold, SurveyTold
from event.gathering.tables import Gathering, local_day
from event.language import Message
from event.registration.adding import lock
from event.registration.importing.noting import Sent, note_run, takes, unread_sheets
from event.registration.importing.reports import ImportReport
from event.workbook import Table, open_workbook, read_table, refused

_SUGGESTIONS, _ANSWERS, _SENT = ("编号", "内容", "状态"), ("问卷号", "总体评价"), ("发放份数", "收回份数")
_NOTHING = Message(
    "This does not look like the expected list. Expected a sheet 意见建议 with 编号, 内容, 状态, or 问卷 with 问卷号, 总体评价."
)


@takes("feedback")
async def import_feedback(sent: Sent) -> ImportReport:
    """Take in 意见建议, 问卷 and 发放, whichever are there, all or nothing; raises Invalid, NoGathering.

    A suggestion is found by its number and changed where the list says otherwise. A form is found by its number and
    never changed; it counts for the last day of the gathering.
    """
    gathering, by, now = sent.gathering, sent.by, sent.now
    workbook = open_workbook(sent.content)
    suggestions, answers, counts = (_sheet(workbook, needed) for needed in (_SUGGESTIONS, _ANSWERS, _SENT))
    if suggestions is None and answers is None and counts is None:
        raise refused(_NOTHING)
    today = local_day(now, gathering.zone)
    async with writing():
        await lock(gathering)
        kept, guests = await kept_suggestions(gathering), await guests_by_number(gathering)
        survey = await the_survey(gathering, hold=True)
        forms, others = await _forms(survey)
        raised = plan_suggestions(suggestions, kept, guests, today=today) if suggestions else []
        filled = plan_answers(answers, forms) if answers else []
        new = [(row.code, told) for row, told in filled if told is not None]
        asked = await sent_of(survey) - survey.handed_out if survey else 0
        total = len(forms) + others + len(new)
        went_out = plan_sent(counts, survey, asked=asked, answers=total) if counts else []
        outcomes = [row.told for rows in (raised, filled, went_out) for row, _ in rows]
        if written := sent.may_write(outcomes):
            for row, told in raised:
                if told is None:
                    continue
                guest = guests.get(told.guest) if told.guest else None
                if before := kept.get(row.code):
                    guest = guest or (before.guest if told.guest == before.told.guest else None)
                    await rewrite_suggestion(before, told, guest, gathering=gathering, by=by, now=now)
                else:
                    await insert_suggestion(told, guest, gathering=gathering, by=by, now=now, number=row.code)
            await _write_survey(gathering, new, [told for _, told in went_out if told], now)
            await note_run(sent, outcomes)
    read = {one.sheet for one in (suggestions, answers, counts) if one}
    return sent.report(
        outcomes, written=written, figures={"suggestions": len(raised), "forms": len(filled)},
        notes=unread_sheets(workbook, read),
    )  # fmt: skip


def _sheet(workbook: Any, needed: tuple[str, ...]) -> Table | None:
    try:
        return read_table(workbook, needed=needed)
    except Invalid:
        return None


async def _forms(survey: SurveyKept | None) -> tuple[dict[str, AnswerTold], int]:
    """The forms that were entered, by number, and how many answers came by link."""
    rows = await fetch("SELECT * FROM survey_answer WHERE survey = $1", survey.id) if survey else []
    forms = {
        row["number"]: AnswerTold(**{name: row[name] for name in ("overall", *PARTS, "comment")})
        for row in rows
        if row["number"]
    }
    return forms, len(rows) - len(forms)


async def _write_survey(
    gathering: Gathering, new: list[tuple[str, AnswerTold]], told: list[SurveyTold], now: datetime
) -> None:
    if not new and not told:
        return
    survey = await the_survey(gathering, hold=True, make=now)
    if survey is None:
        return
    if new:
        await add_answers(survey.id, [(number, gathering.last_day, one) for number, one in new])
    for one in told:
        await fetch(
            "UPDATE survey SET target_percent = $2, handed_out = $3 WHERE id = $1",
            survey.id, one.target_percent, one.handed_out,
        )  # fmt: skip
