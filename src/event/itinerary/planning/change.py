"""A change of the draft: what it makes of the plan, what it is called, and how it finds what it is about."""

from datetime import date, datetime, time
from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta, Struct

from event.itinerary.planning.errors import UnknownThing
from event.itinerary.planning.facts import Facts
from event.itinerary.planning.plan import Draft, Line, Ride
from event.language import Message

Short = Annotated[str, Meta(max_length=120)]
Code = Annotated[str, Meta(min_length=1, max_length=20)]
Clock = Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Guests = Annotated[tuple[UUID, ...], Meta(min_length=1, max_length=500)]


class Change(Struct, frozen=True, kw_only=True, tag_field="do"):
    """A change of the draft; `named` is what undo calls it, filled from `words`.

    Every kind has `applied(draft, facts)`: the draft afterwards; raises UnknownThing, SeenOtherwise.
    """

    named: ClassVar[Message]

    def words(self, draft: Draft, facts: Facts) -> dict[str, str]:
        """What fills the name of the change."""
        del draft, facts
        return {}


def at(facts: Facts, day: date, clock: str) -> datetime:
    """A time of a day of the visit as a moment."""
    return datetime.combine(day, time.fromisoformat(clock), facts.gathering.zone)


def line_of(draft: Draft, number: UUID | None) -> Line:
    """A line; raises UnknownThing."""
    line = draft.line(number)
    if line is None:
        raise UnknownThing
    return line


def ride_of(draft: Draft, vehicle: UUID) -> Ride:
    """A bus of the visit; raises UnknownThing."""
    ride = draft.ride(vehicle)
    if ride is None:
        raise UnknownThing
    return ride


def bus_code(facts: Facts, vehicle: UUID | None) -> str:
    """What is written on a bus."""
    coach = facts.coaches.get(vehicle) if vehicle else None
    return coach.code if coach else "–"
