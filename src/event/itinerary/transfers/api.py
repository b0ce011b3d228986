"""Flights, trains and transfers for programs: everything the pages can do."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from event.errors import Invalid, Problem
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import language_of, read_json
from event.itinerary.transfers.fetching import Options, propose_pickups
from event.itinerary.transfers.forms import NewsTold, RideChanges, ServiceTold
from event.itinerary.transfers.operations import (
    accept_pickups,
    add_service,
    change_service,
    remove_rides,
    remove_service,
    set_rides,
    tell_news,
)
from event.itinerary.transfers.reading import traffic_of
from event.itinerary.transfers.traffic import Direction
from event.itinerary.transfers.views import (
    PickupsView,
    RideView,
    ServiceView,
    in_clear,
    pickups_seen,
    ride_seen,
    rides_seen,
    service_seen,
)
from event.language import Message
from event.people.rules import Access, Permission
from event.registration.queries import Scope

_ROOT = "/api/v1/gatherings/{slug:str}"
_LOOK, _CHANGE = {"permission": Permission.GUESTS_READ}, {"permission": Permission.GUESTS_WRITE}
_UNKNOWN = Message("Choose one of the list.")


class ServiceAsked(ServiceTold, frozen=True):
    """A flight or train as it is to be; `seen` as it was answered."""

    seen: str = ""


class NewsAsked(NewsTold, frozen=True):
    """What the board shows now; `seen` as it was answered."""

    seen: str = ""


class RideAsked(RideChanges, frozen=True):
    """Changes of one guest's way; `seen` as it was answered."""

    seen: str = ""


class TogetherAsked(msgspec.Struct, frozen=True):
    """Changes for several guests: what was seen of each by guest."""

    guests: dict[UUID, str]
    changes: RideChanges
    direction: Direction = "arrival"


class PickupsAsked(msgspec.Struct, frozen=True):
    """How pickups are to be proposed; with `seen`, a proposal to be written as it was answered."""

    seen: str = ""
    flight_ready: int = 40
    train_ready: int = 15
    trip: int = 90
    vehicles: tuple[str, ...] = ()
    again: bool = False
    day: str = ""

    @property
    def options(self) -> Options:
        return Options(self.flight_ready, self.train_ready, self.trip, self.vehicles, self.again, self.day)


@get(f"{_ROOT}/services", opt=_LOOK, tags=["Transfers"])
async def api_services(gathering: NamedDependency[Gathering]) -> list[ServiceView]:
    """Flights and trains with what the newest board shows of each."""
    traffic = await traffic_of(gathering)
    return [service_seen(traffic, one) for one in traffic.flights.values()]


