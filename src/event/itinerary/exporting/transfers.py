"""Waves, the board, who is fetched, comes alone or is taken back, as the office's workbook has them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from event.gathering.keys import Keys, keys_of
from event.gathering.tables import Gathering
from event.itinerary.exporting.board import MODES, board_sheet, news_sheet, services_of, unseen_sheet
from event.itinerary.exporting.given_up import given_up
from event.itinerary.exporting.people import Listed, listed, phones_of
from event.itinerary.listed import stored_vehicles
from event.itinerary.lodging.listed import stored_hotels
from event.itinerary.lodging.rooming_listed import stored_rooming
from event.itinerary.reading import by_code
from event.itinerary.tables import CrewRole
from event.itinerary.transfers.board import vehicle_label
from event.itinerary.transfers.imports import CARS, DEPARTURES, OWN, PICKUPS, WAVES
from event.itinerary.transfers.listed import stored_transfers
from event.itinerary.visiting import in_order
from event.registration.exporting.office import OfficeSheet, at, clock_time, exactly, local, note_of

_BY_THEMSELVES = ("self", "local")
_WAVE_MODES = {"flight": "航空", "train": "铁路", "self": "自行", "local": "本地"}
_WAVE = ("批次", "方式", "说明", "日期", "起", "止", "人数")
_WAVE_WAVE = ("批次", "方式", "说明", "日期", "起", "止", "人数")
_PICKUP = (
    "日期", "批次", "航班/车次", "始发", "航站楼/出口", "计划到达", "编号", "中文姓名", "外文姓名", "代表团", "同行组", "行李件数",
    "礼遇", "车号", "车牌", "司机", "司机电话", "接站员", "接站员电话", "举牌", "状态", "方式", "出车时间",
)  # fmt: skip
_PICKUP_RARE = ("本人航班/车次", "目的地", "起飞/开车")
_OWN = ("编号", "姓名", "代表团", "方式", "预计报到日期", "预计时间", "状态")
_DEPARTURE_RARE = ("批次", "行李件数", "礼遇", "送站员", "送站员电话", "举牌", "动态航班/车次", "动态日期")
"""Columns that are there only where somebody has told something in them."""
_FETCHED = (
    "service", "wave_code", "vehicle_code", "luggage", "courtesy", "greeter_name", "greeter_phone", "sign", "number",
    "place", "service_at",
)  # fmt: skip
_CAR = ("车号", "车牌", "车型", "座位数", "司机编号", "司机", "司机电话")
_DEPARTURE = (
    "日期", "发车时间", "车号", "车牌", "司机", "司机电话", "编号", "姓名", "代表团", "酒店", "方式", "航班/车次", "目的地",
    "起飞/开车日期", "起飞/开车时间", "状态",
)  # fmt: skip


@dataclass(frozen=True)
class Driven:
    """A transfer with its guest, the flight or train it meets, and its vehicle: code, plate, driver, phone.

    `comes`: whether the guest still does; who does not stands in the lists as cancelled.
    """

    row: dict[str, Any]
    guest: Listed
    service: Any
    car: tuple[str | None, ...]
    comes: bool

    @property
    def state(self) -> str:
        return "计划" if self.comes else "已取消"

    @property
    def alone(self) -> bool:
        """Whether they come by themselves, and nothing is told of anybody who fetches them."""
        return self.row["mode"] in _BY_THEMSELVES and all(self.row[name] in (None, "") for name in _FETCHED)


async def transfer_sheets(gathering: Gathering, now: datetime) -> list[OfficeSheet]:
    """The office's six lists, who comes with each wave, flight or train counted anew, and what it has no place for."""
    keys = await keys_of(gathering.id)
    services = await services_of(gathering.id)
    cars = await _cars(gathering)
    driven = await _driven(gathering, keys, services, cars)
    arriving = [one for one in driven if one.row["direction"] == "arrival"]
    fetched = [one for one in arriving if not one.alone]
    coming = [one for one in arriving if one.comes]
    note = note_of(gathering, now)
    come = Counter(one.row["service"] for one in coming)
    due = sum(one.comes for one in fetched)
    return [
        OfficeSheet(WAVES, "接站批次表", note_of(gathering, now, "人数为应到人数。"), _WAVE, await _waves(gathering.id, coming)),
        board_sheet(services, come, gathering),
        _filled(OfficeSheet(
            PICKUPS, f"接站名单(应接{due}人)", note, (*_PICKUP, *_PICKUP_RARE), _pickups(fetched, gathering)
        ), _PICKUP_RARE),
        OfficeSheet(
            OWN, "自行前往及本地来宾(不需接站)", note, _OWN, _own([one for one in arriving if one.alone], gathering)
        ),
        OfficeSheet(CARS, "接送车辆与司机", "座位数不含司机。", _CAR, [row for row, _ in cars.values()]),
        _filled(OfficeSheet(
            DEPARTURES, "送站名单", note_of(gathering, now, "发车时间为酒店出发时间。"), (*_DEPARTURE, *_DEPARTURE_RARE),
            await _departures([one for one in driven if one.row["direction"] == "departure"], gathering),
        ), _DEPARTURE_RARE),
        unseen_sheet(services, come, gathering),
        await news_sheet(gathering),
    ]  # fmt: skip


def _filled(sheet: OfficeSheet, rare: tuple[str, ...]) -> OfficeSheet:
    """A list without those of its rare columns in which nothing stands."""
    kept = [
        place
        for place, name in enumerate(sheet.headings)
        if place < len(sheet.headings) - len(rare) or any(row[place] not in (None, "") for row in sheet.rows)
    ]
    rows = [tuple(row[place] for place in kept) for row in sheet.rows]
    return replace(sheet, headings=tuple(sheet.headings[place] for place in kept), rows=rows)


