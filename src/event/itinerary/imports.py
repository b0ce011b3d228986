"""The homeland visit as the office's workbook has it: stops, canteens, routes, vehicles and who sits on them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from event.database import fetch, writing
from event.errors import Invalid
from event.gathering.keys import keys_of
from event.gathering.operations import the_gathering
from event.gathering.tables import Gathering
from event.itinerary.counted import compare_visit
from event.itinerary.listed import crew_roles, plan_routes, plan_vehicles, stored_routes, stored_vehicles
from event.itinerary.places.ways_operations import keep_gaps
from event.itinerary.planning.drafting import start_over
from event.itinerary.planning.publishing import note_changes
from event.itinerary.planning.showing import names_of
from event.itinerary.planning.stored import stands
from event.itinerary.reading import Planned, by_code, day_of
from event.itinerary.seats import plan_seats, write_seats
from event.itinerary.sites import plan_sites, stored_sites, write_sites
from event.itinerary.tables import Canteen, Route, RouteDay, RouteVisit, Stop, Vehicle, VehicleCrew
from event.people.rules import Actor
from event.registration.adding import insert_all, lock
from event.registration.importing.noting import Sent, note_run, unread_sheets
from event.registration.importing.reports import ImportReport
from event.workbook import Table, open_workbook, read_table

ROUTES, VEHICLES, SEATS, STOPS, CANTEENS = "线路", "车辆", "乘车名单", "考察点", "用餐"


async def import_visit(
    content: bytes,
    *,
    file_name: str,
    gathering: Gathering | None,
    dry_run: bool,
    by: Actor,
    now: datetime,
    run: UUID | None = None,
    tell: bool = False,
) -> ImportReport:
    """Take in stops, canteens, routes, vehicles and seats, all or nothing; raises Invalid, NoGathering.

    What it changes of the visit is a published version; `tell`: guests are told by mail too.
    """
    gathering = gathering or await the_gathering()
    sent = Sent("visit", content, file_name, gathering, dry_run, by, now, run)
    workbook, keys = open_workbook(content), await keys_of(gathering.id)
    routes_table = read_table(
        workbook, needed=("线路", "线路名称"), sheet=ROUTES, fill_down=("线路", "线路名称")
    )
    vehicles_table = read_table(workbook, needed=("车号", "座位数", "线路"), sheet=VEHICLES)
    seats_table = read_table(workbook, needed=("车号", "编号"), sheet=SEATS)
    tables = {
        Stop: _sheet(workbook, ("考察点编号", "考察点", "同时容量"), STOPS),
        Canteen: _sheet(workbook, ("用餐点编号", "用餐点", "容量"), CANTEENS),
    }
    async with writing():
        await lock(gathering)
        sites, known = dict[Any, list[Planned]](), dict[Any, dict[str, str]]()
        for kind, table in tables.items():
            stored = await stored_sites(kind, gathering.id, keys)
            sites[kind] = plan_sites(table, kind, stored) if table else []
            known[kind] = {code: row["name_zh"] for code, row in stored.items()}
            known[kind] |= {one.code: one.name for one in sites[kind]}
        day = day_of(routes_table) or day_of(vehicles_table)
        routes = plan_routes(
            routes_table, await stored_routes(gathering.id), stops=set(known[Stop]),
            canteens={name: code for code, name in known[Canteen].items()}, day=day, gathering=gathering,
        )  # fmt: skip
        vehicles = plan_vehicles(
            vehicles_table, await stored_vehicles(gathering.id), {one.code for one in routes}, day, gathering
        )
        seats = await plan_seats(seats_table, {one.code for one in vehicles}, gathering)
        compare_visit(routes, vehicles, sites[Canteen], seats)
        rows = (*sites[Stop], *sites[Canteen], *routes, *vehicles, *seats)
        outcomes = [one.told for one in rows]
        if written := sent.may_write(outcomes):
            before, names = await stands(gathering), await names_of(gathering)
            await write_sites(Stop, gathering.id, sites[Stop], keys)
            await write_sites(Canteen, gathering.id, sites[Canteen], keys)
            await _write_routes(gathering.id, routes, day)
            await keep_gaps(gathering.id)
            await write_vehicles(gathering.id, vehicles, roles=crew_roles(vehicles_table))
            await write_seats(gathering.id, seats, now)
            await note_run(sent, outcomes)
            if await note_changes(before, names, gathering=gathering, tell=tell, by=by, now=now):
                await start_over(gathering, by=by, now=now)
    figures = {
        "routes": len(routes), "vehicles": len(vehicles),
        "seats": sum(bool(one.columns) and not one.columns["gone"] for one in seats),
    }  # fmt: skip
    figures |= {"stops": len(sites[Stop])} if tables[Stop] else {}
    figures |= {"canteens": len(sites[Canteen])} if tables[Canteen] else {}
    read = {ROUTES, VEHICLES, SEATS} | {table.sheet for table in tables.values() if table}
    return sent.report(
        outcomes, written=written, figures=figures,
        notes=unread_sheets(workbook, read),
    )  # fmt: skip


def _sheet(workbook: Any, needed: tuple[str, ...], sheet: str) -> Table | None:
    """A sheet that need not be there."""
    try:
        return read_table(workbook, needed=needed, sheet=sheet)
    except Invalid:
        return None


async def _write_routes(gathering: UUID, planned: list[Planned], day: date | None) -> None:
    canteens = {code: row["id"] for code, row in (await by_code("canteen", gathering)).items()}
    stops = {code: row["id"] for code, row in (await by_code("stop", gathering)).items()}
    for one in planned:
        if not one.writes:
            continue
        row = await Route.objects().get((Route.gathering == gathering) & (Route.code == one.code))
        row = row or Route(id=uuid4(), gathering=gathering, code=one.code)
        for name in ("name_zh", "position"):
            setattr(row, name, one.columns[name])
        await row.save()
        for table in ("route_visit", "route_day"):
            await fetch(f"DELETE FROM {table} WHERE route = $1", row.id)  # noqa: S608 - our own names
        await RouteDay(
            id=uuid4(), route=row.id, on_day=day, canteen=canteens.get(one.columns["canteen_code"]),
            lunch_at=one.columns["lunch_at"], returns_at=one.columns["returns_at"],
        ).save()  # fmt: skip
        visits = [
            RouteVisit(id=uuid4(), route=row.id, stop=stops[stop], position=place, arrives_at=arrives, leaves_at=leaves)
            for place, stop, arrives, leaves in one.columns["visits"]
        ]  # fmt: skip
        await insert_all(RouteVisit, visits)


async def write_vehicles(gathering: UUID, planned: list[Planned], *, roles: set[str]) -> None:
    """Write vehicles and the `roles` of their crews, inside the caller's `writing()`; what a list does not tell stays."""
    routes = {code: row["id"] for code, row in (await by_code("route", gathering)).items()}
    for one in planned:
        if not one.writes:
            continue
        row = await Vehicle.objects().get((Vehicle.gathering == gathering) & (Vehicle.code == one.code))
        row = row or Vehicle(id=uuid4(), gathering=gathering, code=one.code)
        for name, value in one.columns.items():
            if name == "route_code":
                row.route = routes.get(value)
            elif name != "crew":
                setattr(row, name, value)
        await row.save()
        await fetch(
            "DELETE FROM vehicle_crew WHERE vehicle = $1 AND role = ANY($2::text[])", row.id, list(roles)
        )
        crew = [
            VehicleCrew(id=uuid4(), vehicle=row.id, role=role, number=number, name=name)
            for role, number, name in one.columns["crew"]
        ]
        await insert_all(VehicleCrew, crew)
