"""Buses of the homeland visit with who has a seat on them at a moment, and their stops."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from event.database import fetch
from event.gathering.keys import keys_of
from event.itinerary.as_of import places_as_of
from event.itinerary.visiting import Site, Visit, in_order, most_at_once, routes_now
from event.registration.as_of import WHO, GuestThen
from event.registration.sealed import opened_field
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


def number_of(code: str) -> int | str:
    """A code as a number where it is one."""
    return int(code) if code.isascii() and code.isdigit() else code


async def buses(asked: Asked, *, all_guests: bool = False, columns: Sequence[str] = WHO) -> list[Bus]:
    """The buses of the homeland visit in order, with the guests the reader may see, or all where only counts are told."""
    seated: dict[UUID, list[Seat]] = {}
    scope = None if all_guests else asked.scope
    for place in await places_as_of("vehicle_seat", asked.gathering, asked.at, scope=scope, columns=columns):
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
    routes = (await routes_now(asked.gathering)).values()
    known = [one for route in routes for one in route.visits if one.arrives and one.leaves]
    return sorted(known, key=lambda one: one.arrives or asked.at)


def at_once(found: Iterable[Visit], guests: Mapping[str, int]) -> int:
    """The most guests that are at one stop at once."""
    return most_at_once(
        (one.arrives, one.leaves, guests.get(one.route, 0)) for one in found if one.arrives and one.leaves
    )


def over_capacity(stops: Mapping[str, Site], found: Iterable[Visit], guests: Mapping[str, int]) -> list[str]:
    """The stops at which more guests are at once than they take."""
    at: dict[str, list[Visit]] = {}
    for one in found:
        at.setdefault(one.stop, []).append(one)
    return [
        code
        for code, stop in stops.items()
        if stop.capacity is not None and at_once(at.get(code, ()), guests) > stop.capacity
    ]


async def diets(asked: Asked, guests: Iterable[GuestThen]) -> dict[UUID, str]:
    """The diet of each guest: halal, vegetarian, other, or empty."""
    keys = await keys_of(asked.gathering.id)
    return {one.id: diet_of(opened_field(keys, one.id, one.row, "needs")) for one in guests}


def diet_of(needs: str) -> str:
    """The diet in the opened needs of a guest; empty for none."""
    return str(json.loads(needs).get("diet", "")) if needs else ""
