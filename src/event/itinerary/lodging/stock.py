"""Rooms to be given: those with numbers, and those a hotel keeps whose numbers are not known yet."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from event.itinerary.lodging.beds import Beds, Person, RoomRow
from event.itinerary.lodging.rules import Stay, full_night
from event.itinerary.planner.rooming import Block, RoomKind

_SINGLES = ("单", "套", "single", "suite")


def kind_of(room_type: str) -> RoomKind | None:
    """Whether a type of rooms is for one or for two, as its name says; None for no name."""
    if not room_type:
        return None
    plain = room_type.lower()
    return RoomKind.SINGLE if any(word in plain for word in _SINGLES) else RoomKind.TWIN


def wants_to_be_alone(one: Person) -> bool:
    """Whether the list or the reply says a room for one."""
    return kind_of(one.place.room_type if one.place else "") is RoomKind.SINGLE or (
        kind_of(one.wishes.room_type) is RoomKind.SINGLE
    )


@dataclass(frozen=True)
class Slot:
    """A room that is free for a while; `room` is None where its number is not known yet."""

    hotel: UUID
    room_type: str
    kind: RoomKind
    room: UUID | None


class Stock:
    """Who sleeps in which room while a proposal is made."""

    def __init__(self, beds: Beds, open_guests: set[UUID]) -> None:
        self._beds = beds
        self.here: dict[UUID, list[Person]] = defaultdict(list)
        for room in beds.rooms:
            self.here[room] = beds.in_room(room, but=open_guests)

    def put(self, room: UUID, one: Person) -> None:
        """Note that somebody sleeps in a room."""
        self.here[room].append(one)

    def beside(self, room: UUID, stay: Stay) -> list[Person]:
        """Who sleeps in a room in some night of a stay."""
        return [one for one in self.here[room] if one.stay.overlaps(stay)]

    def has_bed(self, room: RoomRow, stay: Stay) -> bool:
        """Whether a bed is free every night."""
        return full_night(stay, [one.stay for one in self.here[room.id]], room.beds) is None

    def rooms(self, hotels: Iterable[UUID]) -> list[RoomRow]:
        """The rooms of hotels that may be planned: not the spare ones."""
        wanted = set(hotels)
        return [room for room in self._beds.rooms.values() if room.hotel in wanted and not room.spare]

    def within_block(self, room: RoomRow, stay: Stay) -> bool:
        """Whether the hotel keeps as many rooms of this type as would be in use."""
        kept = self._beds.hotels[room.hotel].blocks.get(room.room_type)
        if kept is None:
            return True
        used = [
            other
            for other in self.rooms([room.hotel])
            if other.room_type == room.room_type and other.id != room.id and self.beside(other.id, stay)
        ]
        return len(used) < kept

    def slots(self, hotels: Iterable[UUID], span: Stay) -> list[Slot]:
        """Rooms in which nobody sleeps during a time, no more of a type than its hotel keeps."""
        wanted = list(hotels)
        listed, used = Counter[tuple[UUID, str]](), Counter[tuple[UUID, str]]()
        found: list[Slot] = []
        for room in self.rooms(wanted):
            key = room.hotel, room.room_type
            listed[key] += 1
            used[key] += bool(self.beside(room.id, span))
        for room in self.rooms(wanted):
            key = room.hotel, room.room_type
            kept = self._beds.hotels[room.hotel].blocks.get(room.room_type)
            if not self.beside(room.id, span) and (kept is None or used[key] < kept):
                used[key] += 1
                kind = RoomKind.SINGLE if room.beds == 1 else RoomKind.TWIN
                found.append(Slot(room.hotel, room.room_type, kind, room.id))
        for hotel in wanted:
            for kind_name, kept in self._beds.hotels[hotel].blocks.items():
                unnumbered = kept - listed[hotel, kind_name]
                kind = kind_of(kind_name) or RoomKind.TWIN
                found += [Slot(hotel, kind_name, kind, None)] * unnumbered
        return found

    def blocks(self, slots: Iterable[Slot]) -> list[Block]:
        """The same as the planner takes them."""
        counted = Counter((slot.hotel, slot.kind) for slot in slots)
        return [
            Block(self._beds.hotels[hotel].name_zh, kind, rooms)
            for (hotel, kind), rooms in counted.items()
        ]  # fmt: skip
