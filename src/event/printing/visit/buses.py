"""Buses of the homeland visit day by day: the route with its stops and lunch, the crew, and who rides along."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from event.database import fetch
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering, local_day
from event.itinerary.tables import CrewRole
from event.printing.visit.choosing import Choice
from event.printing.visit.riders import Rider, riders_of
from event.registration.sealed import opened

_ORDER = list(CrewRole)


@dataclass(frozen=True)
class Crew:
    """Somebody who works on a vehicle, with telephone number and languages where these are known."""

    role: CrewRole
    name: str
    phone: str
    languages: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """A stop or a canteen, with whom to call there and what is told about it; `names`: zh, en, hant."""

    code: str
    names: tuple[str, str, str]
    address: str
    contact: str
    phone: str
    step_free: bool = True
    facts: tuple[str, str] = ("", "")
    capacity: int | None = None


_NOWHERE = Place("", ("", "", ""), "", "", "")


@dataclass(frozen=True)
class Visit:
    """A place of a route, from when to when."""

    place: Place
    arrives: datetime | None
    leaves: datetime | None


@dataclass(frozen=True)
class Seat:
    """A guest on a bus; `seat` is empty where seats are free to choose."""

    rider: Rider
    seat: str


@dataclass(frozen=True)
class Vehicle:
    """A vehicle with its crew; `seats` leaves the driver out, `home` is the hotel it returns to."""

    id: UUID
    code: str
    plate: str
    model: str
    seats: int | None
    wheelchairs: int
    home: Place
    route: tuple[str, str, str]
    muster: str
    musters: datetime | None
    departs: datetime | None
    crew: tuple[Crew, ...]
    riders: tuple[Seat, ...]

    def crew_of(self, role: CrewRole) -> tuple[Crew, ...]:
        return tuple(one for one in self.crew if one.role == role)

    @property
    def aboard(self) -> int:
        """How many of the crew sit on seats."""
        return sum(one.role != CrewRole.DRIVER for one in self.crew)


@dataclass(frozen=True)
class BusDay:
    """A bus on a day of its route."""

    bus: Vehicle
    day: date | None
    visits: tuple[Visit, ...]
    musters: datetime | None
    departs: datetime | None
    lunch: Visit | None
    returns: datetime | None

    @property
    def key(self) -> str:
        return f"bus {self.bus.code} {self.day or ''}".strip()


def in_order(code: str) -> list[tuple[int, int, str]]:
    """Sorts 2 before 10."""
    return [
        (0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.findall(r"[0-9]+|[^0-9]+", code)
    ]


async def vehicles(gathering: Gathering) -> list[Vehicle]:
    """Every vehicle in order, buses of the visit first."""
    rows = await fetch(
        "SELECT v.*, h.code AS hotel_code, h.name_zh AS hotel_zh, h.name_en AS hotel_en, h.address, h.phone,"
        " coalesce(r.code, '') AS route_code, coalesce(r.name_zh, '') AS route_zh, coalesce(r.name_en, '') AS route_en"
        " FROM vehicle v LEFT JOIN route r ON r.id = v.route LEFT JOIN hotel h ON h.id = v.hotel WHERE v.gathering = $1",
        gathering.id,
    )
    crews, seats = await _crews(gathering), await _seats(gathering)
    rows.sort(key=lambda row: (row["route"] is None and row["id"] not in seats, in_order(row["code"])))
    return [
        Vehicle(
            row["id"], row["code"], row["plate"], row["model"], row["seats"], row["wheelchair_places"], _home(row),
            (row["route_code"], row["route_zh"], row["route_en"]), row["muster"], row["musters_at"], row["departs_at"],
            tuple(crews.get(row["id"], ())), tuple(seats.get(row["id"], ())),
        )
        for row in rows
    ]  # fmt: skip


def _home(row: Any) -> Place:
    if row["hotel"] is None:
        return _NOWHERE
    return Place(row["hotel_code"], (row["hotel_zh"], row["hotel_en"], ""), row["address"], "", row["phone"])


async def bus_days(gathering: Gathering, choice: Choice) -> list[BusDay]:
    """The buses that have a route or guests, each on each of its days; of the choice only."""
    visits, days = await _visits(gathering), await _days(gathering)
    found = []
    for bus in await vehicles(gathering):
        if not (bus.route[0] or bus.riders) or (choice.bus and bus.code != choice.bus):
            continue
        own = visits.get(bus.route[0], [])
        when = {_day(one.arrives or one.leaves, gathering) for one in own}
        when |= {day for route, day in days if route == bus.route[0]}
        known: list[date | None] = [*sorted(day for day in when if day)] or [_day(bus.departs, gathering)]
        found += [
            _bus_day(bus, day, own, days, gathering, first=day == known[0])
            for day in known
            if choice.day is None or day == choice.day
        ]
    return found


def _bus_day(
    bus: Vehicle, day: date | None, visits: Iterable[Visit], days: dict[Any, Any], gathering: Gathering, *, first: bool
) -> BusDay:  # fmt: skip
    """A day of a bus; stops without a time belong to its first day, as do the times of the vehicle."""
    there = tuple(
        one
        for one in visits
        if _day(one.arrives or one.leaves, gathering) in ((day, None) if first else (day,))
    )
    row = days.get((bus.route[0], day)) or (days.get((bus.route[0], None)) if first else None)
    on_day = _day(bus.departs, gathering) in (day, None)
    return BusDay(
        bus, day, there,
        bus.musters if on_day else None, bus.departs if on_day else row and row["leaves_at"],
        Visit(row["place"], row["lunch_at"], row["lunch_ends_at"]) if row and (row["canteen"] or row["lunch_at"]) else None,
        row and row["returns_at"],
    )  # fmt: skip


def _day(moment: datetime | None, gathering: Gathering) -> date | None:
    return local_day(moment, gathering.zone) if moment else None


async def _visits(gathering: Gathering) -> dict[str, list[Visit]]:
    rows = await fetch(
        "SELECT s.*, r.code AS route_code, v.arrives_at, v.leaves_at FROM route_visit v JOIN route r ON r.id = v.route"
        " JOIN stop s ON s.id = v.stop WHERE r.gathering = $1 ORDER BY r.position, v.position",
        gathering.id,
    )
    keys = await keys_of(gathering.id)
    found: dict[str, list[Visit]] = {}
    for row in rows:
        phone = keys.open(row["contact_phone"], table="stop", column="contact_phone", row=row["id"])
        place = Place(
            row["code"], (row["name_zh"], row["name_en"], row["name_hant"]), row["address"] or row["town"],
            row["contact_name"], phone, row["step_free"], (row["fact_zh"], row["fact_en"]), row["capacity"],
        )  # fmt: skip
        found.setdefault(row["route_code"], []).append(Visit(place, row["arrives_at"], row["leaves_at"]))
    return found


async def _days(gathering: Gathering) -> dict[tuple[str, date | None], dict[str, Any]]:
    """Days of routes with their lunch, by code of the route and day."""
    rows = await fetch(
        "SELECT d.*, r.code AS route_code, c.code, c.name_zh, c.name_en, c.address, c.capacity, c.contact_name,"
        " c.contact_phone FROM route_day d JOIN route r ON r.id = d.route LEFT JOIN canteen c ON c.id = d.canteen"
        " WHERE r.gathering = $1",
        gathering.id,
    )
    keys = await keys_of(gathering.id)
    return {(row["route_code"], row["on_day"]): dict(row) | {"place": _canteen(row, keys)} for row in rows}


def _canteen(row: Any, keys: Any) -> Place:
    if row["canteen"] is None:
        return _NOWHERE
    phone = keys.open(row["contact_phone"], table="canteen", column="contact_phone", row=row["canteen"])
    return Place(
        row["code"], (row["name_zh"], row["name_en"], ""), row["address"], row["contact_name"], phone, capacity=row["capacity"]
    )  # fmt: skip


async def _crews(gathering: Gathering) -> dict[UUID, list[Crew]]:
    rows = await fetch(
        "SELECT c.vehicle, c.role, c.name AS told, m.languages AS spoken, g.* FROM vehicle_crew c"
        " JOIN vehicle v ON v.id = c.vehicle LEFT JOIN crew_member m ON m.gathering = v.gathering AND m.number = c.number"
        " LEFT JOIN (SELECT guest.* FROM guest JOIN guest_class k ON k.id = guest.guest_class AND NOT k.counts_as_guest) g"
        "   ON g.gathering = v.gathering AND g.number = c.number"
        " WHERE v.gathering = $1 ORDER BY c.number",
        gathering.id,
    )
    keys = await keys_of(gathering.id)
    found: dict[UUID, list[Crew]] = {}
    for row in rows:
        phone = opened(keys, row["id"], row).phone if row["id"] else ""
        crew = Crew(
            CrewRole(row["role"]), row["told"] or row["name_zh"] or "", phone, tuple(row["spoken"] or ())
        )
        found.setdefault(row["vehicle"], []).append(crew)
    for crews in found.values():
        crews.sort(key=lambda one: _ORDER.index(one.role))
    return found


async def _seats(gathering: Gathering) -> dict[UUID, list[Seat]]:
    rows = await fetch(
        "SELECT s.vehicle, s.guest, s.seat FROM vehicle_seat s JOIN vehicle v ON v.id = s.vehicle WHERE v.gathering = $1",
        gathering.id,
    )
    riders = await riders_of(gathering, [row["guest"] for row in rows])
    found: dict[UUID, list[Seat]] = {}
    for row in rows:
        if row["guest"] in riders:
            found.setdefault(row["vehicle"], []).append(Seat(riders[row["guest"]], row["seat"]))
    for seats in found.values():
        seats.sort(key=lambda one: (one.seat == "", in_order(one.seat), one.rider.number))
    return found
