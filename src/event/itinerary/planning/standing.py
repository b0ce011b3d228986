"""The tables of the visit read as a plan, and as much of a plan as they hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from event.database import fetch
from event.gathering.tables import local_day
from event.itinerary.planning.plan import Call, Draft, Held, Line, LineDay, Ride, Seat, What, in_time
from event.itinerary.usual import USUAL_LUNCH


@dataclass(frozen=True)
class Rows:
    """What the tables hold of a gathering's visit; `vehicles` are those with a route."""

    routes: list[Any]
    days: list[Any]
    visits: list[Any]
    vehicles: list[Any]
    guides: list[Any]
    seats: list[Any]


async def rows_of(gathering: UUID) -> Rows:
    """The rows of the visit, each table in the order of the office."""
    of_route = "JOIN route r ON r.id = t.route WHERE r.gathering = $1"
    of_vehicle = "JOIN vehicle v ON v.id = t.vehicle WHERE v.gathering = $1 AND v.route IS NOT NULL"
    queries = (
        "SELECT * FROM route WHERE gathering = $1 ORDER BY position, code",
        f"SELECT t.*, c.stay, c.closes_at FROM route_day t LEFT JOIN canteen c ON c.id = t.canteen {of_route} ORDER BY t.on_day NULLS FIRST, t.id",  # noqa: S608 - our own words
        f"SELECT t.* FROM route_visit t {of_route} ORDER BY t.route, t.position",  # noqa: S608 - our own words
        "SELECT * FROM vehicle WHERE gathering = $1 AND route IS NOT NULL ORDER BY code",
        "SELECT t.* FROM vehicle_crew t JOIN vehicle v ON v.id = t.vehicle WHERE v.gathering = $1 AND t.role = 'guide' ORDER BY t.number",
        f"SELECT t.* FROM vehicle_seat t {of_vehicle} ORDER BY t.guest, v.code",  # noqa: S608 - our own words
    )
    return Rows(*[await fetch(query, gathering) for query in queries])


def as_draft(rows: Rows, zone: ZoneInfo) -> Draft:
    """The rows as a plan."""
    guides = {row["vehicle"]: row["number"] for row in reversed(rows.guides)}
    return Draft(
        lines=tuple(_line(row, rows, zone) for row in rows.routes),
        rides=tuple(
            Ride(vehicle=row["id"], line=row["route"], guide=guides.get(row["id"], ""))
            for row in rows.vehicles
        ),
        seats=tuple(Seat(guest=row["guest"], vehicle=row["vehicle"], label=row["seat"]) for row in rows.seats),
    )  # fmt: skip


def _line(row: Any, rows: Rows, zone: ZoneInfo) -> Line:
    visits = [
        Call(
            what=What.STOP,
            ref=one["stop"],
            begins=one["arrives_at"].astimezone(zone),
            ends=one["leaves_at"].astimezone(zone),
        )
        for one in rows.visits
        if one["route"] == row["id"] and timed(one)
    ]
    mine = [one for one in rows.days if one["route"] == row["id"]]
    lunches = [call for one in mine if (call := lunch_of(one, zone)) is not None]
    return Line(
        id=row["id"], code=row["code"], name_zh=row["name_zh"], name_en=row["name_en"],
        calls=in_time([*visits, *lunches]), days=_days(row["id"], mine, rows.vehicles, zone),
    )  # fmt: skip


def timed(visit: Any) -> bool:
    """Whether a row of route_visit has both its times."""
    return visit["arrives_at"] is not None and visit["leaves_at"] is not None


def lunch_of(row: Any, zone: ZoneInfo) -> Call | None:
    """The lunch of a row of route_day; where its end is not told, the canteen's usual stay, until it closes."""
    if row["canteen"] is None or row["lunch_at"] is None:
        return None
    begins = row["lunch_at"].astimezone(zone)
    ends = row["lunch_ends_at"]
    if ends is None:
        ends = begins + (timedelta(minutes=row["stay"]) if row["stay"] else timedelta(minutes=USUAL_LUNCH))
        closes = datetime.combine(begins.date(), row["closes_at"], zone) if row["closes_at"] else ends
        ends = min(ends, closes) if closes > begins else ends
    return Call(what=What.CANTEEN, ref=row["canteen"], begins=begins, ends=ends.astimezone(zone))


def day_of(row: Any, zone: ZoneInfo) -> date | None:
    """The day of a row of route_day, or that of its times where the row has none."""
    known = row["on_day"] or row["leaves_at"] or row["lunch_at"] or row["returns_at"]
    return local_day(known, zone) if isinstance(known, datetime) else known


def _days(route: UUID, rows: list[Any], vehicles: list[Any], zone: ZoneInfo) -> tuple[LineDay, ...]:
    """The days of a line; where its own departure is not told, its first bus tells it."""

    def local(moment: datetime | None) -> datetime | None:
        return moment.astimezone(zone) if moment else None

    departures = first_departures(route, vehicles, zone)
    days = {
        day: LineDay(
            on_day=day,
            leaves_at=local(row["leaves_at"]) or departures.get(day),
            returns_at=local(row["returns_at"]),
        )
        for row in reversed(rows)
        if (day := day_of(row, zone)) is not None
    }
    for day, leaves in departures.items():
        days.setdefault(day, LineDay(on_day=day, leaves_at=leaves))
    return tuple(days[day] for day in sorted(days))


def first_departures(route: UUID, vehicles: Iterable[Any], zone: ZoneInfo) -> dict[date, datetime]:
    """When the first bus of a line leaves, by day."""
    leaving = [
        row["departs_at"].astimezone(zone) for row in vehicles if row["route"] == route and row["departs_at"]
    ]
    return {moment.date(): moment for moment in sorted(leaving, reverse=True)}


def storable(draft: Draft) -> Draft:
    """As much of a plan as the tables hold: no sessions, one lunch a day, no bus without a line, nothing held."""
    lines = {line.id for line in draft.lines}
    rides = [one for one in draft.rides if one.line in lines and not one.out]
    buses = {one.vehicle for one in rides}
    return Draft(
        lines=tuple(
            replace(
                line,
                calls=tuple(replace(call, held=Held.FREE) for call in _held_calls(line)),
                days=tuple(sorted(line.days, key=lambda day: day.on_day)),
            )
            for line in draft.lines
        ),
        rides=tuple(replace(one, held=False) for one in rides),
        seats=tuple(replace(one, held=False) for one in draft.seats if one.vehicle in buses),
    )


def _held_calls(line: Line) -> list[Call]:
    found, eaten = list[Call](), set[date]()
    for call in in_time(line.calls):
        if call.what is What.SESSION or (call.what is What.CANTEEN and call.begins.date() in eaten):
            continue
        if call.what is What.CANTEEN:
            eaten.add(call.begins.date())
        found.append(call)
    return found
