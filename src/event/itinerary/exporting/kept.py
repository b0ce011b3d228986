"""What is stored of a homeland visit, in the order in which the office lists it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from event.database import fetch
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering
from event.itinerary.listed import stored_vehicles
from event.itinerary.routes_listed import stored_routes
from event.itinerary.sites import stored_sites
from event.itinerary.tables import Canteen, CrewRole, Stop
from event.itinerary.visiting import in_order
from event.registration.exporting.office import at


@dataclass(frozen=True)
class Visit:
    """What is stored of a homeland visit; `day`: the one that stands above its lists."""

    gathering: Gathering
    routes: Mapping[str, dict[str, Any]]
    vehicles: Mapping[str, dict[str, Any]]
    stops: Mapping[str, dict[str, Any]]
    canteens: Mapping[str, dict[str, Any]]
    seats: list[Any]
    day: date | None

    def riders(self, routes: Iterable[str]) -> int:
        """How many guests ride on routes."""
        return sum(seat["route"] in routes for seat in self.seats)

    def time(self, moment: datetime | None) -> str | None:
        return at(moment, self.day, self.gathering)


async def visit_of(gathering: Gathering) -> Visit:
    """All of it, in the office's order; cars that only fetch guests are in another workbook."""
    keys = await keys_of(gathering.id)
    routes = sorted((await stored_routes(gathering.id)).items(), key=lambda one: (one[1]["position"], one[0]))
    vehicles = await stored_vehicles(gathering.id)
    seats = await fetch(
        "SELECT s.guest, s.seat, v.code AS vehicle, coalesce(r.code, '') AS route, g.number FROM vehicle_seat s"
        " JOIN vehicle v ON v.id = s.vehicle JOIN guest g ON g.id = s.guest LEFT JOIN route r ON r.id = v.route"
        " WHERE v.gathering = $1",
        gathering.id,
    )
    seats.sort(key=lambda seat: (in_order(seat["vehicle"]), in_order(seat["seat"]), seat["number"]))
    rides = {seat["vehicle"] for seat in seats}
    return Visit(
        gathering, dict(routes),
        {code: vehicles[code] for code in sorted(vehicles, key=in_order) if code in rides or _of_the_visit(vehicles[code])},
        await _in_order(Stop, gathering.id, keys), await _in_order(Canteen, gathering.id, keys), seats,
        _day_of([row for _, row in routes], vehicles.values(), gathering),
    )  # fmt: skip


def _of_the_visit(vehicle: dict[str, Any]) -> bool:
    """Whether more is known of a vehicle than the list of cars that fetch guests tells."""
    told = ("route", "muster", "musters_at", "departs_at", "hotel", "wheelchair_places")
    return any(vehicle[name] for name in told) or [one[0] for one in vehicle["crew"]] not in (
        [],
        [CrewRole.DRIVER],
    )


async def _in_order(kind: Any, gathering: UUID, keys: Any) -> dict[str, dict[str, Any]]:
    found = await stored_sites(kind, gathering, keys)
    return {code: found[code] for code in sorted(found, key=in_order)}


def _day_of(routes: Iterable[Any], vehicles: Iterable[Any], gathering: Gathering) -> date | None:
    """The day on which most of a visit happens."""
    moments = [row["departs_at"] for row in vehicles]
    for row in routes:
        moments += [row["lunch_at"], row["returns_at"], *(visit[2] for visit in row["visits"])]
    days = Counter(moment.astimezone(gathering.zone).date() for moment in moments if moment)
    return days.most_common(1)[0][0] if days else None
