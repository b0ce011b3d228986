"""How shares are counted, when a suggestion is overdue, and from how many answers on a survey is broken down."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

DAYS_TO_ANSWER = 60
"""Until when a guest's own suggestion is due, where nobody said otherwise; the office's list has the same."""
SMALLEST_GROUP = 5
"""Fewer answers than this are counted and not broken down: nobody is to be recognised."""
SATISFIED_FROM = 4
"""满意 counts from “content” (满意) on: very content and content."""
_HUNDRED, _CENT = Decimal(100), Decimal("0.01")


def percent(part: int, whole: int) -> str | None:
    """A share in percent with two digits, rounded half up: 48 of 56 is 85.71. None of nothing."""
    if whole <= 0:
        return None
    return f"{(_HUNDRED * part / whole).quantize(_CENT, ROUND_HALF_UP):f}"


def average(marks: Sequence[int]) -> str | None:
    """The mean of marks with two digits; None below the smallest group."""
    if len(marks) < SMALLEST_GROUP:
        return None
    return f"{(Decimal(sum(marks)) / len(marks)).quantize(_CENT, ROUND_HALF_UP):f}"


def done_by(done_on: date | None, day: date) -> bool:
    """Whether a suggestion was answered on or before a day."""
    return done_on is not None and done_on <= day


def is_overdue(due_on: date | None, done_on: date | None, day: date) -> bool:
    """Whether a suggestion was due before a day and not answered by then."""
    return due_on is not None and due_on < day and not done_by(done_on, day)


def day_due(received_on: date) -> date:
    """When an answer is due that nobody gave a day to."""
    return received_on + timedelta(days=DAYS_TO_ANSWER)
