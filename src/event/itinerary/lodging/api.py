"""Hotels and rooms for programs: everything the pages can do."""

from datetime import datetime
from typing import Any

from litestar import Request, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from event.gathering.tables import Gathering
from event.http import language_of, read_json
from event.itinerary.lodging.forms import HotelTold, RoomsTold, RoomTold
from event.itinerary.lodging.hotels import (
    add_hotel,
    add_rooms,
    change_hotel,
    change_room,
    remove_hotel,
    remove_room,
)
from event.itinerary.lodging.reading import beds_of
from event.itinerary.lodging.rooming_api import HANDLERS as ROOMING
from event.itinerary.lodging.views import (
    HotelView,
    RoomView,
    hotel_seen,
    hotels_seen,
    room_seen,
    rooms_seen,
)
from event.people.rules import Access, Permission
from event.registration.queries import Scope

_ROOT = "/api/v1/gatherings/{slug:str}"
_LOOK, _CHANGE = {"permission": Permission.GUESTS_READ}, {"permission": Permission.GUESTS_WRITE}


class HotelAsked(HotelTold, frozen=True):
    """A hotel as it is to be; `seen` as it was answered when it is changed."""

    seen: str = ""


class RoomAsked(RoomTold, frozen=True):
    """A room as it is to be; `seen` as it was answered."""

    seen: str = ""


@get(f"{_ROOT}/hotels", opt=_LOOK, tags=["Hotels"])
async def api_hotels(gathering: NamedDependency[Gathering]) -> list[HotelView]:
    """Hotels with the rooms they keep, how many are listed and used, and their guests in numbers."""
    return hotels_seen(await beds_of(gathering))


@post(f"{_ROOT}/hotels", opt=_CHANGE, tags=["Hotels"])
async def api_add_hotel(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> HotelView:
    """Add a hotel; `blocks` are rooms by type."""
    told = await read_json(request, HotelTold)
    made = await add_hotel(told, gathering=gathering, by=access.actor, now=now)
    beds = await beds_of(gathering)
    return hotel_seen(beds, beds.hotels[made])


@put(f"{_ROOT}/hotels/{{code:str}}", opt=_CHANGE, tags=["Hotels"])
async def api_change_hotel(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> HotelView:
    """Change a hotel and the rooms it keeps; 409 where somebody changed it since it was read."""
    told = await read_json(request, HotelAsked)
    await change_hotel(code, told, seen=told.seen, gathering=gathering, by=access.actor, now=now)
    beds = await beds_of(gathering)
    return hotel_seen(beds, beds.hotel_of(told.code))


@delete(f"{_ROOT}/hotels/{{code:str}}", opt=_CHANGE, tags=["Hotels"])
async def api_remove_hotel(
    code: FromPath[str],
    seen: FromQuery[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> None:
    """Remove a hotel in which nobody is to sleep, with its rooms."""
    await remove_hotel(code, seen=seen, gathering=gathering, by=access.actor, now=now)


@get(f"{_ROOT}/rooms", opt=_LOOK, tags=["Hotels"])
async def api_rooms(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    reach: NamedDependency[Scope],
    hotel: FromQuery[str] = "",
) -> list[RoomView]:
    """The rooms of a hotel (its code), or of all, with who sleeps there."""
    beds = await beds_of(gathering)
    of = beds.hotel_of(hotel).id if hotel else None
    return rooms_seen(beds, reach, language_of(request, staff=True), hotel=of)


@post(f"{_ROOT}/hotels/{{code:str}}/rooms", opt=_CHANGE, tags=["Hotels"])
async def api_add_rooms(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> list[str]:
    """Add rooms that are alike, such as 301, 302, 305-308; answers with their numbers."""
    told = await read_json(request, RoomsTold)
    return await add_rooms(code, told, gathering=gathering, by=access.actor, now=now)


@put(f"{_ROOT}/hotels/{{code:str}}/rooms/{{number:str}}", opt=_CHANGE, tags=["Hotels"])
async def api_change_room(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    number: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    now: NamedDependency[datetime],
) -> RoomView:
    """Change a room: type, beds, spare or not; 409 where more guests sleep there than it would have beds."""
    told = await read_json(request, RoomAsked)
    await change_room(code, number, told, seen=told.seen, gathering=gathering, by=access.actor, now=now)
    beds = await beds_of(gathering)
    return room_seen(beds, beds.room_of(code, number), reach, language_of(request, staff=True))


@delete(f"{_ROOT}/hotels/{{code:str}}/rooms/{{number:str}}", opt=_CHANGE, tags=["Hotels"])
async def api_remove_room(
    code: FromPath[str],
    number: FromPath[str],
    seen: FromQuery[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> None:
    """Remove a room in which nobody sleeps."""
    await remove_room(code, number, seen=seen, gathering=gathering, by=access.actor, now=now)


HANDLERS = [
    api_hotels, api_add_hotel, api_change_hotel, api_remove_hotel, api_rooms, api_add_rooms, api_change_room,
    api_remove_room, *ROOMING,
]  # fmt: skip
