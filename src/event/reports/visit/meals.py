"""Halal and vegetarian meals of the homeland visit: by bus, and at a canteen."""

from collections.abc import Iterable
from uuid import UUID

from event.database import fetch, fetch_one
from event.language import Message, in_language, translated
from event.registration.as_of import WHO
from event.reports.told import Asked, Told
from event.reports.visit.booked import Bus, buses, diets

HALAL, VEGETARIAN = "halal", "vegetarian"
WITH_NEEDS = (*WHO, "needs")
_LABELS = {HALAL: Message("halal"), VEGETARIAN: Message("vegetarian")}


async def diets_by_bus(asked: Asked) -> Told:
    """Meals for one bus, and for every bus; who eats what is for those who may see contacts."""
    found = await buses(asked, columns=WITH_NEEDS)
    told = await diets(asked, [seat.guest for bus in found for seat in bus.guests])
    mine = [bus for bus in found if bus.code == asked.values["bus"]]
    halal = _who(mine, told, HALAL)
    return Told(
        {
            "bus": mine[0].number if mine else None, "halal": len(halal), "guests": _named(asked, halal),
            "by_bus": {
                bus.code: {diet: len(_who([bus], told, diet)) for diet in (HALAL, VEGETARIAN)} for bus in found
            },
        },
        (Message("Bus"), Message("Guests"), Message("Halal"), Message("Vegetarian")),
        [
            (
                bus.code, str(len(bus.guests)), str(len(_who([bus], told, HALAL))),
                str(len(_who([bus], told, VEGETARIAN))),
            )
            for bus in found
        ],
        (
            (Message("Bus"), mine[0].code if mine else "–"), (Message("Halal"), str(len(halal))),
            (Message("Vegetarian"), str(len(_who(mine, told, VEGETARIAN)))),
        ),
    )  # fmt: skip


async def diets_at_canteen(asked: Asked) -> Told:
    """Vegetarians who eat at a canteen, by bus, and how many eat there at all against its places."""
    canteen = await fetch_one(
        "SELECT * FROM canteen WHERE gathering = $1 AND code = $2",
        asked.gathering.id, asked.values["canteen"],
    )  # fmt: skip
    rows = await fetch(
        "SELECT DISTINCT r.code FROM route r JOIN route_day d ON d.route = r.id JOIN canteen c ON c.id = d.canteen"
        " WHERE c.gathering = $1 AND c.code = $2",
        asked.gathering.id, asked.values["canteen"],
    )  # fmt: skip
    routes = {row["code"] for row in rows}
    here = [bus for bus in await buses(asked, columns=WITH_NEEDS) if bus.route in routes]
    told = await diets(asked, [seat.guest for bus in here for seat in bus.guests])
    eats = {bus.code: _who([bus], told, VEGETARIAN) for bus in here}
    everybody = [number for numbers in eats.values() for number in numbers]
    guests = sum(len(bus.guests) for bus in here)
    name = in_language(asked.language, zh=canteen["name_zh"], en=canteen["name_en"]) if canteen else ""
    capacity = canteen["capacity"] if canteen else None
    return Told(
        {
            "canteen": name, "vegetarian": len(everybody), "guests": _named(asked, everybody),
            "by_bus": {code: len(numbers) for code, numbers in eats.items() if numbers},
            "guests_total": guests, "capacity": capacity,
        },
        (Message("Bus"), Message("Number"), Message("Name"), Message("Diet")),
        [
            (bus.code, seat.guest.number, seat.guest.name, _said(asked, told[seat.guest.id]))
            for bus in here
            for seat in bus.guests
            if told[seat.guest.id] and asked.contact
        ],
        (
            (Message("Canteen"), name), (Message("Vegetarian"), str(len(everybody))),
            (Message("Guests"), str(guests)), (Message("Capacity"), str(capacity or "–")),
        ),
    )  # fmt: skip


def _who(found: Iterable[Bus], told: dict[UUID, str], diet: str) -> list[str]:
    return [seat.guest.number for bus in found for seat in bus.guests if told[seat.guest.id] == diet]


def _named(asked: Asked, numbers: list[str]) -> list[str]:
    return numbers if asked.contact else []


def _said(asked: Asked, diet: str) -> str:
    return translated(_LABELS[diet], asked.language) if diet in _LABELS else diet
