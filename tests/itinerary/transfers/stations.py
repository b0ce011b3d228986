"""Flights, vehicles and travellers without a database."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from event.itinerary.transfers.tables import ServiceState
from event.itinerary.transfers.traffic import Car, Flight, Journey, Ride, Traffic, Traveller

ZONE = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 10, 15)


def key(kind: int, number: int) -> UUID:
    return UUID(int=kind * 1000 + number)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 10, 15, hour, minute, tzinfo=ZONE)


def flight(number: int, hour: int, minute: int = 0, **more: Any) -> Flight:
    told = {"mode": "flight", "origin": "香港", "terminal": "T1", "state": ServiceState.PLANNED} | more
    return Flight(
        id=key(1, number), number=f"ZZ{number}", on_day=DAY, planned_at=at(hour, minute), wave=None,
        estimated_at=told.pop("estimated_at", None), arrived_at=None, seen_at=None, **told,
    )  # fmt: skip


def car(number: int, seats: int = 7, *, wheelchairs: int = 0, away: tuple[int, int] | None = None) -> Car:
    hours = (at(away[0]), at(away[1])) if away else None
    return Car(key(2, number), f"商务{number}号", "", seats, wheelchairs, "", hours)


def traveller(number: int, on: int | None = None, *, vehicle: int | None = None, **told: Any) -> Traveller:
    """A guest on a flight (by number), fetched by a vehicle or nobody; `journey` is what only the reply says."""
    rides: dict[str, Ride] = {}
    if on is not None:
        rides["arrival"] = Ride(
            mode="flight", service=key(1, on), vehicle=key(2, vehicle) if vehicle else None,
            leaves_at=told.get("leaves_at"), courtesy=told.get("courtesy", ""),
        )  # fmt: skip
    journeys: dict[str, Journey] = {"arrival": told["journey"]} if "journey" in told else {}
    party = key(4, told["party"]) if "party" in told else None
    return Traveller(
        key(3, number), f"EX-{number:03d}", f"客{number}", "", party, "", None, "", "", told.get("of", "G"), True,
        told.get("wheelchair", False), rides, journeys,
    )  # fmt: skip


def reply(number: str, *, mode: str = "flight", wanted: bool = True) -> Journey:
    return Journey(mode, number, DAY, at(12), wanted)


def traffic(flights: list[Flight], cars: list[Car], people: list[Traveller]) -> Traffic:
    return Traffic(
        {one.id: one for one in flights}, {}, {one.id: one for one in cars}, {one.id: one for one in people}
    )


def later(moment: datetime, minutes: int) -> datetime:
    return moment + timedelta(minutes=minutes)
