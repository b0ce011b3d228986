"""Vehicles with their crews as lists have them, against what is stored."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from event.database import fetch
from event.gathering.tables import Gathering
from event.itinerary.beside.columns import Column, has, headings_of, number, text, told
from event.itinerary.reading import Planned, by_code, on_day, once, settle
from event.itinerary.tables import CrewRole, Vehicle, VehicleCrew
from event.language import Message
from event.registration.adding import insert_all
from event.registration.importing.cells import Cells
from event.workbook import Table

CREW = {
    CrewRole.DRIVER: "司机", CrewRole.CAPTAIN: "车长", CrewRole.GUIDE: "讲解", CrewRole.INTERPRETER: "翻译",
    CrewRole.VOLUNTEER: "志愿者", CrewRole.MEDIC: "医护",
}  # fmt: skip
_VEHICLE: dict[str, tuple[str, ...]] = {
    "code": ("车号",), "plate": ("车牌",), "model": ("车型",), "seats": ("座位数",), "route": ("线路",),
    "muster": ("集合地点",), "musters": ("集合时间",), "departs": ("发车",),
    **{str(role): (name,) for role, name in CREW.items()},
    **{f"{role}_number": (f"{name}编号",) for role, name in CREW.items()},
}  # fmt: skip
VEHICLE_BESIDE: tuple[Column, ...] = (
    number("wheelchair_places", "轮椅位", 0, 99, empty=0), text("hotel_code", "出发酒店", 20),
)  # fmt: skip
_MOST_SEATS = 999
Crew = list[tuple[str, str, str]]

_TWICE = Message("stands in row {row} already. Every vehicle once.")
_UNKNOWN_ROUTE = Message("“{text}” is not in the list of routes. Add it there, or correct it.")
_UNKNOWN_HOTEL = Message("“{text}” is not in the list of hotels; where the vehicle starts stays open.")
_NOT_SEATS = Message("“{text}” is not a number of seats.")
_NO_DAY = Message("no day stands above the routes; when the vehicle leaves stays open.")


def plan_vehicles(
    table: Table,
    known: Mapping[str, dict[str, Any]],
    routes: set[str],
    day: date | None,
    gathering: Gathering,
    *,
    hotels: Collection[str],
    others: Mapping[str, Crew] | None,
) -> list[Planned]:
    """What the rows of 车辆 say. `others`: by vehicle who else works on it, none where no list tells of them."""
    planned, seen, roles = [], dict[str, int](), roles_told(table, others)
    for row in table.rows:
        cells = Cells(row, _VEHICLE | headings_of(VEHICLE_BESIDE))
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
            **told(cells, table, VEHICLE_BESIDE),
        }  # fmt: skip
        if columns.get("hotel_code") and columns["hotel_code"] not in hotels:
            cells.warn("hotel_code", _UNKNOWN_HOTEL, text=columns.pop("hotel_code"))
        before = with_crew_of(known.get(code), roles)
        columns["crew"] = crew_after(
            crew_of(cells), before["crew"] if before else [], None if others is None else others.get(code, [])
        )
        planned.append(settle(Planned(cells, code, columns["plate"], columns), table.sheet, before))
    return planned


def roles_told(table: Table, others: Mapping[str, Crew] | None = None) -> set[str]:
    """The roles of crews of which a list has columns, or rows of a list beside it."""
    columns = {str(role) for role, name in CREW.items() if has(table, f"{name}编号")}
    return columns | {role for crew in (others or {}).values() for role, _, _ in crew}


def crew_after(listed: Crew, before: Crew, others: Crew | None) -> Crew:
    """Who works on a vehicle after a list with one person for each role.

    `others`: who else does, as a list beside it says. Where none does, others of a role stay; the first
    one makes room for whom the list names anew, or for nobody.
    """
    if others is not None:
        return sorted(
            {(role, number): (role, number, name) for role, number, name in (*others, *listed)}.values()
        )
    after = list(listed)
    for role in {one[0] for one in before}:
        here = [one for one in before if one[0] == role]
        named = {one[1] for one in listed if one[0] == role}
        stay = here if named & {one[1] for one in here} else here[1:]
        after += [one for one in stay if one[1] not in named]
    return sorted(after)


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


def crew_of(cells: Cells) -> Crew:
    """Who works on a vehicle: role, number of the badge list, name."""
    found = [(str(role), cells.text(f"{role}_number", 40), cells.text(str(role), 80)) for role in CrewRole]
    return sorted(one for one in found if one[1])


async def stored_vehicles(gathering: UUID) -> dict[str, dict[str, Any]]:
    """Vehicles by code, with the codes of their route and hotel, and their crew as a list has it."""
    rows = await fetch(
        "SELECT v.*, r.code AS route_code, coalesce(h.code, '') AS hotel_code FROM vehicle v"
        " LEFT JOIN route r ON r.id = v.route LEFT JOIN hotel h ON h.id = v.hotel WHERE v.gathering = $1",
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


async def write_vehicles(gathering: UUID, planned: list[Planned], *, roles: set[str]) -> None:
    """Write vehicles and the `roles` of their crews, inside the caller's `writing()`; what a list does not tell stays."""
    routes = {code: row["id"] for code, row in (await by_code("route", gathering)).items()}
    hotels = {code: row["id"] for code, row in (await by_code("hotel", gathering)).items()}
    for one in planned:
        if not one.writes:
            continue
        row = await Vehicle.objects().get((Vehicle.gathering == gathering) & (Vehicle.code == one.code))
        row = row or Vehicle(id=uuid4(), gathering=gathering, code=one.code)
        for name, value in one.columns.items():
            if name == "route_code":
                row.route = routes.get(value)
            elif name == "hotel_code":
                row.hotel = hotels.get(value)
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
