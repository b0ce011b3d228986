"""Transfers in the console: by day and wave who comes and goes, who fetches them, and who has no transfer."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.errors import Conflict, Invalid, NotFound, Refusal
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page
from event.itinerary.transfers.forms import read_ride, read_together
from event.itinerary.transfers.operations import remove_rides, set_rides
from event.itinerary.transfers.reading import traffic_of
from event.itinerary.transfers.remarks import remarks_on
from event.itinerary.transfers.tables import ServiceState
from event.itinerary.transfers.traffic import ALONE, Car, Direction, Traffic
from event.itinerary.transfers.views import (
    Clear,
    RideView,
    ServiceView,
    day_of,
    in_clear,
    ride_seen,
    rides_seen,
    service_seen,
    without_transfer,
)
from event.language import Message
from event.people.rules import Access, Permission
from event.registration.errors import UnknownGuest
from event.registration.queries import Scope

LOOK, CHANGE = {"permission": Permission.GUESTS_READ}, {"permission": Permission.GUESTS_WRITE}
ROOT = "/console/{slug:str}/visit/transfers"
STATES = {
    ServiceState.PLANNED: Message("As planned"), ServiceState.DELAYED: Message("Delayed"),
    ServiceState.ARRIVED: Message("Has arrived"), ServiceState.CANCELLED: Message("Cancelled"),
}  # fmt: skip
MODES = {
    "flight": Message("Flight"), "train": Message("Train"), "self": Message("Comes alone"),
    "local": Message("Lives here"), "": Message("not known"),
}  # fmt: skip


@dataclass
class Drive:
    """Guests in one vehicle, or in none yet; of arrivals those of one flight or train."""

    car: Car | None
    leaves_at: datetime | None
    guests: list[RideView] = field(default_factory=list)


@dataclass
class Call:
    """A flight or train with its guests by vehicle; of departures a time at which guests leave."""

    service: ServiceView | None
    at: datetime | None
    drives: list[Drive] = field(default_factory=list)


@get(ROOT, opt=LOOK, include_in_schema=False)
async def transfers_page(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
) -> Response[Any]:
    """A day's arrivals by wave, or its departures by time; and who has no transfer."""
    traffic, language = await traffic_of(gathering), language_of(request, staff=True)
    way: Direction = "departure" if request.query_params.get("way") == "departure" else "arrival"
    every = rides_seen(traffic, way, reach, language, clear_for(access, gathering))
    days: dict[date, list[RideView]] = defaultdict(list)
    for one in every:
        ride = traffic.people[one.guest].rides.get(way)
        on = day_of(ride, traffic, gathering.zone) if ride else None
        if on:
            days[on].append(one)
    if way == "arrival":
        days |= {flight.on_day: days[flight.on_day] for flight in traffic.flights.values()}
    asked = request.query_params.get("day", "")
    day = next((one for one in sorted(days) if str(one) == asked), min(days, default=None))
    here = days[day] if day else []
    alone = [one for one in here if one.mode in ALONE]
    waves = _by_wave(traffic, [one for one in here if one.mode not in ALONE], day) if way == "arrival" else []
    dated = {one.guest for group in days.values() for one in group}
    return page(
        request, "itinerary/transfers/transfers.html", staff=True, way=way, day=day, days=sorted(days), alone=alone,
        waves=waves, departing=_by_time(traffic, here) if way == "departure" else [], labels=traffic.cars,
        without=[one for one in every if without_transfer(one)], remarks=remarks_on(traffic, way, language, gathering.zone),
        undated=[one for one in every if one.known and one.guest not in dated], states=STATES, modes=MODES,
        cars=list(traffic.cars.values()), guests=len([one for one in every if one.known]),
    )  # fmt: skip


def _by_wave(traffic: Traffic, rides: list[RideView], day: date | None) -> list[tuple[Any, list[Call]]]:
    """The flights and trains of a day by wave, each with its guests by vehicle."""
    calls: dict[UUID, Call] = {}
    for flight in traffic.flights.values():
        if flight.on_day == day:
            calls[flight.id] = Call(service_seen(traffic, flight), flight.due)
    for one in rides:
        if one.service in calls:
            _drive(traffic, calls[one.service].drives, one).guests.append(one)
    found: dict[str, list[Call]] = defaultdict(list)
    for call in sorted(calls.values(), key=lambda call: (call.at is None, call.at)):
        found[call.service.wave if call.service else ""].append(call)
    named = {wave.code: wave for wave in traffic.waves.values()}
    return [(named.get(code), group) for code, group in found.items()]


