"""What the rows of the homeland visit say, against what is stored: routes, vehicles, who sits where."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from event.database import fetch
from event.gathering.tables import Gathering
from event.language import Message
from event.registration.importing.cells import Cells
from event.registration.importing.reports import RowOutcome
from event.registration.importing.values import read_day, read_time
from event.registration.rules import LEFT
from event.workbook import Table

_ROUTE = {"code": ("线路",), "name": ("线路名称",)}
_VEHICLE = {
    "code": ("车号",), "plate": ("车牌",), "seats": ("座位数",), "route": ("线路",), "muster": ("集合地点",),
    "departs": ("发车",),
}  # fmt: skip
_SEAT = {"vehicle": ("车号",), "seat": ("座号",), "number": ("编号",), "name": ("姓名",)}
_MOST_SEATS = 1000
_DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日|\d{4}-\d{1,2}-\d{1,2}")

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
class Planned:
    """A row and the columns it gives."""

    cells: Cells
    code: str
    name: str
    columns: dict[str, Any]
    outcome: RowOutcome | None = None


def day_of(table: Table) -> date | None:
    """The day that stands above a list."""
    found = _DAY.search(f"{table.title} {table.note}")
    return read_day(found[0]).value if found else None


def plan_routes(table: Table, known: dict[str, dict[str, Any]]) -> list[Planned]:
    """A route has a row per stop; the first one tells it."""
    planned: dict[str, Planned] = {}
    for row in table.rows:
        cells = Cells(row, _ROUTE)
        code, name = cells.text("code", 20, needed=True), cells.text("name", 120, needed=True)
        if code and code in planned and not cells.reasons:
            continue
        one = Planned(cells, code, name, {"name_zh": name, "position": len(planned)})
        planned[code or f"row {row.number}"] = one
        _settle(one, table.sheet, known.get(code))
    return list(planned.values())


def plan_vehicles(
    table: Table,
    known: dict[str, dict[str, Any]],
    routes: set[str],
    day: date | None,
    gathering: Gathering,
) -> list[Planned]:
    """What the rows of 车辆 say."""
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
        one = Planned(cells, code, columns["plate"], columns)
        _settle(one, table.sheet, known.get(code))
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


async def plan_seats(table: Table, vehicles: set[str], gathering: Gathering) -> list[Planned]:
    """Who sits where: a substitute has the seat of whom they replace, who has cancelled has none."""
    guests, instead = await _guests(gathering.id)
    seats = {row["guest"]: row for row in await _stored_seats(gathering.id)}
    planned, seated, taken = [], dict[UUID, int](), dict[tuple[str, str], int]()
    for row in table.rows:
        cells = Cells(row, _SEAT)
        vehicle, seat = cells.text("vehicle", 20, needed=True), cells.text("seat", 10)
        number, name = cells.text("number", 40, needed=True), cells.text("name", 80)
        one = Planned(cells, number, name, {})
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
        known, gone = seats.get(guest["id"]), guest["standing"] in LEFT
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


def _settle(one: Planned, sheet: str, known: dict[str, Any] | None) -> None:
    changes = [key for key, value in one.columns.items() if known and known[key] != value]
    one.outcome = one.cells.outcome(sheet, one.code, one.name, known=known is not None, changes=changes)


async def _guests(gathering: UUID) -> tuple[dict[str, Any], dict[UUID, Any]]:
    """Guests by number, and who came instead of whom."""
    rows = await fetch("SELECT id, number, standing, replaces FROM guest WHERE gathering = $1", gathering)
    return {row["number"]: row for row in rows}, {row["replaces"]: row for row in rows if row["replaces"]}


async def stored(table: str, gathering: UUID) -> dict[str, dict[str, Any]]:
    """Routes or vehicles by code."""
    rows = await fetch(f"SELECT * FROM {table} WHERE gathering = $1", gathering)  # noqa: S608 - our own names
    return {row["code"]: dict(row) for row in rows}


async def stored_vehicles(gathering: UUID) -> dict[str, dict[str, Any]]:
    """Vehicles by code, with the code of their route."""
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
