"""What organizers do to buses: onto a line, out of the visit, a guide, held."""

from typing import Annotated, ClassVar
from uuid import UUID, uuid4

from msgspec import Meta
from msgspec.structs import replace

from event.itinerary.planning.change import Change, Code, Short, bus_code, line_of, ride_of
from event.itinerary.planning.errors import SeenOtherwise, UnknownThing
from event.itinerary.planning.facts import Facts
from event.itinerary.planning.plan import Draft, Ride
from event.language import Message


class OfBus(Change, frozen=True, kw_only=True):
    """A change of one bus."""

    vehicle: UUID

    def words(self, draft: Draft, facts: Facts) -> dict[str, str]:
        del draft
        return {"bus": bus_code(facts, self.vehicle)}


class PutBus(OfBus, tag="put_bus", frozen=True, kw_only=True):
    """A bus joins the visit, or goes another line; one that had broken down is back."""

    named: ClassVar[Message] = Message("bus {bus} on another route")
    line: UUID | None = None
    seen: UUID | None = None

    def applied(self, draft: Draft, facts: Facts) -> Draft:
        if self.vehicle not in facts.coaches:
            raise UnknownThing
        ride = draft.ride(self.vehicle) or Ride(vehicle=self.vehicle)
        if ride.line != self.seen:
            raise SeenOtherwise
        if self.line is not None:
            line_of(draft, self.line)
        return draft.with_ride(replace(ride, line=self.line, out=False))


class DropBus(OfBus, tag="drop_bus", frozen=True, kw_only=True):
    """A bus leaves the visit; its guests have no seat any more."""

    named: ClassVar[Message] = Message("bus {bus} taken out")

    def applied(self, draft: Draft, facts: Facts) -> Draft:
        del facts
        ride_of(draft, self.vehicle)
        return replace(
            draft,
            rides=tuple(one for one in draft.rides if one.vehicle != self.vehicle),
            seats=tuple(one for one in draft.seats if one.vehicle != self.vehicle),
        )


class PartBus(OfBus, tag="part_bus", frozen=True, kw_only=True):
    """A bus that shares its line gets one of its own, the same for now."""

    named: ClassVar[Message] = Message("a route of its own for bus {bus}")
    code: Code
    name_zh: Short = ""

    def applied(self, draft: Draft, facts: Facts) -> Draft:
        del facts
        ride = ride_of(draft, self.vehicle)
        line = line_of(draft, ride.line)
        if any(one.code == self.code for one in draft.lines):
            raise SeenOtherwise
        new = replace(line, id=uuid4(), code=self.code, name_zh=self.name_zh or line.name_zh)
        return draft.with_line(new).with_ride(replace(ride, line=new.id))


class GiveGuide(OfBus, tag="give_guide", frozen=True, kw_only=True):
    """Somebody guides a bus; whoever they guided before has nobody. An empty number: nobody."""

    named: ClassVar[Message] = Message("another guide for bus {bus}")
    number: Annotated[str, Meta(max_length=40)]

    def applied(self, draft: Draft, facts: Facts) -> Draft:
        if self.number and self.number not in facts.guides:
            raise UnknownThing
        ride = ride_of(draft, self.vehicle)
        for other in draft.rides:
            if self.number and other.guide == self.number:
                draft = draft.with_ride(replace(other, guide=""))
        return draft.with_ride(replace(ride, guide=self.number))


class HoldBus(OfBus, tag="hold_bus", frozen=True, kw_only=True):
    """New plans leave a bus as it is: who rides and where it goes."""

    named: ClassVar[Message] = Message("hold bus {bus}")
    held: bool

    def applied(self, draft: Draft, facts: Facts) -> Draft:
        del facts
        return draft.with_ride(replace(ride_of(draft, self.vehicle), held=self.held))
