"""Who comes and goes at one moment: flights and trains as the board shows them, vehicles, and every guest's way."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from event.itinerary.seen import NOTHING, mark
from event.itinerary.transfers.board import vehicle_label
from event.itinerary.transfers.errors import CarFull, UnknownCar, UnknownService
from event.itinerary.transfers.tables import ServiceState
from event.language import in_language
from event.registration.errors import UnknownGuest

Direction = Literal["arrival", "departure"]
FETCHED = ("flight", "train")
ALONE = ("self", "local")


@dataclass(frozen=True)
class Flight:
    """A flight or train of one day, with what the newest board shows."""

    id: UUID
    number: str
    on_day: date
    mode: str
    origin: str
    terminal: str
    planned_at: datetime
    wave: UUID | None
    state: ServiceState
    estimated_at: datetime | None
    arrived_at: datetime | None
    seen_at: datetime | None

    @property
    def due(self) -> datetime:
        """When it has come or is expected."""
        return self.arrived_at or self.estimated_at or self.planned_at

    @property
    def mark(self) -> str:
        return mark(self.number, self.on_day, self.mode, self.origin, self.terminal, self.planned_at, self.wave, self.seen_at)  # fmt: skip


@dataclass(frozen=True)
class Wave:
    """Arrivals that are fetched together."""

    id: UUID
    code: str
    mode: str
    name: str
    on_day: date | None


@dataclass(frozen=True)
class Car:
    """A vehicle; `away` is when it is on the homeland visit."""

    id: UUID
    code: str
    plate: str
    seats: int | None
    wheelchair_places: int
    driver: str
    away: tuple[datetime, datetime] | None

    @property
    def label(self) -> str:
        return vehicle_label(self.code)


@dataclass(frozen=True)
class Ride:
    """How a guest gets to the gathering or back; `greeter_phone` is in clear."""

    mode: str = ""
    service: UUID | None = None
    wave: UUID | None = None
    vehicle: UUID | None = None
    leaves_at: datetime | None = None
    number: str = ""
    place: str = ""
    service_at: datetime | None = None
    luggage: int | None = None
    courtesy: str = ""
    greeter_name: str = ""
    greeter_phone: str = ""
    sign: str = ""

    @property
    def mark(self) -> str:
        return mark(*(getattr(self, name) for name in Ride.__dataclass_fields__))

    @property
    def trip(self) -> tuple[UUID | None, object]:
        """The drive: the vehicle with its time, or with the flight or train where no time is set."""
        return self.vehicle, self.leaves_at or self.service


@dataclass(frozen=True)
class Journey:
    """What the reply says about the way."""

    mode: str
    number: str
    on_day: date | None
    at: datetime | None
    wanted: bool


@dataclass(frozen=True)
class Traveller:
    """A guest with the ways of both directions."""

    id: UUID
    number: str
    name: str
    latin: str
    party: UUID | None
    party_code: str
    delegation: UUID | None
    delegation_zh: str
    delegation_en: str
    class_code: str
    expected: bool
    wheelchair: bool
    rides: dict[str, Ride]
    journeys: dict[str, Journey]

    def delegation_name(self, language: str) -> str:
        return in_language(language, zh=self.delegation_zh, en=self.delegation_en)

    def mark(self, direction: Direction) -> str:
        """What whoever decides has seen of the way."""
        ride = self.rides.get(direction)
        return ride.mark if ride else NOTHING


@dataclass(frozen=True)
class Traffic:
    """Everything by id, in the order in which it is shown."""

    flights: dict[UUID, Flight]
    waves: dict[UUID, Wave]
    cars: dict[UUID, Car]
    people: dict[UUID, Traveller]

    @property
    def mark(self) -> str:
        """What whoever looks at all arrivals has seen."""
        people = [
            (one.id, one.mark("arrival"), one.party, one.class_code, one.wheelchair, one.expected, str(one.journeys.get("arrival")))
            for one in self.people.values()
        ]  # fmt: skip
        cars = [(one.id, one.code, one.seats, one.wheelchair_places, one.away) for one in self.cars.values()]
        departures = [one.mark("departure") for one in self.people.values()]
        return mark(people, cars, departures, [one.mark for one in self.flights.values()])

    def flight(self, key: UUID) -> Flight:
        """A flight or train; raises UnknownService."""
        if key not in self.flights:
            raise UnknownService
        return self.flights[key]

    def car(self, key: UUID) -> Car:
        """A vehicle; raises UnknownCar."""
        if key not in self.cars:
            raise UnknownCar
        return self.cars[key]

    def person(self, key: UUID) -> Traveller:
        """A guest; raises UnknownGuest."""
        if key not in self.people:
            raise UnknownGuest
        return self.people[key]

    def riding(self, direction: Direction) -> list[tuple[Traveller, Ride]]:
        """Everybody who has a way in a direction."""
        return [
            (one, one.rides[direction]) for one in self.people.values() if direction in one.rides
        ]  # fmt: skip

    def with_rides(self, direction: Direction, rides: dict[UUID, Ride]) -> "Traffic":
        """The same with other ways for some."""
        people = {
            key: replace(one, rides={**one.rides, direction: rides[key]}) if key in rides else one
            for key, one in self.people.items()
        }
        return replace(self, people=people)

    def refuse_full(self, direction: Direction, rides: Iterable[Ride]) -> None:
        """Raise CarFull where more guests ride on a trip of these than the vehicle has seats."""
        for trip in {ride.trip for ride in rides if ride.vehicle is not None}:
            car = self.cars[trip[0]]  # type: ignore[index] # it has a vehicle
            guests = sum(ride.trip == trip for _, ride in self.riding(direction))
            if car.seats is not None and guests > car.seats:
                raise CarFull(car=car.label, seats=car.seats, guests=guests)

    def journey_ride(self, one: Traveller, direction: Direction) -> Ride:
        """A way as the reply tells it: the flight or train of the board, or its number."""
        journey = one.journeys.get(direction)
        if journey is None:
            return Ride()
        if direction == "departure":
            return Ride(mode=journey.mode, number=journey.number, service_at=journey.at)
        flight = self.flight_of(journey)
        if flight:
            return Ride(mode=flight.mode or journey.mode, service=flight.id, wave=flight.wave)
        return Ride(mode=journey.mode, leaves_at=journey.at if journey.mode in ALONE else None)

    def flight_of(self, journey: Journey) -> Flight | None:
        """The flight or train of the board that a reply names."""
        for flight in self.flights.values():
            if journey.number and (flight.number, flight.on_day) == (journey.number, journey.on_day):
                return flight
        return None
