"""Vehicles and crews for programs: everything the pages can do to them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import read_json
from event.itinerary.crews.kept import MemberView, VehicleView, bare_member, bare_vehicle, fleet_of
from event.itinerary.crews.operations import (
    add_member,
    add_vehicle,
    change_member,
    change_vehicle,
    remove_member,
    remove_vehicle,
)
from event.itinerary.crews.told import MemberTold, VehicleTold
from event.people.rules import Access, Permission
from event.registration.fields import patched, seen_in

_ROOT = "/api/v1/gatherings/{slug:str}"
_VEHICLES, _CREW = f"{_ROOT}/vehicles", f"{_ROOT}/crew"
_LOOK, _WRITE = {"permission": Permission.GUESTS_READ}, {"permission": Permission.GUESTS_WRITE}


@get(_VEHICLES, opt=_LOOK, tags=["Vehicles"])
async def api_vehicles(gathering: NamedDependency[Gathering]) -> list[VehicleView]:
    """The vehicles by code, those of the visit's routes first; `seats` leaves the driver out, crew sit on seats."""
    return list((await fleet_of(gathering)).vehicles)


@post(_VEHICLES, opt=_WRITE, tags=["Vehicles"])
async def api_add_vehicle(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> VehicleView:
    """Add a vehicle: `code` is needed, `hotel` is a hotel's code, `crew` a list of {role, number}."""
    told = await read_json(request, VehicleTold)
    made = await add_vehicle(told, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return (await fleet_of(gathering)).vehicle(made)


@get(_VEHICLES + "/{vehicle:uuid}", opt=_LOOK, tags=["Vehicles"])
async def api_vehicle(vehicle: FromPath[UUID], gathering: NamedDependency[Gathering]) -> VehicleView:
    """One vehicle."""
    return (await fleet_of(gathering)).vehicle(vehicle)


@patch(_VEHICLES + "/{vehicle:uuid}", opt=_WRITE, tags=["Vehicles"])
async def api_change_vehicle(
    request: Request[Any, Any, Any],
    vehicle: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> VehicleView:
    """Change the fields that are sent. With `seen` as it was read: 409 and what differs where somebody else was faster."""
    sent, before = await read_json(request, dict[str, Any]), (await fleet_of(gathering)).vehicle(vehicle)
    seen = seen_in(sent) or before.seen
    told = patched(bare_vehicle(before), sent)
    await change_vehicle(vehicle, told, seen=seen, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return (await fleet_of(gathering)).vehicle(vehicle)


@delete(_VEHICLES + "/{vehicle:uuid}", opt=_WRITE, tags=["Vehicles"])
async def api_remove_vehicle(
    vehicle: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> None:
    """Remove a vehicle; 409 while guests have a place on it or a plan has it."""
    await remove_vehicle(vehicle, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)


@get(_CREW, opt=_LOOK, tags=["Crew"])
async def api_crew(gathering: NamedDependency[Gathering]) -> list[MemberView]:
    """Everybody who works on a vehicle or may, by number of the badge list."""
    return list((await fleet_of(gathering)).members)


@post(_CREW, opt=_WRITE, tags=["Crew"])
async def api_add_member(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> MemberView:
    """Add somebody: `number` is needed, and `name` where the badge list does not have the number."""
    told = await read_json(request, MemberTold)
    made = await add_member(told, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return (await fleet_of(gathering)).member(made)


@get(_CREW + "/{member:uuid}", opt=_LOOK, tags=["Crew"])
async def api_member(member: FromPath[UUID], gathering: NamedDependency[Gathering]) -> MemberView:
    """Somebody of the crews."""
    return (await fleet_of(gathering)).member(member)


@patch(_CREW + "/{member:uuid}", opt=_WRITE, tags=["Crew"])
async def api_change_member(
    request: Request[Any, Any, Any],
    member: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> MemberView:
    """Change the fields that are sent. With `seen` as it was read: 409 and what differs where somebody else was faster."""
    sent, before = await read_json(request, dict[str, Any]), (await fleet_of(gathering)).member(member)
    seen = seen_in(sent) or before.seen
    told = patched(bare_member(before), sent)
    await change_member(member, told, seen=seen, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return (await fleet_of(gathering)).member(member)


@delete(_CREW + "/{member:uuid}", opt=_WRITE, tags=["Crew"])
async def api_remove_member(
    member: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> None:
    """Forget somebody who is on no vehicle and in no plan."""
    await remove_member(member, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)


HANDLERS = [
    api_vehicles, api_add_vehicle, api_vehicle, api_change_vehicle, api_remove_vehicle, api_crew, api_add_member,
    api_member, api_change_member, api_remove_member,
]  # fmt: skip
