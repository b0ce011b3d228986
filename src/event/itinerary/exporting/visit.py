"""The homeland visit as the office's workbook has it: routes, stops, vehicles, canteens, who sits where."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from event.gathering.tables import Gathering
from event.itinerary.beside.columns import cells_of, names_of
from event.itinerary.exporting.beside import beside_sheets
from event.itinerary.exporting.given_up import given_up
from event.itinerary.exporting.kept import Visit, visit_of
from event.itinerary.exporting.people import listed, phones_of
from event.itinerary.imports import CANTEENS, ROUTES, SEATS, STOPS, VEHICLES
from event.itinerary.listed import VEHICLE_BESIDE
from event.itinerary.routes_listed import DAY_BESIDE, NOT_YET, ROUTE_BESIDE
from event.itinerary.seats import CANCELLED
from event.itinerary.sites import CANTEEN_BESIDE, STOP_BESIDE
from event.itinerary.tables import CrewRole
from event.registration.exporting.office import BOX, OfficeSheet, at, clock_time, note_of, number_or_text
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


async def visit_sheets(gathering: Gathering, now: datetime) -> list[OfficeSheet]:
    """The office's five lists, what it counts counted anew, and behind them what it has no place for."""
    visit = await visit_of(gathering)
    note = note_of(gathering, now)
    title = "  ".join(["侨商家乡行线路表", *([said_day(visit.day, "zh-Hans")] if visit.day else [])])
    return [
        OfficeSheet(ROUTES, title, note, (*_ROUTE, *DAY_BESIDE, *names_of(ROUTE_BESIDE)), _routes(visit)),
        OfficeSheet(STOPS, "考察点一览", "同时容量=同一时刻可接待的最多来宾人数(不含随车工作人员)。", (*_STOP, *names_of(STOP_BESIDE)), _stops(visit)),
        await _vehicles(visit, note_of(gathering, now, "座位数不含司机;随车人员占座位。")),
        OfficeSheet(CANTEENS, "家乡行午餐安排", "开餐至停餐时间内可错峰就餐。", (*_CANTEEN, *names_of(CANTEEN_BESIDE)), _canteens(visit)),
        await _seats(visit, note),
        *await beside_sheets(gathering, visit.vehicles),
    ]  # fmt: skip


