"""Hotels with the rooms they keep, and the rooms one by one: added, changed, removed."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from event.database import fetch, writing
from event.errors import Invalid, Problem
from event.gathering.tables import Gathering
from event.itinerary.lodging.beds import Beds, HotelRow
from event.itinerary.lodging.errors import HotelChanged, HotelInUse, RoomInUse, TooFewBeds
from event.itinerary.lodging.forms import (
    HotelTold,
    RoomsTold,
    RoomTold,
    checked_hotel,
    checked_room,
    checked_rooms,
)
from event.itinerary.lodging.reading import beds_of
from event.itinerary.lodging.rules import most_at_once
from event.itinerary.lodging.tables import Hotel, HotelBlock, Room
from event.language import Message
from event.people.audit import record
from event.people.rules import Actor
from event.people.undoing import Rows, undoable
from event.registration.adding import insert_all, lock

_OF_A_HOTEL = ("room", "hotel_block")
_TAKEN = Message("Another hotel has this already.")
_ROOMS_THERE = Message("The hotel has these rooms already: {numbers}.")


async def add_hotel(told: HotelTold, *, gathering: Gathering, by: Actor, now: datetime) -> UUID:
    """Add a hotel with the rooms it keeps; raises Invalid."""
    wanted = checked_hotel(told)
    async with writing():
        await lock(gathering)
        _refuse_taken(await beds_of(gathering), wanted, but=None)
        row = Hotel(id=uuid4(), gathering=gathering.id, **_columns(wanted))
        await row.save()
        await _write_blocks(row.id, wanted)
        await _note("hotel.add", row.id, by=by, now=now, gathering=gathering, code=wanted.code)
    return row.id


async def change_hotel(
    code: str, told: HotelTold, *, seen: str, gathering: Gathering, by: Actor, now: datetime
) -> None:
    """Change a hotel and the rooms it keeps; raises UnknownHotel, Invalid, HotelChanged."""
    wanted = checked_hotel(told)
    async with writing():
        await lock(gathering)
        beds = await beds_of(gathering)
        hotel = _as_seen(beds, code, seen)
        _refuse_taken(beds, wanted, but=hotel.id)
        row = await Hotel.objects().get(Hotel.id == hotel.id)
        for name, value in _columns(wanted).items():
            setattr(row, name, value)
        await row.save()  # type: ignore[union-attr] # held by the lock
        await _write_blocks(hotel.id, wanted)
        await _note("hotel.change", hotel.id, by=by, now=now, gathering=gathering, code=wanted.code)


async def remove_hotel(code: str, *, seen: str, gathering: Gathering, by: Actor, now: datetime) -> UUID:
    """Remove a hotel in which nobody is to sleep, with its rooms; answers with what undoes it.

    Raises UnknownHotel, HotelChanged, HotelInUse.
    """
    async with writing():
        await lock(gathering)
        beds = await beds_of(gathering)
        hotel = _as_seen(beds, code, seen)
        guests = sum(one.place is not None and one.place.hotel == hotel.id for one in beds.people.values())
        used = await fetch("SELECT 1 FROM vehicle WHERE hotel = $1", hotel.id)
        if guests or used:
            raise HotelInUse(guests=guests or len(used))
        touched = (Rows("hotel", "id", [hotel.id]), *(Rows(one, "hotel", [hotel.id]) for one in _OF_A_HOTEL))
        async with undoable(
            "hotel.remove", *touched, subject=f"hotel:{hotel.id}", by=by, now=now, gathering=gathering.id
        ) as step:
            for table in _OF_A_HOTEL:
                await fetch(f"DELETE FROM {table} WHERE hotel = $1", hotel.id)  # noqa: S608 - our own names
            await fetch("DELETE FROM hotel WHERE id = $1", hotel.id)
        await _note("hotel.remove", hotel.id, by=by, now=now, gathering=gathering, code=hotel.code)
    return step


async def add_rooms(
    code: str, told: RoomsTold, *, gathering: Gathering, by: Actor, now: datetime
) -> list[str]:
    """Add rooms that are alike; answers with their numbers. Raises UnknownHotel, Invalid."""
    numbers, wanted = checked_rooms(told)
    async with writing():
        await lock(gathering)
        beds = await beds_of(gathering)
        hotel = beds.hotel_of(code)
        known = {room.number for room in beds.rooms.values() if room.hotel == hotel.id}
        if there := [number for number in numbers if number in known]:
            raise Invalid({"numbers": Problem(_ROOMS_THERE, {"numbers": "、".join(there)})})
        await insert_all(
            Room,
            [
                Room(
                    id=uuid4(), hotel=hotel.id, number=number, room_type=wanted.room_type, beds=wanted.beds,
                    spare=wanted.spare,
                )
                for number in numbers
            ],
        )  # fmt: skip
        await _note("room.add", hotel.id, by=by, now=now, gathering=gathering, code=hotel.code, rooms=numbers)
    return numbers


async def change_room(
    code: str, number: str, told: RoomTold, *, seen: str, gathering: Gathering, by: Actor, now: datetime
) -> None:
    """Change a room; raises UnknownHotel, UnknownRoom, Invalid, HotelChanged, TooFewBeds."""
    wanted = checked_room(told)
    async with writing():
        await lock(gathering)
        beds = await beds_of(gathering)
        room = beds.room_of(code, number)
        if room.mark != seen:
            raise HotelChanged(name=number)
        most = most_at_once(one.stay for one in beds.in_room(room.id))
        if most > wanted.beds:
            raise TooFewBeds(guests=most, room=number)
        await fetch(
            "UPDATE room SET room_type = $2, beds = $3, spare = $4 WHERE id = $1",
            room.id, wanted.room_type, wanted.beds, wanted.spare,
        )  # fmt: skip
        await _note("room.change", room.hotel, by=by, now=now, gathering=gathering, code=code, room=number)


async def remove_room(
    code: str, number: str, *, seen: str, gathering: Gathering, by: Actor, now: datetime
) -> UUID:
    """Remove a room in which nobody sleeps; answers with what undoes it.

    Raises UnknownHotel, UnknownRoom, HotelChanged, RoomInUse.
    """
    async with writing():
        await lock(gathering)
        beds = await beds_of(gathering)
        room = beds.room_of(code, number)
        if room.mark != seen:
            raise HotelChanged(name=number)
        if here := beds.in_room(room.id):
            raise RoomInUse(guests=len(here), room=number)
        async with undoable(
            "room.remove", Rows("room", "id", [room.id]), subject=f"hotel:{room.hotel}", by=by, now=now,
            gathering=gathering.id,
        ) as step:  # fmt: skip
            await fetch("DELETE FROM room WHERE id = $1", room.id)
        await _note("room.remove", room.hotel, by=by, now=now, gathering=gathering, code=code, room=number)
    return step


def _as_seen(beds: Beds, code: str, seen: str) -> HotelRow:
    hotel = beds.hotel_of(code)
    if hotel.mark != seen:
        raise HotelChanged(name=hotel.name_zh)
    return hotel


def _columns(wanted: HotelTold) -> dict[str, Any]:
    return {name: getattr(wanted, name) for name in ("code", "name_zh", "name_en", "address", "phone")}


def _refuse_taken(beds: Beds, wanted: HotelTold, *, but: UUID | None) -> None:
    others = [one for one in beds.hotels.values() if one.id != but]
    problems = {
        name: Problem(_TAKEN)
        for name in ("code", "name_zh")
        if any(getattr(one, name) == getattr(wanted, name) for one in others)
    }
    if problems:
        raise Invalid(problems)


async def _write_blocks(hotel: UUID, wanted: HotelTold) -> None:
    await fetch("DELETE FROM hotel_block WHERE hotel = $1", hotel)
    rows = [
        HotelBlock(id=uuid4(), hotel=hotel, room_type=kind, rooms=rooms) for kind, rooms in wanted.blocks.items()
    ]  # fmt: skip
    await insert_all(HotelBlock, rows)


async def _note(
    action: str, hotel: UUID, *, by: Actor, now: datetime, gathering: Gathering, **told: object
) -> None:
    await record(action, subject=f"hotel:{hotel}", by=by, now=now, gathering=gathering.id, **told)
