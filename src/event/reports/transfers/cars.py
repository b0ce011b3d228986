"""Vehicles that fetch and take guests, with their drivers."""

from dataclasses import dataclass
from uuid import UUID

from event.database import fetch
from event.itinerary.transfers.board import vehicle_label
from event.reports.doors.people import badge_list
from event.reports.told import Asked


@dataclass(frozen=True)
class Car:
    """A vehicle as people call it, with its driver."""

    label: str
    driver: str
    phone: str


async def cars(asked: Asked) -> dict[UUID, Car]:
    """Every vehicle; the driver's telephone number is of the badge list."""
    rows = await fetch(
        "SELECT v.id, v.code, coalesce(c.number, '') AS number, coalesce(c.name, '') AS name FROM vehicle v"
        " LEFT JOIN vehicle_crew c ON c.vehicle = v.id AND c.role = 'driver' WHERE v.gathering = $1",
        asked.gathering.id,
    )
    people = await badge_list(asked, [row["number"] for row in rows])
    return {
        row["id"]: Car(
            vehicle_label(row["code"]), row["name"], people[row["number"]].phone if row["number"] in people else ""
        )
        for row in rows
    }  # fmt: skip
