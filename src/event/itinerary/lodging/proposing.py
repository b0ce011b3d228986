"""Rooms for those who have none: with whom they belong, else by sex two by two, within the hotels' rooms and blocks.

The planner (planner/rooming.py) decides on hotels and pairs; here its pairs get rooms with numbers, beside the guests
who have one already and keep it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from event.itinerary.lodging.beds import AWAITING, Beds, Person, Place, RoomRow
from event.itinerary.lodging.rules import Stay
from event.itinerary.lodging.stock import Slot, Stock, wants_to_be_alone
from event.itinerary.planner.rooming import Room as PlannedRoom
from event.itinerary.planner.rooming import Rooming, RoomKind, Sleeper, room_guests
from event.language import Message, Tells

_GUESSED = Message("The reply says no nights; {first} to {last} are taken.")
_JOINS = Message("Every room is taken; shares room {room} with {others}, of the same sex.")
_OTHER_TYPE = Message("Asked for {wished}; {type} is what is free.")
_FULL = Message("{hotel} has no bed left that suits, every night from {first} to {last}.")
_NOWHERE = Message("No hotel has a bed left that suits, every night from {first} to {last}.")


@dataclass(frozen=True)
class Options:
    """What may be proposed. `hotel`: in one only (its code); `again`: who has a room may get another one there."""

    hotel: str = ""
    again: bool = False


@dataclass(frozen=True)
class ProposalRemark(Tells):
    """What to know about a guest's bed."""

    guest: UUID
    sentence: Message
    data: dict[str, object]


@dataclass
class Proposal:
    """New places by guest, who gets none, and remarks; `places` has only what would change."""

    places: dict[UUID, Place] = field(default_factory=dict)
    unplaced: list[UUID] = field(default_factory=list)
    remarks: list[ProposalRemark] = field(default_factory=list)


def propose_rooms(beds: Beds, options: Options | None = None) -> Proposal:
    """Rooms for all who have none; who has a room keeps it unless `again`, and who has a hotel stays in it."""
    return _Proposing(beds, options or Options()).made()


