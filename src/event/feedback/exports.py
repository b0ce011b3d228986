"""Feedback as the office keeps it: 发放, 问卷 and 意见建议 in their own columns, to be taken in again without a loss."""

import asyncio
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from event.database import fetch, writing
from event.feedback.labels import OVERALL_WORDS, PARTS, STATE_WORDS
from event.feedback.listed import ANSWER, SENT, SUGGESTION, moment_of_day
from event.feedback.opening import the_survey
from event.feedback.queries import SuggestionView, suggestions_of
from event.feedback.results import sent_of
from event.feedback.rules import SMALLEST_GROUP
from event.feedback.tables import SuggestionState
from event.gathering.tables import Gathering, local_day
from event.people.audit import record
from event.people.rules import Actor
from event.registration.exporting.operations import Export
from event.registration.exporting.workbook import XLSX
from event.workbook import marked

Cell = str | int | float | date | None
_WIDE = ("内容", "答复", "意见")


@dataclass(frozen=True)
class _Sheet:
    name: str
    title: str
    note: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]


async def export_feedback(gathering: Gathering, *, by: Actor, now: datetime) -> Export:
    """Write everything; the audit trail keeps that it was taken away. Forms are left out while they are fewer than five."""
    suggestions = await suggestions_of(gathering, today=local_day(now, gathering.zone))
    survey = await the_survey(gathering)
    answers = (
        await fetch("SELECT * FROM survey_answer WHERE survey = $1 ORDER BY number, id", survey.id)
        if survey
        else []
    )
    shown = answers if len(answers) >= SMALLEST_GROUP else []
    target = survey.target_percent if survey else Decimal(95)
    sent = await sent_of(survey) if survey else 0
    sheets = [
        _Sheet("发放", "满意度问卷发放情况", "匿名。", _first(SENT), [(sent, len(answers), float(target))]),
        _Sheet("问卷", "满意度问卷汇总", "总体评价“非常满意”“满意”计为满意;分项1—5分。", _first(ANSWER), [_answer(row) for row in shown]),
        _Sheet("意见建议", "意见建议办理台账", "状态:已办结/办理中/已转办/未办理。", _first(SUGGESTION), [_suggestion(one) for one in suggestions]),
    ]  # fmt: skip
    content = await asyncio.to_thread(_written, sheets)
    async with writing():
        await record(
            "feedback.export", subject=f"gathering:{gathering.id}", by=by, now=now, gathering=gathering.id,
            suggestions=len(suggestions), forms=len(shown),
        )  # fmt: skip
    return Export(content, f"{gathering.slug}-feedback.xlsx", XLSX, len(suggestions) + len(shown))


def _first(headings: Mapping[str, tuple[str, ...]]) -> list[str]:
    return [names[0] for names in headings.values()]


def _answer(row: Any) -> list[Cell]:
    return [row["number"], OVERALL_WORDS[row["overall"]], *(row[name] for name in PARTS), row["comment"]]


def _suggestion(one: SuggestionView) -> list[Cell]:
    return [
        one.number, one.received_on, one.guest, one.who, one.content, one.unit, one.due_on,
        STATE_WORDS[SuggestionState(one.state)], one.done_on, one.person, one.answer,
    ]  # fmt: skip


def _written(sheets: Sequence[_Sheet]) -> bytes:
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output, {"in_memory": True})
    head = book.add_format(
        {"bold": True, "bg_color": "#8F1D21", "font_color": "#FFFFFF", "text_wrap": True, "valign": "vcenter"}
    )
    title = book.add_format({"bold": True, "font_size": 16})
    body = book.add_format({"valign": "top", "text_wrap": True})
    days = book.add_format({"valign": "top", "num_format": "yyyy-mm-dd"})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        page.write_string(0, 0, sheet.title, title)
        page.write_string(1, 0, sheet.note)
        for column, text in enumerate(sheet.headings):
            page.write_string(2, column, text, head)
            page.set_column(column, column, 36 if text in _WIDE else 13)
        for number, row in enumerate(sheet.rows, start=3):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    page.write_datetime(number, column, moment_of_day(cell), days)
                elif isinstance(cell, int | float):
                    page.write_number(number, column, cell, body)
                elif cell:
                    page.write_string(number, column, marked(cell), body)
        page.freeze_panes(3, 0)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(0, 2)
    book.close()
    return output.getvalue()
