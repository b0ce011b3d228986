"""Why a guest rides on neither route they wished for: the first rule that keeps their party off each bus of these."""

from uuid import UUID

from event.itinerary.planning.errors import Reason, UnknownThing
from event.itinerary.planning.facts import Facts
from event.itinerary.planning.framing import frame
from event.itinerary.planning.plan import Draft, Seat, serves
from event.itinerary.planning.troubles import new_ones, troubles
from event.language import Message, filled, translated

_FITS = Message("Bus {bus} of route {line} has room for {guest}: move them there.")
_NO_BUS = Message("No bus goes route {line}.")
_NO_WISH = Message("{guest} has wished for no route.")
_AS_WISHED = Message("{guest} rides on route {line}, as wished.")


def why_not_as_wished(guest: UUID, draft: Draft, facts: Facts, language: str) -> tuple[Reason, ...]:
    """For each route wished, in order, what keeps the guest's party off its buses. Raises UnknownThing."""
    one = facts.travellers.get(guest)
    if one is None:
        raise UnknownThing
    vehicle = draft.vehicle_of().get(guest)
    ride = draft.ride(vehicle)
    line = draft.line(ride.line) if ride else None
    if not one.routes:
        return (_said(_NO_WISH, language, guest=one.name),)
    if line and any(serves(line.code, code) for code in one.routes):
        return (_said(_AS_WISHED, language, guest=one.name, line=line.code),)
    party = [other for other in facts.travellers.values() if other.party == one.party]
    moving = [other.id for other in party if draft.vehicle_of().get(other.id) == vehicle]
    before = troubles(frame(facts, draft), draft, language)
    found: list[Reason] = []
    for code in one.routes:
        buses = [
            other for other in draft.rides
            if (goes := draft.line(other.line)) is not None and serves(goes.code, code) and not other.out
        ]  # fmt: skip
        if not buses:
            found.append(_said(_NO_BUS, language, line=code))
        for bus in buses:
            moved = draft
            for other in moving:
                moved = moved.with_seat(Seat(guest=other, vehicle=bus.vehicle))
            broken = new_ones(before, troubles(frame(facts, moved), moved, language))
            if broken:
                found.append(Reason(broken[0].told(language)))
            else:
                name = facts.coaches[bus.vehicle].code
                found.append(_said(_FITS, language, bus=name, line=code, guest=one.name))
    return tuple(found)


def _said(sentence: Message, language: str, **data: str) -> Reason:
    return Reason(filled(translated(sentence, language), data))
