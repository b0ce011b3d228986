"""The homeland visit as the office's workbook has it: routes, vehicles and who sits on them."""

from datetime import datetime
from uuid import UUID, uuid4

from event.database import fetch, writing
from event.gathering.operations import the_gathering
from event.gathering.tables import Gathering
from event.itinerary.listed import (
    Planned,
    day_of,
    plan_routes,
    plan_seats,
    plan_vehicles,
    stored,
    stored_vehicles,
)
from event.itinerary.tables import Route, Vehicle, VehicleSeat
from event.language import Message
from event.people.rules import Actor
from event.registration.adding import insert_all, lock
from event.registration.importing.noting import Sent, note_run
from event.registration.importing.reports import ImportReport, Said
from event.workbook import open_workbook, read_table

ROUTES, VEHICLES, SEATS = "线路", "车辆", "乘车名单"
_NOT_READ = Message("The sheet “{sheet}” was not read: it belongs to a later step.")


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
    routes = plan_routes(routes_table, await stored("route", gathering.id))
    day = day_of(routes_table) or day_of(vehicles_table)
    vehicles = plan_vehicles(
        vehicles_table, await stored_vehicles(gathering.id), {one.code for one in routes}, day, gathering
    )
    async with writing():
        await lock(gathering)
        seats = await plan_seats(seats_table, {one.code for one in vehicles}, gathering)
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


async def _write_routes(gathering: UUID, planned: list[Planned]) -> None:
    for one in planned:
        if one.outcome and one.outcome.action == "create":
            await Route(id=uuid4(), gathering=gathering, code=one.code, **one.columns).save()
        elif one.outcome and one.outcome.changes:
            await fetch(
                "UPDATE route SET name_zh = $3, position = $4 WHERE gathering = $1 AND code = $2",
                gathering, one.code, one.columns["name_zh"], one.columns["position"],
            )  # fmt: skip


async def _write_vehicles(gathering: UUID, planned: list[Planned]) -> None:
    routes = {code: row["id"] for code, row in (await stored("route", gathering)).items()}
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


async def _write_seats(gathering: UUID, planned: list[Planned], now: datetime) -> None:
    """Write who sits where; whoever moves leaves the old seat."""
    vehicles = {code: row["id"] for code, row in (await stored("vehicle", gathering)).items()}
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
