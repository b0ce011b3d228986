"""Suggestions and answers as somebody tells them, and what is wrong with them."""

from datetime import date
from decimal import Decimal

import msgspec

from event.errors import Invalid, Problem
from event.faults import MISSING, NOT_A_COUNT, NOT_A_DAY, NOT_OFFERED, TOO_LONG
from event.feedback.labels import PARTS
from event.feedback.tables import SuggestionState
from event.language import Message
from event.registration.fields import Problems, check_pages, check_texts

_LONGEST = {"guest": 40, "name": 80, "unit": 120, "person": 80}
LONGEST_TEXT = 2000
_LONGEST_NUMBER = 20
_BEST = 5
_MOST_FORMS = 100_000
_FIRST_YEAR, _LAST_YEAR = 1990, 2200
_CHOOSE = Message("Please choose one answer.")
_NOT_A_MARK = Message("Please give a mark from 1 to 5, or none.")
_FIRST_RECEIVED = Message("It was received on {day}; this day is before that.")
_NOT_PERCENT = Message("Please give a percentage from 0 to 100, with at most two decimals.")


class SuggestionTold(msgspec.Struct, frozen=True, kw_only=True):
    """A suggestion: of a `guest` by number or of a `name`; `unit` and `person` answer it until `due_on`.

    `state`: not_begun, under_way, passed_on, done; `done_on` empty: the day on which it is said.
    """

    received_on: date
    guest: str = ""
    name: str = ""
    content: str
    unit: str = ""
    person: str = ""
    due_on: date | None = None
    state: str = str(SuggestionState.NOT_BEGUN)
    answer: str = ""
    done_on: date | None = None


class AnswerTold(msgspec.Struct, frozen=True, kw_only=True):
    """An answer: `overall` 5 (very content) to 1 (very discontent), each part 1 to 5 or nothing, a remark."""

    overall: int | None = None
    reception: int | None = None
    lodging: int | None = None
    meals: int | None = None
    organization: int | None = None
    matchmaking: int | None = None
    visit: int | None = None
    transport: int | None = None
    comment: str = ""


class SurveyTold(msgspec.Struct, frozen=True, kw_only=True):
    """What the office says of the survey: the last day for answers, the target, forms handed out on paper."""

    closes_on: date | None = None
    target_percent: Decimal = Decimal(95)
    handed_out: int = 0


def checked_suggestion(told: SuggestionTold, *, today: date) -> SuggestionTold:
    """A suggestion as it is kept; raises Invalid."""
    problems: Problems = {}
    texts = check_texts(told, _LONGEST, problems)
    texts |= check_pages(told, ("content", "answer"), LONGEST_TEXT, problems)
    if not texts["content"]:
        problems["content"] = Problem(MISSING)
    if told.state not in set(SuggestionState):
        problems["state"] = Problem(NOT_OFFERED)
    done_on = (told.done_on or today) if told.state == SuggestionState.DONE else None
    for name, day in (("received_on", told.received_on), ("due_on", told.due_on), ("done_on", done_on)):
        if day is not None and not _FIRST_YEAR <= day.year < _LAST_YEAR:
            problems[name] = Problem(NOT_A_DAY)
        elif day is not None and day < told.received_on:
            problems[name] = Problem(_FIRST_RECEIVED, {"day": told.received_on.isoformat()})
    if problems:
        raise Invalid(problems)
    return msgspec.structs.replace(told, **texts, done_on=done_on)


def checked_answer(told: AnswerTold) -> AnswerTold:
    """An answer as it is kept; raises Invalid."""
    problems: Problems = {}
    texts = check_pages(told, ("comment",), LONGEST_TEXT, problems)
    if told.overall is None or not 1 <= told.overall <= _BEST:
        problems["overall"] = Problem(_CHOOSE)
    for name in PARTS:
        mark = getattr(told, name)
        if mark is not None and not 1 <= mark <= _BEST:
            problems[name] = Problem(_NOT_A_MARK)
    if problems:
        raise Invalid(problems)
    return msgspec.structs.replace(told, **texts)


def checked_number(number: str) -> str:
    """The number of a form on paper; raises Invalid."""
    if not number:
        raise Invalid({"number": Problem(MISSING)})
    if len(number) > _LONGEST_NUMBER:
        raise Invalid({"number": Problem(TOO_LONG, {"most": _LONGEST_NUMBER, "length": len(number)})})
    return number


def checked_survey(told: SurveyTold) -> SurveyTold:
    """What the office says of the survey, as it is kept; raises Invalid."""
    problems: Problems = {}
    target = told.target_percent
    if not (target.is_finite() and 0 <= target <= 100 and target == round(target, 2)):  # noqa: PLR2004
        problems["target_percent"] = Problem(_NOT_PERCENT)
    if not 0 <= told.handed_out <= _MOST_FORMS:
        problems["handed_out"] = Problem(NOT_A_COUNT, {"least": 0, "most": _MOST_FORMS})
    if told.closes_on is not None and not _FIRST_YEAR <= told.closes_on.year < _LAST_YEAR:
        problems["closes_on"] = Problem(NOT_A_DAY)
    if problems:
        raise Invalid(problems)
    return told
