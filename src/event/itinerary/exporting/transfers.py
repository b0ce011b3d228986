"""Waves, the board, who is fetched, comes alone or is taken back, as the office's workbook has them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from event.database import fetch
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering
from event.itinerary.exporting.people import Listed, listed, phones_of
from event.itinerary.exporting.sheets import OfficeSheet, in_order, local, note_of
from event.itinerary.listed import stored_vehicles
from event.itinerary.lodging.listed import stored_hotels, stored_rooming
from event.itinerary.reading import by_code
from event.itinerary.tables import CrewRole
from event.itinerary.transfers.board import vehicle_label
from event.itinerary.transfers.imports import BOARD, CARS, DEPARTURES, OWN, PICKUPS, WAVES
from event.itinerary.transfers.listed import stored_transfers
from event.itinerary.transfers.tables import ServiceState
from event.templating import day as said_day

_BY_THEMSELVES = ("self", "local")
_WAVE_MODES = {"flight": "航空", "train": "铁路", "self": "自行", "local": "本地"}
_MODES = {"flight": "航班", "train": "火车", "self": "自行", "local": "本地"}
_STATES = {
    ServiceState.PLANNED: "计划", ServiceState.DELAYED: "延误", ServiceState.ARRIVED: "已到达",
    ServiceState.CANCELLED: "取消",
}  # fmt: skip
_WAVE = ("批次", "方式", "说明", "日期", "起", "止", "人数")
_BOARD = (
    "航班/车次", "批次", "方式", "始发", "航站楼/出口", "计划到达", "预计到达", "实际到达", "状态", "人数",
)  # fmt: skip
_PICKUP = (
    "日期", "批次", "航班/车次", "始发", "航站楼/出口", "计划到达", "编号", "中文姓名", "外文姓名", "代表团", "同行组", "行李件数",
    "礼遇", "车号", "车牌", "司机", "司机电话", "接站员", "接站员电话", "举牌", "状态",
)  # fmt: skip
_OWN = ("编号", "姓名", "代表团", "方式", "预计报到日期", "预计时间")
_CAR = ("车号", "车牌", "车型", "座位数", "司机编号", "司机", "司机电话")
_DEPARTURE = (
    "日期", "发车时间", "车号", "车牌", "司机", "司机电话", "编号", "姓名", "代表团", "酒店", "方式", "航班/车次", "目的地",
    "起飞/开车日期", "起飞/开车时间", "状态",
)  # fmt: skip


@dataclass(frozen=True)
class Driven:
    """A transfer with its guest, the flight or train it meets, and its vehicle: code, plate, driver, phone."""

    row: dict[str, Any]
    guest: Listed
    service: Any
    car: tuple[str | None, ...]


async def transfer_sheets(gathering: Gathering, now: datetime) -> list[OfficeSheet]:
    """The six lists; how many come with each wave, flight or train is counted anew."""
    keys = await keys_of(gathering.id)
    services = {(row["number"], row["on_day"]): row for row in await _services(gathering.id)}
    cars = await _cars(gathering)
    every = await stored_transfers(gathering.id, keys)
    guests = await listed(gathering, [guest for guest, _ in every])
    known = {
        code: (label, plate, driver, phone) for code, (label, plate, _, _, _, driver, phone) in cars.items()
    }
    driven = [
        Driven(row, guests[guest], services.get(row["service"]), known.get(row["vehicle_code"] or "", (None,) * 4))
        for (guest, _), row in every.items()
    ]  # fmt: skip
    arriving = [one for one in driven if one.row["direction"] == "arrival"]
    fetched = [one for one in arriving if one.row["mode"] not in _BY_THEMSELVES]
    note = note_of(gathering, now)
    seen = [row["seen_at"] for row in services.values() if row["seen_at"]]
    return [
        OfficeSheet(WAVES, "接站批次表", note_of(gathering, now, "人数为应到人数。"), _WAVE, await _waves(gathering.id, arriving)),
        OfficeSheet(
            BOARD, _board_title(max(seen, default=None), gathering),
            "时间均为到达地当地时间;实际到达空白表示尚未到达。", _BOARD, _board(services, fetched, gathering),
        ),
        OfficeSheet(PICKUPS, f"接站名单(应接{len(fetched)}人)", note, _PICKUP, _pickups(fetched, gathering)),
        OfficeSheet(
            OWN, "自行前往及本地来宾(不需接站)", note, _OWN,
            _own([one for one in arriving if one.row["mode"] in _BY_THEMSELVES], gathering),
        ),
        OfficeSheet(CARS, "接送车辆与司机", "座位数不含司机。", _CAR, list(cars.values())),
        OfficeSheet(
            DEPARTURES, "送站名单", note_of(gathering, now, "发车时间为酒店出发时间。"), _DEPARTURE,
            await _departures([one for one in driven if one.row["direction"] == "departure"], gathering),
        ),
    ]  # fmt: skip


async def _services(gathering: UUID) -> list[Any]:
    """Flights and trains in the order of time, with what the board showed last."""
    return await fetch(
        "SELECT s.*, w.code AS wave_code, n.seen_at, n.state, n.estimated_at, n.arrived_at FROM service s"
        " LEFT JOIN transfer_wave w ON w.id = s.wave LEFT JOIN LATERAL (SELECT * FROM service_seen e"
        "   WHERE e.service = s.id ORDER BY e.seen_at DESC LIMIT 1) n ON true"
        " WHERE s.gathering = $1 ORDER BY s.planned_at, s.number",
        gathering,
    )


async def _cars(gathering: Gathering) -> dict[str, tuple[Any, ...]]:
    """Every vehicle by code, as a row of its list."""
    vehicles = await stored_vehicles(gathering.id)
    drivers = {
        code: next(((number, name) for role, number, name in row["crew"] if role == CrewRole.DRIVER), (None, None))
        for code, row in vehicles.items()
    }  # fmt: skip
    phones = await phones_of(gathering, [number for number, _ in drivers.values() if number])
    return {
        code: (
            vehicle_label(code), vehicles[code]["plate"], vehicles[code]["model"], vehicles[code]["seats"], *drivers[code],
            phones.get(drivers[code][0] or ""),
        )
        for code in sorted(vehicles, key=in_order)
    }  # fmt: skip


async def _waves(gathering: UUID, arriving: list[Driven]) -> list[tuple[Any, ...]]:
    by_wave = Counter(one.row["wave_code"] for one in arriving)
    by_mode = Counter(one.row["mode"] for one in arriving if one.row["mode"] in _BY_THEMSELVES)
    waves = await by_code("transfer_wave", gathering)
    order = sorted(
        waves.items(), key=lambda one: (one[1]["mode"] in _BY_THEMSELVES, *_begins(one[1]), in_order(one[0]))
    )
    return [
        (
            code, _WAVE_MODES.get(row["mode"], ""), row["name_zh"], row["on_day"], _clock(row["begins_at"]), _clock(row["ends_at"]),
            by_mode[row["mode"]] if row["mode"] in _BY_THEMSELVES else by_wave[code],
        )
        for code, row in order
    ]  # fmt: skip


def _begins(wave: dict[str, Any]) -> tuple[str, str]:
    return str(wave["on_day"] or ""), str(wave["begins_at"] or "")


def _board_title(seen: datetime | None, gathering: Gathering) -> str:
    at = local(seen, gathering)
    return f"航班车次动态({said_day(at, 'zh-Hans', weekday=False)} {at:%H:%M} 导出)" if at else "航班车次动态"


def _board(services: Mapping[Any, Any], fetched: list[Driven], gathering: Gathering) -> list[tuple[Any, ...]]:
    """What the board showed; flights and trains that no board showed come with their guests."""
    come = Counter(one.row["service"] for one in fetched)
    return [
        (
            row["number"], row["wave_code"], _MODES.get(row["mode"], ""), row["origin"], row["terminal"],
            local(row["planned_at"], gathering), local(row["estimated_at"], gathering), local(row["arrived_at"], gathering),
            _STATES[ServiceState(row["state"])], come[key],
        )
        for key, row in services.items()
        if row["seen_at"]
    ]  # fmt: skip


def _pickups(fetched: list[Driven], gathering: Gathering) -> list[tuple[Any, ...]]:
    def order(one: Driven) -> Any:
        at = one.service["planned_at"] if one.service else None
        return (at is None, at.timestamp() if at else 0, one.row["service_number"] or "", one.guest.number)

    rows = []
    for one in sorted(fetched, key=order):
        row, guest, service = one.row, one.guest, one.service
        at = local(service["planned_at"], gathering) if service else None
        rows.append(
            (
                row["on_day"], row["wave_code"], row["service_number"], service and service["origin"],
                service and service["terminal"], f"{at:%H:%M}" if at else None, guest.number, guest.name_zh,
                guest.latin, guest.delegation, guest.party, row["luggage"], row["courtesy"], *one.car, row["greeter_name"],
                row["greeter_phone"], row["sign"], "计划",
            )
        )  # fmt: skip
    return rows


def _own(alone: list[Driven], gathering: Gathering) -> list[tuple[Any, ...]]:
    order = sorted(alone, key=lambda one: (one.row["mode"] == "local", one.guest.number))
    return [
        (one.guest.number, one.guest.name, one.guest.delegation, _MODES[one.row["mode"]], *_day_and_time(one.row["leaves_at"], gathering))
        for one in order
    ]  # fmt: skip


async def _departures(taken: list[Driven], gathering: Gathering) -> list[tuple[Any, ...]]:
    hotels, rooming = await stored_hotels(gathering), await stored_rooming(gathering)
    sleeps = {guest: hotels[row["hotel_code"]]["name_zh"] for guest, row in rooming.items()}

    def order(one: Driven) -> Any:
        leaves = one.row["leaves_at"]
        return (leaves is None, leaves.timestamp() if leaves else 0, one.car[0] or "", one.guest.number)

    return [
        (
            *_day_and_time(one.row["leaves_at"], gathering), *one.car, one.guest.number, one.guest.name, one.guest.delegation,
            sleeps.get(one.row["guest"]), _MODES.get(one.row["mode"], ""), one.row["number"], one.row["place"],
            *_day_and_time(one.row["service_at"], gathering), "计划",
        )
        for one in sorted(taken, key=order)
    ]  # fmt: skip


def _day_and_time(moment: datetime | None, gathering: Gathering) -> tuple[Any, str | None]:
    at = local(moment, gathering)
    return (at.date(), f"{at:%H:%M}") if at else (None, None)


def _clock(value: Any) -> str | None:
    return f"{value:%H:%M}" if value else None
