"""The homeland visit as the office's workbook has it: routes, vehicles and who sits on them."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from event.database import fetch, writing
from event.gathering.operations import the_gathering
from event.gathering.tables import Gathering
from event.itinerary.tables import Route, Vehicle, VehicleSeat
from event.language import Message
from event.people.rules import Actor
from event.registration.adding import insert_all, lock
from event.registration.importing.cells import Cells
from event.registration.importing.noting import Sent, note_run
from event.registration.importing.reports import ImportReport, RowOutcome, Said
from event.registration.importing.values import read_day, read_time
from event.registration.rules import LEFT
from event.workbook import Table, open_workbook, read_table

ROUTES, VEHICLES, SEATS = "线路", "车辆", "乘车名单"
_ROUTE = {"code": ("线路",), "name": ("线路名称",)}
_VEHICLE = {
    "code": ("车号",), "plate": ("车牌",), "seats": ("座位数",), "route": ("线路",), "muster": ("集合地点",),
    "departs": ("发车",),
}  # fmt: skip
_SEAT = {"vehicle": ("车号",), "seat": ("座号",), "number": ("编号",), "name": ("姓名",)}
_MOST_SEATS = 1000
_DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日|\d{4}-\d{1,2}-\d{1,2}")

_NOT_READ = Message("The sheet “{sheet}” was not read: it belongs to a later step.")
_TWICE = Message("stands in row {row} already. Every vehicle once.")
_UNKNOWN_ROUTE = Message("“{text}” is not in the list of routes. Add it there, or correct it.")
_UNKNOWN_VEHICLE = Message("“{text}” is not in the list of vehicles. Add it there, or correct it.")
_UNKNOWN_GUEST = Message("There is no guest with this number. Import the guest list first.")
_TWO_SEATS = Message("has a seat in row {row} already. Everybody once.")
_SEAT_TAKEN = Message("seat {seat} of this vehicle is in row {row} too.")
_NOT_SEATS = Message("“{text}” is not a number of seats.")
_NOT_A_TIME = Message("“{text}” is not a time; write 08:00.")
_NO_DAY = Message("no day stands above the routes; when the vehicle leaves stays open.")
_INSTEAD = Message("{number} comes instead and has the seat.")
_GONE = Message("does not come; no seat is kept.")


@dataclass
class _Planned:
    """A row and the columns it gives."""

    cells: Cells
    code: str
    name: str
    columns: dict[str, Any]
    outcome: RowOutcome | None = None


async def import_visit(
    content: bytes,
    *,
    file_name: str,
    gathering: Gathering | None,
    dry_run: bool,
    by: Actor,
    now: datetime,
    run: UUID | None = None,
) -> ImportReport:
    """Take in routes, vehicles and seats, all or nothing; raises Invalid, NoGathering."""
    gathering = gathering or await the_gathering()
    sent = Sent("visit", content, file_name, gathering, dry_run, by, now, run)
    workbook = open_workbook(content)
    routes_table = read_table(
        workbook, needed=("线路", "线路名称"), sheet=ROUTES, fill_down=("线路", "线路名称")
    )
    vehicles_table = read_table(workbook, needed=("车号", "座位数", "线路"), sheet=VEHICLES)
    seats_table = read_table(workbook, needed=("车号", "编号"), sheet=SEATS)
    routes = _plan_routes(routes_table, await _stored("route", gathering.id))
    day = _day_of(routes_table) or _day_of(vehicles_table)
    vehicles = _plan_vehicles(
        vehicles_table, await _stored_vehicles(gathering.id), {one.code for one in routes}, day, gathering
    )
    async with writing():
        await lock(gathering)
        seats = await _plan_seats(seats_table, {one.code for one in vehicles}, gathering)
        outcomes = [one.outcome for one in (*routes, *vehicles, *seats) if one.outcome is not None]
        if written := sent.may_write(outcomes):
            await _write_routes(gathering.id, routes)
            await _write_vehicles(gathering.id, vehicles)
            await _write_seats(gathering.id, seats, now)
            await note_run(sent, outcomes)
    return sent.report(
        outcomes,
        written=written,
        figures={
            "routes": len(routes), "vehicles": len(vehicles), "seats": sum("guest" in one.columns for one in seats),
        },
        notes=[
            Said("", _NOT_READ, {"sheet": sheet.title})
            for sheet in workbook.worksheets
            if sheet.title not in (ROUTES, VEHICLES, SEATS)
        ],
    )  # fmt: skip


def _day_of(table: Table) -> date | None:
    """The day that stands above a list."""
    found = _DAY.search(f"{table.title} {table.note}")
    return read_day(found[0]).value if found else None


def _plan_routes(table: Table, stored: dict[str, dict[str, Any]]) -> list[_Planned]:
    """A route has a row per stop; the first one tells it."""
    planned: dict[str, _Planned] = {}
    for row in table.rows:
        cells = Cells(row, _ROUTE)
        code, name = cells.text("code", 20, needed=True), cells.text("name", 120, needed=True)
        if code and code in planned and not cells.reasons:
            continue
        one = _Planned(cells, code, name, {"name_zh": name, "position": len(planned)})
        planned[code or f"row {row.number}"] = one
        _settle(one, table.sheet, stored.get(code))
    return list(planned.values())


def _plan_vehicles(
    table: Table,
    stored: dict[str, dict[str, Any]],
    routes: set[str],
    day: date | None,
    gathering: Gathering,
) -> list[_Planned]:
    planned, seen = [], dict[str, int]()
    for row in table.rows:
        cells = Cells(row, _VEHICLE)
        code, route = cells.text("code", 20, needed=True), cells.text("route", 20)
        if code and seen.setdefault(code, row.number) != row.number:
            cells.refuse("code", _TWICE, row=seen[code])
        if route and route not in routes:
            cells.refuse("route", _UNKNOWN_ROUTE, text=route)
        columns: dict[str, Any] = {
            "plate": cells.text("plate", 20), "seats": _seats(cells), "route_code": route or None,
            "muster": cells.text("muster", 120), "departs_at": _departs(cells, day, gathering),
        }  # fmt: skip
        one = _Planned(cells, code, columns["plate"], columns)
        _settle(one, table.sheet, stored.get(code))
        planned.append(one)
    return planned


def _seats(cells: Cells) -> int | None:
    text = cells.text("seats", 10)
    if text and not (text.isascii() and text.isdigit() and 0 < int(text) < _MOST_SEATS):
        cells.refuse("seats", _NOT_SEATS, text=text)
        return None
    return int(text) if text else None


def _departs(cells: Cells, day: date | None, gathering: Gathering) -> datetime | None:
    text = cells.text("departs", 20)
    at = read_time(text) if text else None
    if text and at is None:
        cells.refuse("departs", _NOT_A_TIME, text=text)
    elif at is not None and day is None:
        cells.warn("departs", _NO_DAY)
    return datetime.combine(day, at, gathering.zone) if day and at else None


async def _plan_seats(table: Table, vehicles: set[str], gathering: Gathering) -> list[_Planned]:
    """Who sits where: a substitute has the seat of whom they replace, who has cancelled has none."""
    guests, instead = await _guests(gathering.id)
    stored = {row["guest"]: row for row in await _stored_seats(gathering.id)}
    planned, seated, taken = [], dict[UUID, int](), dict[tuple[str, str], int]()
    for row in table.rows:
        cells = Cells(row, _SEAT)
        vehicle, seat = cells.text("vehicle", 20, needed=True), cells.text("seat", 10)
        number, name = cells.text("number", 40, needed=True), cells.text("name", 80)
        one = _Planned(cells, number, name, {})
        planned.append(one)
        if vehicle and vehicle not in vehicles:
            cells.refuse("vehicle", _UNKNOWN_VEHICLE, text=vehicle)
        guest = guests.get(number)
        while guest is not None and guest["id"] in instead:
            guest = instead[guest["id"]]
            cells.warn("number", _INSTEAD, number=guest["number"])
        if guest is None:
            if number:
                cells.refuse("number", _UNKNOWN_GUEST)
            _settle(one, table.sheet, None)
            continue
        if seated.setdefault(guest["id"], row.number) != row.number:
            cells.refuse("number", _TWO_SEATS, row=seated[guest["id"]])
        known, gone = stored.get(guest["id"]), guest["standing"] in LEFT
        if gone:
            cells.warn("number", _GONE)
            one.columns = {"free": guest["id"]} if known else {}
            one.outcome = cells.outcome(
                table.sheet, number, name, known=known is not None, changes=("seat",) if known else (),
                left_out=known is None,
            )  # fmt: skip
            continue
        if seat and taken.setdefault((vehicle, seat), row.number) != row.number:
            cells.warn("seat", _SEAT_TAKEN, seat=seat, row=taken[vehicle, seat])
        told = {"vehicle": vehicle, "seat": seat}
        changes = [name for name, value in told.items() if known and known[name] != value]
        one.columns = told | {"guest": guest["id"]}
        one.outcome = cells.outcome(table.sheet, number, name, known=known is not None, changes=changes)
    return planned


def _settle(one: _Planned, sheet: str, known: dict[str, Any] | None) -> None:
    changes = [key for key, value in one.columns.items() if known and known[key] != value]
    one.outcome = one.cells.outcome(sheet, one.code, one.name, known=known is not None, changes=changes)


async def _guests(gathering: UUID) -> tuple[dict[str, Any], dict[UUID, Any]]:
    """Guests by number, and who came instead of whom."""
    rows = await fetch("SELECT id, number, standing, replaces FROM guest WHERE gathering = $1", gathering)
    return {row["number"]: row for row in rows}, {row["replaces"]: row for row in rows if row["replaces"]}


async def _stored(table: str, gathering: UUID) -> dict[str, dict[str, Any]]:
    rows = await fetch(f"SELECT * FROM {table} WHERE gathering = $1", gathering)  # noqa: S608 - our own names
    return {row["code"]: dict(row) for row in rows}


async def _stored_vehicles(gathering: UUID) -> dict[str, dict[str, Any]]:
    rows = await fetch(
        "SELECT v.*, r.code AS route_code FROM vehicle v LEFT JOIN route r ON r.id = v.route WHERE v.gathering = $1",
        gathering,
    )
    return {row["code"]: dict(row) for row in rows}


async def _stored_seats(gathering: UUID) -> list[Any]:
    return await fetch(
        "SELECT s.guest, s.seat, v.code AS vehicle FROM vehicle_seat s JOIN vehicle v ON v.id = s.vehicle"
        " WHERE v.gathering = $1",
        gathering,
    )


async def _write_routes(gathering: UUID, planned: list[_Planned]) -> None:
    for one in planned:
        if one.outcome and one.outcome.action == "create":
            await Route(id=uuid4(), gathering=gathering, code=one.code, **one.columns).save()
        elif one.outcome and one.outcome.changes:
            await fetch(
                "UPDATE route SET name_zh = $3, position = $4 WHERE gathering = $1 AND code = $2",
                gathering, one.code, one.columns["name_zh"], one.columns["position"],
            )  # fmt: skip


async def _write_vehicles(gathering: UUID, planned: list[_Planned]) -> None:
    routes = {code: row["id"] for code, row in (await _stored("route", gathering)).items()}
    for one in planned:
        columns = {key: value for key, value in one.columns.items() if key != "route_code"}
        columns["route"] = routes.get(one.columns["route_code"])
        if one.outcome and one.outcome.action == "create":
            await Vehicle(id=uuid4(), gathering=gathering, code=one.code, **columns).save()
        elif one.outcome and one.outcome.changes:
            row = await Vehicle.objects().get((Vehicle.gathering == gathering) & (Vehicle.code == one.code))
            if row is not None:
                for name, value in columns.items():
                    setattr(row, name, value)
                await row.save()


async def _write_seats(gathering: UUID, planned: list[_Planned], now: datetime) -> None:
    """Write who sits where; whoever moves leaves the old seat."""
    vehicles = {code: row["id"] for code, row in (await _stored("vehicle", gathering)).items()}
    moved = [
        one
        for one in planned
        if one.outcome and (one.outcome.action == "create" or one.outcome.changes) and "guest" in one.columns
    ]
    freed = [one.columns["free"] for one in planned if "free" in one.columns]
    await fetch(
        "DELETE FROM vehicle_seat WHERE guest = ANY($1::uuid[])",
        [*freed, *(one.columns["guest"] for one in moved)],
    )
    rows = [
        VehicleSeat(
            id=uuid4(), vehicle=vehicles[one.columns["vehicle"]], guest=one.columns["guest"],
            seat=one.columns["seat"], booked_at=now,
        )
        for one in moved
    ]  # fmt: skip
    await insert_all(VehicleSeat, rows)
