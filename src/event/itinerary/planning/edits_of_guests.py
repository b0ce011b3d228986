"""What organizers do to guests: onto another bus, held on it."""

from typing import ClassVar
from uuid import UUID

from msgspec.structs import replace

from event.itinerary.planning.change import Change, Guests, bus_code, ride_of
from event.itinerary.planning.errors import SeenOtherwise, UnknownThing
from event.itinerary.planning.facts import Facts
from event.itinerary.planning.plan import Draft, Seat
from event.language import Message


class MoveParty(Change, tag="move_party", frozen=True, kw_only=True):
    """Guests change buses, or get off where `to` is none; `seen` is the bus they were seen on."""

    named: ClassVar[Message] = Message("move {guest} to bus {bus}")
    guests: Guests
    to: UUID | None
    seen: UUID | None = None

    def applied(self, draft: Draft, facts: Facts) -> Draft:
        seated = {one.guest: one for one in draft.seats}
        for guest in self.guests:
            if guest not in facts.travellers:
                raise UnknownThing
            if (seated[guest].vehicle if guest in seated else None) != self.seen:
                raise SeenOtherwise
        if self.to is None:
            return draft.without_guests(self.guests)
        ride_of(draft, self.to)
        for guest in self.guests:
            draft = draft.with_seat(Seat(guest=guest, vehicle=self.to))
        return draft

    def words(self, draft: Draft, facts: Facts) -> dict[str, str]:
        del draft
        names = "、".join(facts.travellers[one].name for one in self.guests[:3] if one in facts.travellers)
        return {"guest": names, "bus": bus_code(facts, self.to)}


class HoldGuest(Change, tag="hold_guest", frozen=True, kw_only=True):
    """New plans leave guests on their bus."""

    named: ClassVar[Message] = Message("hold {guest} on the bus")
    guests: Guests
    held: bool

    def applied(self, draft: Draft, facts: Facts) -> Draft:
        del facts
        seated = {one.guest: one for one in draft.seats}
        for guest in self.guests:
            if guest not in seated:
                raise UnknownThing
            draft = draft.with_seat(replace(seated[guest], held=self.held))
        return draft

    def words(self, draft: Draft, facts: Facts) -> dict[str, str]:
        del draft
        return {
            "guest": "、".join(
                facts.travellers[one].name for one in self.guests[:3] if one in facts.travellers
            )
        }
