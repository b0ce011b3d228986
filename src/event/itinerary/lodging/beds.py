"""Everything about a gathering's beds at one moment: hotels, rooms, and everybody who sleeps there or is to."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from uuid import UUID

from event.itinerary.lodging.errors import RoomFull, UnknownHotel, UnknownRoom
from event.itinerary.lodging.rules import Sleeper, Stay, full_night
from event.itinerary.seen import NOTHING, mark
from event.language import in_language
from event.registration.errors import UnknownGuest

AWAITING = "待分房"
"""What lists note where a room is still to be found."""


@dataclass(frozen=True)
class Place:
    """Where a guest sleeps: a room, or a hotel in which none is given yet."""

    hotel: UUID
    room: UUID | None
    room_type: str
    stay: Stay
    breakfast: bool = False
    note: str = ""


@dataclass(frozen=True)
class Wishes:
    """What the reply says about the bed."""

    hotel: str
    room_type: str
    roommate: str
    stay: Stay


@dataclass(frozen=True)
class Person:
    """A guest; `needs_bed` where they have one or asked for one. `usual`: the nights that suit, `guessed` where no one said."""

    id: UUID
    number: str
    name: str
    latin: str
    sex: str
    party: UUID | None
    party_code: str
    delegation: UUID | None
    delegation_code: str
    delegation_zh: str
    delegation_en: str
    class_code: str
    standing: str
    wishes: Wishes
    usual: Stay
    guessed: bool
    place: Place | None
    companions: frozenset[UUID] = frozenset()
    needs_bed: bool = True

    @property
    def stay(self) -> Stay:
        """The nights of their place, else those that suit."""
        return self.place.stay if self.place else self.usual

    @property
    def sleeper(self) -> Sleeper:
        return Sleeper(self.id, self.sex, self.party, self.stay, self.companions)

    @property
    def mark(self) -> str:
        """What whoever decides has seen of the place."""
        one = self.place
        if one is None:
            return NOTHING
        return mark(
            one.hotel, one.room, one.room_type, one.stay.first, one.stay.last, one.breakfast, one.note
        )

    def delegation_name(self, language: str) -> str:
        return in_language(language, zh=self.delegation_zh, en=self.delegation_en)


@dataclass(frozen=True)
class RoomRow:
    """A room as it is."""

    id: UUID
    hotel: UUID
    number: str
    room_type: str
    beds: int
    spare: bool

    @property
    def mark(self) -> str:
        return mark(self.number, self.room_type, self.beds, self.spare)


@dataclass(frozen=True)
class HotelRow:
    """A hotel as it is, with the rooms it keeps of each type."""

    id: UUID
    code: str
    name_zh: str
    name_en: str
    address: str
    phone: str
    blocks: dict[str, int] = field(default_factory=dict)

    @property
    def mark(self) -> str:
        return mark(
            self.code, self.name_zh, self.name_en, self.address, self.phone, sorted(self.blocks.items())
        )

    def name(self, language: str) -> str:
        return in_language(language, zh=self.name_zh, en=self.name_en)


@dataclass(frozen=True)
class Beds:
    """Hotels, rooms and people by id, each in the order in which they are shown."""

    hotels: dict[UUID, HotelRow]
    rooms: dict[UUID, RoomRow]
    people: dict[UUID, Person]

    @cached_property
    def by_room(self) -> dict[UUID, list[Person]]:
        """Who sleeps in each room."""
        found: dict[UUID, list[Person]] = defaultdict(list)
        for one in self.people.values():
            if one.place and one.place.room:
                found[one.place.room].append(one)
        return found

    @property
    def sleepers(self) -> list[Person]:
        """Everybody who has a bed or needs one."""
        return [one for one in self.people.values() if one.needs_bed]

    @property
    def mark(self) -> str:
        """What whoever looks at all of it has seen."""
        return mark(
            [(one.id, one.mark, one.sex, one.party, one.usual.first, one.usual.last, one.wishes.room_type, one.wishes.hotel,
              sorted(map(str, one.companions))) for one in self.sleepers],
            [(one.id, one.mark) for one in self.rooms.values()],
            [(one.id, one.mark) for one in self.hotels.values()],
        )  # fmt: skip

    def in_room(self, room: UUID, *, but: Iterable[UUID] = ()) -> list[Person]:
        """Who sleeps in a room, some left out."""
        left_out = set(but)
        return [one for one in self.by_room.get(room, ()) if one.id not in left_out]

    def person(self, guest: UUID) -> Person:
        """Somebody who needs a bed; raises UnknownGuest."""
        if guest not in self.people:
            raise UnknownGuest
        return self.people[guest]

    def room(self, room: UUID) -> RoomRow:
        """A room; raises UnknownRoom."""
        if room not in self.rooms:
            raise UnknownRoom
        return self.rooms[room]

    def hotel_of(self, code: str) -> HotelRow:
        """The hotel with a code; raises UnknownHotel."""
        for one in self.hotels.values():
            if one.code == code:
                return one
        raise UnknownHotel

    def room_of(self, code: str, number: str) -> RoomRow:
        """The room of a number in the hotel with a code; raises UnknownHotel, UnknownRoom."""
        hotel = self.hotel_of(code)
        for one in self.rooms.values():
            if (one.hotel, one.number) == (hotel.id, number):
                return one
        raise UnknownRoom

    def free_beds(self, room: RoomRow, stay: Stay, *, but: Iterable[UUID] = ()) -> int:
        """The beds that are free in every night of a stay."""
        others = [one.stay for one in self.in_room(room.id, but=but) if one.stay.overlaps(stay)]
        free = room.beds
        while free and full_night(stay, others, free) is None:
            free -= 1
        return room.beds - free

    def refuse_full(self, room: RoomRow, stays: Sequence[Stay], *, but: Iterable[UUID]) -> None:
        """Raise RoomFull unless more guests fit into a room, besides who sleeps there without `but`."""
        others = [one.stay for one in self.in_room(room.id, but=but)]
        for stay in stays:
            night = full_night(stay, others, room.beds)
            if night is not None:
                told = "–" if night == date.min else str(night)
                raise RoomFull(room=room.number, beds=room.beds, night=told)
            others.append(stay)

    def with_places(self, places: dict[UUID, Place]) -> "Beds":
        """The same with other places for some."""
        people = {
            key: replace(one, place=places[key]) if key in places else one
            for key, one in self.people.items()
        }  # fmt: skip
        return Beds(self.hotels, self.rooms, people)
