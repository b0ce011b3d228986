"""What lists of flights, waves and transfers say, against what is stored."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from event.database import fetch
from event.gathering.keys import Keys
from event.gathering.tables import Gathering, local_day
from event.itinerary.listed import seats_of
from event.itinerary.named import People
from event.itinerary.reading import Planned, clock, day, on_day, once, settle, whole
from event.itinerary.tables import CrewRole
from event.itinerary.transfers.tables import ServiceState
from event.language import Message
from event.registration.importing.cells import Cells
from event.registration.importing.values import read_day, read_time
from event.workbook import Table

MODES = {
    "航空": "flight", "航班": "flight", "飞机": "flight", "铁路": "train", "火车": "train", "高铁": "train",
    "自行": "self", "自驾": "self", "本地": "local",
}  # fmt: skip
STATES = {
    "计划": ServiceState.PLANNED, "延误": ServiceState.DELAYED, "已到达": ServiceState.ARRIVED,
    "到达": ServiceState.ARRIVED, "落地": ServiceState.ARRIVED, "取消": ServiceState.CANCELLED,
    "已取消": ServiceState.CANCELLED,
}  # fmt: skip
_WAVE = {
    "code": ("批次",), "mode": ("方式",), "name": ("说明",), "day": ("日期",), "begins": ("起",), "ends": ("止",),
}  # fmt: skip
_SERVICE = {
    "number": ("航班/车次",), "wave": ("批次",), "mode": ("方式",), "origin": ("始发",), "terminal": ("航站楼/出口",),
    "planned": ("计划到达",), "estimated": ("预计到达",), "arrived": ("实际到达",), "state": ("状态",),
}  # fmt: skip
_CAR = {
    "code": ("车号",), "plate": ("车牌",), "model": ("车型",), "seats": ("座位数",), "driver_number": ("司机编号",),
    "driver": ("司机",),
}  # fmt: skip
_PICKUP = {
    "day": ("日期",), "wave": ("批次",), "service": ("航班/车次",), "origin": ("始发",), "terminal": ("航站楼/出口",),
    "planned": ("计划到达",), "number": ("编号",), "name": ("中文姓名", "姓名"), "luggage": ("行李件数",),
    "courtesy": ("礼遇",), "vehicle": ("车号",), "greeter": ("接站员",), "greeter_phone": ("接站员电话",),
    "sign": ("举牌",), "state": ("状态",),
}  # fmt: skip
_OWN = {
    "number": ("编号",), "name": ("姓名",), "mode": ("方式",), "day": ("预计报到日期",), "time": ("预计时间",),
}  # fmt: skip
_DEPARTURE = {
    "day": ("日期",), "leaves": ("发车时间",), "vehicle": ("车号",), "number": ("编号",), "name": ("姓名",),
    "mode": ("方式",), "service": ("航班/车次",), "place": ("目的地",), "service_day": ("起飞/开车日期",),
    "service_time": ("起飞/开车时间",), "state": ("状态",),
}  # fmt: skip
_SEEN = re.compile(r"(\d{4}年\d{1,2}月\d{1,2}日|\d{4}-\d{1,2}-\d{1,2})\s*(\d{1,2}[::]\d{2})")
_CAR_NUMBER = re.compile(r"(\d+)号车")
_MOST_PIECES = 99

_UNKNOWN_MODE = Message("“{text}” is no way to travel. Known: {known}.")
_UNKNOWN_STATE = Message("“{text}” is nothing a board says. Known: {known}.")
_UNKNOWN_WAVE = Message("“{text}” is not in the list of waves; the row stays without one.")
_UNKNOWN_CAR = Message("“{text}” is not in the list of vehicles. Add it there, or correct it.")
_NO_ARRIVAL = Message("has arrived; when is missing.")
_TWICE = Message("stands in row {row} already. Everybody once.")
_CANCELLED = Message("is cancelled in the list, although the guest comes; nobody fetches or takes them.")


def vehicle_code(text: str) -> str:
    """The code of a vehicle as lists write it: 1 for 1号车."""
    found = _CAR_NUMBER.fullmatch(text)
    return found[1] if found else text


def vehicle_label(code: str) -> str:
    """A vehicle as people call it: 1号车 for 1."""
    return f"{code}号车" if code.isdigit() else code


def seen_at(table: Table, gathering: Gathering) -> datetime | None:
    """When the board was read, as the title of its list says."""
    found = _SEEN.search(f"{table.title} {table.note}")
    if not found:
        return None
    on, at = read_day(found[1]).value, read_time(found[2])
    return datetime.combine(on, at, gathering.zone) if on and at else None


def _mode(cells: Cells, field: str = "mode") -> str:
    text = cells.text(field, 20)
    if text and text not in MODES:
        cells.refuse(field, _UNKNOWN_MODE, text=text, known="、".join(MODES))
    return MODES.get(text, "")


def _wave(cells: Cells, waves: set[str]) -> str | None:
    text = cells.text("wave", 20)
    if text and text not in waves:
        cells.warn("wave", _UNKNOWN_WAVE, text=text)
    return text if text in waves else None


def plan_waves(table: Table, stored: Mapping[str, dict[str, Any]]) -> list[Planned]:
    """Waves of arrivals; how many come with each follows from the list of guests."""
    planned, seen = [], dict[str, int]()
    for row in table.rows:
        cells = Cells(row, _WAVE)
        code, name = cells.text("code", 20, needed=True), cells.text("name", 120)
        once(cells, "code", code, seen)
        columns = {
            "mode": _mode(cells), "name_zh": name, "on_day": day(cells, "day"), "begins_at": clock(cells, "begins"),
            "ends_at": clock(cells, "ends"),
        }  # fmt: skip
        planned.append(settle(Planned(cells, code, name, columns), table.sheet, stored.get(code)))
    return planned


def plan_services(
    table: Table, stored: Mapping[tuple[str, date], dict[str, Any]], waves: set[str], gathering: Gathering
) -> list[Planned]:
    """Flights and trains, and what the board showed of each."""
    planned, seen = [], dict[Any, int]()
    for row in table.rows:
        cells = Cells(row, _SERVICE)
        number = cells.text("number", 20, needed=True)
        at = cells.moment("planned", gathering.zone, needed=True)
        state, arrived = _state(cells), cells.moment("arrived", gathering.zone)
        if state is ServiceState.ARRIVED and arrived is None:
            cells.refuse("arrived", _NO_ARRIVAL)
        on = local_day(at, gathering.zone) if at else None
        once(cells, "number", (number, on), seen)
        columns: dict[str, Any] = {
            "on_day": on, "mode": _mode(cells), "origin": cells.text("origin", 80),
            "terminal": cells.text("terminal", 40), "planned_at": at, "wave_code": _wave(cells, waves),
            "state": state, "estimated_at": cells.moment("estimated", gathering.zone), "arrived_at": arrived,
        }  # fmt: skip
        known = stored.get((number, on)) if on else None
        planned.append(settle(Planned(cells, number, columns["origin"], columns), table.sheet, known))
    return planned


def _state(cells: Cells) -> ServiceState:
    text = cells.text("state", 20)
    if text and text not in STATES:
        cells.refuse("state", _UNKNOWN_STATE, text=text, known="、".join(STATES))
    return STATES.get(text, ServiceState.PLANNED)


def plan_cars(table: Table, stored: Mapping[str, dict[str, Any]]) -> list[Planned]:
    """Vehicles that fetch and take guests, with their drivers; buses of the homeland visit among them."""
    planned, seen = [], dict[str, int]()
    for row in table.rows:
        cells = Cells(row, _CAR)
        code = vehicle_code(cells.text("code", 20, needed=True))
        once(cells, "code", code, seen)
        driver = (str(CrewRole.DRIVER), cells.text("driver_number", 40), cells.text("driver", 80))
        columns: dict[str, Any] = {
            "plate": cells.text("plate", 20), "model": cells.text("model", 40), "seats": seats_of(cells),
            "crew": [driver] if driver[1] else [],
        }  # fmt: skip
        known = stored.get(code)
        if known:
            known = known | {"crew": [one for one in known["crew"] if one[0] == CrewRole.DRIVER]}
        planned.append(settle(Planned(cells, code, columns["plate"], columns), table.sheet, known))
    return planned


class Transfers:
    """Reads who is fetched, comes alone or is taken, against everything the lists before them tell."""

    def __init__(
        self,
        people: People,
        stored: Mapping[tuple[UUID, str], dict[str, Any]],
        waves: set[str],
        vehicles: set[str],
        gathering: Gathering,
    ) -> None:
        self._people, self._stored, self._gathering = people, stored, gathering
        self._waves, self._vehicles = waves, vehicles
        self._seen: dict[tuple[UUID, str], int] = {}

    def pickups(self, table: Table, modes: Mapping[str, str]) -> list[Planned]:
        """Guests who are fetched. `modes`: whether a number is a flight or a train."""
        return [self._pickup(Cells(row, _PICKUP), table.sheet, modes) for row in table.rows]

    def _pickup(self, cells: Cells, sheet: str, modes: Mapping[str, str]) -> Planned:
        on, number = day(cells, "day"), cells.text("service", 20)
        told = {
            "mode": modes.get(number, "flight" if number else ""),
            "service": (number, on) if number and on else None,
            "service_told": {
                "origin": cells.text("origin", 80), "terminal": cells.text("terminal", 40),
                "planned_at": on_day(cells, "planned", on, self._gathering),
            },
            "wave_code": _wave(cells, self._waves), "vehicle_code": self._vehicle(cells), "leaves_at": None,
            "number": "", "place": "", "service_at": None, "luggage": whole(cells, "luggage", 0, _MOST_PIECES),
            "courtesy": cells.text("courtesy", 80), "greeter_name": cells.text("greeter", 80),
            "greeter_phone": cells.text("greeter_phone", 40), "sign": cells.text("sign", 120),
        }  # fmt: skip
        return self._about(cells, sheet, "arrival", told)

    def own(self, table: Table) -> list[Planned]:
        """Guests who come by themselves, or live here."""
        planned = []
        for row in table.rows:
            cells = Cells(row, _OWN)
            told = _nothing() | {
                "mode": _mode(cells) or "self",
                "leaves_at": on_day(cells, "time", day(cells, "day"), self._gathering),
            }
            planned.append(self._about(cells, table.sheet, "arrival", told))
        return planned

    def departures(self, table: Table) -> list[Planned]:
        """Guests who are taken to their flight or train."""
        planned = []
        for row in table.rows:
            cells = Cells(row, _DEPARTURE)
            told = _nothing() | {
                "mode": _mode(cells), "vehicle_code": self._vehicle(cells),
                "leaves_at": on_day(cells, "leaves", day(cells, "day"), self._gathering),
                "number": cells.text("service", 20), "place": cells.text("place", 80),
                "service_at": on_day(cells, "service_time", day(cells, "service_day"), self._gathering),
            }  # fmt: skip
            planned.append(self._about(cells, table.sheet, "departure", told))
        return planned

    def _vehicle(self, cells: Cells) -> str | None:
        code = vehicle_code(cells.text("vehicle", 20))
        if code and code not in self._vehicles:
            cells.refuse("vehicle", _UNKNOWN_CAR, text=code)
        return code or None

    def _about(self, cells: Cells, sheet: str, direction: str, told: dict[str, Any]) -> Planned:
        """A row with the guest it means; who is cancelled in the list is neither fetched nor taken."""
        number, name = cells.text("number", 40, needed=True), cells.text("name", 80)
        one = Planned(cells, number, name, {})
        cancelled = (
            STATES.get(cells.text("state", 20)) is ServiceState.CANCELLED if _has_state(cells) else False
        )
        held = self._people.named(cells, "number", number)
        if held is None:
            one.outcome = cells.outcome(sheet, number, name, known=False)
            return one
        once(cells, "number", (held.guest, direction), self._seen, _TWICE)
        if cancelled and not held.gone:
            cells.warn("state", _CANCELLED)
        known = self._stored.get((held.guest, direction))
        one.columns = told | {
            "guest": held.guest, "direction": direction, "gone": held.gone, "left": held.gone or cancelled
        }  # fmt: skip
        compared = {key: value for key, value in told.items() if key != "service_told"}
        changes = [key for key, value in compared.items() if known and known[key] != value]
        if one.columns["left"]:
            changes = ["transfer"] if known else []
        one.outcome = cells.outcome(
            sheet, number, name, known=known is not None, changes=changes,
            left_out=one.columns["left"] and known is None,
        )  # fmt: skip
        return one


def _has_state(cells: Cells) -> bool:
    return "状态" in cells.row.cells


def _nothing() -> dict[str, Any]:
    return {
        "mode": "", "service": None, "service_told": {}, "wave_code": None, "vehicle_code": None, "leaves_at": None,
        "number": "", "place": "", "service_at": None, "luggage": None, "courtesy": "", "greeter_name": "",
        "greeter_phone": "", "sign": "",
    }  # fmt: skip


async def stored_services(gathering: UUID, at: datetime) -> dict[tuple[str, date], dict[str, Any]]:
    """Flights and trains by number and day, with what the board of a moment showed."""
    rows = await fetch(
        "SELECT s.*, w.code AS wave_code, n.state, n.estimated_at, n.arrived_at FROM service s"
        " LEFT JOIN transfer_wave w ON w.id = s.wave"
        " LEFT JOIN service_seen n ON n.service = s.id AND n.seen_at = $2 WHERE s.gathering = $1",
        gathering, at,
    )  # fmt: skip
    return {(row["number"], row["on_day"]): dict(row) for row in rows}


async def stored_transfers(gathering: UUID, keys: Keys) -> dict[tuple[UUID, str], dict[str, Any]]:
    """Transfers by guest and direction, as lists have them."""
    rows = await fetch(
        "SELECT t.*, s.number AS service_number, s.on_day, w.code AS wave_code, v.code AS vehicle_code FROM transfer t"
        " JOIN guest g ON g.id = t.guest LEFT JOIN service s ON s.id = t.service"
        " LEFT JOIN transfer_wave w ON w.id = t.wave LEFT JOIN vehicle v ON v.id = t.vehicle WHERE g.gathering = $1",
        gathering,
    )
    return {
        (row["guest"], row["direction"]): dict(row)
        | {
            "service": (row["service_number"], row["on_day"]) if row["service"] else None,
            "greeter_phone": keys.open(row["greeter_phone"], table="transfer", column="greeter_phone", row=row["id"]),
        }
        for row in rows
    }  # fmt: skip
