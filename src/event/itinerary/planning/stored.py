"""The plan that stands, read from the tables of the visit and written into them; only what differs is touched."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from event.database import fetch
from event.gathering.tables import Gathering
from event.itinerary.planning.coming import present
from event.itinerary.planning.departing import leaving_after, leaving_of
from event.itinerary.planning.plan import Call, Draft, Line, LineDay, What
from event.itinerary.planning.standing import (
    Rows,
    as_draft,
    day_of,
    first_departures,
    rows_of,
    storable,
    timed,
)
from event.itinerary.tables import Route, RouteDay, RouteVisit
from event.registration.adding import insert_all

_NO_DAY = (None, None, None)


async def stands(gathering: Gathering) -> Draft:
    """What stands, as a plan; visits, lunches and departures without a time are not in it."""
    return as_draft(await rows_of(gathering.id), gathering.zone)


async def write(draft: Draft, *, gathering: Gathering, now: datetime) -> None:
    """Make the tables what a plan says, inside the caller's `writing()` under the gathering's lock.

    A line whose visits the plan does not change keeps those without a time; one that it changes has the plan's only.
    """
    rows = await rows_of(gathering.id)
    before, after = as_draft(rows, gathering.zone), storable(await present(draft, gathering))
    await _drop_lines(before, after)
    await _write_lines(after, rows, gathering)
    await _write_rides(before, after, gathering)
    await _write_guides(before, after, rows)
    await _write_seats(after, rows, now)
    vehicles = (await rows_of(gathering.id)).vehicles
    for line in after.lines:
        await _write_visits(line, before.line(line.id), rows)
        await _write_days(line, before.line(line.id), rows, vehicles, gathering.zone)


async def _drop_lines(before: Draft, after: Draft) -> None:
    kept = {line.id for line in after.lines}
    if gone := [line.id for line in before.lines if line.id not in kept]:
        await fetch("UPDATE vehicle SET route = NULL WHERE route = ANY($1::uuid[])", gone)
        for table in ("route_visit", "route_day"):
            await fetch(f"DELETE FROM {table} WHERE route = ANY($1::uuid[])", gone)  # noqa: S608 - our own names
        await fetch("DELETE FROM route WHERE id = ANY($1::uuid[])", gone)


async def _write_lines(after: Draft, rows: Rows, gathering: Gathering) -> None:
    """Names, codes and order; codes are freed first, so that two lines can exchange theirs."""
    known = {row["id"]: row for row in rows.routes}
    in_order = [line.id for line in after.lines] == [row["id"] for row in rows.routes]
    renamed = [line.id for line in after.lines if line.id in known and line.code != known[line.id]["code"]]
    if renamed:
        await fetch("UPDATE route SET code = left('~' || id, 20) WHERE id = ANY($1::uuid[])", renamed)
    new = []
    for place, line in enumerate(after.lines):
        row = known.get(line.id)
        position = row["position"] if row and in_order else place
        told = (line.code, line.name_zh, line.name_en, position)
        if row is None:
            new.append(
                Route(
                    id=line.id, gathering=gathering.id, code=told[0], name_zh=told[1], name_en=told[2], position=place
                )
            )  # fmt: skip
        elif told != (row["code"], row["name_zh"], row["name_en"], row["position"]):
            await fetch(
                "UPDATE route SET code = $2, name_zh = $3, name_en = $4, position = $5 WHERE id = $1",
                line.id,
                *told,
            )
    await insert_all(Route, new)


async def _write_rides(before: Draft, after: Draft, gathering: Gathering) -> None:
    """The line of every bus, and when it gathers and leaves; buses the plan does not name have no line."""
    buses = await fetch("SELECT * FROM vehicle WHERE gathering = $1", gathering.id)
    leaving = leaving_after(before, after, leaving_of(buses))
    lines = {one.vehicle: one.line for one in after.rides}
    for row in buses:
        line = lines.get(row["id"])
        told = leaving[row["id"]] if row["id"] in leaving else leaving_of([row])[row["id"]]
        if (line, told.musters, told.departs) != (row["route"], row["musters_at"], row["departs_at"]):
            await fetch(
                "UPDATE vehicle SET route = $2, musters_at = $3, departs_at = $4 WHERE id = $1",
                row["id"], line, told.musters, told.departs,
            )  # fmt: skip


async def _write_guides(before: Draft, after: Draft, rows: Rows) -> None:
    """The guide of each bus, where it is another one; whoever else works on the bus stays."""
    known = {one.vehicle: one.guide for one in before.rides}
    stored = {row["vehicle"]: row["number"] for row in reversed(rows.guides)} | known
    for ride in after.rides:
        was = stored.get(ride.vehicle, "")
        if ride.guide == was:
            continue
        await fetch(
            "DELETE FROM vehicle_crew WHERE vehicle = $1 AND role = 'guide' AND number = ANY($2::text[])",
            ride.vehicle, [was, ride.guide],
        )  # fmt: skip
        if ride.guide:
            await fetch(
                "INSERT INTO vehicle_crew (id, vehicle, role, number, name) SELECT $1, v.id, 'guide', $3::varchar,"
                " coalesce((SELECT nullif(m.name, '') FROM crew_member m WHERE m.gathering = v.gathering AND m.number = $3),"
                "   (SELECT g.name_zh FROM guest g WHERE g.gathering = v.gathering AND g.number = $3), '')"
                " FROM vehicle v WHERE v.id = $2",
                uuid4(), ride.vehicle, ride.guide,
            )  # fmt: skip


async def _write_seats(after: Draft, rows: Rows, now: datetime) -> None:
    """Who moves leaves the old seat; who stays on a bus keeps when it was booked."""
    stored = {(row["guest"], row["vehicle"]): row["seat"] for row in rows.seats}
    wanted = {(one.guest, one.vehicle): one.label for one in after.seats}
    gone = [key for key in stored if key not in wanted]
    put = [(*key, label) for key, label in wanted.items() if stored.get(key) != label]
    await fetch(
        "DELETE FROM vehicle_seat s USING unnest($1::uuid[], $2::uuid[]) AS g (guest, vehicle)"
        " WHERE s.guest = g.guest AND s.vehicle = g.vehicle",
        *_columns(gone, 2),
    )
    await fetch(
        "INSERT INTO vehicle_seat (id, guest, vehicle, seat, booked_at)"
        " SELECT gen_random_uuid(), p.guest, p.vehicle, p.seat, $4"
        " FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS p (guest, vehicle, seat)"
        " ON CONFLICT (vehicle, guest) DO UPDATE SET seat = excluded.seat",
        *_columns(put, 3), now,
    )  # fmt: skip


async def _write_visits(line: Line, before: Line | None, rows: Rows) -> None:
    stops = _stops(line)
    if before is not None and stops == _stops(before):
        return
    stored = [row for row in rows.visits if row["route"] == line.id]
    for row, call in zip(stored, stops, strict=False):
        if not timed(row) or (row["stop"], row["arrives_at"], row["leaves_at"]) != call:
            await fetch(
                "UPDATE route_visit SET stop = $2, arrives_at = $3, leaves_at = $4 WHERE id = $1",
                row["id"],
                *call,
            )
    await fetch(
        "DELETE FROM route_visit WHERE id = ANY($1::uuid[])", [row["id"] for row in stored[len(stops) :]]
    )
    last = max((row["position"] for row in stored[: len(stops)]), default=0)
    new = [
        RouteVisit(id=uuid4(), route=line.id, stop=stop, position=last + place, arrives_at=arrives, leaves_at=leaves)
        for place, (stop, arrives, leaves) in enumerate(stops[len(stored) :], start=1)
    ]  # fmt: skip
    await insert_all(RouteVisit, new)


def _stops(line: Line) -> list[tuple[UUID, datetime, datetime]]:
    return [(call.ref, call.begins, call.ends) for call in line.calls if call.what is What.STOP]


async def _write_days(
    line: Line, before: Line | None, rows: Rows, vehicles: list[Any], zone: ZoneInfo
) -> None:
    """Departure, lunch and return of each day, as far as they differ."""
    stored = {
        day: row
        for row in reversed(rows.days)
        if row["route"] == line.id and (day := day_of(row, zone)) is not None
    }
    was, wanted = _days(before), _days(line)
    told = {day.on_day for day in line.days} | set(wanted)
    departures = first_departures(line.id, vehicles, zone)
    for day in sorted({*was, *wanted, *stored}):
        row = stored.get(day)
        leaves, lunch, returns = wanted.get(day, _NO_DAY)
        silent = row["leaves_at"] if row else None
        columns: dict[str, Any] = {
            "leaves_at": silent if (silent or departures.get(day)) == leaves else leaves,
            "returns_at": returns,
        }
        if lunch != was.get(day, _NO_DAY)[1]:
            columns |= {"canteen": lunch and lunch.ref, "lunch_at": lunch and lunch.begins, "lunch_ends_at": lunch and lunch.ends}  # fmt: skip
        if row is not None and day not in told and was.get(day, _NO_DAY) != _NO_DAY:
            await fetch("DELETE FROM route_day WHERE id = $1", row["id"])
        elif row is not None and any(row[name] != value for name, value in columns.items()):
            told_anew: dict[Any, Any] = {**columns, "on_day": day}
            await RouteDay.update(told_anew).where(RouteDay.id == row["id"])
        elif row is None and any(value is not None for value in columns.values()):
            await RouteDay(id=uuid4(), route=line.id, on_day=day, **columns).save()


def _days(line: Line | None) -> dict[date, tuple[datetime | None, Call | None, datetime | None]]:
    """Departure, lunch and return by day."""
    if line is None:
        return {}
    lunches = {call.begins.date(): call for call in line.calls if call.what is What.CANTEEN}
    days = {day.on_day: day for day in line.days}
    found = {}
    for day in sorted({*lunches, *days}):
        known = days.get(day, LineDay(on_day=day))
        found[day] = known.leaves_at, lunches.get(day), known.returns_at
    return found


def _columns(rows: Sequence[tuple[Any, ...]], number: int) -> list[list[Any]]:
    return [[row[place] for row in rows] for place in range(number)]
