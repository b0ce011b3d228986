"""Who sleeps where for programs: places given, taken and swapped, and a proposal for everybody."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import language_of, read_json
from event.itinerary.lodging.beds import Place
from event.itinerary.lodging.operations import accept_proposal, give_place, swap_places, take_room_away
from event.itinerary.lodging.proposing import Options, propose_rooms
from event.itinerary.lodging.reading import beds_of
from event.itinerary.lodging.remarks import remarks_on
from event.itinerary.lodging.rules import Stay
from event.itinerary.lodging.views import (
    ProposalView,
    RemarkView,
    SleeperView,
    proposal_seen,
    remarks_seen,
    sleeper_seen,
    within,
)
from event.people.rules import Access, Permission
from event.registration.queries import Scope

_ROOT = "/api/v1/gatherings/{slug:str}"
_LOOK, _CHANGE = {"permission": Permission.GUESTS_READ}, {"permission": Permission.GUESTS_WRITE}


class PlaceAsked(msgspec.Struct, frozen=True):
    """Where a guest is to sleep: codes of hotel and room, `room` empty for none yet; `seen` as it was answered."""

    hotel: str
    check_in: date
    check_out: date
    seen: str
    room: str = ""
    room_type: str = ""
    breakfast: bool = True
    note: str = ""


class SwapAsked(msgspec.Struct, frozen=True):
    """Two guests who are to exchange their rooms, each with what was seen of their place."""

    guest: UUID
    other: UUID
    seen: str
    other_seen: str


class AcceptAsked(msgspec.Struct, frozen=True):
    """A proposal to be written as it was answered."""

    seen: str
    hotel: str = ""
    again: bool = False


class RoomingView(msgspec.Struct, frozen=True):
    """Who sleeps where or is to, and what should be looked at again."""

    guests: list[SleeperView]
    remarks: list[RemarkView]


@get(f"{_ROOT}/rooming", opt=_LOOK, tags=["Hotels"])
async def api_rooming(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], reach: NamedDependency[Scope]
) -> RoomingView:
    """Everybody who sleeps in a hotel or asked to, also without a room yet, and remarks."""
    beds, language = await beds_of(gathering), language_of(request, staff=True)
    guests = [sleeper_seen(beds, one, language) for one in within(beds.sleepers, reach)]
    return RoomingView(guests, remarks_seen(beds, remarks_on(beds, gathering, language), reach, language))


@put(f"{_ROOT}/rooming/{{guest:uuid}}", opt=_CHANGE, tags=["Hotels"])
async def api_give_place(
    request: Request[Any, Any, Any],
    guest: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    now: NamedDependency[datetime],
) -> SleeperView:
    """Give a guest a room, or a hotel only; 409 where the room has no bed for every night, or the place was changed."""
    told = await read_json(request, PlaceAsked)
    beds = await beds_of(gathering)
    room = beds.room_of(told.hotel, told.room) if told.room else None
    place = Place(
        beds.hotel_of(told.hotel).id, room.id if room else None, told.room_type, Stay(told.check_in, told.check_out),
        told.breakfast, told.note[:200],
    )  # fmt: skip
    await give_place(guest, place, seen=told.seen, gathering=gathering, scope=reach, by=access.actor, now=now)
    await announce(gathering.id)
    beds = await beds_of(gathering)
    return sleeper_seen(beds, beds.person(guest), language_of(request, staff=True))


@delete(f"{_ROOT}/rooming/{{guest:uuid}}", opt=_CHANGE, tags=["Hotels"])
async def api_take_place(
    guest: FromPath[UUID],
    seen: FromQuery[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    now: NamedDependency[datetime],
    keep_hotel: FromQuery[bool] = False,
) -> None:
    """Take a guest's room away, with `keep_hotel` the room only."""
    await take_room_away(
        guest, wholly=not keep_hotel, seen=seen, gathering=gathering, scope=reach, by=access.actor, now=now
    )
    await announce(gathering.id)


@post(f"{_ROOT}/rooming/swap", opt=_CHANGE, tags=["Hotels"], status_code=204)
async def api_swap(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    now: NamedDependency[datetime],
) -> None:
    """Exchange the rooms of two guests."""
    told = await read_json(request, SwapAsked)
    await swap_places(
        told.guest, told.other, seen=told.seen, other_seen=told.other_seen, gathering=gathering, scope=reach,
        by=access.actor, now=now,
    )  # fmt: skip
    await announce(gathering.id)


@get(f"{_ROOT}/rooming/proposal", opt=_CHANGE, tags=["Hotels"])
async def api_proposal(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    hotel: FromQuery[str] = "",
    again: FromQuery[bool] = False,
) -> ProposalView:
    """Rooms for all who have none, as a difference; nothing is written. `again`: who has a room may get another one."""
    beds = await beds_of(gathering)
    return proposal_seen(beds, propose_rooms(beds, Options(hotel, again)), language_of(request, staff=True))


@post(f"{_ROOT}/rooming/proposal", opt=_CHANGE, tags=["Hotels"], status_code=200)
async def api_accept_proposal(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> dict[str, int]:
    """Write a proposal as it was answered; 409 where something has changed since. Says how many guests got a place."""
    told = await read_json(request, AcceptAsked)
    made = await accept_proposal(
        Options(told.hotel, told.again), seen=told.seen, gathering=gathering, by=access.actor, now=now
    )
    await announce(gathering.id)
    return {"given": len(made.places), "without": len(made.unplaced)}


HANDLERS = [api_rooming, api_give_place, api_take_place, api_swap, api_proposal, api_accept_proposal]
