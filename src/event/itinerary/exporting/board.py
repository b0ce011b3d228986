"""Flights and trains going out: what the board shows, those it does not show yet, and everything boards showed before."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from event.database import fetch
from event.gathering.tables import Gathering
from event.itinerary.transfers.board import stored_news
from event.itinerary.transfers.imports import BOARD, NEWS, UNSEEN
from event.itinerary.transfers.tables import ServiceState
from event.registration.exporting.office import OfficeSheet, exactly, local
from event.templating import day as said_day

MODES = {"flight": "航班", "train": "火车", "self": "自行", "local": "本地"}
_STATES = {
    ServiceState.PLANNED: "计划", ServiceState.DELAYED: "延误", ServiceState.ARRIVED: "已到达",
    ServiceState.CANCELLED: "取消",
}  # fmt: skip
_BOARD = (
    "航班/车次", "批次", "方式", "始发", "航站楼/出口", "计划到达", "预计到达", "实际到达", "状态", "人数",
    "日期",
)  # fmt: skip
_UNSEEN = ("航班/车次", "批次", "方式", "始发", "航站楼/出口", "计划到达", "日期", "人数")
_NEWS = ("航班/车次", "日期", "时刻", "状态", "预计到达", "实际到达")
Services = Mapping[Any, Any]


async def services_of(gathering: UUID) -> dict[Any, Any]:
    """Flights and trains by number and day in the order of time, with what the board showed last."""
    rows = await fetch(
        "SELECT s.*, w.code AS wave_code, n.seen_at, n.state, n.estimated_at, n.arrived_at FROM service s"
        " LEFT JOIN transfer_wave w ON w.id = s.wave LEFT JOIN LATERAL (SELECT * FROM service_seen e"
        "   WHERE e.service = s.id ORDER BY e.seen_at DESC LIMIT 1) n ON true"
        " WHERE s.gathering = $1 ORDER BY s.planned_at, s.number",
        gathering,
    )
    return {(row["number"], row["on_day"]): row for row in rows}


def board_sheet(services: Services, come: Mapping[Any, int], gathering: Gathering) -> OfficeSheet:
    """The office's list. `come`: how many guests come with each."""
    seen = [row["seen_at"] for row in services.values() if row["seen_at"]]
    rows = [
        (
            *_begins(row, gathering), exactly(row["estimated_at"], gathering), exactly(row["arrived_at"], gathering),
            _STATES[ServiceState(row["state"])], come.get(key, 0), row["on_day"],
        )
        for key, row in services.items()
        if row["seen_at"]
    ]  # fmt: skip
    note = "时间均为到达地当地时间;实际到达空白表示尚未到达。"
    return OfficeSheet(BOARD, _title(max(seen, default=None), gathering), note, _BOARD, rows)


def unseen_sheet(services: Services, come: Mapping[Any, int], gathering: Gathering) -> OfficeSheet:
    """Flights and trains that no board has shown."""
    rows = [
        (*_begins(row, gathering), row["on_day"], come.get(key, 0))
        for key, row in services.items()
        if not row["seen_at"]
    ]
    return OfficeSheet(UNSEEN, "尚未上屏的航班车次", "动态表尚未显示者。", _UNSEEN, rows)


async def news_sheet(gathering: Gathering) -> OfficeSheet:
    """Everything that boards showed, in the order of time."""
    rows = [
        (
            number, on, exactly(seen, gathering), _STATES[ServiceState(row["state"])],
            exactly(row["estimated_at"], gathering), exactly(row["arrived_at"], gathering),
        )
        for (number, on, seen), row in (await stored_news(gathering.id)).items()
    ]  # fmt: skip
    return OfficeSheet(NEWS, "航班车次动态记录", "每次动态的时刻与内容。", _NEWS, rows)


def _begins(row: Any, gathering: Gathering) -> tuple[Any, ...]:
    return (
        row["number"], row["wave_code"], MODES.get(row["mode"], ""), row["origin"], row["terminal"],
        exactly(row["planned_at"], gathering),
    )  # fmt: skip


def _title(seen: datetime | None, gathering: Gathering) -> str:
    there = local(seen, gathering)
    if there is None:
        return "航班车次动态"
    return f"航班车次动态({said_day(there, 'zh-Hans', weekday=False)} {there:%H:%M} 导出)"
