"""What no vehicle may break: seats for all, one driver, and nobody at two places at once."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from event.errors import Problem
from event.itinerary.tables import CrewRole
from event.language import Message

TOO_FEW_SEATS = Message("These seats are too few: {crew} of the crew and {booked} guests have a place.")
TWO_DRIVERS = Message("A vehicle has one driver.")
TWICE = Message("{who} is there twice: one task for each.")
ELSEWHERE = Message("{who} is on vehicle {vehicle} at the same hours.")
NOT_THERE = Message("{who} is there from {begins} to {ends} only.")
Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Shift:
    """The hours of a vehicle, and who works on it: role and number."""

    vehicle: str
    spans: tuple[Span, ...]
    crew: tuple[tuple[str, str], ...]


def seats_taken(crew: Iterable[tuple[str, str]]) -> int:
    """The seats that a crew takes: the driver's is not among those that are counted."""
    return sum(role != CrewRole.DRIVER for role, _ in crew)


def too_few_seats(seats: int | None, crew: Iterable[tuple[str, str]], booked: int) -> Problem | None:
    """Whether guests or crew would stand."""
    taken = seats_taken(crew)
    if seats is None or seats >= taken + booked:
        return None
    return Problem(TOO_FEW_SEATS, {"crew": taken, "booked": booked})


def crew_problem(own: Shift, others: Sequence[Shift], hours: Mapping[str, Span]) -> Problem | None:
    """Why a crew cannot be: two drivers, one person twice, on another vehicle then, or not there then.

    `hours`: from when until when somebody works, by number, as far as that is known.
    """
    if sum(role == CrewRole.DRIVER for role, _ in own.crew) > 1:
        return Problem(TWO_DRIVERS)
    for number, times in Counter(number for _, number in own.crew).items():
        if times > 1:
            return Problem(TWICE, {"who": number})
        for other in others:
            if any(number == theirs for _, theirs in other.crew) and overlap(own.spans, other.spans):
                return Problem(ELSEWHERE, {"who": number, "vehicle": other.vehicle})
        if (there := hours.get(number)) and not all(_within(span, there) for span in own.spans):
            begins, ends = (f"{at.astimezone(own.spans[0][0].tzinfo):%m-%d %H:%M}" for at in there)
            return Problem(NOT_THERE, {"who": number, "begins": begins, "ends": ends})
    return None


def overlap(spans: Iterable[Span], others: Sequence[Span]) -> bool:
    """Whether there is a moment in both."""
    return any(begins < until and since < ends for begins, ends in spans for since, until in others)


def _within(span: Span, hours: Span) -> bool:
    return hours[0] <= span[0] and span[1] <= hours[1]
