"""Buses of the homeland visit with who has a seat on them at a moment, and their stops."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from event.database import fetch
from event.gathering.keys import keys_of
from event.itinerary.as_of import places_as_of
from event.registration.as_of import GuestThen
from event.registration.sealed import opened
from event.reports.told import Asked


@dataclass(frozen=True)
class Seat:
    """A guest with their seat."""

    guest: GuestThen
    seat: str


@dataclass(frozen=True)
class Bus:
    """A bus with the guests who come and have a seat, in the order of their seats; `crew` without the driver."""

    id: UUID
    code: str
    route: str
    seats: int
    crew: int
    guests: tuple[Seat, ...]

    @property
    def number(self) -> int | str:
        return number_of(self.code)


@dataclass(frozen=True)
class Visit:
    """A stop of a route from when to when."""

    route: str
    stop: str
    arrives: datetime
    leaves: datetime

    def overlaps(self, other: "Visit") -> bool:
        return self.arrives < other.leaves and other.arrives < self.leaves


def number_of(code: str) -> int | str:
    """A code as a number where it is one."""
    return int(code) if code.isascii() and code.isdigit() else code


def in_order(code: str) -> list[tuple[int, int | str]]:
    """Sorts 2 before 10."""
    return [(0, int(part)) if part.isdigit() else (1, part) for part in re.findall(r"[0-9]+|[^0-9]+", code)]


async def buses(asked: Asked, *, all_guests: bool = False) -> list[Bus]:
    """The buses of the homeland visit in order, with the guests the reader may see, or all where only counts are told."""
    seated: dict[UUID, list[Seat]] = {}
    scope = None if all_guests else asked.scope
    for place in await places_as_of("vehicle_seat", asked.gathering, asked.at, scope=scope):
        if place.comes:
            seated.setdefault(place.row["vehicle"], []).append(Seat(place.then, place.row["seat"]))
    rows = await fetch(
        "SELECT v.id, v.code, coalesce(v.seats, 0) AS seats, r.code AS route, (SELECT count(*) FROM vehicle_crew c"
        "   WHERE c.vehicle = v.id AND c.role <> 'driver') AS crew"
        " FROM vehicle v JOIN route r ON r.id = v.route WHERE v.gathering = $1",
        asked.gathering.id,
    )
    found = [
        Bus(
            row["id"], row["code"], row["route"], row["seats"], row["crew"],
            tuple(sorted(seated.get(row["id"], ()), key=lambda one: (in_order(one.seat), one.guest.number))),
        )
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda bus: in_order(bus.code))


def guests_by_route(found: Iterable[Bus]) -> dict[str, int]:
    """How many guests ride on each route."""
    counts: dict[str, int] = {}
    for bus in found:
        counts[bus.route] = counts.get(bus.route, 0) + len(bus.guests)
    return counts


async def visits(asked: Asked) -> list[Visit]:
    """Every stop of every route whose times are known, in the order of time."""
    rows = await fetch(
        "SELECT r.code AS route, s.code AS stop, v.arrives_at, v.leaves_at FROM route_visit v"
        " JOIN route r ON r.id = v.route JOIN stop s ON s.id = v.stop WHERE r.gathering = $1"
        " AND v.arrives_at IS NOT NULL AND v.leaves_at IS NOT NULL ORDER BY v.arrives_at, r.position, v.position",
        asked.gathering.id,
    )
    return [Visit(*row) for row in rows]


def most_at_once(found: Iterable[Visit], guests: Mapping[str, int]) -> int:
    """The most guests that are at one stop at once."""
    there = list(found)
    return max(
        (
            sum(guests.get(other.route, 0) for other in there if other.arrives <= one.arrives < other.leaves)
            for one in there
        ),
        default=0,
    )


async def stops(asked: Asked) -> dict[str, Any]:
    """The stops by code."""
    rows = await fetch("SELECT * FROM stop WHERE gathering = $1 ORDER BY code", asked.gathering.id)
    return {row["code"]: row for row in rows}


async def over_capacity(asked: Asked, found: Iterable[Visit], guests: Mapping[str, int]) -> list[str]:
    """The stops at which more guests are at once than they take."""
    at: dict[str, list[Visit]] = {}
    for one in found:
        at.setdefault(one.stop, []).append(one)
    return [
        code
        for code, row in (await stops(asked)).items()
        if row["capacity"] is not None and most_at_once(at.get(code, ()), guests) > row["capacity"]
    ]


async def diets(asked: Asked, guests: Iterable[GuestThen]) -> dict[UUID, str]:
    """The diet of each guest: halal, vegetarian, other, or empty."""
    keys = await keys_of(asked.gathering.id)
    return {one.id: opened(keys, one.id, one.row).needs.get("diet", "") for one in guests}
