"""The rules that a plan can break, and how that is said."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from event.itinerary.planner.instance import DAY, UNIT_MINUTES
from event.language import Message, filled, translated


class Rule(StrEnum):
    """What a plan may break."""

    PLACED = "placed"
    SEATS = "seats"
    WHEELCHAIRS = "wheelchairs"
    GUIDE = "guide"
    LANGUAGE = "language"
    COMMITMENT = "commitment"
    LUNCH = "lunch"
    LUNCH_TIME = "lunch time"
    REACHED = "reached"
    BACK = "back"
    ONCE = "once"
    OPEN = "open"
    STEP_FREE = "step-free"
    ROOM = "room"
    APART = "apart"
    DRIVING = "driving"
    KNOWN = "known"


SENTENCES = {
    Rule.PLACED: Message("Travel party {party} is on no bus."),
    Rule.SEATS: Message("Bus {bus}: {guests} guests for {seats} seats."),
    Rule.WHEELCHAIRS: Message("Bus {bus}: {guests} wheelchairs for {seats} places."),
    Rule.GUIDE: Message("Bus {bus} has no guide of its own."),
    Rule.LANGUAGE: Message("Bus {bus}: the guide speaks no language of travel party {party}."),
    Rule.COMMITMENT: Message("Bus {bus} is not at “{name}” at {time}."),
    Rule.LUNCH: Message("Bus {bus}, day {day}: {count} lunches instead of one."),
    Rule.LUNCH_TIME: Message("Bus {bus}: lunch at {time} lies outside lunch hours."),
    Rule.REACHED: Message("Bus {bus} reaches “{name}” at {earliest}, not at {time}."),
    Rule.BACK: Message("Bus {bus} is back at {time}, later than {latest}."),
    Rule.ONCE: Message("Bus {bus} visits “{name}” more than once."),
    Rule.OPEN: Message("Bus {bus}: “{name}” is closed for the visit at {time}."),
    Rule.STEP_FREE: Message("Bus {bus}: “{name}” is not step-free."),
    Rule.ROOM: Message("“{name}” has room for {capacity}; {guests} guests are there at {time}."),
    Rule.APART: Message(
        "Bus {bus}: travel parties {party} and {other} ride together, but are to be kept apart."
    ),
    Rule.DRIVING: Message("Bus {bus}, day {day}: {minutes} minutes of driving; at most {most} are allowed."),
    Rule.KNOWN: Message(
        "Bus {bus}: the plan names {what} {number}, which does not exist or is described differently."
    ),
}


@dataclass(frozen=True)
class Broken:
    """A rule that a plan breaks, with what the sentence needs."""

    rule: Rule
    data: dict[str, Any]

    def told(self, language: str) -> str:
        """The sentence in the reader's language."""
        return filled(translated(SENTENCES[self.rule], language), self.data)


class PlanBroken(Exception):
    """The planner made a plan that breaks rules: a fault of the planner, never of the organizer."""

    def __init__(self, broken: tuple[Broken, ...]) -> None:
        self.broken = broken
        super().__init__("; ".join(one.told("en") for one in broken[:5]))


def clock(time: int) -> str:
    """A time as a person reads it: the day from 1, and the time of day."""
    day, units = divmod(time, DAY)
    return f"D{day + 1} {units * UNIT_MINUTES // 60:02d}:{units * UNIT_MINUTES % 60:02d}"
