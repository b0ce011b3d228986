"""Flights and trains with the news of their boards, and who is fetched or taken by whom; never more guests than seats."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from event.database import fetch, writing
from event.errors import Invalid, Problem
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering, local_day
from event.itinerary.transfers.errors import PickupsOutdated, RideChanged, ServiceChanged, ServiceInUse
from event.itinerary.transfers.fetching import Fetching, Options, propose_pickups
from event.itinerary.transfers.forms import (
    NewsTold,
    RideChanges,
    ServiceTold,
    checked_news,
    checked_ride,
    checked_service,
)
from event.itinerary.transfers.reading import traffic_of
from event.itinerary.transfers.tables import Service, ServiceSeen, Transfer
from event.itinerary.transfers.traffic import Direction, Flight, Ride, Traffic, Traveller
from event.language import Message
from event.people.audit import record
from event.people.rules import Actor
from event.people.undoing import Rows, undoable
from event.registration.adding import insert_all, lock
from event.registration.queries import Scope

_TWICE = Message("This flight or train is in the list of that day already.")
_UNKNOWN = Message("Choose one of the list.")
_NOBODY = Message("Choose at least one guest.")


async def add_service(told: ServiceTold, *, gathering: Gathering, by: Actor, now: datetime) -> UUID:
    """Add a flight or train; raises Invalid."""
    wanted = checked_service(told, gathering.zone)
    async with writing():
        await lock(gathering)
        traffic = await traffic_of(gathering)
        columns = _columns(wanted, traffic, gathering, but=None)
        row = Service(id=uuid4(), gathering=gathering.id, **columns)
        await row.save()
        await _note(
            "service.add", f"service:{row.id}", by=by, now=now, gathering=gathering, number=wanted.number
        )
    return row.id


async def change_service(
    service: UUID, told: ServiceTold, *, seen: str, gathering: Gathering, by: Actor, now: datetime
) -> None:
    """Change a flight or train; raises UnknownService, Invalid, ServiceChanged."""
    wanted = checked_service(told, gathering.zone)
    async with writing():
        await lock(gathering)
        traffic = await traffic_of(gathering)
        flight = _flight_as_seen(traffic, service, seen)
        columns = _columns(wanted, traffic, gathering, but=service)
        row = await Service.objects().get(Service.id == service)
        for name, value in columns.items():
            setattr(row, name, value)
        await row.save()  # type: ignore[union-attr] # held by the lock
        await _note(
            "service.change", f"service:{service}", by=by, now=now, gathering=gathering, number=wanted.number,
            before=flight.number,
        )  # fmt: skip


async def remove_service(service: UUID, *, seen: str, gathering: Gathering, by: Actor, now: datetime) -> UUID:
    """Remove a flight or train nobody comes with; answers with what undoes it.

    Raises UnknownService, ServiceChanged, ServiceInUse.
    """
    async with writing():
        await lock(gathering)
        traffic = await traffic_of(gathering)
        flight = _flight_as_seen(traffic, service, seen)
        guests = sum(ride.service == service for _, ride in traffic.riding("arrival"))
        if guests:
            raise ServiceInUse(guests=guests, number=flight.number)
        async with undoable(
            "service.remove", Rows("service", "id", [service]), Rows("service_seen", "service", [service]),
            subject=f"service:{service}", by=by, now=now, gathering=gathering.id,
        ) as step:  # fmt: skip
            await fetch("DELETE FROM service_seen WHERE service = $1", service)
            await fetch("DELETE FROM service WHERE id = $1", service)
        await _note(
            "service.remove", f"service:{service}", by=by, now=now, gathering=gathering, number=flight.number
        )
    return step


async def tell_news(
    service: UUID, told: NewsTold, *, seen: str, gathering: Gathering, by: Actor, now: datetime
) -> None:
    """Note what the board shows now, beside what it showed before; raises UnknownService, Invalid, ServiceChanged."""
    news = checked_news(told, gathering.zone)
    async with writing():
        await lock(gathering)
        flight = _flight_as_seen(await traffic_of(gathering), service, seen)
        await ServiceSeen(
            id=uuid4(), service=service, seen_at=now, state=news.state, estimated_at=news.estimated_at,
            arrived_at=news.arrived_at,
        ).save()  # fmt: skip
        await _note(
            "service.news", f"service:{service}", by=by, now=now, gathering=gathering, number=flight.number,
            state=news.state.value,
        )  # fmt: skip


async def set_rides(
    guests: Mapping[UUID, str],
    direction: Direction,
    told: RideChanges,
    *,
    gathering: Gathering,
    scope: Scope,
    by: Actor,
    now: datetime,
) -> None:
    """Change the way of guests, each with the mark that was seen; who had none gets one as the reply tells it.

    Raises Invalid, UnknownGuest, UnknownService, RideChanged, CarFull.
    """
    if not guests:
        raise Invalid({"guest": Problem(_NOBODY)})
    given = checked_ride(told, gathering.zone)
    async with writing():
        await lock(gathering)
        traffic = await traffic_of(gathering)
        people = [_person_as_seen(traffic, guest, direction, seen, scope) for guest, seen in guests.items()]
        columns = _resolved(given, traffic)
        rides = {
            one.id: replace(one.rides.get(direction) or traffic.journey_ride(one, direction), **columns)
            for one in people
        }
        traffic.with_rides(direction, rides).refuse_full(direction, rides.values())
        await _write(direction, rides, gathering)
        await _note(
            "transfer.set", f"gathering:{gathering.id}", by=by, now=now, gathering=gathering, direction=direction,
            guests=[one.number for one in people], changed=sorted(columns),
        )  # fmt: skip


async def remove_rides(
    guests: Mapping[UUID, str],
    direction: Direction,
    *,
    gathering: Gathering,
    scope: Scope,
    by: Actor,
    now: datetime,
) -> None:
    """Nobody fetches or takes these guests; raises UnknownGuest, RideChanged."""
    async with writing():
        await lock(gathering)
        traffic = await traffic_of(gathering)
        people = [_person_as_seen(traffic, guest, direction, seen, scope) for guest, seen in guests.items()]
        await _delete(direction, list(guests))
        await _note(
            "transfer.remove", f"gathering:{gathering.id}", by=by, now=now, gathering=gathering, direction=direction,
            guests=[one.number for one in people],
        )  # fmt: skip


async def accept_pickups(
    options: Options, *, seen: str, gathering: Gathering, by: Actor, now: datetime
) -> Fetching:
    """Write proposed pickups as they were shown; raises PickupsOutdated where what they rest on has changed."""
    async with writing():
        await lock(gathering)
        traffic = await traffic_of(gathering)
        if traffic.mark != seen:
            raise PickupsOutdated
        made = propose_pickups(traffic, options, gathering.zone)  # a few milliseconds
        traffic.with_rides("arrival", made.rides).refuse_full("arrival", made.rides.values())
        await _write("arrival", made.rides, gathering)
        await _note(
            "transfer.accept_pickups", f"gathering:{gathering.id}", by=by, now=now, gathering=gathering,
            guests=sorted(traffic.people[guest].number for guest in made.rides), again=options.again,
        )  # fmt: skip
    return made


def _flight_as_seen(traffic: Traffic, service: UUID, seen: str) -> Flight:
    flight = traffic.flight(service)
    if flight.mark != seen:
        raise ServiceChanged(number=flight.number)
    return flight


def _person_as_seen(
    traffic: Traffic, guest: UUID, direction: Direction, seen: str, scope: Scope
) -> Traveller:
    one = traffic.person(guest)
    if scope is not None and one.delegation not in scope:
        traffic.person(UUID(int=0))
    if one.mark(direction) != seen:
        ride = one.rides.get(direction)
        car = traffic.cars[ride.vehicle].label if ride and ride.vehicle else "–"
        raise RideChanged(name=one.name, now=car)
    return one


def _columns(
    wanted: ServiceTold, traffic: Traffic, gathering: Gathering, *, but: UUID | None
) -> dict[str, Any]:
    on = local_day(wanted.planned_at, gathering.zone)
    if any(
        (one.number, one.on_day) == (wanted.number, on) for one in traffic.flights.values() if one.id != but
    ):
        raise Invalid({"number": Problem(_TWICE)})
    return {
        "number": wanted.number, "on_day": on, "mode": wanted.mode, "origin": wanted.origin,
        "terminal": wanted.terminal, "planned_at": wanted.planned_at,
        "wave": _by_code(traffic.waves, wanted.wave, "wave"),
    }  # fmt: skip


def _by_code(known: Mapping[UUID, Any], code: str, field: str) -> UUID | None:
    if not code:
        return None
    for key, one in known.items():
        if one.code == code:
            return key
    raise Invalid({field: Problem(_UNKNOWN)})


def _resolved(given: dict[str, Any], traffic: Traffic) -> dict[str, Any]:
    """The same with ids for codes; a flight or train brings its mode and wave along."""
    found = dict(given)
    if found.get("service"):
        flight = traffic.flight(found["service"])
        found = {"mode": flight.mode, "wave": traffic.waves[flight.wave].code if flight.wave else ""} | found
    for field, known in (("wave", traffic.waves), ("vehicle", traffic.cars)):
        if field in found:
            found[field] = _by_code(known, found[field], field)
    return found


async def _delete(direction: Direction, guests: list[UUID]) -> None:
    await fetch("DELETE FROM transfer WHERE direction = $1 AND guest = ANY($2::uuid[])", direction, guests)
    await fetch(
        "DELETE FROM given_up_place WHERE kind = 'transfer' AND place->>'direction' = $1 AND guest = ANY($2::uuid[])",
        direction, guests,
    )  # fmt: skip


async def _write(direction: Direction, rides: Mapping[UUID, Ride], gathering: Gathering) -> None:
    """Write ways, inside the caller's `writing()`."""
    keys = await keys_of(gathering.id)
    await _delete(direction, list(rides))
    rows = []
    for guest, ride in rides.items():
        key = uuid4()
        told = {name: getattr(ride, name) for name in Ride.__dataclass_fields__ if name != "greeter_phone"}
        phone = ride.greeter_phone
        sealed = keys.seal(phone, table="transfer", column="greeter_phone", row=key) if phone else None
        rows.append(Transfer(id=key, guest=guest, direction=direction, greeter_phone=sealed, **told))
    await insert_all(Transfer, rows)


async def _note(
    action: str, subject: str, *, by: Actor, now: datetime, gathering: Gathering, **told: Any
) -> None:
    await record(action, subject=subject, by=by, now=now, gathering=gathering.id, **told)
