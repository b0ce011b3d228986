"""Who comes and goes at one moment: flights and trains as the board shows them, vehicles, and every guest's way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from event.database import fetch
from event.gathering.keys import Keys, keys_of
from event.gathering.tables import Gathering
from event.itinerary.seen import NOTHING, mark
from event.itinerary.transfers.board import vehicle_label
from event.itinerary.transfers.errors import CarFull, UnknownCar, UnknownService
from event.itinerary.transfers.tables import ServiceState
from event.language import in_language
from event.registration.errors import UnknownGuest
from event.text import full_name, latin_name

Direction = Literal["arrival", "departure"]
FETCHED = ("flight", "train")
ALONE = ("self", "local")

_SERVICES = """
SELECT s.*, coalesce(n.state, 'planned') AS state, n.estimated_at, n.arrived_at, n.seen_at FROM service s
LEFT JOIN LATERAL (SELECT * FROM service_seen e WHERE e.service = s.id ORDER BY e.seen_at DESC LIMIT 1) n ON true
WHERE s.gathering = $1 ORDER BY s.planned_at, s.number
"""
_CARS = """
SELECT v.id, v.code, v.plate, v.seats, v.wheelchair_places, coalesce(v.musters_at, v.departs_at) AS leaves,
  (SELECT max(d.returns_at) FROM route_day d WHERE d.route = v.route) AS returns,
  coalesce((SELECT min(c.name) FROM vehicle_crew c WHERE c.vehicle = v.id AND c.role = 'driver'), '') AS driver
FROM vehicle v WHERE v.gathering = $1 ORDER BY lpad(v.code, 20), v.code
"""
_GUESTS = """
SELECT g.id, g.number, g.name_zh, g.latin_surname, g.latin_given, g.surname_first, g.travel_party, g.standing,
  g.delegation, coalesce(p.code, '') AS party_code, d.name_zh AS delegation_zh, d.name_en AS delegation_en, c.code AS class_code,
  c.counts_as_guest, g.needs FROM guest g JOIN guest_class c ON c.id = g.guest_class
  LEFT JOIN delegation d ON d.id = g.delegation LEFT JOIN travel_party p ON p.id = g.travel_party
WHERE g.gathering = $1 AND ((g.standing = 'approved' AND c.counts_as_guest) OR EXISTS (SELECT 1 FROM transfer t WHERE t.guest = g.id))
ORDER BY g.number
"""


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


async def traffic_of(gathering: Gathering) -> Traffic:
    """The traffic of a gathering, inside the caller's transaction if there is one."""
    keys = await keys_of(gathering.id)
    flights = {
        row["id"]: Flight(
            row["id"], row["number"], row["on_day"], row["mode"], row["origin"], row["terminal"], row["planned_at"],
            row["wave"], ServiceState(row["state"]), row["estimated_at"], row["arrived_at"], row["seen_at"],
        )
        for row in await fetch(_SERVICES, gathering.id)
    }  # fmt: skip
    waves = {
        row["id"]: Wave(row["id"], row["code"], row["mode"], row["name_zh"], row["on_day"])
        for row in await fetch("SELECT * FROM transfer_wave WHERE gathering = $1 ORDER BY code", gathering.id)
    }
    cars = {
        row["id"]: Car(
            row["id"], row["code"], row["plate"], row["seats"], row["wheelchair_places"], row["driver"],
            (row["leaves"], row["returns"]) if row["leaves"] and row["returns"] else None,
        )
        for row in await fetch(_CARS, gathering.id)
    }  # fmt: skip
    of = "JOIN guest g ON g.id = t.guest WHERE g.gathering = $1"
    rides = _by_guest(await fetch(f"SELECT t.* FROM transfer t {of}", gathering.id))  # noqa: S608 - our own words
    journeys = _by_guest(await fetch(f"SELECT t.* FROM journey t {of}", gathering.id))  # noqa: S608 - our own words
    people = {
        row["id"]: _traveller(row, rides.get(row["id"], []), journeys.get(row["id"], []), gathering, keys)
        for row in await fetch(_GUESTS, gathering.id)
    }
    return Traffic(flights, waves, cars, people)


def _by_guest(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row["guest"], []).append(row)
    return found


def _traveller(
    row: Any, rides: Sequence[Any], journeys: Sequence[Any], gathering: Gathering, keys: Keys
) -> Traveller:
    latin = latin_name(row["latin_surname"], row["latin_given"], surname_first=row["surname_first"])
    needs = keys.open(row["needs"], table="guest", column="needs", row=row["id"]) if row["needs"] else ""
    return Traveller(
        row["id"], row["number"], full_name(row["name_zh"], latin), latin if row["name_zh"] else "", row["travel_party"],
        row["party_code"], row["delegation"], row["delegation_zh"] or "", row["delegation_en"] or "", row["class_code"],
        row["standing"] == "approved" and row["counts_as_guest"], any(word in needs.lower() for word in ("轮椅", "輪椅", "wheelchair")),
        {one["direction"]: _ride(one, keys) for one in rides}, {one["direction"]: _journey(one, gathering) for one in journeys},
    )  # fmt: skip


def _ride(row: Any, keys: Keys) -> Ride:
    phone = keys.open(row["greeter_phone"], table="transfer", column="greeter_phone", row=row["id"])
    told = {name: row[name] for name in Ride.__dataclass_fields__ if name != "greeter_phone"}
    return Ride(**told, greeter_phone=phone)


def _journey(row: Any, gathering: Gathering) -> Journey:
    on, at = row["on_day"], row["at_time"]
    when = datetime.combine(on, at, gathering.zone) if on and at else None
    return Journey(row["mode"], row["number"], on, when, row["transfer_wanted"])
