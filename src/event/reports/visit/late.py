"""A route that runs late: its new times, its lunch, and whom to tell."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from event.database import fetch, fetch_one
from event.gathering.keys import Keys, keys_of
from event.language import Message, in_language, translated
from event.reports.doors.people import badge_list
from event.reports.told import Asked, Told
from event.reports.visit.booked import (
    buses,
    guests_by_route,
    in_order,
    number_of,
    over_capacity,
    stops,
    visits,
)

_STOP, _LUNCH, _BACK = Message("Stop"), Message("Lunch"), Message("Back")


async def route_late(asked: Asked) -> Told:
    """What becomes of a route that is so many minutes late, and whom to call about it."""
    code, late = asked.values["route"], timedelta(minutes=asked.values["late"])
    every, known, keys = await visits(asked), await stops(asked), await keys_of(asked.gathering.id)
    moved = [
        replace(one, arrives=one.arrives + late, leaves=one.leaves + late) if one.route == code else one
        for one in every
    ]
    mine = [one for one in moved if one.route == code]
    guests = guests_by_route(await buses(asked, all_guests=True))
    told = [
        {
            "stop": one.stop, "arrive": asked.hour(one.arrives), "leave": asked.hour(one.leaves),
            "before_closing": _before(asked, one.leaves, known[one.stop]["closes_at"]),
        }
        for one in mine
    ]  # fmt: skip
    route = await fetch_one(
        "SELECT d.* FROM route_day d JOIN route r ON r.id = d.route WHERE r.gathering = $1 AND r.code = $2"
        " ORDER BY d.on_day LIMIT 1",
        asked.gathering.id,
        code,
    )
    back = route["returns_at"] + late if route and route["returns_at"] else None
    lunch = await _lunch(asked, route, late, keys)
    contacts = [
        {
            "stop": stop,
            "name": known[stop]["contact_name"],
            "phone": _contact(asked, keys, "stop", known[stop]),
        }
        for stop in dict.fromkeys(one.stop for one in mine)
    ]
    captains, drivers = await _crews(asked, code)
    return Told(
        {
            "route": code, "late": asked.values["late"], "stops": told, "lunch": lunch, "back": asked.hour(back),
            "tell": {
                "captains": captains, "drivers": drivers, "stops": contacts, "guests": guests.get(code, 0)
            },
            "stops_over_capacity_then": await over_capacity(asked, moved, guests),
        },
        (Message("What"), Message("Place"), Message("Arrives"), Message("Leaves"), Message("Tell"), Message("Phone")),
        _rows(asked, told, lunch, asked.hour(back), contacts),
        ((Message("Guests"), str(guests.get(code, 0))), (Message("Minutes late"), str(asked.values["late"]))),
    )  # fmt: skip


def _rows(
    asked: Asked, told: list[Any], lunch: Any, back: str, contacts: list[dict[str, str]]
) -> list[tuple[str, ...]]:
    whom = {one["stop"]: one for one in contacts}
    rows = [
        (
            translated(_STOP, asked.language), one["stop"], one["arrive"], one["leave"], whom[one["stop"]]["name"],
            whom[one["stop"]]["phone"],
        )
        for one in told
    ]  # fmt: skip
    if lunch:
        rows.append((translated(_LUNCH, asked.language), lunch["place"], lunch["new"], "", *lunch["tell"]))
    return [*rows, (translated(_BACK, asked.language), "–", back, "", "", "")]


def _before(asked: Asked, moment: datetime, closes: Any) -> bool:
    return closes is None or moment.astimezone(asked.gathering.zone).time() <= closes


def _contact(asked: Asked, keys: Keys, table: str, row: Any) -> str:
    return asked.phone(keys.open(row["contact_phone"], table=table, column="contact_phone", row=row["id"]))


async def _lunch(asked: Asked, route: Any, late: timedelta, keys: Keys) -> dict[str, Any] | None:
    """When a route eats now, whether the canteen still serves then, and whom to call there; None without lunch."""
    if route is None or route["canteen"] is None or route["lunch_at"] is None:
        return None
    row: Any = await fetch_one("SELECT * FROM canteen WHERE id = $1", route["canteen"])
    new = route["lunch_at"] + late
    opens = row["opens_at"]
    serves = opens is None or opens <= new.astimezone(asked.gathering.zone).time()
    return {
        "place": in_language(asked.language, zh=row["name_zh"], en=row["name_en"]),
        "old": asked.hour(route["lunch_at"]), "new": asked.hour(new),
        "within_serving_time": serves and _before(asked, new, row["closes_at"]),
        "tell": [row["contact_name"], _contact(asked, keys, "canteen", row)],
    }  # fmt: skip


async def _crews(asked: Asked, route: str) -> tuple[list[dict[str, Any]], list[str]]:
    """Captains and drivers of the buses of a route, with the telephone numbers of the badge list."""
    rows = await fetch(
        "SELECT v.code, c.role, c.number, c.name FROM vehicle_crew c JOIN vehicle v ON v.id = c.vehicle"
        " JOIN route r ON r.id = v.route WHERE r.gathering = $1 AND r.code = $2 AND c.role IN ('captain', 'driver')",
        asked.gathering.id, route,
    )  # fmt: skip
    people = await badge_list(asked, [row["number"] for row in rows])
    rows.sort(key=lambda row: in_order(row["code"]))

    def phone(row: Any) -> str:
        return people[row["number"]].phone if row["number"] in people else ""

    captains = [
        {"bus": number_of(row["code"]), "name": row["name"], "phone": phone(row)}
        for row in rows
        if row["role"] == "captain"
    ]
    return captains, [phone(row) for row in rows if row["role"] == "driver"]
