"""Flights, vehicles and guests who are fetched, in the database."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from event.database import fetch
from event.gathering.tables import Gathering
from event.itinerary.tables import Vehicle
from event.itinerary.transfers.forms import RideChanges, ServiceTold
from event.itinerary.transfers.operations import add_service, set_rides
from event.itinerary.transfers.reading import traffic_of
from event.itinerary.transfers.traffic import Direction
from event.people.rules import COMMAND_LINE
from tests import cast

SOON = cast.NOW + timedelta(hours=3)


def who(held: Gathering) -> dict[str, Any]:
    return {"gathering": held, "by": COMMAND_LINE, "now": cast.NOW}


async def a_flight(held: Gathering, number: str = "ZZ1", at: datetime = SOON) -> UUID:
    told = ServiceTold(number, at, origin="香港", terminal="T1")
    return await add_service(told, **who(held))


async def a_car(held: Gathering, code: str = "商务1号", seats: int = 2, **more: Any) -> None:
    await Vehicle(id=uuid4(), gathering=held.id, code=code, seats=seats, **more).save()


async def set_for(
    held: Gathering, *guests: UUID, direction: Direction = "arrival", seen: str | None = None, **told: Any
) -> None:
    """Change the ways of guests, as whoever has just looked at them."""
    traffic = await traffic_of(held)
    marks = {guest: traffic.person(guest).mark(direction) if seen is None else seen for guest in guests}
    await set_rides(marks, direction, RideChanges(**told), scope=None, **who(held))


async def riding() -> list[tuple[Any, ...]]:
    """Who is fetched or taken: number, direction, flight, vehicle."""
    rows = await fetch(
        "SELECT g.number, t.direction, s.number AS service, v.code AS vehicle FROM transfer t JOIN guest g ON g.id = t.guest"
        " LEFT JOIN service s ON s.id = t.service LEFT JOIN vehicle v ON v.id = t.vehicle ORDER BY 1, 2"
    )
    return [tuple(row) for row in rows]
