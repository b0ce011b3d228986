"""What a route that runs late, or early, does not hold any more: hours, places at stops and canteens."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from event.itinerary.usual import USUAL_LUNCH
from event.itinerary.visiting import RouteDay, RouteNow, Site, Visit, most_at_once

"""How long guests sit at lunch where nobody has said otherwise."""


class Trouble(StrEnum):
    """What does not hold."""

    CLOSES = "closes"
    NOT_OPEN = "not_open"
    STOP_FULL = "stop_full"
    SERVES_NO_MORE = "serves_no_more"
    SERVES_NOT_YET = "serves_not_yet"
    CANTEEN_FULL = "canteen_full"


@dataclass(frozen=True)
class Broken:
    """A stop or canteen by code where something does not hold: at what time; people against places where too full."""

    trouble: Trouble
    site: str
    at: datetime
    people: int = 0
    places: int = 0


@dataclass(frozen=True)
class Day:
    """Every route as it would be, with the guests on each, and the sites by code."""

    routes: Mapping[str, RouteNow]
    guests: Mapping[str, int]
    stops: Mapping[str, Site]
    canteens: Mapping[str, Site]
    zone: ZoneInfo


def meal_ends(day: RouteDay, canteen: Site | None) -> datetime | None:
    """When a route's lunch is over: as planned, otherwise after the canteen's usual time."""
    if day.lunch is None or day.lunch_ends is not None:
        return day.lunch_ends
    return day.lunch + (canteen.stay if canteen and canteen.stay else timedelta(minutes=USUAL_LUNCH))


def broken(route: RouteNow, day: Day) -> list[Broken]:
    """What does not hold on one route, in the order of its day."""
    found = [trouble for visit in route.visits for trouble in _at_a_stop(visit, day)]
    found += [trouble for one in route.days for trouble in _at_lunch(one, day)]
    return sorted(found, key=lambda one: one.at)


def _at_a_stop(visit: Visit, day: Day) -> Iterable[Broken]:
    stop, arrives, leaves = day.stops[visit.stop], visit.arrives, visit.leaves
    if arrives is None or leaves is None:
        return
    if not stop.open_from(arrives, day.zone):
        yield Broken(Trouble.NOT_OPEN, visit.stop, arrives)
    if not stop.open_until(leaves, day.zone):
        yield Broken(Trouble.CLOSES, visit.stop, leaves)
    stays = [
        (other.arrives, other.leaves, day.guests.get(other.route, 0))
        for route in day.routes.values()
        for other in route.visits
        if other.stop == visit.stop and other.arrives and other.leaves
        and other.arrives < leaves and arrives < other.leaves
    ]  # fmt: skip
    most = most_at_once(stays)
    if stop.capacity is not None and most > stop.capacity:
        yield Broken(Trouble.STOP_FULL, visit.stop, arrives, most, stop.capacity)


def _at_lunch(one: RouteDay, day: Day) -> Iterable[Broken]:
    canteen, begins = day.canteens.get(one.canteen), one.lunch
    ends = meal_ends(one, canteen)
    if canteen is None or begins is None or ends is None:
        return
    if not canteen.open_from(begins, day.zone):
        yield Broken(Trouble.SERVES_NOT_YET, one.canteen, begins)
    if not canteen.open_until(begins, day.zone):
        yield Broken(Trouble.SERVES_NO_MORE, one.canteen, begins)
    meals = []
    for other in (other for route in day.routes.values() for other in route.days):
        until = meal_ends(other, canteen)
        if other.canteen == one.canteen and other.lunch and until and other.lunch < ends and begins < until:
            meals.append((other.lunch, until, day.guests.get(other.route, 0)))
    most = most_at_once(meals)
    if canteen.capacity is not None and most > canteen.capacity:
        yield Broken(Trouble.CANTEEN_FULL, one.canteen, begins, most, canteen.capacity)
