"""The homeland visit as the office's workbook has it: routes, stops, vehicles, canteens, who sits where."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from event.database import fetch
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering
from event.itinerary.exporting.people import listed, phones_of
from event.itinerary.exporting.sheets import BOX, OfficeSheet, at, note_of, number_or_text
from event.itinerary.imports import CANTEENS, ROUTES, SEATS, STOPS, VEHICLES
from event.itinerary.listed import stored_routes, stored_vehicles
from event.itinerary.sites import stored_sites
from event.itinerary.tables import Canteen, CrewRole, Stop
from event.templating import day as said_day

_MINUTE = 60
_ROUTE = (
    "线路", "线路名称", "预订人数", "顺序", "考察点编号", "考察点", "到达", "离开", "停留(分钟)", "午餐地点", "午餐时间", "返回",
)  # fmt: skip
_STOP = (
    "考察点编号", "考察点", "类型", "开放时间", "关闭时间", "同时容量", "所在镇街", "联系人", "联系电话",
)  # fmt: skip
_CANTEEN = ("用餐点编号", "用餐点", "容量", "开餐", "停餐", "线路", "来宾人数", "联系人", "联系电话")
_VEHICLE = ("车号", "车牌", "车型", "座位数", "线路", "预订人数", "随车人员数")
_CREW = {
    CrewRole.DRIVER: ("司机编号", "司机", "司机电话"), CrewRole.CAPTAIN: ("车长编号", "车长", "车长电话"),
    CrewRole.GUIDE: ("讲解编号", "讲解"), CrewRole.INTERPRETER: ("翻译编号", "翻译"),
    CrewRole.VOLUNTEER: ("志愿者编号", "志愿者"), CrewRole.MEDIC: ("医护编号", "医护"),
}  # fmt: skip
_TIMES = ("集合地点", "集合时间", "发车", "午餐地点", "午餐时间", "返回")
_SEAT = ("序号", "车号", "线路", "座号", "编号", "姓名", "代表团", "手机", "饮食", "同行组")


@dataclass(frozen=True)
class Visit:
    """What is stored of a homeland visit; `day`: the one that stands above its lists."""

    gathering: Gathering
    routes: Mapping[str, dict[str, Any]]
    vehicles: Mapping[str, dict[str, Any]]
    stops: Mapping[str, dict[str, Any]]
    canteens: Mapping[str, dict[str, Any]]
    seats: list[Any]
    day: date | None

    def riders(self, routes: Iterable[str]) -> int:
        """How many guests ride on routes."""
        return sum(seat["route"] in routes for seat in self.seats)

    def time(self, moment: datetime | None) -> str | None:
        return at(moment, self.day, self.gathering)


async def visit_sheets(gathering: Gathering, now: datetime) -> list[OfficeSheet]:
    """The five lists; what the office counts is counted anew."""
    visit = await _visit(gathering)
    note = note_of(gathering, now)
    title = "  ".join(["侨商家乡行线路表", *([said_day(visit.day, "zh-Hans")] if visit.day else [])])
    return [
        OfficeSheet(ROUTES, title, note, _ROUTE, _routes(visit)),
        OfficeSheet(STOPS, "考察点一览", "同时容量=同一时刻可接待的最多来宾人数(不含随车工作人员)。", _STOP, _stops(visit)),
        await _vehicles(visit, note_of(gathering, now, "座位数不含司机;随车人员占座位。")),
        OfficeSheet(CANTEENS, "家乡行午餐安排", "开餐至停餐时间内可错峰就餐。", _CANTEEN, _canteens(visit)),
        await _seats(visit, note),
    ]  # fmt: skip


async def _visit(gathering: Gathering) -> Visit:
    keys = await keys_of(gathering.id)
    routes = sorted((await stored_routes(gathering.id)).items(), key=lambda one: (one[1]["position"], one[0]))
    vehicles = await stored_vehicles(gathering.id)
    seats = await fetch(
        "SELECT s.guest, s.seat, v.code AS vehicle, coalesce(r.code, '') AS route, g.number FROM vehicle_seat s"
        " JOIN vehicle v ON v.id = s.vehicle JOIN guest g ON g.id = s.guest LEFT JOIN route r ON r.id = v.route"
        " WHERE v.gathering = $1",
        gathering.id,
    )
    seats.sort(key=lambda seat: (in_order(seat["vehicle"]), in_order(seat["seat"]), seat["number"]))
    rides = {seat["vehicle"] for seat in seats}
    return Visit(
        gathering, dict(routes),
        {code: vehicles[code] for code in sorted(vehicles, key=in_order) if vehicles[code]["route"] or code in rides},
        await _in_order(Stop, gathering.id, keys), await _in_order(Canteen, gathering.id, keys), seats,
        _day_of([row for _, row in routes], vehicles.values(), gathering),
    )  # fmt: skip


async def _in_order(kind: Any, gathering: UUID, keys: Any) -> dict[str, dict[str, Any]]:
    found = await stored_sites(kind, gathering, keys)
    return {code: found[code] for code in sorted(found, key=in_order)}


def in_order(code: str) -> list[tuple[int, int, str]]:
    """Sorts 2 before 10."""
    return [
        (0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.findall(r"[0-9]+|[^0-9]+", code)
    ]


def _day_of(routes: Iterable[Any], vehicles: Iterable[Any], gathering: Gathering) -> date | None:
    """The day on which most of a visit happens."""
    moments = [row["departs_at"] for row in vehicles]
    for row in routes:
        moments += [row["lunch_at"], row["returns_at"], *(visit[2] for visit in row["visits"])]
    days = Counter(moment.astimezone(gathering.zone).date() for moment in moments if moment)
    return days.most_common(1)[0][0] if days else None


def _routes(visit: Visit) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for code, route in visit.routes.items():
        canteen = visit.canteens.get(route["canteen_code"] or "", {}).get("name_zh")
        ends = (canteen, visit.time(route["lunch_at"]), visit.time(route["returns_at"]))
        begins = (code, route["name_zh"], visit.riders([code]))
        for place, stop, arrives, leaves in route["visits"]:
            stays = int((leaves - arrives).total_seconds() // _MINUTE) if arrives and leaves else None
            times = (visit.time(arrives), visit.time(leaves), stays)
            rows.append((*begins, place, stop, visit.stops[stop]["name_zh"], *times, *ends))
        if not route["visits"]:
            rows.append((*begins, *[None] * 6, *ends))
    return rows


def _stops(visit: Visit) -> list[tuple[Any, ...]]:
    return [
        (
            code, row["name_zh"], row["kind"], _clock(row["opens_at"]), _clock(row["closes_at"]), row["capacity"],
            row["town"], row["contact_name"], row["contact_phone"],
        )
        for code, row in visit.stops.items()
    ]  # fmt: skip


def _canteens(visit: Visit) -> list[tuple[Any, ...]]:
    rows = []
    for code, row in visit.canteens.items():
        routes = [name for name, route in visit.routes.items() if route["canteen_code"] == code]
        rows.append(
            (
                code, row["name_zh"], row["capacity"], _clock(row["opens_at"]), _clock(row["closes_at"]),
                "、".join(routes), visit.riders(routes), row["contact_name"], row["contact_phone"],
            )
        )  # fmt: skip
    return rows


async def _vehicles(visit: Visit, note: str) -> OfficeSheet:
    """Vehicles with one of each crew; interpreters have columns where there are any."""
    crews = {code: {CrewRole(role): (number, name) for role, number, name in reversed(row["crew"])}
             for code, row in visit.vehicles.items()}  # fmt: skip
    phones = await phones_of(
        visit.gathering, [number for crew in crews.values() for number, _ in crew.values()]
    )
    roles = [
        role for role in _CREW
        if role is not CrewRole.INTERPRETER or any(role in crew for crew in crews.values())
    ]  # fmt: skip
    booked = Counter(seat["vehicle"] for seat in visit.seats)
    rows = []
    for code, row in visit.vehicles.items():
        route = visit.routes.get(row["route_code"] or "", {})
        crew: list[Any] = []
        for role in roles:
            number, name = crews[code].get(role, (None, None))
            crew += (number, name, phones.get(number or ""))[: len(_CREW[role])]
        rows.append(
            (
                number_or_text(code), row["plate"], row["model"], row["seats"], row["route_code"], booked[code],
                sum(role != CrewRole.DRIVER for role, _, _ in row["crew"]), *crew, row["muster"],
                visit.time(row["musters_at"]), visit.time(row["departs_at"]),
                visit.canteens.get(route.get("canteen_code") or "", {}).get("name_zh"), visit.time(route.get("lunch_at")),
                visit.time(route.get("returns_at")),
            )
        )  # fmt: skip
    headings = (*_VEHICLE, *(name for role in roles for name in _CREW[role]), *_TIMES)
    return OfficeSheet(VEHICLES, "家乡行车辆与随车人员表", note, headings, rows)


async def _seats(visit: Visit, note: str) -> OfficeSheet:
    guests = await listed(visit.gathering, [seat["guest"] for seat in visit.seats])
    stops = max((len(route["visits"]) for route in visit.routes.values()), default=0)
    rows = []
    for number, seat in enumerate(visit.seats, start=1):
        guest = guests[seat["guest"]]
        own = len(visit.routes[seat["route"]]["visits"]) if seat["route"] else 0
        rows.append(
            (
                number, number_or_text(seat["vehicle"]), seat["route"], number_or_text(seat["seat"]), guest.number,
                guest.name, guest.delegation, guest.phone, guest.diet, guest.party,
                BOX, *(BOX if place < own else None for place in range(stops)), BOX,
            )
        )  # fmt: skip
    headings = (*_SEAT, "上车", *(f"点{place}" for place in range(1, stops + 1)), "返程")
    return OfficeSheet(SEATS, f"家乡行乘车名单(预订{len(rows)}人)", note, headings, rows)


def _clock(value: Any) -> str | None:
    return f"{value:%H:%M}" if value else None