@post(f"{_ROOT}/services", opt=_CHANGE, tags=["Transfers"])
async def api_add_service(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> ServiceView:
    """Add a flight or train; times without an offset are of the gathering's own zone."""
    told = await read_json(request, ServiceTold)
    made = await add_service(told, gathering=gathering, by=access.actor, now=now)
    traffic = await traffic_of(gathering)
    return service_seen(traffic, traffic.flight(made))


@put(f"{_ROOT}/services/{{service:uuid}}", opt=_CHANGE, tags=["Transfers"])
async def api_change_service(
    request: Request[Any, Any, Any],
    service: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> ServiceView:
    """Change a flight or train; 409 where somebody changed it since it was read."""
    told = await read_json(request, ServiceAsked)
    await change_service(service, told, seen=told.seen, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    traffic = await traffic_of(gathering)
    return service_seen(traffic, traffic.flight(service))


@delete(f"{_ROOT}/services/{{service:uuid}}", opt=_CHANGE, tags=["Transfers"])
async def api_remove_service(
    service: FromPath[UUID],
    seen: FromQuery[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> None:
    """Remove a flight or train nobody comes with."""
    await remove_service(service, seen=seen, gathering=gathering, by=access.actor, now=now)


@post(f"{_ROOT}/services/{{service:uuid}}/news", opt=_CHANGE, tags=["Transfers"])
async def api_tell_news(
    request: Request[Any, Any, Any],
    service: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> ServiceView:
    """Note what the board shows now; what it showed before stays known."""
    told = await read_json(request, NewsAsked)
    await tell_news(service, told, seen=told.seen, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    traffic = await traffic_of(gathering)
    return service_seen(traffic, traffic.flight(service))


@get(f"{_ROOT}/transfers", opt=_LOOK, tags=["Transfers"])
async def api_transfers(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    direction: FromQuery[str] = "arrival",
) -> list[RideView]:
    """Everybody's way to the gathering (`arrival`) or back (`departure`); `known` is false where no transfer is given."""
    clear = in_clear(contact=access.may(Permission.GUESTS_CONTACT, gathering.id))
    language = language_of(request, staff=True)
    return rides_seen(await traffic_of(gathering), _direction(direction), reach, language, clear)


@put(f"{_ROOT}/transfers/{{guest:uuid}}/{{direction:str}}", opt=_CHANGE, tags=["Transfers"])
async def api_set_transfer(
    request: Request[Any, Any, Any],
    guest: FromPath[UUID],
    direction: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    now: NamedDependency[datetime],
) -> RideView:
    """Change a guest's way, or give one; what is not named stays. 409 where the vehicle is full, or somebody changed it."""
    told, way = await read_json(request, RideAsked), _direction(direction)
    await set_rides(
        {guest: told.seen}, way, _changes(told), gathering=gathering, scope=reach, by=access.actor, now=now
    )
    await announce(gathering.id)
    clear = in_clear(contact=access.may(Permission.GUESTS_CONTACT, gathering.id))
    traffic = await traffic_of(gathering)
    return ride_seen(traffic, traffic.person(guest), way, language_of(request, staff=True), clear)


@delete(f"{_ROOT}/transfers/{{guest:uuid}}/{{direction:str}}", opt=_CHANGE, tags=["Transfers"])
async def api_remove_transfer(
    guest: FromPath[UUID],
    direction: FromPath[str],
    seen: FromQuery[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    now: NamedDependency[datetime],
) -> None:
    """Nobody fetches or takes this guest."""
    await remove_rides(
        {guest: seen}, _direction(direction), gathering=gathering, scope=reach, by=access.actor, now=now
    )
    await announce(gathering.id)


@post(f"{_ROOT}/transfers", opt=_CHANGE, tags=["Transfers"], status_code=200)
async def api_set_transfers(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    now: NamedDependency[datetime],
) -> dict[str, int]:
    """Change the way of several guests at once, all or none: a vehicle, a greeter, a sign."""
    told = await read_json(request, TogetherAsked)
    await set_rides(
        told.guests, told.direction, told.changes, gathering=gathering, scope=reach, by=access.actor, now=now
    )
    await announce(gathering.id)
    return {"changed": len(told.guests)}


@post(f"{_ROOT}/transfers/proposal", opt=_CHANGE, tags=["Transfers"], status_code=200)
async def api_propose_pickups(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> PickupsView:
    """Pickups for those whom nobody fetches, with why others have none.

    Nothing is written without `seen`; with `seen` as it was answered they are, or 409 where something has changed.
    """
    told = await read_json(request, PickupsAsked, otherwise=b"{}")
    _check(told)
    traffic = await traffic_of(gathering)
    if told.seen:
        made = await accept_pickups(
            told.options, seen=told.seen, gathering=gathering, by=access.actor, now=now
        )
        await announce(gathering.id)
    else:
        made = propose_pickups(traffic, told.options, gathering.zone)
    return pickups_seen(traffic, made, language_of(request, staff=True))


def _check(told: PickupsAsked) -> None:
    for name in ("flight_ready", "train_ready", "trip"):
        if not 0 <= getattr(told, name) <= 24 * 60:
            raise Invalid({name: Problem(_UNKNOWN)})


def _direction(text: str) -> Direction:
    if text == "arrival":
        return "arrival"
    if text == "departure":
        return "departure"
    raise Invalid({"direction": Problem(_UNKNOWN)})


def _changes(told: RideAsked) -> RideChanges:
    return RideChanges(**{name: getattr(told, name) for name in RideChanges.__struct_fields__})


HANDLERS = [
    api_services, api_add_service, api_change_service, api_remove_service, api_tell_news, api_transfers,
    api_set_transfer, api_remove_transfer, api_set_transfers, api_propose_pickups,
]  # fmt: skip