def _by_time(traffic: Traffic, rides: list[RideView]) -> list[Call]:
    """Departures by the time at which they leave, each with its guests by vehicle."""
    calls: dict[datetime | None, Call] = {}
    for one in rides:
        call = calls.setdefault(one.leaves_at, Call(None, one.leaves_at))
        _drive(traffic, call.drives, one).guests.append(one)
    return sorted(calls.values(), key=lambda call: (call.at is None, call.at))


def _drive(traffic: Traffic, drives: list[Drive], one: RideView) -> Drive:
    ride = traffic.people[one.guest].rides.get(one.direction)
    car = traffic.cars[ride.vehicle] if ride and ride.vehicle else None
    for drive in drives:
        if drive.car == car and drive.leaves_at == one.leaves_at:
            return drive
    drives.append(Drive(car, one.leaves_at))
    return drives[-1]


@post(f"{ROOT}/together", opt=CHANGE, include_in_schema=False)
async def send_together(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Give the chosen guests a vehicle, a greeter, a sign or a time; fields left empty stay as they are."""
    way: Direction = "departure" if form.text("way") == "departure" else "arrival"
    back = form.text("back") if form.text("back").startswith(f"/console/{gathering.slug}/") else ""
    back = back or f"/console/{gathering.slug}/visit/transfers"
    language = language_of(request, staff=True)
    try:
        guests = chosen(form)
        await set_rides(
            guests,
            way,
            read_together(form, gathering),
            gathering=gathering,
            scope=reach,
            by=access.actor,
            now=now,
        )
    except Invalid as error:
        return go(back, say=" ".join(error.told_fields(language).values()), kind="warning")
    except (Conflict, NotFound) as error:
        return go(back, say=error.told(language), kind="warning")
    await announce(gathering.id)
    return go(back, say=Message("Saved."))


def chosen(form: Form) -> dict[UUID, str]:
    """The guests ticked on a page, each with the mark that was seen."""
    found = {}
    for text in form.texts("guest"):
        key, _, seen = text.partition(":")
        try:
            found[UUID(key)] = seen
        except ValueError:
            raise UnknownGuest from None
    return found


@get(f"{ROOT}/guests/{{guest:uuid}}", opt=LOOK, include_in_schema=False)
async def guest_transfer_page(
    request: Request[Any, Any, Any],
    guest: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
) -> Response[Any]:
    """How one guest comes and goes."""
    return await _guest(request, guest, gathering, access, reach)


@post(f"{ROOT}/guests/{{guest:uuid}}", opt=CHANGE, include_in_schema=False)
async def send_guest_transfer(
    request: Request[Any, Any, Any],
    guest: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Change how one guest comes or goes, or let nobody fetch them."""
    way: Direction = "departure" if form.text("way") == "departure" else "arrival"
    who: dict[str, Any] = {"gathering": gathering, "scope": reach, "by": access.actor, "now": now}
    seen = {guest: form.text("seen")}
    try:
        if form.text("do") == "remove":
            await remove_rides(seen, way, **who)
        else:
            await set_rides(seen, way, read_ride(form, gathering), **who)
    except (Invalid, Conflict) as error:
        return await _guest(request, guest, gathering, access, reach, form=form, error=error)
    await announce(gathering.id)
    return go(f"/console/{gathering.slug}/visit/transfers/guests/{guest}", say=Message("Saved."))


async def _guest(
    request: Request[Any, Any, Any],
    guest: UUID,
    gathering: Gathering,
    access: Access,
    reach: Scope,
    *,
    form: Form | None = None,
    error: Refusal | None = None,
) -> Response[Any]:
    traffic, language = await traffic_of(gathering), language_of(request, staff=True)
    one = traffic.person(guest)
    if reach is not None and one.delegation not in reach:
        raise UnknownGuest
    clear = clear_for(access, gathering)
    ways = {way: ride_seen(traffic, one, way, language, clear) for way in ("arrival", "departure")}
    problems = error.told_fields(language) if isinstance(error, Invalid) else {}
    failed = form.text("way") if form is not None else ""
    return page(
        request, "itinerary/transfers/guest.html", status=200 if error is None else 422 if problems else 409, staff=True,
        one=ways["arrival"], ways=ways, failed=failed, typed=form.typed if form is not None else {}, problems=problems,
        error=error.told(language) if error and not problems else "", modes=MODES, wheelchair=one.wheelchair,
        flights=[service_seen(traffic, flight) for flight in traffic.flights.values()], labels=traffic.cars,
        cars=list(traffic.cars.values()), waves=list(traffic.waves.values()),
    )  # fmt: skip


def clear_for(access: Access, gathering: Gathering) -> Clear:
    """How the reader sees telephone numbers."""
    return in_clear(contact=access.may(Permission.GUESTS_CONTACT, gathering.id))


HANDLERS = [
    transfers_page, send_together, guest_transfer_page, send_guest_transfer,
]  # fmt: skip
