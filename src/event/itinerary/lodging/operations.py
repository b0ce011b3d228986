"""Who sleeps where, given by hand: a room or a hotel, exchanged, taken away; never more guests than beds."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from event.database import fetch, writing
from event.errors import Invalid, Problem
from event.gathering.tables import Gathering
from event.itinerary.lodging.beds import AWAITING, Beds, Person, Place, RoomRow
from event.itinerary.lodging.errors import PlaceChanged, ProposalOutdated, UnknownHotel
from event.itinerary.lodging.proposing import Options, Proposal, propose_rooms
from event.itinerary.lodging.reading import beds_of
from event.itinerary.lodging.rules import Stay
from event.itinerary.lodging.tables import Rooming
from event.language import Message
from event.people.audit import record
from event.people.rules import Actor
from event.people.undoing import Rows, undoable
from event.registration.adding import insert_all, lock
from event.registration.queries import Scope

LONGEST_STAY = 60
_NO_NIGHT = Message("The guest leaves after the first night at the earliest.")
_TOO_LONG = Message("At most {most} nights.")
_MISSING = Message("Choose a day.")
_BOTH_ROOMS = Message("Choose a guest who has a room.")


def check_stay(stay: Stay) -> None:
    """Raise Invalid, by field, for nights that cannot be."""
    problems: dict[str, Problem] = {}
    if stay.first is None:
        problems["check_in"] = Problem(_MISSING)
    if stay.last is None:
        problems["check_out"] = Problem(_MISSING)
    if stay.nights is not None and stay.nights < 1:
        problems["check_out"] = Problem(_NO_NIGHT)
    elif stay.nights is not None and stay.nights > LONGEST_STAY:
        problems["check_out"] = Problem(_TOO_LONG, {"most": LONGEST_STAY})
    if problems:
        raise Invalid(problems)


async def give_place(
    guest: UUID, place: Place, *, seen: str, gathering: Gathering, scope: Scope, by: Actor, now: datetime
) -> Person:
    """Give a guest a room, or a hotel in which a room is to be found; answers with the guest as they sleep now.

    `seen`: the mark of the place that whoever decides has seen. Raises UnknownGuest, UnknownHotel, UnknownRoom,
    Invalid, PlaceChanged, RoomFull.
    """
    check_stay(place.stay)
    async with writing():
        await lock(gathering)
        beds = await beds_of(gathering)
        one = _as_seen(beds, guest, seen, scope)
        if place.room is not None:
            room = beds.room(place.room)
            place = _in_room(place, room)
            beds.refuse_full(room, [place.stay], but=[guest])
        elif place.hotel not in beds.hotels:
            raise UnknownHotel
        await _write({guest: place})
        await _note("rooming.give", one, beds, place, gathering=gathering, by=by, now=now)
    return replace(one, place=place)


async def move_to_room(
    guest: UUID, room: UUID, *, seen: str, gathering: Gathering, scope: Scope, by: Actor, now: datetime
) -> Person:
    """Give a guest a room for the nights they have, or would have; raises as `give_place`."""
    async with writing():
        await lock(gathering)
        beds = await beds_of(gathering)
        one, there = _as_seen(beds, guest, seen, scope), beds.room(room)
        beds.refuse_full(there, [one.stay], but=[guest])
        before = one.place or Place(there.hotel, None, "", one.usual)
        place = _in_room(replace(before, stay=one.stay), there)
        await _write({guest: place})
        await _note("rooming.give", one, beds, place, gathering=gathering, by=by, now=now)
    return replace(one, place=place)


async def take_room_away(
    guest: UUID,
    *,
    wholly: bool,
    seen: str,
    gathering: Gathering,
    scope: Scope,
    by: Actor,
    now: datetime,
) -> UUID | None:
    """Take a guest's room away: the hotel stays unless `wholly`; answers with what undoes it, None where there was none.

    Undoing is refused where somebody else sleeps in the room by then. Raises UnknownGuest, PlaceChanged.
    """
    async with writing():
        await lock(gathering)
        beds = await beds_of(gathering)
        one = _as_seen(beds, guest, seen, scope)
        if one.place is None:
            return None
        place = None if wholly else replace(one.place, room=None)
        rooms = [one.place.room] if one.place.room else []
        async with undoable(
            "rooming.take", Rows("rooming", "guest", [guest]), Rows("rooming", "room", rooms, watched=True),
            Rows("given_up_place", "guest", [guest]), subject=f"guest:{guest}", by=by, now=now, gathering=gathering.id,
        ) as step:  # fmt: skip
            await _write({guest: place})
        await _note("rooming.take", one, beds, place, gathering=gathering, by=by, now=now)
    return step


async def swap_places(
    guest: UUID,
    other: UUID,
    *,
    seen: str,
    other_seen: str,
    gathering: Gathering,
    scope: Scope,
    by: Actor,
    now: datetime,
) -> None:
    """Exchange the rooms of two guests, each for the own nights.

    Raises UnknownGuest, Invalid where one has no room, PlaceChanged, RoomFull.
    """
    async with writing():
        await lock(gathering)
        beds = await beds_of(gathering)
        pair = _as_seen(beds, guest, seen, scope), _as_seen(beds, other, other_seen, scope)
        one, two = (person.place for person in pair)
        if one is None or two is None or one.room is None or two.room is None or one.room == two.room:
            raise Invalid({"other": Problem(_BOTH_ROOMS)})
        both = [guest, other]
        beds.refuse_full(beds.room(two.room), [one.stay], but=both)
        beds.refuse_full(beds.room(one.room), [two.stay], but=both)
        places: dict[UUID, Place | None] = {
            guest: replace(one, hotel=two.hotel, room=two.room, room_type=two.room_type),
            other: replace(two, hotel=one.hotel, room=one.room, room_type=one.room_type),
        }
        await _write(places)
        for person in pair:
            await _note("rooming.swap", person, beds, places[person.id], gathering=gathering, by=by, now=now)


async def accept_proposal(
    options: Options, *, seen: str, gathering: Gathering, by: Actor, now: datetime
) -> Proposal:
    """Write proposed rooms as they were shown; raises ProposalOutdated where what they rest on has changed."""
    async with writing():
        await lock(gathering)
        beds = await beds_of(gathering)
        if beds.mark != seen:
            raise ProposalOutdated
        proposal = propose_rooms(beds, options)  # a few milliseconds of plain sorting
        await _write(dict(proposal.places))
        await record(
            "rooming.accept_proposal", subject=f"gathering:{gathering.id}", by=by, now=now, gathering=gathering.id,
            guests=sorted(beds.people[guest].number for guest in proposal.places), again=options.again,
        )  # fmt: skip
    return proposal


def _in_room(place: Place, room: RoomRow) -> Place:
    """The place with a room; that one is still to be found is noted no more."""
    note = "" if place.note == AWAITING else place.note
    kind = room.room_type or place.room_type
    return replace(place, hotel=room.hotel, room=room.id, room_type=kind, note=note)


def _as_seen(beds: Beds, guest: UUID, seen: str, scope: Scope) -> Person:
    one = beds.person(guest)
    if scope is not None and one.delegation not in scope:
        beds.person(UUID(int=0))
    if one.mark != seen:
        raise PlaceChanged(name=one.name, now=_told(beds, one.place))
    return one


def _told(beds: Beds, place: Place | None) -> str:
    if place is None:
        return "–"
    room = beds.rooms.get(place.room) if place.room else None
    name = beds.hotels[place.hotel].name_zh
    return f"{name} {room.number}" if room else name


async def _write(places: Mapping[UUID, Place | None]) -> None:
    """Write places, inside the caller's `writing()`; whom a list named for a bed stays known."""
    guests = list(places)
    rows = await fetch("SELECT guest, planned_for FROM rooming WHERE guest = ANY($1::uuid[])", guests)
    planned = {row["guest"]: row["planned_for"] for row in rows}
    await fetch("DELETE FROM rooming WHERE guest = ANY($1::uuid[])", guests)
    await fetch("DELETE FROM given_up_place WHERE kind = 'rooming' AND guest = ANY($1::uuid[])", guests)
    await insert_all(
        Rooming,
        [
            Rooming(
                id=uuid4(), guest=guest, planned_for=planned.get(guest, guest), hotel=place.hotel, room=place.room,
                room_type=place.room_type, check_in=place.stay.first, check_out=place.stay.last,
                breakfast=place.breakfast, note=place.note,
            )
            for guest, place in places.items()
            if place is not None
        ],
    )  # fmt: skip


async def _note(action: str, one: Person, beds: Beds, place: Place | None, **who: Any) -> None:
    gathering = who.pop("gathering")
    room = beds.rooms.get(place.room) if place and place.room else None
    await record(
        action, subject=f"guest:{one.id}", gathering=gathering.id, number=one.number,
        hotel=beds.hotels[place.hotel].code if place else None, room=room.number if room else None, **who,
    )  # fmt: skip