def _routes(visit: Visit) -> list[tuple[Any, ...]]:
    """A row per stop with the day it is on, and one for a day without any."""
    rows: list[tuple[Any, ...]] = []
    for code, route in visit.routes.items():
        begins = (code, route["name_zh"], visit.riders([code]))
        beside = cells_of(route | {"order": route["position"]}, ROUTE_BESIDE)
        days, silent = route["days"], set(route["days"])
        for place, stop, arrives, leaves in route["visits"]:
            on = _day_of_visit(arrives or leaves, days, visit.gathering)
            silent -= {on}
            stays = int((leaves - arrives).total_seconds() // _MINUTE) if arrives and leaves else None
            of = visit.day if on in (visit.day, *([] if on in days else [on])) else None
            times = (at(arrives, of, visit.gathering), at(leaves, of, visit.gathering), stays)
            told, further = _day(on, days, visit)
            rows.append(
                (*begins, place, stop, visit.stops[stop]["name_zh"], *times, *told, *further, *beside)
            )
        for on in [on for on in days if on in silent] or ([] if route["visits"] else [visit.day]):
            told, further = _day(on, days, visit)
            rows.append((*begins, *[None] * 6, *told, *further, *beside))
    return rows


def _day_of_visit(moment: datetime | None, days: Mapping[Any, Any], gathering: Gathering) -> date | None:
    """The day of a visit; one without a time is on the only day of its route."""
    if moment is not None:
        return moment.astimezone(gathering.zone).date()
    return next(iter(days)) if len(days) == 1 else None


def _day(
    on: date | None, days: Mapping[Any, dict[str, Any]], visit: Visit
) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Lunch and return of a day as the office has them, and what stands behind; nothing of a day that is not the route's."""
    if on not in days:
        return (None,) * 3, (None,) * 3
    day = days[on]
    canteen = visit.canteens.get(day["canteen_code"] or "", {}).get("name_zh")
    leaves, ends = (at(day[name], on, visit.gathering) for name in ("leaves_at", "lunch_ends_at"))
    of = on if on == visit.day else None  # the office's columns tell of the day above the list
    lunch, returns = (at(day[name], of, visit.gathering) for name in ("lunch_at", "returns_at"))
    return (canteen, lunch, returns), (NOT_YET if on is None else on, leaves, ends)


def _stops(visit: Visit) -> list[tuple[Any, ...]]:
    return [
        (
            code, row["name_zh"], row["kind"], clock_time(row["opens_at"]), clock_time(row["closes_at"]), row["capacity"],
            row["town"], row["contact_name"], row["contact_phone"], *cells_of(row, STOP_BESIDE),
        )
        for code, row in visit.stops.items()
    ]  # fmt: skip


def _canteens(visit: Visit) -> list[tuple[Any, ...]]:
    rows = []
    for code, row in visit.canteens.items():
        routes = [
            name
            for name, route in visit.routes.items()
            if any(day["canteen_code"] == code for day in route["days"].values())
        ]
        rows.append(
            (
                code, row["name_zh"], row["capacity"], clock_time(row["opens_at"]), clock_time(row["closes_at"]),
                "、".join(routes), visit.riders(routes), row["contact_name"], row["contact_phone"],
                *cells_of(row, CANTEEN_BESIDE),
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
                visit.time(route.get("returns_at")), *cells_of(row, VEHICLE_BESIDE),
            )
        )  # fmt: skip
    headings = (
        *_VEHICLE, *(name for role in roles for name in _CREW[role]), *_TIMES, *names_of(VEHICLE_BESIDE),
    )  # fmt: skip
    return OfficeSheet(VEHICLES, "家乡行车辆与随车人员表", note, headings, rows)


async def _seats(visit: Visit, note: str) -> OfficeSheet:
    """Who sits where; behind them who does not come any more, with the seat that was theirs."""
    free = await _given_up(visit)
    guests = await listed(visit.gathering, [seat["guest"] for seat in (*visit.seats, *free)])
    stops = max((len(route["visits"]) for route in visit.routes.values()), default=0)
    rows = []
    for number, seat in enumerate((*visit.seats, *free), start=1):
        guest, comes = guests[seat["guest"]], number <= len(visit.seats)
        own = len(visit.routes[seat["route"]]["visits"]) if seat["route"] else 0
        boxes = (BOX, *(BOX if place < own else None for place in range(stops)), BOX)
        rows.append(
            (
                number, number_or_text(seat["vehicle"]), seat["route"], number_or_text(seat["seat"]), guest.number,
                guest.name, guest.delegation, guest.phone, guest.diet, guest.party,
                *(boxes if comes else [None] * len(boxes)), None if comes else CANCELLED,
            )
        )  # fmt: skip
    headings = (*_SEAT, "上车", *(f"点{place}" for place in range(1, stops + 1)), "返程", "状态")
    return OfficeSheet(SEATS, f"家乡行乘车名单(预订{len(visit.seats)}人)", note, headings, rows)


async def _given_up(visit: Visit) -> list[dict[str, Any]]:
    """The seats of who does not come any more, on vehicles that are still there."""
    vehicles = {row["id"]: row for row in visit.vehicles.values()}
    return [
        {
            "guest": place["guest"], "vehicle": vehicles[place["vehicle"]]["code"], "seat": place["seat"],
            "route": vehicles[place["vehicle"]]["route_code"] or "",
        }
        for place in await given_up("vehicle_seat", visit.gathering.id)
        if place["vehicle"] in vehicles
    ]  # fmt: skip
