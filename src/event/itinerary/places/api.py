"""Stops and canteens for programs: everything the pages can do to them."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.comparing import marks
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import read_json
from event.itinerary.places.kept import (
    CanteenView,
    Kept,
    Sort,
    StopView,
    canteens_of,
    kept_place,
    shown,
    stops_of,
)
from event.itinerary.places.operations import add_place, change_place, remove_place
from event.itinerary.places.told import CanteenTold, PlaceTold, StopTold
from event.people.rules import Access, Permission
from event.registration.fields import patched, seen_in

_ROOT = "/api/v1/gatherings/{slug:str}"
_STOPS, _CANTEENS = f"{_ROOT}/stops", f"{_ROOT}/canteens"
_LOOK, _WRITE = {"permission": Permission.GUESTS_READ}, {"permission": Permission.GUESTS_WRITE}


@get(_STOPS, opt=_LOOK, tags=["Stops"])
async def api_stops(gathering: NamedDependency[Gathering], access: NamedDependency[Access]) -> list[StopView]:
    """The stops of the visit by code; `hours` are those of single days and go before the usual ones."""
    return await stops_of(gathering, phones=access.may(Permission.GUESTS_CONTACT, gathering.id))


@post(_STOPS, opt=_WRITE, tags=["Stops"])
async def api_add_stop(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> StopView:
    """Add a stop: the fields of the list but `id`, `routes` and `seen`; `code` and `name_zh` are needed."""
    kept = await _add(await read_json(request, StopTold), gathering, access, now)
    return shown(kept, StopView, phones=True)


@get(_STOPS + "/{place:uuid}", opt=_LOOK, tags=["Stops"])
async def api_stop(
    place: FromPath[UUID], gathering: NamedDependency[Gathering], access: NamedDependency[Access]
) -> StopView:
    """One stop."""
    kept = await kept_place(gathering, "stop", place)
    return shown(kept, StopView, phones=access.may(Permission.GUESTS_CONTACT, gathering.id))


@patch(_STOPS + "/{place:uuid}", opt=_WRITE, tags=["Stops"])
async def api_change_stop(
    request: Request[Any, Any, Any],
    place: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> StopView:
    """Change the fields that are sent. With `seen` as it was read: 409 and what differs where somebody else was faster."""
    kept = await _change("stop", place, request, gathering, access, now)
    return shown(kept, StopView, phones=access.may(Permission.GUESTS_CONTACT, gathering.id))


@delete(_STOPS + "/{place:uuid}", opt=_WRITE, tags=["Stops"])
async def api_remove_stop(
    place: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> None:
    """Remove a stop with its travel times; 409 while a route or a plan has it."""
    await remove_place(place, sort="stop", gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)


@get(_CANTEENS, opt=_LOOK, tags=["Canteens"])
async def api_canteens(
    gathering: NamedDependency[Gathering], access: NamedDependency[Access]
) -> list[CanteenView]:
    """The canteens of the visit by code."""
    return await canteens_of(gathering, phones=access.may(Permission.GUESTS_CONTACT, gathering.id))


@post(_CANTEENS, opt=_WRITE, tags=["Canteens"])
async def api_add_canteen(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> CanteenView:
    """Add a canteen: the fields of the list but `id`, `routes` and `seen`; `code` and `name_zh` are needed."""
    kept = await _add(await read_json(request, CanteenTold), gathering, access, now)
    return shown(kept, CanteenView, phones=True)


@get(_CANTEENS + "/{place:uuid}", opt=_LOOK, tags=["Canteens"])
async def api_canteen(
    place: FromPath[UUID], gathering: NamedDependency[Gathering], access: NamedDependency[Access]
) -> CanteenView:
    """One canteen."""
    kept = await kept_place(gathering, "canteen", place)
    return shown(kept, CanteenView, phones=access.may(Permission.GUESTS_CONTACT, gathering.id))


@patch(_CANTEENS + "/{place:uuid}", opt=_WRITE, tags=["Canteens"])
async def api_change_canteen(
    request: Request[Any, Any, Any],
    place: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> CanteenView:
    """Change the fields that are sent. With `seen` as it was read: 409 and what differs where somebody else was faster."""
    kept = await _change("canteen", place, request, gathering, access, now)
    return shown(kept, CanteenView, phones=access.may(Permission.GUESTS_CONTACT, gathering.id))


@delete(_CANTEENS + "/{place:uuid}", opt=_WRITE, tags=["Canteens"])
async def api_remove_canteen(
    place: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> None:
    """Remove a canteen with its travel times; 409 while a route or a plan has it."""
    await remove_place(place, sort="canteen", gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)


async def _add(told: PlaceTold, gathering: Gathering, access: Access, now: datetime) -> Kept:
    kept = await add_place(told, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return kept


async def _change(
    sort: Sort,
    place: UUID,
    request: Request[Any, Any, Any],
    gathering: Gathering,
    access: Access,
    now: datetime,
) -> Kept:
    sent = await read_json(request, dict[str, Any])
    before = await kept_place(gathering, sort, place)
    seen = seen_in(sent) or marks(before.told)
    told = patched(before.told, sent)
    if not access.may(Permission.GUESTS_CONTACT, gathering.id):
        told = msgspec.structs.replace(told, contact_phone=before.told.contact_phone)
    kept = await change_place(place, told, seen=seen, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return kept


HANDLERS = [
    api_stops, api_add_stop, api_stop, api_change_stop, api_remove_stop, api_canteens, api_add_canteen,
    api_canteen, api_change_canteen, api_remove_canteen,
]  # fmt: skip
