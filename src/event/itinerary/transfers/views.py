"""Flights, trains and transfers as pages and programs read them; only guests the reader may know of are named."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from event.itinerary.transfers.fetching import Fetching
from event.itinerary.transfers.traffic import ALONE, Direction, Flight, Ride, Traffic, Traveller
from event.registration.queries import Scope
from event.registration.sealed import masked

Clear = Callable[[str], str]
"""Shows telephone numbers, or their ends."""


class ServiceView(msgspec.Struct, frozen=True):
    """A flight or train with what the board shows; `guests` counts all of them. `seen` is sent back with a change."""

    id: UUID
    number: str
    on_day: date
    mode: str
    origin: str
    terminal: str
    wave: str
    planned_at: datetime
    state: str
    estimated_at: datetime | None
    arrived_at: datetime | None
    seen_at: datetime | None
    guests: int
    seen: str


class RideView(msgspec.Struct, frozen=True):
    """A guest's way in one direction; `known`: whether a transfer is in the list. `seen` is sent back with a change."""

    guest: UUID
    number: str
    name: str
    latin: str
    guest_class: str
    delegation: str
    travel_party: str
    direction: str
    known: bool
    mode: str
    service: UUID | None
    service_number: str
    wave: str
    vehicle: str
    leaves_at: datetime | None
    flight_or_train: str
    place: str
    service_at: datetime | None
    luggage: int | None
    courtesy: str
    greeter_name: str
    greeter_phone: str
    sign: str
    reply: str
    wanted: bool
    seen: str


class TripGuest(msgspec.Struct, frozen=True):
    """A guest of a proposed drive: minutes of waiting, and the vehicle they have now, if any."""

    number: str
    name: str
    waits: int
    before: str


class TripView(msgspec.Struct, frozen=True):
    """A proposed drive."""

    vehicle: str
    place: str
    leaves_at: datetime
    guests: list[TripGuest]


class NotFetchedView(msgspec.Struct, frozen=True):
    """A guest without a pickup, and why; `loses`: the vehicle they have now and would have no more."""

    guest: UUID
    number: str
    name: str
    text: str
    loses: str


class PickupsView(msgspec.Struct, frozen=True):
    """Proposed pickups; nothing is written. `seen` is sent back to accept them."""

    trips: list[TripView]
    changed: int
    not_fetched: list[NotFetchedView]
    seen: str


def in_clear(*, contact: bool) -> Clear:
    """How telephone numbers are shown."""
    return (lambda phone: phone) if contact else masked


def service_seen(traffic: Traffic, flight: Flight) -> ServiceView:
    """One flight or train."""
    wave = traffic.waves[flight.wave].code if flight.wave else ""
    guests = sum(ride.service == flight.id for _, ride in traffic.riding("arrival"))
    return ServiceView(
        flight.id, flight.number, flight.on_day, flight.mode, flight.origin, flight.terminal, wave, flight.planned_at,
        flight.state.value, flight.estimated_at, flight.arrived_at, flight.seen_at, guests, flight.mark,
    )  # fmt: skip


def ride_seen(
    traffic: Traffic, one: Traveller, direction: Direction, language: str, clear: Clear
) -> RideView:
    """A guest's way, or, where none is known, as the reply tells it."""
    ride = one.rides.get(direction)
    told, journey = ride or traffic.journey_ride(one, direction), one.journeys.get(direction)
    flight = traffic.flights[told.service] if told.service else None
    return RideView(
        one.id, one.number, one.name, one.latin, one.class_code, one.delegation_name(language), one.party_code, direction,
        ride is not None, told.mode, told.service, flight.number if flight else "",
        traffic.waves[told.wave].code if told.wave else "", traffic.cars[told.vehicle].code if told.vehicle else "",
        told.leaves_at, told.number, told.place, told.service_at, told.luggage, told.courtesy, told.greeter_name,
        clear(told.greeter_phone), told.sign, f"{journey.number} {journey.on_day or ''}".strip() if journey else "",
        journey.wanted if journey else False, one.mark(direction),
    )  # fmt: skip


def rides_seen(
    traffic: Traffic, direction: Direction, scope: Scope, language: str, clear: Clear
) -> list[RideView]:
    """Everybody's way in a direction, also of those without a transfer."""
    return [
        ride_seen(traffic, one, direction, language, clear)
        for one in traffic.people.values()
        if (scope is None or one.delegation in scope) and (one.expected or direction in one.rides)
    ]


def day_of(ride: Ride, traffic: Traffic, zone: ZoneInfo) -> date | None:
    """The day of a way where the gathering is."""
    if ride.leaves_at:
        return ride.leaves_at.astimezone(zone).date()
    if ride.service:
        return traffic.flights[ride.service].on_day
    return ride.service_at.astimezone(zone).date() if ride.service_at else None


def without_transfer(one: RideView) -> bool:
    """Whether somebody who does not come alone has no transfer."""
    return not one.known and one.mode not in ALONE


def pickups_seen(traffic: Traffic, made: Fetching, language: str) -> PickupsView:
    """Proposed pickups as pages and programs read them."""
    people = traffic.people

    def before(guest: UUID) -> str:
        ride = people[guest].rides.get("arrival")
        return traffic.cars[ride.vehicle].code if ride and ride.vehicle else ""

    trips = [
        TripView(
            trip.car.code, trip.place, trip.leaves_at,
            [TripGuest(people[one].number, people[one].name, trip.waits[one], before(one)) for one in trip.guests],
        )
        for trip in sorted(made.trips, key=lambda trip: (trip.leaves_at, trip.car.code))
    ]  # fmt: skip
    left = [
        NotFetchedView(
            one.guest, people[one.guest].number, people[one.guest].name, one.told(language),
            before(one.guest) if one.guest in made.rides else "",
        )
        for one in made.left
    ]  # fmt: skip
    changed = sum(ride.vehicle is not None for ride in made.rides.values())
    return PickupsView(trips, changed, left, traffic.mark)
