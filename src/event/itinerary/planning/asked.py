"""What a run of the planner is asked for, and what has happened to the visit since it was planned."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from msgspec.structs import replace

from event.itinerary.planner.changing import Change, GroupLate
from event.itinerary.planner.instance import UNIT_MINUTES
from event.itinerary.planning.errors import UnknownThing
from event.itinerary.planning.framing import Numbers
from event.itinerary.planning.plan import Closure, Draft


class Goal(StrEnum):
    """Everything anew, who rides where on the days as they are, or as little as can be after something happened."""

    ANEW = "anew"
    SEATS = "seats"
    MEND = "mend"


class BusOut(Struct, frozen=True, tag_field="do", tag="bus_out"):
    """A bus has broken down."""

    vehicle: UUID


class StopCloses(Struct, frozen=True, tag_field="do", tag="stop_closes"):
    """A stop cannot be visited from when until when."""

    stop: UUID
    begins: datetime
    ends: datetime


class Late(Struct, frozen=True, tag_field="do", tag="late"):
    """From a moment on, a bus is so many minutes later than planned."""

    vehicle: UUID
    after: datetime
    minutes: Annotated[int, Meta(ge=5, le=300)]


Happened = BusOut | StopCloses | Late


class Asked(Struct, frozen=True):
    """A run: its goal, how long it may take, where chance begins, and what has happened."""

    what: Goal
    seconds: Annotated[int, Meta(ge=1, le=600)] = 30
    seed: Annotated[int, Meta(ge=0, le=2**31 - 1)] = 1
    changes: tuple[Happened, ...] = ()


def happened_to(draft: Draft, changes: tuple[Happened, ...]) -> Draft:
    """The draft knowing of broken buses and closed stops; raises UnknownThing."""
    for change in changes:
        match change:
            case BusOut():
                ride = draft.ride(change.vehicle)
                if ride is None:
                    raise UnknownThing
                draft = draft.with_ride(replace(ride, out=True))
            case StopCloses():
                closure = Closure(stop=change.stop, begins=change.begins, ends=change.ends)
                draft = replace(draft, closures=(*draft.closures, closure))
            case Late():
                pass
    return draft


def delays(numbers: Numbers, changes: tuple[Happened, ...]) -> list[Change]:
    """The buses that are late, as the planner takes them; raises UnknownThing."""
    found: list[Change] = []
    for change in changes:
        if isinstance(change, Late):
            day = change.after.astimezone(numbers.facts.gathering.zone).date()
            if change.vehicle not in numbers.vehicles or all(one.on_day != day for one in numbers.days):
                raise UnknownThing
            units = -(-change.minutes // UNIT_MINUTES)
            found.append(
                GroupLate(numbers.vehicles.index(change.vehicle), numbers.at(change.after, up=True), units)
            )
    return found
