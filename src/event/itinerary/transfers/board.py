"""What lists of waves, vehicles and the board of flights and trains say, against what is stored."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from event.database import fetch
from event.faults import ROW_LACKS
from event.gathering.tables import Gathering, local_day
from event.itinerary.listed import crew_after, seats_of, with_crew_of
from event.itinerary.reading import Planned, clock, day, once, settle
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
    "day": ("日期",),
}  # fmt: skip
_NEWS = {
    "number": ("航班/车次",), "day": ("日期",), "seen": ("时刻",), "state": ("状态",), "estimated": ("预计到达",),
    "arrived": ("实际到达",),
}  # fmt: skip
_CAR = {
    "code": ("车号",), "plate": ("车牌",), "model": ("车型",), "seats": ("座位数",), "driver_number": ("司机编号",),
    "driver": ("司机",),
}  # fmt: skip
_SEEN = re.compile(r"(\d{4}年\d{1,2}月\d{1,2}日|\d{4}-\d{1,2}-\d{1,2})\s*(\d{1,2}[::]\d{2})")
_CAR_NUMBER = re.compile(r"(\d+)号车")

_UNKNOWN_MODE = Message("“{text}” is no way to travel. Known: {known}.")
_UNKNOWN_STATE = Message("“{text}” is nothing a board says. Known: {known}.")
_UNKNOWN_SERVICE = Message(
    "“{text}” of this day is in no list of flights and trains. Add it there, or correct it."
)
_UNKNOWN_WAVE = Message("“{text}” is not in the list of waves; the row stays without one.")
_NO_ARRIVAL = Message("has arrived; when is missing.")
Key = tuple[str, date]
"""A flight or train by number and day."""
_SEEN_OF_IT = ("state", "estimated_at", "arrived_at")


def vehicle_code(text: str) -> str:
    """The code of a vehicle as lists write it: 1 for 1号车."""
    found = _CAR_NUMBER.fullmatch(text)
    return found[1] if found else text


def vehicle_label(code: str) -> str:
    """A vehicle as people call it: 1号车 for 1."""
    return f"{code}号车" if code.isdigit() else code


def vehicle_label_of(column: str) -> str:
    """The same in SQL, of a column with codes."""
    return f"CASE WHEN {column} ~ '^[0-9]+$' THEN {column} || '号车' ELSE {column} END"


def seen_at(table: Table, gathering: Gathering) -> datetime | None:
    """When the board was read, as the title of its list says."""
    found = _SEEN.search(f"{table.title} {table.note}")
    if not found:
        return None
    on, at = read_day(found[1]).value, read_time(found[2])
    return datetime.combine(on, at, gathering.zone) if on and at else None


def mode_of(cells: Cells) -> str:
    """How somebody travels."""
    text = cells.text("mode", 20)
    if text and text not in MODES:
        cells.refuse("mode", _UNKNOWN_MODE, text=text, known="、".join(MODES))
    return MODES.get(text, "")


def wave_of(cells: Cells, waves: set[str]) -> str | None:
    """The wave of a row, if there is one of this code."""
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
            "mode": mode_of(cells), "name_zh": name, "on_day": day(cells, "day"), "begins_at": clock(cells, "begins"),
            "ends_at": clock(cells, "ends"),
        }  # fmt: skip
        planned.append(settle(Planned(cells, code, name, columns), table.sheet, stored.get(code)))
    return planned


def plan_services(
    table: Table,
    stored: Mapping[Key, dict[str, Any]],
    waves: set[str],
    gathering: Gathering,
    *,
    shown: bool = True,
) -> list[Planned]:
    """Flights and trains, and what the board showed of each; not `shown`: no board has them yet."""
    planned, seen = [], dict[Any, int]()
    for row in table.rows:
        cells = Cells(row, _SERVICE)
        number = cells.text("number", 20, needed=True)
        at = cells.moment("planned", gathering.zone, needed=True)
        on = day(cells, "day") or (local_day(at, gathering.zone) if at else None)
        once(cells, "number", (number, on), seen)
        columns: dict[str, Any] = {
            "on_day": on, "mode": mode_of(cells), "origin": cells.text("origin", 80),
            "terminal": cells.text("terminal", 40), "planned_at": at, "wave_code": wave_of(cells, waves),
        }  # fmt: skip
        if shown:
            columns |= _seen_in(cells, gathering)
        known = stored.get((number, on)) if on else None
        planned.append(settle(Planned(cells, number, columns["origin"], columns), table.sheet, known))
    return planned


def _seen_in(cells: Cells, gathering: Gathering) -> dict[str, Any]:
    state, arrived = _state(cells), cells.moment("arrived", gathering.zone)
    if state is ServiceState.ARRIVED and arrived is None:
        cells.refuse("arrived", _NO_ARRIVAL)
    return {"state": state, "estimated_at": cells.moment("estimated", gathering.zone), "arrived_at": arrived}


def plan_news(
    table: Table,
    stored: Mapping[tuple[str, date, datetime], dict[str, Any]],
    services: set[Key],
    gathering: Gathering,
) -> list[Planned]:
    """What boards showed of flights and trains, moment by moment."""
    planned, seen = [], dict[Any, int]()
    for row in table.rows:
        cells = Cells(row, _NEWS)
        number, on = cells.text("number", 20, needed=True), day(cells, "day")
        at = cells.moment("seen", gathering.zone, needed=True)
        if on is None and not cells.text("day", 40):
            cells.refuse("day", ROW_LACKS)
        if on and (number, on) not in services:
            cells.refuse("number", _UNKNOWN_SERVICE, text=number)
        once(cells, "seen", (number, on, at), seen)
        columns = _seen_in(cells, gathering) | {"on_day": on, "seen_at": at}
        known = stored.get((number, on, at)) if on and at else None
        planned.append(settle(Planned(cells, number, "", columns), table.sheet, known))
    return planned


def newest(news: Sequence[Planned]) -> dict[Key, dict[str, Any]]:
    """What the last of the boards showed, by flight or train."""
    told = [one for one in news if one.columns["on_day"] and one.columns["seen_at"]]
    return {
        (one.code, one.columns["on_day"]): one.columns
        for one in sorted(told, key=lambda one: one.columns["seen_at"])
    }


def repeats(one: Planned, last: Mapping[Key, dict[str, Any]]) -> bool:
    """Whether a row of the board shows what the list of its news ends with."""
    there = last.get((one.code, one.columns["on_day"]))
    return there is not None and all(there[name] == one.columns[name] for name in _SEEN_OF_IT)


def with_news(
    stored: Mapping[Key, dict[str, Any]], last: Mapping[Key, dict[str, Any]]
) -> dict[Key, dict[str, Any]]:
    """Stored flights and trains to be compared with a board whose news stand in a list of their own."""
    return {
        key: row | ({name: last[key][name] for name in _SEEN_OF_IT} if key in last else {})
        for key, row in stored.items()
    }


async def stored_news(gathering: UUID) -> dict[tuple[str, date, datetime], dict[str, Any]]:
    """What boards showed, in the order of time."""
    rows = await fetch(
        "SELECT s.number, s.on_day, n.* FROM service_seen n JOIN service s ON s.id = n.service"
        " WHERE s.gathering = $1 ORDER BY n.seen_at, s.number, s.on_day",
        gathering,
    )
    return {(row["number"], row["on_day"], row["seen_at"]): dict(row) for row in rows}


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
        }  # fmt: skip
        known = with_crew_of(stored.get(code), {str(CrewRole.DRIVER)})
        columns["crew"] = crew_after([driver] if driver[1] else [], known["crew"] if known else [], None)
        planned.append(settle(Planned(cells, code, columns["plate"], columns), table.sheet, known))
    return planned


async def stored_services(gathering: UUID, at: datetime) -> dict[tuple[str, date], dict[str, Any]]:
    """Flights and trains by number and day, with what the board of a moment showed."""
    rows = await fetch(
        "SELECT s.*, w.code AS wave_code, n.state, n.estimated_at, n.arrived_at FROM service s"
        " LEFT JOIN transfer_wave w ON w.id = s.wave"
        " LEFT JOIN service_seen n ON n.service = s.id AND n.seen_at = $2 WHERE s.gathering = $1",
        gathering, at,
    )  # fmt: skip
    return {(row["number"], row["on_day"]): dict(row) for row in rows}
