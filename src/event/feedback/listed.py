"""What the rows of the office's workbook say: 意见建议, 问卷 and 发放."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec

from event.errors import Invalid
from event.faults import ROW_LACKS
from event.feedback.labels import OVERALL_WORDS, PART_WORDS, PARTS, STATE_WORDS
from event.feedback.opening import SurveyKept
from event.feedback.queries import SuggestionKept
from event.feedback.tables import SuggestionState
from event.feedback.told import AnswerTold, SuggestionTold, SurveyTold, checked_suggestion, checked_survey
from event.itinerary.reading import Planned, day, once, whole
from event.language import Message
from event.registration.importing.cells import Cells
from event.signing.reading import number
from event.tasks.history import differences
from event.text import tidy
from event.workbook import Table

SUGGESTION = {
    "number": ("编号",), "received_on": ("收到日期",), "guest": ("来宾编号",), "name": ("姓名",), "content": ("内容",),
    "unit": ("承办单位",), "due_on": ("办理期限",), "state": ("状态",), "done_on": ("办结日期",), "person": ("承办人",),
    "answer": ("答复",),
}  # fmt: skip
ANSWER = {
    "number": ("问卷号",), "overall": ("总体评价",), **{name: (words,) for name, words in PART_WORDS.items()},
    "comment": ("意见",),
}  # fmt: skip
SENT = {"sent": ("发放份数",), "returned": ("收回份数",), "target": ("目标满意率(%)", "目标满意率")}
_MOST_FORMS = 100_000
_LONGEST_TEXT = 2000
_STATES = {words: state for state, words in STATE_WORDS.items()}
_LEVELS = {words: level for level, words in OVERALL_WORDS.items()}

_UNKNOWN_GUEST = Message("There is no guest with this number; the name alone is kept.")
_UNKNOWN_STATE = Message("“{text}” is no state. Known: {known}.")
_UNKNOWN_LEVEL = Message("“{text}” is no answer. Known: {known}.")
_NO_DONE_DAY = Message("the day on which it was answered is missing.")
_NOT_DONE = Message("there is a day on which it was answered, but the state is {state}; the day is left out.")
_OTHER_COUNT = Message("the list says {stated}, its rows are {found}.")
_OTHER_ANSWER = Message("this form was entered with other answers; it stays as it was entered.")

_BY_LINK = Message(
    "an answer without the number of a form came by link, or cannot be told apart; it is left out."
)


def plan_suggestions(
    table: Table,
    kept: Mapping[str, SuggestionKept],
    guests: Mapping[str, UUID],
    *,
    today: date,
) -> list[tuple[Planned, SuggestionTold | None]]:
    """What the rows of 意见建议 say over what is known: an empty cell changes nothing."""
    planned, seen = [], dict[str, int]()
    for row in table.rows:
        cells = Cells(row, SUGGESTION)
        code = cells.text("number", 20, needed=True)
        once(cells, "number", code, seen)
        before = kept.get(code)
        told = _checked(cells, _suggestion(cells, before, guests), today)
        one = Planned(cells, code, cells.text("name", 80), {})
        changes = _changes(before, told, guests) if before and told else {}
        one.outcome = cells.outcome(table.sheet, code, one.name, known=before is not None, changes=changes)
        planned.append((one, told))
    return planned


def _suggestion(
    cells: Cells, before: SuggestionKept | None, guests: Mapping[str, UUID]
) -> SuggestionTold | None:
    received, guest = day(cells, "received_on"), cells.text("guest", 40)
    if received is None and before is None and not cells.reasons:
        cells.refuse("received_on", ROW_LACKS)
    if guest and guest not in guests:
        cells.warn("guest", _UNKNOWN_GUEST)
        guest = ""
    state, done_on = _state(cells), day(cells, "done_on")
    if state == SuggestionState.DONE and done_on is None and not (before and before.told.done_on):
        cells.refuse("done_on", _NO_DONE_DAY)
    if state not in (None, SuggestionState.DONE) and done_on is not None:
        cells.warn("done_on", _NOT_DONE, state=STATE_WORDS[state] if state else "")
    told: dict[str, Any] = {
        "received_on": received, "guest": guest, "name": "" if guest else cells.text("name", 80),
        "content": cells.text("content", _LONGEST_TEXT, needed=before is None), "unit": cells.text("unit", 120),
        "person": cells.text("person", 80), "due_on": day(cells, "due_on"), "state": str(state) if state else "",
        "answer": cells.text("answer", _LONGEST_TEXT), "done_on": done_on,
    }  # fmt: skip
    filled = {name: value for name, value in told.items() if value not in ("", None)}
    if cells.reasons:
        return None
    if before is None:
        return SuggestionTold(**filled)
    for name in ("content", "answer"):  # a cell has one line
        if name in filled and tidy(getattr(before.told, name)) == filled[name]:
            del filled[name]
    if guest:
        filled["name"] = ""
    return msgspec.structs.replace(before.told, **filled)


def _state(cells: Cells) -> SuggestionState | None:
    text = cells.text("state", 20)
    if text and text not in _STATES:
        cells.refuse("state", _UNKNOWN_STATE, text=text, known="、".join(_STATES))
    return _STATES.get(text)


def _checked(cells: Cells, told: SuggestionTold | None, today: date) -> SuggestionTold | None:
    if told is None:
        return None
    try:
        return checked_suggestion(told, today=today)
    except Invalid as error:
        for name, problem in error.problems.items():
            cells.refuse(name, problem.sentence, **problem.data)
    return None


def _changes(before: SuggestionKept, told: SuggestionTold, guests: Mapping[str, UUID]) -> dict[str, Any]:
    if before.guest and guests.get(told.guest) == before.guest:  # the list names who is linked, too
        told = msgspec.structs.replace(told, name=before.told.name)
    return differences(before.told, told)


def plan_answers(table: Table, kept: Mapping[str, AnswerTold]) -> list[tuple[Planned, AnswerTold | None]]:
    """What the rows of 问卷 say; a form that was entered stays as it is."""
    planned, seen = [], dict[str, int]()
    for row in table.rows:
        cells = Cells(row, ANSWER)
        code = cells.text("number", 20)
        once(cells, "number", code, seen)
        told = _answer(cells)
        if not code:
            cells.warn("number", _BY_LINK)
        before = kept.get(code)
        if before is not None and told is not None and before != told:
            cells.warn("number", _OTHER_ANSWER)
        one = Planned(cells, code, "", {})
        one.outcome = cells.outcome(table.sheet, code, "", known=before is not None, left_out=not code)
        planned.append((one, told if before is None and code else None))
    return planned


def _answer(cells: Cells) -> AnswerTold | None:
    text = cells.text("overall", 20, needed=True)
    if text and text not in _LEVELS:
        cells.refuse("overall", _UNKNOWN_LEVEL, text=text, known="、".join(_LEVELS))
    marks = {name: whole(cells, name, 1, 5) for name in PARTS}
    told = AnswerTold(overall=_LEVELS.get(text), **marks, comment=cells.text("comment", _LONGEST_TEXT))
    return None if cells.reasons else told


def plan_sent(
    table: Table, survey: SurveyKept | None, *, asked: int, answers: int
) -> list[tuple[Planned, SurveyTold | None]]:
    """What 发放 says: forms handed out, of which those that were asked by link are no part, and the target."""
    planned = []
    for row in table.rows[:1]:
        cells = Cells(row, SENT)
        sent, returned = whole(cells, "sent", 0, _MOST_FORMS), whole(cells, "returned", 0, _MOST_FORMS)
        target = number(cells, "target")
        if returned is not None and returned != answers:
            cells.warn("returned", _OTHER_COUNT, stated=returned, found=answers)
        before = SurveyTold(
            target_percent=survey.target_percent if survey else Decimal(95),
            handed_out=survey.handed_out if survey else 0,
        )
        told = SurveyTold(
            target_percent=before.target_percent if target is None else target,
            handed_out=before.handed_out if sent is None else max(sent - asked, 0),
        )
        one = Planned(cells, "", "", {})
        try:
            kept: SurveyTold | None = checked_survey(told)
        except Invalid as error:
            kept = None
            for problem in error.problems.values():
                cells.refuse("target", problem.sentence, **problem.data)
        one.outcome = cells.outcome(
            table.sheet,
            "",
            "",
            known=survey is not None,
            changes=[
                name
                for name in ("target_percent", "handed_out")
                if getattr(before, name) != getattr(told, name)
            ],
        )
        planned.append((one, kept))
    return planned


def moment_of_day(on: date) -> datetime:
    """Midnight, as a workbook has days."""
    return datetime(on.year, on.month, on.day)  # noqa: DTZ001 - a day
