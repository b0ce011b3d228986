"""Suggestions and answers as forms send them."""

from datetime import date
from decimal import Decimal, InvalidOperation

from event.errors import Problem
from event.faults import MISSING
from event.feedback.labels import PARTS
from event.feedback.tables import SuggestionState
from event.feedback.told import AnswerTold, SuggestionTold, SurveyTold
from event.http import Form
from event.registration.fields import Problems
from event.tasks.typed import read_day

_TEXTS = ("guest", "name", "content", "unit", "person", "answer")
_NEVER = Decimal(-1)


def read_suggestion(form: Form, problems: Problems, *, today: date) -> SuggestionTold:
    """A suggestion as it was typed; what cannot be read goes into `problems`."""
    received = read_day(form, "received_on", problems)
    if received is None and "received_on" not in problems:
        problems["received_on"] = Problem(MISSING)
    return SuggestionTold(
        **{name: form.text(name) for name in _TEXTS}, received_on=received or today,
        due_on=read_day(form, "due_on", problems), done_on=read_day(form, "done_on", problems),
        state=form.text("state") or str(SuggestionState.NOT_BEGUN),
    )  # fmt: skip


def read_answer(form: Form) -> AnswerTold:
    """An answer as it was ticked; anything else than a mark is none, which is refused where one is needed."""
    marks = {name: _mark(form.text(name)) for name in ("overall", *PARTS)}
    return AnswerTold(**marks, comment=form.text("comment"))


def _mark(text: str) -> int | None:
    return int(text) if text in ("1", "2", "3", "4", "5") else None


def read_survey(form: Form, problems: Problems) -> SurveyTold:
    """What the office says of the survey."""
    try:
        target = Decimal(form.text("target_percent") or "95")
    except InvalidOperation:
        target = _NEVER
    count = form.text("handed_out") or "0"
    return SurveyTold(
        closes_on=read_day(form, "closes_on", problems), target_percent=target,
        handed_out=int(count) if count.isascii() and count.isdigit() and len(count) < 9 else -1,  # noqa: PLR2004
    )  # fmt: skip