async def _driven(
    gathering: Gathering,
    keys: Keys,
    services: Mapping[Any, Any],
    cars: Mapping[str, tuple[tuple[Any, ...], UUID]],
) -> list[Driven]:
    """The transfers of who comes, and those that others gave up."""
    every, free = (
        list((await stored_transfers(gathering.id, keys)).values()),
        await given_up("transfer", gathering.id),
    )
    guests = await listed(gathering, [row["guest"] for row in (*every, *free)])
    by_id = {row["id"]: key for key, row in services.items()}
    codes = {key: code for code, (_, key) in cars.items()}
    waves = {row["id"]: code for code, row in (await by_code("transfer_wave", gathering.id)).items()}
    free = [
        row
        | {
            "service": by_id.get(row["service"]), "vehicle_code": codes.get(row["vehicle"]), "wave_code": waves.get(row["wave"]),
            "greeter_phone": keys.open(row["greeter_phone"], table="transfer", column="greeter_phone", row=row["id"]),
        }
        for row in free
    ]  # fmt: skip
    found = []
    for place, row in enumerate((*every, *free)):
        label, plate, _, _, _, driver, phone = (
            cars[row["vehicle_code"]][0] if row["vehicle_code"] else (None,) * 7
        )
        number, on = row["service"] or (None, None)
        found.append(
            Driven(
                row | {"service_number": number, "on_day": on}, guests[row["guest"]], services.get(row["service"]),
                (label, plate, driver, phone), place < len(every),
            )
        )  # fmt: skip
    return found


async def _cars(gathering: Gathering) -> dict[str, tuple[tuple[Any, ...], UUID]]:
    """Every vehicle by code, as a row of its list, with its id."""
    vehicles = await stored_vehicles(gathering.id)
    drivers = {
        code: next(((number, name) for role, number, name in row["crew"] if role == CrewRole.DRIVER), (None, None))
        for code, row in vehicles.items()
    }  # fmt: skip
    phones = await phones_of(gathering, [number for number, _ in drivers.values() if number])
    return {
        code: (
            (
                vehicle_label(code), vehicles[code]["plate"], vehicles[code]["model"], vehicles[code]["seats"], *drivers[code],
                phones.get(drivers[code][0] or ""),
            ),
            vehicles[code]["id"],
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
            code, _WAVE_MODES.get(row["mode"], ""), row["name_zh"], row["on_day"], clock_time(row["begins_at"]), clock_time(row["ends_at"]),
            by_mode[row["mode"]] if row["mode"] in _BY_THEMSELVES else by_wave[code],
        )
        for code, row in order
    ]  # fmt: skip


def _begins(wave: dict[str, Any]) -> tuple[str, str]:
    return str(wave["on_day"] or ""), str(wave["begins_at"] or "")


def _pickups(fetched: list[Driven], gathering: Gathering) -> list[tuple[Any, ...]]:
    def order(one: Driven) -> Any:
        planned = one.service["planned_at"] if one.service else None
        return (
            not one.comes,
            planned is None,
            planned.timestamp() if planned else 0,
            one.row["service_number"] or "",
            one.guest.number,
        )

    rows = []
    for one in sorted(fetched, key=order):
        row, guest, service = one.row, one.guest, one.service
        rows.append(
            (
                row["on_day"], row["wave_code"], row["service_number"], service and service["origin"],
                service and service["terminal"], service and at(service["planned_at"], row["on_day"], gathering), guest.number, guest.name_zh,
                guest.latin, guest.delegation, guest.party, row["luggage"], row["courtesy"], *one.car, row["greeter_name"],
                row["greeter_phone"], row["sign"], one.state, MODES.get(row["mode"], ""), exactly(row["leaves_at"], gathering), row["number"],
                row["place"], exactly(row["service_at"], gathering),
            )
        )  # fmt: skip
    return rows


def _own(alone: list[Driven], gathering: Gathering) -> list[tuple[Any, ...]]:
    order = sorted(alone, key=lambda one: (not one.comes, one.row["mode"] == "local", one.guest.number))
    return [
        (one.guest.number, one.guest.name, one.guest.delegation, MODES[one.row["mode"]], *_day_and_time(one.row["leaves_at"], gathering), None if one.comes else one.state)
        for one in order
    ]  # fmt: skip


async def _departures(taken: list[Driven], gathering: Gathering) -> list[tuple[Any, ...]]:
    hotels, rooming = await stored_hotels(gathering), await stored_rooming(gathering)
    sleeps = {guest: hotels[row["hotel_code"]]["name_zh"] for guest, row in rooming.items()}

    def order(one: Driven) -> Any:
        leaves = one.row["leaves_at"]
        return (
            not one.comes,
            leaves is None,
            leaves.timestamp() if leaves else 0,
            one.car[0] or "",
            one.guest.number,
        )

    return [
        (
            *_day_and_time(one.row["leaves_at"], gathering), *one.car, one.guest.number, one.guest.name, one.guest.delegation,
            sleeps.get(one.row["guest"]), MODES.get(one.row["mode"], ""), one.row["number"], one.row["place"],
            *_day_and_time(one.row["service_at"], gathering), one.state, one.row["wave_code"], one.row["luggage"],
            one.row["courtesy"], one.row["greeter_name"], one.row["greeter_phone"], one.row["sign"],
            one.row["service_number"], one.row["on_day"],
        )
        for one in sorted(taken, key=order)
    ]  # fmt: skip


def _day_and_time(moment: datetime | None, gathering: Gathering) -> tuple[Any, str | None]:
    there = local(moment, gathering)
    return (there.date(), at(moment, there.date(), gathering)) if there else (None, None)
