"""The homeland visit of a guest, day by day: route, bus, stops, lunch, and whom to call."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from event.database import fetch
from event.gathering.tables import local_day
from event.itinerary.own.programme import Contact, StopTime, Visit
from event.language import in_language
from event.registration.tables import Guest


async def seat_rows(guest: Guest) -> list[Any]:
    """The buses on which a guest has a seat."""
    return await fetch(
        "SELECT v.*, s.seat, r.code AS route_code, r.name_zh AS route_zh, r.name_en AS route_en FROM vehicle_seat s"
        " JOIN vehicle v ON v.id = s.vehicle JOIN route r ON r.id = v.route WHERE s.guest = $1 ORDER BY v.code",
        guest.id,
    )


async def crew_rows(vehicles: list[UUID]) -> list[Any]:
    """Captains and guides of buses."""
    return await fetch(
        "SELECT * FROM vehicle_crew WHERE vehicle = ANY($1::uuid[]) AND role IN ('captain', 'guide') ORDER BY number",
        vehicles,
    )


async def visits_of(
    seats: list[Any], crew: list[Any], people: Mapping[str, Contact], *, language: str, zone: ZoneInfo
) -> tuple[Visit, ...]:
    """Every day of every route a guest rides on, in the order of time."""
    routes = list({row["route"] for row in seats})
    days = await fetch(
        "SELECT d.*, c.name_zh AS lunch_zh, c.name_en AS lunch_en FROM route_day d"
        " LEFT JOIN canteen c ON c.id = d.canteen WHERE d.route = ANY($1::uuid[]) ORDER BY d.on_day",
        routes,
    ) if routes else []  # fmt: skip
    stops = await fetch(
        "SELECT v.route, v.arrives_at, v.leaves_at, s.* FROM route_visit v JOIN stop s ON s.id = v.stop"
        " WHERE v.route = ANY($1::uuid[]) ORDER BY v.position",
        routes,
    ) if routes else []  # fmt: skip
    found = []
    for seat in seats:
        mine = [row for row in days if row["route"] == seat["route"]] or [None]
        there = [row for row in stops if row["route"] == seat["route"]]
        for place, day in enumerate(mine, start=1):
            found.append(
                _visit(seat, day, place, _of_day(there, day, place, zone), crew, people, language, zone)
            )
    return tuple(
        sorted(
            found,
            key=lambda one: (
                one.begins_at is None,
                one.begins_at.timestamp() if one.begins_at else 0,
                one.bus,
            ),
        )
    )


def _of_day(stops: list[Any], day: Any, place: int, zone: ZoneInfo) -> list[Any]:
    """The stops of one day; those whose time is not known stand on the first."""
    if day is None or day["on_day"] is None:
        return stops

    def on(row: Any) -> date | None:
        return local_day(row["arrives_at"], zone) if row["arrives_at"] else None

    return [row for row in stops if on(row) == day["on_day"] or (on(row) is None and place == 1)]


def _visit(
    seat: Any, day: Any, place: int, stops: list[Any], crew: list[Any], people: Mapping[str, Contact], language: str,
    zone: ZoneInfo,
) -> Visit:  # fmt: skip
    def local(moment: datetime | None) -> datetime | None:
        return moment.astimezone(zone) if moment else None

    def who(role: str) -> Contact | None:
        row = next((one for one in crew if one["vehicle"] == seat["id"] and one["role"] == role), None)
        if row is None:
            return None
        return people.get(row["number"]) or Contact(in_language(language, zh=row["name"]))

    first = place == 1
    return Visit(
        route=in_language(language, zh=seat["route_zh"], en=seat["route_en"]), route_code=seat["route_code"],
        bus=seat["code"], plate=seat["plate"], seat=seat["seat"], day=place,
        muster=in_language(language, zh=seat["muster"]), musters_at=local(seat["musters_at"]) if first else None,
        departs_at=local(seat["departs_at"]) if first else local(day["leaves_at"] if day else None),
        returns_at=local(day["returns_at"]) if day else None,
        lunch=in_language(language, zh=day["lunch_zh"] or "", en=day["lunch_en"] or "") if day else "",
        lunch_at=local(day["lunch_at"]) if day else None,
        stops=tuple(
            StopTime(
                in_language(language, zh=row["name_zh"], en=row["name_en"], hant=row["name_hant"]),
                local(row["arrives_at"]), local(row["leaves_at"]),
                in_language(language, zh=row["fact_zh"], en=row["fact_en"]),
            )
            for row in stops
        ),
        captain=who("captain"), guide=who("guide"),
    )  # fmt: skip
