"""What the rows of the homeland visit say, against what is stored: routes with their stops, vehicles with crews."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from event.database import fetch
from event.gathering.tables import Gathering
from event.itinerary.reading import Planned, by_code, on_day, once, settle, whole
from event.itinerary.tables import CrewRole
from event.language import Message
from event.registration.importing.cells import Cells
from event.workbook import Table, heading

_ROUTE = {
    "code": ("线路",), "name": ("线路名称",), "position": ("顺序",), "stop": ("考察点编号",), "arrives": ("到达",),
    "leaves": ("离开",), "canteen": ("午餐地点",), "lunch": ("午餐时间",), "returns": ("返回",),
}  # fmt: skip
_CREW = {
    CrewRole.DRIVER: "司机", CrewRole.CAPTAIN: "车长", CrewRole.GUIDE: "讲解", CrewRole.INTERPRETER: "翻译",
    CrewRole.VOLUNTEER: "志愿者", CrewRole.MEDIC: "医护",
}  # fmt: skip
_VEHICLE: dict[str, tuple[str, ...]] = {
    "code": ("车号",), "plate": ("车牌",), "model": ("车型",), "seats": ("座位数",), "route": ("线路",),
    "muster": ("集合地点",), "musters": ("集合时间",), "departs": ("发车",),
    **{str(role): (name,) for role, name in _CREW.items()},
    **{f"{role}_number": (f"{name}编号",) for role, name in _CREW.items()},
}  # fmt: skip
_MOST_SEATS = 999
_MOST_VISITS = 99

_TWICE = Message("stands in row {row} already. Every vehicle once.")
_UNKNOWN_ROUTE = Message("“{text}” is not in the list of routes. Add it there, or correct it.")
_UNKNOWN_STOP = Message("“{text}” is not in the list of stops. Add it there, or correct it.")
_UNKNOWN_CANTEEN = Message("“{text}” is not in the list of canteens; the route stays without one.")
_NOT_SEATS = Message("“{text}” is not a number of seats.")
_NO_DAY = Message("no day stands above the routes; when the vehicle leaves stays open.")
_NO_TIME = Message("no day stands above the routes; the times of the route stay open.")
_PLACE_TWICE = Message("two stops of this route have the same place in its order.")
_LEAVES_FIRST = Message("leaves before it arrives.")


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
    for row in table.rows:
        cells = Cells(row, _ROUTE)
        code, name = cells.text("code", 20, needed=True), cells.text("name", 120, needed=True)
        key = code or f"row {row.number}"
        if key not in planned:
            planned[key] = Planned(
                cells, code, name, {"name_zh": name, "position": len(planned), **_lunch(cells, canteens, day, gathering)}
            )  # fmt: skip
        visits.setdefault(key, []).extend(_visit(cells, stops, len(visits.get(key, ())) + 1, day, gathering))
        if cells is not planned[key].cells:
            planned[key].cells.reasons += cells.reasons
            planned[key].cells.warnings += cells.warnings
    for key, one in planned.items():
        one.columns["visits"] = sorted(visits[key], key=lambda visit: visit[0])
        if len({visit[0] for visit in visits[key]}) < len(visits[key]):
            one.cells.refuse("position", _PLACE_TWICE)
        settle(one, table.sheet, known.get(one.code))
    return list(planned.values())


def _lunch(
    cells: Cells, canteens: Mapping[str, str], day: date | None, gathering: Gathering
) -> dict[str, Any]:
    canteen = cells.text("canteen", 120)
    if canteen and canteen not in canteens:
        cells.warn("canteen", _UNKNOWN_CANTEEN, text=canteen)
    return {
        "canteen_code": canteens.get(canteen),
        "lunch_at": on_day(cells, "lunch", day, gathering),
        "returns_at": on_day(cells, "returns", day, gathering),
    }


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


def plan_vehicles(
    table: Table,
    known: Mapping[str, dict[str, Any]],
    routes: set[str],
    day: date | None,
    gathering: Gathering,
) -> list[Planned]:
    """What the rows of 车辆 say."""
    planned, seen = [], dict[str, int]()
    for row in table.rows:
        cells = Cells(row, _VEHICLE)
        code, route = cells.text("code", 20, needed=True), cells.text("route", 20)
        once(cells, "code", code, seen, _TWICE)
        if route and route not in routes:
            cells.refuse("route", _UNKNOWN_ROUTE, text=route)
        departs = on_day(cells, "departs", day, gathering)
        if departs is None and day is None and cells.text("departs", 20):
            cells.warn("departs", _NO_DAY)
        columns: dict[str, Any] = {
            "plate": cells.text("plate", 20), "model": cells.text("model", 40), "seats": seats_of(cells),
            "route_code": route or None, "muster": cells.text("muster", 120),
            "musters_at": on_day(cells, "musters", day, gathering), "departs_at": departs,
            "crew": crew_of(cells),
        }  # fmt: skip
        before = with_crew_of(known.get(code), crew_roles(table))
        planned.append(settle(Planned(cells, code, columns["plate"], columns), table.sheet, before))
    return planned


def crew_roles(table: Table) -> set[str]:
    """The roles of crews of which a list has columns."""
    return {str(role) for role, name in _CREW.items() if heading(f"{name}编号") in table.headings}


def with_crew_of(known: dict[str, Any] | None, roles: set[str]) -> dict[str, Any] | None:
    """A stored vehicle to be compared with a list that tells of some roles only."""
    return known and known | {"crew": [one for one in known["crew"] if one[0] in roles]}


def seats_of(cells: Cells) -> int | None:
    """A number of seats."""
    text = cells.text("seats", 10)
    if text and not (text.isascii() and text.isdigit() and 0 < int(text) <= _MOST_SEATS):
        cells.refuse("seats", _NOT_SEATS, text=text)
        return None
    return int(text) if text else None


def crew_of(cells: Cells) -> list[tuple[str, str, str]]:
    """Who works on a vehicle: role, number of the badge list, name."""
    found = [(str(role), cells.text(f"{role}_number", 40), cells.text(str(role), 80)) for role in CrewRole]
    return sorted(one for one in found if one[1])


async def stored_routes(gathering: UUID) -> dict[str, dict[str, Any]]:
    """Routes by code, with lunch and return of their first day and their visits as a list has them."""
    routes = await by_code("route", gathering)
    days = await fetch(
        "SELECT DISTINCT ON (r.code) r.code, c.code AS canteen_code, d.lunch_at, d.returns_at FROM route_day d"
        " JOIN route r ON r.id = d.route LEFT JOIN canteen c ON c.id = d.canteen WHERE r.gathering = $1"
        " ORDER BY r.code, d.on_day",
        gathering,
    )
    no_day = dict.fromkeys(("canteen_code", "lunch_at", "returns_at"))
    first_days = {row["code"]: {name: row[name] for name in no_day} for row in days}
    visits: dict[str, list[Any]] = {}
    for row in await fetch(
        "SELECT r.code, v.position, s.code AS stop, v.arrives_at, v.leaves_at FROM route_visit v"
        " JOIN route r ON r.id = v.route JOIN stop s ON s.id = v.stop WHERE r.gathering = $1 ORDER BY v.position",
        gathering,
    ):
        visits.setdefault(row["code"], []).append(tuple(row)[1:])
    return {
        code: row | first_days.get(code, no_day) | {"visits": visits.get(code, [])}
        for code, row in routes.items()
    }


async def stored_vehicles(gathering: UUID) -> dict[str, dict[str, Any]]:
    """Vehicles by code, with the code of their route and their crew as a list has it."""
    rows = await fetch(
        "SELECT v.*, r.code AS route_code FROM vehicle v LEFT JOIN route r ON r.id = v.route WHERE v.gathering = $1",
        gathering,
    )
    crew: dict[UUID, list[tuple[str, str, str]]] = {}
    for row in await fetch(
        "SELECT c.vehicle, c.role, c.number, c.name FROM vehicle_crew c JOIN vehicle v ON v.id = c.vehicle"
        " WHERE v.gathering = $1",
        gathering,
    ):
        crew.setdefault(row["vehicle"], []).append(tuple(row)[1:])
    return {row["code"]: dict(row) | {"crew": sorted(crew.get(row["id"], []))} for row in rows}
