"""The homeland visit as the office's workbook has it: stops, canteens, routes, vehicles and who sits on them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from event.database import writing
from event.errors import Invalid
from event.gathering.keys import Keys, keys_of
from event.gathering.tables import Gathering
from event.itinerary.beside.crews import (
    MEMBERS,
    OTHERS,
    plan_members,
    plan_others,
    stored_members,
    write_members,
)
from event.itinerary.beside.days import (
    BONDS,
    DAYS,
    plan_bonds,
    plan_days,
    stored_bonds,
    stored_days,
    write_bonds,
    write_days,
)
from event.itinerary.beside.ways import WAYS, plan_ways, stored_places, stored_ways, write_ways
from event.itinerary.counted import compare_visit
from event.itinerary.listed import plan_vehicles, roles_told, stored_vehicles, write_vehicles
from event.itinerary.places.ways_operations import keep_gaps
from event.itinerary.planning.drafting import start_over
from event.itinerary.planning.publishing import note_changes
from event.itinerary.planning.showing import names_of
from event.itinerary.planning.stored import stands
from event.itinerary.reading import Planned, by_code, day_of
from event.itinerary.routes_listed import plan_routes, stored_routes, write_routes
from event.itinerary.seats import plan_seats, write_seats
from event.itinerary.sites import plan_sites, stored_sites, write_sites
from event.itinerary.tables import Canteen, Stop
from event.registration.adding import lock
from event.registration.importing.noting import Sent, note_run, takes, unread_sheets
from event.registration.importing.reports import ImportReport
from event.text import tidy
from event.workbook import Table, cell_text, heading, open_workbook, read_table

ROUTES, VEHICLES, SEATS, STOPS, CANTEENS = "线路", "车辆", "乘车名单", "考察点", "用餐"


@takes("visit")
async def import_visit(sent: Sent, *, tell: bool = False) -> ImportReport:
    """Take in stops, canteens, routes, vehicles and seats, all or nothing; raises Invalid, NoGathering.

    What it changes of the visit is a published version; `tell`: guests are told by mail too.
    """
    gathering, by, now = sent.gathering, sent.by, sent.now
    workbook, keys = open_workbook(sent.content), await keys_of(gathering.id)
    sheets = Sheets(workbook)
    async with writing():
        await lock(gathering)
        listed = await _planned(sheets, gathering, keys)
        outcomes = [one.told for one in listed.rows]
        if written := sent.may_write(outcomes):
            before, names = await stands(gathering), await names_of(gathering)
            await _write(listed, sheets, gathering, keys, now)
            await note_run(sent, outcomes)
            if await note_changes(before, names, gathering=gathering, tell=tell, by=by, now=now):
                await start_over(gathering, by=by, now=now)
    figures = {
        "routes": len(listed.routes), "vehicles": len(listed.vehicles),
        "seats": sum(bool(one.columns) and not one.columns["left"] for one in listed.seats),
    }  # fmt: skip
    figures |= {"stops": len(listed.stops)} if sheets.stops else {}
    figures |= {"canteens": len(listed.canteens)} if sheets.canteens else {}
    return sent.report(outcomes, written=written, figures=figures, notes=unread_sheets(workbook, sheets.read))


class Sheets:
    """The lists of the workbook; those beside the office's own, stops and canteens need not be there."""

    def __init__(self, workbook: Any) -> None:
        self.routes = read_table(
            workbook, needed=("线路", "线路名称"), sheet=ROUTES, fill_down=("线路", "线路名称")
        )
        self.vehicles = read_table(workbook, needed=("车号", "座位数", "线路"), sheet=VEHICLES)
        self.seats = read_table(workbook, needed=("车号", "编号"), sheet=SEATS)
        self.stops = _sheet(workbook, ("考察点编号", "考察点", "同时容量"), STOPS)
        self.canteens = _sheet(workbook, ("用餐点编号", "用餐点", "容量"), CANTEENS)
        self.others = _sheet(workbook, ("车号", "角色", "编号"), OTHERS)
        self.members = _sheet(workbook, ("编号", "角色"), MEMBERS)
        self.ways = _sheet(workbook, ("起点", "终点", "分钟"), WAYS)
        self.days = _sheet(workbook, ("日期", "最早出发", "最晚返回"), DAYS)
        self.bonds = _sheet(workbook, ("编号", "另一编号", "关系"), BONDS)

    @property
    def read(self) -> set[str]:
        """The sheets that are there."""
        return {table.sheet for table in vars(self).values() if table}


