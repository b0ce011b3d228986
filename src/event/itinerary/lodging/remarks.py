"""What an organizer should look at again: strangers of two sexes, nights that do not fit, beds given twice."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from event.gathering.tables import Gathering
from event.itinerary.lodging.beds import Beds, HotelRow, Person
from event.itinerary.lodging.rules import most_at_once, strangers
from event.language import Message, Tells

_TWO_SEXES = Message(
    "Room {room} of {hotel}: {names} are of two sexes and no companions, and sleep there in the same night."
)
_TOO_MANY = Message("Room {room} of {hotel} has {beds} beds; {guests} guests sleep there in one night.")
_OUTSIDE = Message("{name} sleeps in {hotel} from {first} to {last}: outside of the gathering's days.")
_OTHER_NIGHTS = Message(
    "{name} asked for {wished_first} to {wished_last} and has {first} to {last} in {hotel}."
)
_NO_NIGHTS = Message("{name} has a place in {hotel} without nights.")
_BLOCK = Message("{hotel} keeps {kept} rooms of the type {type}; {listed} are in the list of rooms.")
_OTHER_TYPE = Message("{name} was to have {wanted} and sleeps in room {room}, {type}.")


@dataclass(frozen=True)
class Remark(Tells):
    """A sentence about a room, a hotel or a guest; `kind` names it for programs."""

    kind: str
    sentence: Message
    data: dict[str, object]
    hotel: str = ""
    room: UUID | None = None
    guests: tuple[UUID, ...] = ()


def remarks_on(beds: Beds, gathering: Gathering, language: str) -> list[Remark]:
    """Everything worth a second look, rooms first."""
    return [
        *_rooms(beds, language), *_blocks(beds, language), *_people(beds, gathering, language)
    ]  # fmt: skip


def _rooms(beds: Beds, language: str) -> Iterator[Remark]:
    for room in beds.rooms.values():
        here, hotel = beds.in_room(room.id), beds.hotels[room.hotel]
        told: dict[str, object] = {"room": room.number, "hotel": hotel.name(language)}
        where = {"hotel": hotel.code, "room": room.id, "guests": tuple(one.id for one in here)}
        most = most_at_once(one.stay for one in here)
        if most > room.beds:
            yield Remark("too_many", _TOO_MANY, told | {"beds": room.beds, "guests": most}, **where)  # type: ignore[arg-type] # its own fields
        found = {one.guest for one in strangers([one.sleeper for one in here])}
        if found:
            names = _join((one for one in here if one.id in found), language)
            yield Remark("two_sexes", _TWO_SEXES, told | {"names": names}, **where)  # type: ignore[arg-type] # its own fields


def _join(people: Iterator[Person], language: str) -> str:
    return (", " if language == "en" else "、").join(one.name for one in people)


def _blocks(beds: Beds, language: str) -> Iterator[Remark]:
    listed = Counter((room.hotel, room.room_type) for room in beds.rooms.values() if not room.spare)
    for hotel in beds.hotels.values():
        for kind in sorted({*hotel.blocks, *(kind for key, kind in listed if key == hotel.id)}):
            kept, there = hotel.blocks.get(kind, 0), listed[hotel.id, kind]
            if there and kept != there:
                told = {"hotel": hotel.name(language), "type": kind or "–", "kept": kept, "listed": there}
                yield Remark("block", _BLOCK, told, hotel=hotel.code)


def _people(beds: Beds, gathering: Gathering, language: str) -> Iterator[Remark]:
    for one in beds.people.values():
        if one.place is None:
            continue
        hotel, stay = beds.hotels[one.place.hotel], one.place.stay
        told: dict[str, object] = {"name": one.name, "hotel": hotel.name(language), "first": str(stay.first), "last": str(stay.last)}  # fmt: skip
        if stay.first is None or stay.last is None:
            yield _about(one, hotel, "no_nights", _NO_NIGHTS, told)
            continue
        day = timedelta(days=1)
        if stay.first < gathering.first_day - day or stay.last > gathering.last_day + day:
            yield _about(one, hotel, "outside", _OUTSIDE, told)
        wished = one.wishes.stay
        if (wished.first or stay.first, wished.last or stay.last) != (stay.first, stay.last):
            asked = {"wished_first": str(wished.first or "–"), "wished_last": str(wished.last or "–")}
            yield _about(one, hotel, "other_nights", _OTHER_NIGHTS, told | asked)
        room = beds.rooms.get(one.place.room) if one.place.room else None
        if room and one.place.room_type and room.room_type and room.room_type != one.place.room_type:
            types = {"wanted": one.place.room_type, "room": room.number, "type": room.room_type}
            yield _about(one, hotel, "other_type", _OTHER_TYPE, told | types)


def _about(one: Person, hotel: HotelRow, kind: str, sentence: Message, told: dict[str, object]) -> Remark:
    return Remark(kind, sentence, told, hotel.code, one.place.room if one.place else None, (one.id,))
