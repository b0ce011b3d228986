"""Hotels, rooms and sleepers as pages and programs read them; other delegations are only counted for whom is limited."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import msgspec

from event.itinerary.lodging.beds import Beds, HotelRow, Person, RoomRow
from event.itinerary.lodging.proposing import Proposal
from event.itinerary.lodging.remarks import Remark
from event.registration.queries import Scope


class BlockView(msgspec.Struct, frozen=True):
    """Rooms of a type that a hotel keeps: `listed` in the list of rooms, `used` by somebody, spare ones left out."""

    room_type: str
    kept: int
    listed: int
    used: int


class HotelView(msgspec.Struct, frozen=True):
    """A hotel with its counts; `seen` is sent back with a change."""

    id: UUID
    code: str
    name_zh: str
    name_en: str
    address: str
    phone: str
    blocks: list[BlockView]
    rooms: int
    beds: int
    spare: int
    spare_free: int
    guests: int
    without_room: int
    seen: str


class SleeperView(msgspec.Struct, frozen=True):
    """A guest and their place; `hotel` and `room` are empty as long as none is given. `seen` is sent back with a change."""

    guest: UUID
    number: str
    name: str
    latin: str
    sex: str
    guest_class: str
    delegation: str
    travel_party: str
    standing: str
    hotel: str
    room: str
    room_type: str
    check_in: date | None
    check_out: date | None
    breakfast: bool
    note: str
    wished_hotel: str
    wished_type: str
    roommate: str
    seen: str


class RoomView(msgspec.Struct, frozen=True):
    """A room and who sleeps there; `others` are guests the reader may not know of."""

    id: UUID
    hotel: str
    number: str
    room_type: str
    beds: int
    spare: bool
    sleepers: list[SleeperView]
    others: int
    seen: str


class RemarkView(msgspec.Struct, frozen=True):
    """A sentence about something to look at again."""

    kind: str
    text: str
    hotel: str
    guests: list[str]


class ChangeView(msgspec.Struct, frozen=True):
    """A place that a proposal would give: hotel and room before and after, empty where there is none."""

    guest: UUID
    number: str
    name: str
    sex: str
    delegation: str
    hotel_before: str
    room_before: str
    hotel: str
    room: str
    room_type: str
    check_in: date | None
    check_out: date | None
    beside: list[str]
    """Names of those with whom the room would be shared."""


class ProposedRemark(msgspec.Struct, frozen=True):
    """A sentence about a guest's bed."""

    number: str
    name: str
    text: str


class ProposalView(msgspec.Struct, frozen=True):
    """What a proposal would change, who gets no room and why; `seen` is sent back to accept it."""

    changes: list[ChangeView]
    unplaced: list[SleeperView]
    remarks: list[ProposedRemark]
    kept: int
    seen: str


def proposal_seen(beds: Beds, proposal: Proposal, language: str) -> ProposalView:
    """A proposal as its difference from what is."""
    after = beds.with_places(proposal.places)
    remarks = [
        ProposedRemark(beds.people[one.guest].number, beds.people[one.guest].name, one.told(language))
        for one in proposal.remarks
    ]
    changes = [_change(beds, after, guest, language) for guest in proposal.places]
    kept = sum(
        one.place is not None and one.place.room is not None and one.id not in proposal.places
        for one in beds.people.values()
    )
    return ProposalView(
        sorted(changes, key=lambda one: (one.hotel, one.room.rjust(20), one.number)),
        [sleeper_seen(beds, beds.people[guest], language) for guest in proposal.unplaced], remarks, kept, beds.mark,
    )  # fmt: skip


def _change(beds: Beds, after: Beds, guest: UUID, language: str) -> ChangeView:
    one, then = (
        sleeper_seen(beds, beds.people[guest], language),
        sleeper_seen(after, after.people[guest], language),
    )
    place, stay = after.people[guest].place, after.people[guest].stay
    beside = [
        other.name
        for other in (after.in_room(place.room, but=[guest]) if place and place.room else ())
        if other.stay.overlaps(stay)
    ]
    return ChangeView(
        guest, one.number, one.name, one.sex, one.delegation, one.hotel, one.room, then.hotel, then.room, then.room_type,
        then.check_in, then.check_out, beside,
    )  # fmt: skip


def hotels_seen(beds: Beds) -> list[HotelView]:
    """Every hotel with its counts; those need no limit, they name nobody."""
    return [hotel_seen(beds, one) for one in beds.hotels.values()]


def hotel_seen(beds: Beds, hotel: HotelRow) -> HotelView:
    """One hotel with its counts."""
    own = [room for room in beds.rooms.values() if room.hotel == hotel.id]
    planned = [room for room in own if not room.spare]
    spare = [room for room in own if room.spare]
    guests = [one for one in beds.people.values() if one.place and one.place.hotel == hotel.id]
    kinds = sorted({*hotel.blocks, *(room.room_type for room in planned)})
    blocks = [
        BlockView(
            kind, hotel.blocks.get(kind, 0), sum(room.room_type == kind for room in planned),
            sum(room.room_type == kind and bool(beds.in_room(room.id)) for room in planned),
        )
        for kind in kinds
    ]  # fmt: skip
    return HotelView(
        hotel.id, hotel.code, hotel.name_zh, hotel.name_en, hotel.address, hotel.phone, blocks, len(planned),
        sum(room.beds for room in planned), len(spare), sum(not beds.in_room(room.id) for room in spare), len(guests),
        sum(one.place is not None and one.place.room is None for one in guests), hotel.mark,
    )  # fmt: skip


def rooms_seen(beds: Beds, scope: Scope, language: str, *, hotel: UUID | None = None) -> list[RoomView]:
    """The rooms of a hotel, or of all."""
    return [
        room_seen(beds, room, scope, language) for room in beds.rooms.values() if hotel in (None, room.hotel)
    ]


def room_seen(beds: Beds, room: RoomRow, scope: Scope, language: str) -> RoomView:
    """One room and who sleeps there."""
    here = beds.in_room(room.id)
    mine = within(here, scope)
    return RoomView(
        room.id, beds.hotels[room.hotel].code, room.number, room.room_type, room.beds, room.spare,
        [sleeper_seen(beds, one, language) for one in mine], len(here) - len(mine), room.mark,
    )  # fmt: skip


def within(people: Iterable[Person], scope: Scope) -> list[Person]:
    """Those whom the reader may know of."""
    return [one for one in people if scope is None or one.delegation in scope]


def sleeper_seen(beds: Beds, one: Person, language: str) -> SleeperView:
    """A guest and their place."""
    place = one.place
    room = beds.rooms[place.room].number if place and place.room else ""
    return SleeperView(
        one.id, one.number, one.name, one.latin, one.sex, one.class_code, one.delegation_name(language), one.party_code,
        one.standing, beds.hotels[place.hotel].code if place else "", room, place.room_type if place else "",
        one.stay.first, one.stay.last, place.breakfast if place else True, place.note if place else "",
        one.wishes.hotel, one.wishes.room_type, one.wishes.roommate, one.mark,
    )  # fmt: skip


def remarks_seen(beds: Beds, remarks: Iterable[Remark], scope: Scope, language: str) -> list[RemarkView]:
    """The remarks that speak only of guests the reader may know of."""
    return [
        RemarkView(one.kind, one.told(language), one.hotel, [beds.people[guest].number for guest in one.guests])
        for one in remarks
        if len(within([beds.people[guest] for guest in one.guests], scope)) == len(one.guests)
    ]  # fmt: skip