@dataclass(frozen=True)
class Listed:
    """What the lists say, sheet by sheet."""

    stops: list[Planned]
    canteens: list[Planned]
    routes: list[Planned]
    vehicles: list[Planned]
    others: list[Planned]
    seats: list[Planned]
    members: list[Planned]
    ways: list[Planned]
    days: list[Planned]
    bonds: list[Planned]
    roles: set[str]

    @property
    def rows(self) -> tuple[Planned, ...]:
        return (
            *self.stops, *self.canteens, *self.routes, *self.vehicles, *self.others, *self.seats, *self.members,
            *self.ways, *self.days, *self.bonds,
        )  # fmt: skip


async def _planned(sheets: Sheets, gathering: Gathering, keys: Keys) -> Listed:
    """Everything the workbook says, against what is stored."""
    sites, known = dict[Any, list[Planned]](), dict[Any, dict[str, str]]()
    for kind, table in ((Stop, sheets.stops), (Canteen, sheets.canteens)):
        stored = await stored_sites(kind, gathering.id, keys)
        sites[kind] = plan_sites(table, kind, stored) if table else []
        known[kind] = {code: row["name_zh"] for code, row in stored.items()}
        known[kind] |= {one.code: one.name for one in sites[kind]}
    day = day_of(sheets.routes) or day_of(sheets.vehicles)
    routes = plan_routes(
        sheets.routes, await stored_routes(gathering.id), stops=set(known[Stop]),
        canteens={name: code for code, name in known[Canteen].items()}, day=day, gathering=gathering,
    )  # fmt: skip
    cars = await stored_vehicles(gathering.id)
    others, crews = plan_others(sheets.others, cars, _codes(sheets.vehicles)) if sheets.others else ([], None)
    vehicles = plan_vehicles(
        sheets.vehicles, cars, {one.code for one in routes}, day, gathering,
        hotels=set(await by_code("hotel", gathering.id)), others=crews,
    )  # fmt: skip
    seats = await plan_seats(sheets.seats, {one.code for one in vehicles}, gathering)
    compare_visit(routes, vehicles, sites[Canteen], seats)
    places = set(await stored_places(gathering.id)) | {
        (kind._meta.tablename, code) for kind in known for code in known[kind]  # noqa: SLF001 - Piccolo's own description
    }  # fmt: skip
    return Listed(
        sites[Stop], sites[Canteen], routes, vehicles, others, seats,
        plan_members(sheets.members, await stored_members(gathering.id), gathering) if sheets.members else [],
        plan_ways(sheets.ways, await stored_ways(gathering.id), places) if sheets.ways else [],
        plan_days(sheets.days, await stored_days(gathering.id)) if sheets.days else [],
        await plan_bonds(sheets.bonds, gathering.id, await stored_bonds(gathering.id)) if sheets.bonds else [],
        roles_told(sheets.vehicles, crews),
    )  # fmt: skip


async def _write(listed: Listed, sheets: Sheets, gathering: Gathering, keys: Keys, now: datetime) -> None:
    """Write all of it; a workbook that tells of ways between places needs no guess from the gaps between calls."""
    await write_sites(Stop, gathering.id, listed.stops, keys)
    await write_sites(Canteen, gathering.id, listed.canteens, keys)
    await write_routes(gathering.id, listed.routes)
    await write_ways(gathering.id, listed.ways)
    if sheets.ways is None:
        await keep_gaps(gathering.id)
    await write_members(gathering.id, listed.members)
    await write_vehicles(gathering.id, listed.vehicles, roles=listed.roles)
    await write_seats(gathering.id, listed.seats, now)
    await write_days(gathering.id, listed.days)
    await write_bonds(gathering.id, listed.bonds)


def _codes(table: Table) -> set[str]:
    """The vehicles of a list."""
    return {tidy(cell_text(row.cells.get(heading("车号")))) for row in table.rows}


def _sheet(workbook: Any, needed: tuple[str, ...], sheet: str) -> Table | None:
    """A sheet that need not be there."""
    try:
        return read_table(workbook, needed=needed, sheet=sheet)
    except Invalid:
        return None
