"""Hours as the planner takes them: units of five minutes, from midnight of the first day of the visit on."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from event.itinerary.planner.instance import DAY, UNIT_MINUTES
from event.itinerary.planning.facts import DayFact
from event.itinerary.planning.plan import Closure


def units(minutes: float, *, up: bool = False) -> int:
    """Minutes as units, to the nearest, or up."""
    return ceil(minutes / UNIT_MINUTES) if up else round(minutes / UNIT_MINUTES)


def clock(at: time) -> int:
    """A time of day, to the nearest unit."""
    return units(at.hour * 60 + at.minute)


def up(at: time) -> int:
    """A time of day, never before it."""
    return units(at.hour * 60 + at.minute, up=True)


def down(at: time) -> int:
    """A time of day, never after it; 23:59 is midnight."""
    return (at.hour * 60 + at.minute + (at == time(23, 59))) // UNIT_MINUTES


def shut(days: Sequence[DayFact], closure: Closure, zone: ZoneInfo) -> list[tuple[int, int]]:
    """When a stop is closed on the days of the visit; on other days nobody asks."""
    found = []
    for day, fact in enumerate(days):
        midnight = datetime.combine(fact.on_day, time(0), zone)
        begins = max(closure.begins - midnight, timedelta(0))
        ends = min(closure.ends - midnight, timedelta(days=1))
        if begins < ends:
            minutes = (begins.total_seconds() / 60, ends.total_seconds() / 60)
            found.append(
                (day * DAY + int(minutes[0]) // UNIT_MINUTES, day * DAY + units(minutes[1], up=True))
            )
    return found


def less(windows: list[tuple[int, int]], closed: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Open hours without those in which the stop is closed."""
    for first, last in closed:
        parts = [
            part
            for opens, closes in windows
            for part in ((opens, min(closes, first)), (max(opens, last), closes))
        ]
        windows = [(opens, closes) for opens, closes in parts if opens < closes]
    return windows
