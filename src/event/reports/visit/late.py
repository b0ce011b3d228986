"""A route that runs late: its new times, its lunch, and whom to tell."""

from datetime import timedelta
from typing import Any

from event.database import fetch
from event.itinerary.visiting import EVERYTHING, RouteDay, in_order, routes_now, sites_now
from event.language import Message, translated
from event.reports.doors.people import badge_list
from event.reports.told import Asked, Told
from event.reports.visit.booked import buses, guests_by_route, number_of, over_capacity

_STOP, _LUNCH, _BACK = Message("Stop"), Message("Lunch"), Message("Back")


async def route_late(asked: Asked) -> Told:
    """What becomes of a route that is so many minutes late, and whom to call about it."""
    code, late = asked.values["route"], timedelta(minutes=asked.values["late"])
    routes, known = await routes_now(asked.gathering), await sites_now(asked.gathering, "stop")
    guests = guests_by_route(await buses(asked, all_guests=True))
    route = routes.get(code)
    if route:
        routes[code] = route = route.later(late, EVERYTHING)
    mine = [one for one in route.visits if one.arrives and one.leaves] if route else []
    told = [
        {
            "stop": one.stop, "arrive": asked.hour(one.arrives), "leave": asked.hour(one.leaves),
            "before_closing": one.leaves is None or known[one.stop].open_until(one.leaves, asked.gathering.zone),
        }
        for one in mine
    ]  # fmt: skip
    day = route.days[0] if route and route.days else None
    back = asked.hour(day.back) if day else ""
    lunch = await _lunch(asked, day, late)
    contacts = [
        {"stop": stop, "name": known[stop].contact, "phone": asked.phone(known[stop].phone)}
        for stop in dict.fromkeys(one.stop for one in mine)
    ]
    captains, drivers = await _crews(asked, code)
    moved = [one for each in routes.values() for one in each.visits]
    return Told(
        {
            "route": code, "late": asked.values["late"], "stops": told, "lunch": lunch, "back": back,
            "tell": {
                "captains": captains, "drivers": drivers, "stops": contacts, "guests": guests.get(code, 0)
            },
            "stops_over_capacity_then": over_capacity(known, moved, guests),
        },
        (Message("What"), Message("Place"), Message("Arrives"), Message("Leaves"), Message("Tell"), Message("Phone")),
        _rows(asked, told, lunch, back, contacts),
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


async def _lunch(asked: Asked, day: RouteDay | None, late: timedelta) -> dict[str, Any] | None:
    """When a route eats now, whether the canteen still serves then, and whom to call there; None without lunch."""
    canteens, zone = await sites_now(asked.gathering, "canteen"), asked.gathering.zone
    if day is None or day.lunch is None or day.canteen not in canteens:
        return None
    canteen = canteens[day.canteen]
    return {
        "place": canteen.name(asked.language), "old": asked.hour(day.lunch - late), "new": asked.hour(day.lunch),
        "within_serving_time": canteen.open_from(day.lunch, zone) and canteen.open_until(day.lunch, zone),
        "tell": [canteen.contact, asked.phone(canteen.phone)],
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
