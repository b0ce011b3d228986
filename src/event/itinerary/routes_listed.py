"""Routes as lists have them: a row per stop, with the day of the row where a list tells of several days."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from event.database import fetch
from event.gathering.tables import Gathering, local_day
from event.itinerary.beside.columns import Column, has, headings_of, number, text, told
from event.itinerary.reading import Planned, by_code, on_day, settle, whole
from event.itinerary.reading import day as day_in
from event.itinerary.tables import Route, RouteDay, RouteVisit
from event.language import Message
from event.registration.adding import insert_all
from event.registration.importing.cells import Cells
from event.workbook import Table

_ROUTE: dict[str, tuple[str, ...]] = {
    "code": ("线路",), "name": ("线路名称",), "position": ("顺序",), "stop": ("考察点编号",), "arrives": ("到达",),
    "leaves": ("离开",), "canteen": ("午餐地点",), "lunch": ("午餐时间",), "returns": ("返回",), "day": ("日期",),
    "departs": ("出发",), "lunch_ends": ("午餐结束",),
}  # fmt: skip
ROUTE_BESIDE: tuple[Column, ...] = (text("name_en", "英文名", 120), number("order", "线路次序", 0, 30_000))
DAY_BESIDE = ("日期", "出发", "午餐结束")
"""Columns that tell of each day of a route; of the rows of one day the first tells it."""
NOT_YET = "未定"
"""What stands for a day that is not known yet."""
_MOST_VISITS = 99
_SILENT = dict.fromkeys(("leaves_at", "canteen_code", "lunch_at", "lunch_ends_at", "returns_at"))
_OFFICE = ("canteen_code", "lunch_at", "returns_at")

_UNKNOWN_STOP = Message("“{text}” is not in the list of stops. Add it there, or correct it.")
_UNKNOWN_CANTEEN = Message("“{text}” is not in the list of canteens; the route stays without one.")
_NO_TIME = Message("no day stands above the routes; the times of the route stay open.")
_PLACE_TWICE = Message("two stops of this route have the same place in its order.")
_LEAVES_FIRST = Message("leaves before it arrives.")
_LUNCH_ENDS_FIRST = Message("lunch ends before it begins.")
Days = dict[date | None, dict[str, Any]]


def plan_routes(
    table: Table,
    known: Mapping[str, dict[str, Any]],
    *,
    stops: set[str],
    canteens: Mapping[str, str],
    day: date | None,
    gathering: Gathering,
) -> list[Planned]:
    """A route has a row per stop; the first one tells the rest of it. `canteens`: codes by name."""
    planned: dict[str, Planned] = {}
    visits: dict[str, list[Any]] = {}
    days: dict[str, Days] = {}
    by_day = has(table, DAY_BESIDE[0])
    for row in table.rows:
        cells = Cells(row, _ROUTE | headings_of(ROUTE_BESIDE))
        code, name = cells.text("code", 20, needed=True), cells.text("name", 120, needed=True)
        key = code or f"row {row.number}"
        if key not in planned:
            beside = told(cells, table, ROUTE_BESIDE)
            order = beside.pop("order", None)
            planned[key] = Planned(
                cells, code, name, {"name_zh": name, "position": len(planned) if order is None else order, **beside}
            )  # fmt: skip
        on = _day_of(cells, day) if by_day else day
        if by_day or planned[key].cells is cells:
            _add_day(days.setdefault(key, {}), cells, on, canteens, gathering, always=not by_day)
        visits.setdefault(key, []).extend(_visit(cells, stops, len(visits.get(key, ())) + 1, on, gathering))
        if cells is not planned[key].cells:
            planned[key].cells.reasons += cells.reasons
            planned[key].cells.warnings += cells.warnings
    if not has(table, "线路次序"):
        _keep_order(planned, known)
    for key, one in planned.items():
        one.columns["visits"] = sorted(visits[key], key=lambda visit: visit[0])
        if len({visit[0] for visit in visits[key]}) < len(visits[key]):
            one.cells.refuse("position", _PLACE_TWICE)
        stored = known.get(one.code)
        if by_day:
            one.columns["days"] = days[key]
            settle(one, table.sheet, stored)
        else:
            _settle_one_day(one, table.sheet, stored, days[key], day, gathering)
    return list(planned.values())


def _keep_order(planned: Mapping[str, Planned], known: Mapping[str, dict[str, Any]]) -> None:
    """Routes that stand in the order in which they are stored keep their places in it."""
    places = [known[one.code]["position"] if one.code in known else None for one in planned.values()]
    there = [place for place in places if place is not None]
    if len(there) == len(places) and there == sorted(set(there)):
        for one, place in zip(planned.values(), there, strict=True):
            one.columns["position"] = place


def _settle_one_day(
    one: Planned,
    sheet: str,
    stored: dict[str, Any] | None,
    listed: Days,
    day: date | None,
    gathering: Gathering,
) -> None:
    """A list that tells of one day changes nothing of other days, nor what it has no columns for."""
    ((on, office),) = listed.items()
    office = {name: office[name] for name in _OFFICE}
    there: Days = dict(stored["days"]) if stored else {}
    told_of = office["lunch_at"] or office["returns_at"]
    if told_of and (of := local_day(told_of, gathering.zone)) in there:
        on = day = of
    which = day if day in there else next(iter(there), day)
    before = there.pop(which, _SILENT)
    after = before | office | {"lunch_ends_at": _moved_along(before, office["lunch_at"])}
    if on is not None and on != which:
        after["leaves_at"] = None  # it was that of another day
    one.columns |= office
    settle(one, sheet, stored and stored | {name: before[name] for name in _OFFICE})
    one.columns["days"] = there | {which if on is None else on: after}


def _moved_along(before: dict[str, Any], lunch_at: Any) -> Any:
    """When a lunch ends that begins at another time: it lasts as long as before."""
    begins, ends = before["lunch_at"], before["lunch_ends_at"]
    return lunch_at + (ends - begins) if lunch_at and begins and ends else None


def _day_of(cells: Cells, day: date | None) -> date | None:
    """The day of a row; that above the list where it has none."""
    there = cells.text("day", 40)
    return None if there == NOT_YET else day_in(cells, "day") if there else day


def _add_day(
    days: Days,
    cells: Cells,
    on: date | None,
    canteens: Mapping[str, str],
    gathering: Gathering,
    *,
    always: bool,
) -> None:
    """What a row says of its day, unless a row before has told it; a row without a day need not tell any."""
    canteen = cells.text("canteen", 120)
    if canteen and canteen not in canteens:
        cells.warn("canteen", _UNKNOWN_CANTEEN, text=canteen)
    row: dict[str, Any] = {
        "leaves_at": on_day(cells, "departs", on, gathering), "canteen_code": canteens.get(canteen),
        "lunch_at": on_day(cells, "lunch", on, gathering), "lunch_ends_at": on_day(cells, "lunch_ends", on, gathering),
        "returns_at": on_day(cells, "returns", on, gathering),
    }  # fmt: skip
    if row["lunch_at"] and row["lunch_ends_at"] and row["lunch_at"] >= row["lunch_ends_at"]:
        cells.refuse("lunch_ends", _LUNCH_ENDS_FIRST)
    if always or cells.text("day", 40) or any(row.values()):
        days.setdefault(on, row)


def _visit(cells: Cells, stops: set[str], place: int, day: date | None, gathering: Gathering) -> list[Any]:
    """The stop of a row with its place in the route, none where the row has no stop."""
    stop = cells.text("stop", 20)
    if not stop:
        return []
    if stop not in stops:
        cells.refuse("stop", _UNKNOWN_STOP, text=stop)
    arrives, leaves = on_day(cells, "arrives", day, gathering), on_day(cells, "leaves", day, gathering)
    if arrives and leaves and arrives >= leaves:
        cells.refuse("leaves", _LEAVES_FIRST)
    if day is None and place == 1:
        cells.warn("arrives", _NO_TIME)
    return [(whole(cells, "position", 1, _MOST_VISITS) or place, stop, arrives, leaves)]


def canteens_of(route: Planned) -> set[str | None]:
    """Where a route of a list has lunch, whatever the day."""
    return {day["canteen_code"] for day in route.columns["days"].values()}


async def stored_routes(gathering: UUID) -> dict[str, dict[str, Any]]:
    """Routes by code, with their days, lunch and return of the first of them, and their visits as a list has them."""
    routes = await by_code("route", gathering)
    days: dict[str, Days] = {}
    for row in await fetch(
        "SELECT r.code, d.on_day, d.leaves_at, c.code AS canteen_code, d.lunch_at, d.lunch_ends_at, d.returns_at"
        " FROM route_day d JOIN route r ON r.id = d.route LEFT JOIN canteen c ON c.id = d.canteen"
        " WHERE r.gathering = $1 ORDER BY r.code, d.on_day",
        gathering,
    ):
        days.setdefault(row["code"], {})[row["on_day"]] = {name: row[name] for name in _SILENT}
    visits: dict[str, list[Any]] = {}
    for row in await fetch(
        "SELECT r.code, v.position, s.code AS stop, v.arrives_at, v.leaves_at FROM route_visit v"
        " JOIN route r ON r.id = v.route JOIN stop s ON s.id = v.stop WHERE r.gathering = $1 ORDER BY v.position",
        gathering,
    ):
        visits.setdefault(row["code"], []).append(tuple(row)[1:])
    return {
        code: row | next(iter(days.get(code, {}).values()), _SILENT)
        | {"days": days.get(code, {}), "visits": visits.get(code, [])}
        for code, row in routes.items()
    }  # fmt: skip


async def write_routes(gathering: UUID, planned: list[Planned]) -> None:
    """Write routes with their days and visits, inside the caller's `writing()`."""
    canteens = {code: row["id"] for code, row in (await by_code("canteen", gathering)).items()}
    stops = {code: row["id"] for code, row in (await by_code("stop", gathering)).items()}
    for one in planned:
        if not one.writes:
            continue
        row = await Route.objects().get((Route.gathering == gathering) & (Route.code == one.code))
        row = row or Route(id=uuid4(), gathering=gathering, code=one.code)
        for name in ("name_zh", "name_en", "position"):
            if name in one.columns:
                setattr(row, name, one.columns[name])
        await row.save()
        for table in ("route_visit", "route_day"):
            await fetch(f"DELETE FROM {table} WHERE route = $1", row.id)  # noqa: S608 - our own names
        days = [
            RouteDay(
                id=uuid4(), route=row.id, on_day=on, leaves_at=told["leaves_at"], canteen=canteens.get(told["canteen_code"]),
                lunch_at=told["lunch_at"], lunch_ends_at=told["lunch_ends_at"], returns_at=told["returns_at"],
            )
            for on, told in one.columns["days"].items()
        ]  # fmt: skip
        await insert_all(RouteDay, days)
        visits = [
            RouteVisit(id=uuid4(), route=row.id, stop=stops[stop], position=place, arrives_at=arrives, leaves_at=leaves)
            for place, stop, arrives, leaves in one.columns["visits"]
        ]  # fmt: skip
        await insert_all(RouteVisit, visits)
