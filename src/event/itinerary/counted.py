"""The lists' own head counts against what their rows come to: a number that is not true any more is said."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from event.itinerary.reading import Planned, compare_count
from event.itinerary.routes_listed import canteens_of


def compare_transfers(
    waves: Iterable[Planned], services: Iterable[Planned], transfers: Iterable[Planned]
) -> None:
    """人数 of waves, and of flights and trains, against the guests who come with them."""
    coming = [one.columns for one in transfers if one.columns and not one.columns["left"]]
    by_wave = Counter(columns["wave_code"] for columns in coming if columns["direction"] == "arrival")
    by_service = Counter(columns["service"] for columns in coming if columns["direction"] == "arrival")
    for one in waves:
        if one.columns["mode"] in ("flight", "train"):  # the others come with no wave in their own list
            compare_count(one.cells, "人数", by_wave[one.code])
    for one in services:
        compare_count(one.cells, "人数", by_service[one.code, one.columns["on_day"]])


def compare_visit(
    routes: Iterable[Planned],
    vehicles: Iterable[Planned],
    canteens: Iterable[Planned],
    seats: Iterable[Planned],
) -> None:
    """预订人数 of routes and vehicles and 来宾人数 of canteens against the seats, 随车人员数 against the crews."""
    buses = list(vehicles)
    seated = Counter(one.columns["vehicle"] for one in seats if one.columns and not one.columns["left"])
    by_route = Counter[Any]()
    for bus in buses:
        by_route[bus.columns["route_code"]] += seated[bus.code]
        compare_count(bus.cells, "预订人数", seated[bus.code])
        compare_count(bus.cells, "随车人员数", sum(role != "driver" for role, *_ in bus.columns["crew"]))
    eating = Counter[Any]()
    for route in routes:
        for canteen in canteens_of(route):
            eating[canteen] += by_route[route.code]
        compare_count(route.cells, "预订人数", by_route[route.code])
    for place in canteens:
        compare_count(place.cells, "来宾人数", eating[place.code])
