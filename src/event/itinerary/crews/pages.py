"""Vehicles in the console: what there is, and one of them with its crew."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.comparing import ChangedSince, marks, with_theirs
from event.database import fetch
from event.errors import Conflict, Invalid, Problem
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page
from event.itinerary.crews.kept import Fleet, VehicleView, bare_vehicle, fleet_of
from event.itinerary.crews.operations import add_vehicle, change_vehicle, hotels_by_code, remove_vehicle
from event.itinerary.crews.told import (
    MOST_CREW,
    SPARE_ROWS,
    VehicleTold,
    checked_vehicle,
    read_vehicle,
)
from event.itinerary.tables import CrewRole
from event.language import Message, in_language
from event.people.rules import Access, Permission
from event.people.undoing import undo_path
from event.registration.fields import Typed, settled

_ROOT = "/console/{slug:str}/visit/vehicles"
ROLES: dict[CrewRole, Message] = {
    CrewRole.DRIVER: Message("Driver"), CrewRole.CAPTAIN: Message("Bus captain"), CrewRole.GUIDE: Message("Guide"),
    CrewRole.INTERPRETER: Message("Interpreter"), CrewRole.VOLUNTEER: Message("Volunteer"),
    CrewRole.MEDIC: Message("Medic"),
}  # fmt: skip
LABELS = {
    "code": Message("Code"), "plate": Message("Plate"), "model": Message("Model"), "seats": Message("Seats"),
    "wheelchair_places": Message("Places for wheelchairs"), "hotel": Message("Starts at"),
    "muster": Message("Guests gather at"), "musters_at": Message("Guests gather"), "departs_at": Message("Departs at"),
    "crew": Message("Crew"),
}  # fmt: skip
_NEW = VehicleTold(code="")


@get(_ROOT, opt={"permission": Permission.GUESTS_READ}, include_in_schema=False)
async def vehicles_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """Every vehicle with its crew, and everybody who may work on one."""
    return page(
        request, "itinerary/crews/vehicles.html", staff=True, fleet=await fleet_of(gathering), roles=ROLES,
        hotels=await _hotels(gathering, language_of(request, staff=True)),
    )  # fmt: skip


@get(f"{_ROOT}/new", opt={"permission": Permission.GUESTS_WRITE}, include_in_schema=False)
async def new_vehicle_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """A vehicle to be added."""
    return await _page(request, gathering, None, _typed(_NEW, gathering))


@post(f"{_ROOT}/new", opt={"permission": Permission.GUESTS_WRITE}, include_in_schema=False)
async def send_new_vehicle(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Add a vehicle."""
    try:
        await add_vehicle(await _read(form, gathering), gathering=gathering, by=access.actor, now=now)
    except Invalid as error:
        return await _page(request, gathering, None, form.typed, problems=error.problems)
    await announce(gathering.id)
    return go(f"/console/{gathering.slug}/visit/vehicles", say=Message("The vehicle is added."))


@get(_ROOT + "/{vehicle:uuid}", opt={"permission": Permission.GUESTS_READ}, include_in_schema=False)
async def vehicle_page(
    request: Request[Any, Any, Any], vehicle: FromPath[UUID], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """One vehicle as it is."""
    one = (await fleet_of(gathering)).vehicle(vehicle)
    return await _page(request, gathering, one, _typed(bare_vehicle(one), gathering), seen=one.seen)


@post(_ROOT + "/{vehicle:uuid}", opt={"permission": Permission.GUESTS_WRITE}, include_in_schema=False)
async def send_vehicle(
    request: Request[Any, Any, Any],
    vehicle: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Save a vehicle, or remove it."""
    own, seen = f"/console/{gathering.slug}/visit/vehicles", form.text("seen")
    if form.text("do") == "remove":
        try:
            step = await remove_vehicle(vehicle, gathering=gathering, by=access.actor, now=now)
        except Conflict as error:
            return go(f"{own}/{vehicle}", say=error.told(language_of(request, staff=True)), kind="warning")
        await announce(gathering.id)
        return go(own, say=Message("The vehicle is removed."), undo=undo_path(step, gathering))
    one = (await fleet_of(gathering)).vehicle(vehicle)
    try:
        told = await _read(form, gathering)
        await change_vehicle(vehicle, told, seen=seen, gathering=gathering, by=access.actor, now=now)
    except ChangedSince as error:
        one = (await fleet_of(gathering)).vehicle(vehicle)
        typed = _typed(with_theirs(told, seen, bare_vehicle(one)), gathering)
        return await _page(
            request,
            gathering,
            one,
            typed,
            seen=marks(bare_vehicle(one)),
            problems=error.problems,
            crossed=error,
        )
    except Invalid as error:
        return await _page(request, gathering, one, form.typed, seen=seen, problems=error.problems)
    await announce(gathering.id)
    return go(own, say=Message("Saved."))


async def _read(form: Form, gathering: Gathering) -> VehicleTold:
    typed, hotels = Typed(form, gathering.zone), await hotels_by_code(gathering)
    told = read_vehicle(typed)
    return settled(told, lambda one: checked_vehicle(one, hotels), typed.problems)


def _typed(told: VehicleTold, gathering: Gathering) -> dict[str, str]:
    """A vehicle as it would have been typed."""
    typed = {name: str(getattr(told, name) or "") for name in LABELS if name != "crew"}
    for name in ("musters_at", "departs_at"):
        at: datetime | None = getattr(told, name)
        typed[name] = f"{at.astimezone(gathering.zone):%Y-%m-%dT%H:%M}" if at else ""
    for row, one in enumerate(told.crew):
        typed[f"role-{row}"], typed[f"who-{row}"] = one.role, one.number
    return typed


async def _hotels(gathering: Gathering, language: str) -> dict[str, str]:
    rows = await fetch(
        "SELECT code, name_zh, name_en FROM hotel WHERE gathering = $1 ORDER BY code", gathering.id
    )
    return {row["code"]: in_language(language, zh=row["name_zh"], en=row["name_en"]) for row in rows}


def _people(fleet: Fleet) -> dict[str, str]:
    """Whom to choose from: the crews first, then everybody with a badge who is no guest."""
    return {one.number: one.name for one in fleet.members} | dict(fleet.badges)


async def _page(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    one: VehicleView | None,
    typed: dict[str, str],
    *,
    seen: str = "",
    problems: dict[str, Problem] | None = None,
    crossed: Conflict | None = None,
) -> Response[Any]:
    language, fleet = language_of(request, staff=True), await fleet_of(gathering)
    filled = [row for row in range(MOST_CREW) if typed.get(f"who-{row}") or typed.get(f"role-{row}")]
    rows = range(min(MOST_CREW, max(filled, default=-1) + 1 + SPARE_ROWS))
    return page(
        request, "itinerary/crews/vehicle.html", status=409 if crossed else 422 if problems else 200, staff=True,
        one=one, typed=typed, seen=seen, labels=LABELS, roles=ROLES, people=_people(fleet), rows=rows,
        hotels=await _hotels(gathering, language), crossed=crossed.told(language) if crossed else "",
        problems={name: problem.told(language) for name, problem in (problems or {}).items()},
    )  # fmt: skip


HANDLERS = [vehicles_page, new_vehicle_page, send_new_vehicle, vehicle_page, send_vehicle]
