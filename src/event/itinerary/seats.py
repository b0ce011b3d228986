"""Who sits on which vehicle, as a list has it."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from event.database import fetch
from event.gathering.tables import Gathering
from event.itinerary.named import Sentences, give_up, people_of
from event.itinerary.reading import Planned, by_code, once
from event.itinerary.tables import VehicleSeat
from event.language import Message
from event.registration.adding import insert_all
from event.registration.importing.cells import Cells
from event.workbook import Table

_SEAT = {"vehicle": ("车号",), "seat": ("座号",), "number": ("编号",), "name": ("姓名",), "state": ("状态",)}
CANCELLED = "已取消"
_UNKNOWN_VEHICLE = Message("“{text}” is not in the list of vehicles. Add it there, or correct it.")
_TWO_SEATS = Message("has a seat in row {row} already. Everybody once.")
_SEAT_TAKEN = Message("seat {seat} of this vehicle is in row {row} too.")
_CANCELLED = Message("is cancelled in the list, although the guest comes; no seat is kept.")
_SAID = Sentences(
    Message("{number} comes instead and has the seat."), Message("does not come; no seat is kept.")
)


async def plan_seats(table: Table, vehicles: set[str], gathering: Gathering) -> list[Planned]:
    """Who sits where: a substitute has the seat of whom they replace, who has cancelled has none."""
    people = await people_of(gathering.id, _SAID)
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
        held = people.named(cells, "number", number)
        if held is None:
            one.outcome = cells.outcome(table.sheet, number, name, known=False)
            continue
        once(cells, "number", held.guest, seated, _TWO_SEATS)
        known = seats.get(held.guest)
        left = held.gone or cells.text("state", 20) == CANCELLED
        if left and not held.gone:
            cells.warn("state", _CANCELLED)
        one.columns = {
            "vehicle": vehicle, "seat": seat, "guest": held.guest, "gone": held.gone, "left": left
        }  # fmt: skip
        if left:
            one.outcome = cells.outcome(
                table.sheet, number, name, known=known is not None, changes=("seat",) if known else (),
                left_out=known is None,
            )  # fmt: skip
            continue
        if seat and taken.setdefault((vehicle, seat), row.number) != row.number:
            cells.warn("seat", _SEAT_TAKEN, seat=seat, row=taken[vehicle, seat])
        changes = [name for name in ("vehicle", "seat") if known and known[name] != one.columns[name]]
        one.outcome = cells.outcome(table.sheet, number, name, known=known is not None, changes=changes)
    return planned


async def write_seats(gathering: UUID, planned: list[Planned], now: datetime) -> None:
    """Write who sits where, inside the caller's `writing()`; whoever moves leaves the old seat."""
    vehicles = {code: row["id"] for code, row in (await by_code("vehicle", gathering)).items()}
    told = [one.columns for one in planned if one.columns and (one.writes or one.columns["left"])]
    await fetch(
        "DELETE FROM vehicle_seat WHERE guest = ANY($1::uuid[])", [columns["guest"] for columns in told]
    )
    rows = [
        VehicleSeat(
            id=uuid4(), vehicle=vehicles[columns["vehicle"]], guest=columns["guest"], seat=columns["seat"],
            booked_at=now,
        )
        for columns in told
        if columns["gone"] or not columns["left"]
    ]  # fmt: skip
    await insert_all(VehicleSeat, rows)
    await give_up("vehicle_seat", [columns["guest"] for columns in told if columns["gone"]])


async def _stored_seats(gathering: UUID) -> list[Any]:
    return await fetch(
        "SELECT s.guest, s.seat, v.code AS vehicle FROM vehicle_seat s JOIN vehicle v ON v.id = s.vehicle"
        " WHERE v.gathering = $1",
        gathering,
    )