class _Proposing:
    def __init__(self, beds: Beds, options: Options) -> None:
        self.beds, self.made_of = beds, Proposal()
        self.hotels = [one.id for one in beds.hotels.values() if options.hotel in ("", one.code)]
        self.open = [_with_nights(one) for one in beds.sleepers if self._may_get(one, options)]
        self.stock = Stock(beds, {one.id for one in self.open})
        self.former = {one.place.room: one.id for one in self.open if one.place and one.place.room}
        self.placed: dict[UUID, Place] = {}

    def _may_get(self, one: Person, options: Options) -> bool:
        if one.place is None:
            return True
        spare = one.place.room is not None and self.beds.rooms[one.place.room].spare
        return one.place.hotel in self.hotels and (one.place.room is None or (options.again and not spare))

    def made(self) -> Proposal:
        for hotel in self.hotels:
            self._plan([one for one in self.open if one.place and one.place.hotel == hotel], [hotel])
        self._plan([one for one in self.open if one.place is None], self.hotels)
        for one in sorted(self.open, key=lambda one: one.id not in self.former.values()):
            if one.id not in self.placed:
                self._squeeze_in(one)
            if one.place is None and one.guessed and one.id in self.placed:
                self._say(one, _GUESSED, first=str(one.stay.first), last=str(one.stay.last))
        before = self.beds.people
        self.made_of.places = {
            guest: place for guest, place in self.placed.items() if _moves(before[guest].place, place)
        }
        return self.made_of

    def _plan(self, people: Sequence[Person], hotels: Sequence[UUID]) -> None:
        """Join those they belong to; the planner pairs the others, and their pairs get rooms."""
        left = [one for one in people if not self._join_own(one, hotels)]
        if not left or not hotels:
            return
        span = Stay(
            min(one.stay.first or date.min for one in left), max(one.stay.last or date.max for one in left)
        )
        slots = self.stock.slots(hotels, span)
        planned = room_guests(self._sleepers(left, hotels), self.stock.blocks(slots))
        self._give_rooms(planned, left, slots)

    def _sleepers(self, people: Sequence[Person], hotels: Sequence[UUID]) -> list[Sleeper]:
        numbers = {one.id: number for number, one in enumerate(people)}
        parties = {
            key: number for number, key in enumerate(dict.fromkeys(one.party or one.id for one in people))
        }
        delegations = {
            key: number for number, key in enumerate(dict.fromkeys(one.delegation for one in people))
        }
        names = {self.beds.hotels[hotel].name_zh for hotel in hotels}
        return [
            Sleeper(
                numbers[one.id], parties[one.party or one.id], one.sex, _ordinal(one.stay.first), _ordinal(one.stay.last),
                delegation=delegations[one.delegation], alone=wants_to_be_alone(one),
                hotel=one.wishes.hotel if one.wishes.hotel in names else "",
                companions=frozenset(numbers[other] for other in one.companions if other in numbers),
            )
            for one in people
        ]  # fmt: skip

    def _give_rooms(self, planned: Rooming, people: Sequence[Person], slots: Sequence[Slot]) -> None:
        """Every planned room, by its first night, gets a slot that is free again by then."""
        taken: list[list[Stay]] = [[] for _ in slots]

        def span_of(room: PlannedRoom) -> Stay:
            stays = [people[guest].stay for guest in room.guests]
            return Stay(
                min(one.first or date.min for one in stays), max(one.last or date.max for one in stays)
            )

        for room in sorted(planned.rooms, key=lambda room: (span_of(room).first or date.min, room.guests)):
            guests, span = [people[guest] for guest in room.guests], span_of(room)
            fitting = [
                number
                for number, slot in enumerate(slots)
                if self.beds.hotels[slot.hotel].name_zh == room.hotel
                and slot.kind is room.kind
                and not any(one.overlaps(span) for one in taken[number])
            ]
            number = min(fitting, key=lambda number: self._rank(slots[number], guests, number))
            taken[number].append(span)
            for one in guests:
                self._place(one, slots[number])
        for remark in planned.remarks:
            if remark.guest not in planned.unplaced:
                self.made_of.remarks.append(
                    ProposalRemark(people[remark.guest].id, remark.sentence, remark.data)
                )

    def _rank(self, slot: Slot, guests: Sequence[Person], number: int) -> tuple[int, bool, int, bool, int]:
        """The room they had before all others, then the type they asked for, then one with a number."""
        owner = self.former.get(slot.room) if slot.room else None
        own = sum(one.place is not None and one.place.room == slot.room is not None for one in guests)
        other_type = sum(_wanted_type(one) not in ("", slot.room_type) for one in guests)
        return -own, owner is not None and not own, other_type, slot.room is None, number

    def _place(self, one: Person, slot: Slot) -> None:
        before = one.place
        note = before.note if before and before.note != AWAITING else ""
        place = Place(
            slot.hotel, slot.room, slot.room_type, one.stay, before.breakfast if before else True, note
        )
        if slot.room is None and before is not None:  # nothing new for who has the hotel already
            place = replace(place, note=before.note)
        self.placed[one.id] = place
        wanted = _wanted_type(one)
        if wanted not in ("", slot.room_type) and slot.room_type:
            self._say(one, _OTHER_TYPE, wished=wanted, type=slot.room_type)
        if slot.room is not None:
            self.stock.put(slot.room, replace(one, place=place))

    def _join_own(self, one: Person, hotels: Sequence[UUID]) -> bool:
        """Put somebody to their own party or companion who has a bed free beside them."""
        if wants_to_be_alone(one):
            return False
        for room in self.stock.rooms(hotels):
            beside = self.stock.beside(room.id, one.stay)
            sleepers = [other.sleeper for other in beside]
            if not any(one.sleeper.belongs_to(other) for other in sleepers):
                continue
            if self.stock.has_bed(room, one.stay) and all(one.sleeper.may_share(other) for other in sleepers):
                self._place(one, _slot(room))
                return True
        return False

    def _squeeze_in(self, one: Person) -> None:
        """Where the planner found no room: one that is free for these nights, or a bed beside guests of the same sex."""
        if self._keeps(one):
            return
        hotels = [one.place.hotel] if one.place else self.hotels
        fitting = [room for room in self.stock.rooms(hotels) if self._suits(room, one)]
        if not fitting:
            self.made_of.unplaced.append(one.id)
            if one.place and one.place.room:  # what they had is given to others in this proposal
                self.placed[one.id] = replace(one.place, room=None)
            told = {"first": str(one.stay.first), "last": str(one.stay.last)}
            if one.place:
                self._say(one, _FULL, hotel=self.beds.hotels[one.place.hotel].name_zh, **told)
            else:
                self._say(one, _NOWHERE, **told)
            return

        def rank(room: RoomRow) -> tuple[int, bool, bool]:
            beside = self.stock.beside(room.id, one.stay)
            return len(beside), any(other.delegation != one.delegation for other in beside), room.beds > 1

        room = min(fitting, key=rank)
        beside = self.stock.beside(room.id, one.stay)
        self._place(one, _slot(room))
        if beside:
            self._say(one, _JOINS, room=room.number, others="、".join(other.name for other in beside))

    def _keeps(self, one: Person) -> bool:
        """Whether somebody who had a room has it still, as nobody else was given it."""
        if one.place is None or one.place.room is None:
            return False
        room = self.beds.rooms[one.place.room]
        beside = [other.sleeper for other in self.stock.beside(room.id, one.stay)]
        keeps = self.stock.has_bed(room, one.stay) and all(one.sleeper.may_share(other) for other in beside)
        if keeps:
            self.placed[one.id] = one.place
            self.stock.put(room.id, one)
        return keeps

    def _suits(self, room: RoomRow, one: Person) -> bool:
        if not self.stock.has_bed(room, one.stay) or not self.stock.within_block(room, one.stay):
            return False
        beside = self.stock.beside(room.id, one.stay)
        if beside and wants_to_be_alone(one):
            return False
        return all(
            one.sleeper.belongs_to(other.sleeper)
            or (one.sex != "" and one.sex == other.sex and not wants_to_be_alone(other))
            for other in beside
        )

    def _say(self, one: Person, sentence: Message, **data: object) -> None:
        self.made_of.remarks.append(ProposalRemark(one.id, sentence, data))


def _moves(before: Place | None, after: Place) -> bool:
    """Whether something is new about a place; who stays in a room keeps all of it."""
    if before is not None and after.room is not None and before.room == after.room:
        return False
    return before != after


def _with_nights(one: Person) -> Person:
    """Who has a place without nights is taken as having the usual ones."""
    if one.place is None or one.place.stay.nights:
        return one
    return replace(one, place=replace(one.place, stay=one.usual))


def _wanted_type(one: Person) -> str:
    return (one.place.room_type if one.place else "") or one.wishes.room_type


def _slot(room: RoomRow) -> Slot:
    return Slot(room.hotel, room.room_type, RoomKind.SINGLE if room.beds == 1 else RoomKind.TWIN, room.id)


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0
