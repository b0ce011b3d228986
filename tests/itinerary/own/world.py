"""Example County's third gathering with everything a guest's own programme can have."""

from datetime import UTC, datetime
from typing import Any

from event.database import fetch
from event.gathering.tables import Gathering
from event.registration.tables import Guest
from tests import cast
from tests.checkin.lists import sheets, take
from tests.itinerary.lists import LATE, fetched, hotels, sleeps, transfers

Rows = list[list[Any]]
SESSION = ["日期", "时间", "活动内容", "场次代码", "会场代码", "地点"]
PROGRAMME = [
    ["2026年10月15日", "18:30—20:30", "欢迎晚宴", "DINNER", "BALL", ""],
    ["2026年10月16日", "09:00—10:00", "开幕式", "OPEN", "MAIN", ""],
    ["2026年10月16日", "14:30—17:30", "产业推介会", "PROMO", "MAIN", ""],
    ["2026年10月17日", "08:00—14:30", "侨商家乡行", "VISIT", "", "5条线路"],
]  # fmt: skip
SEAT = ["桌号", "席位", "身份", "编号", "姓名", "类别/职务"]
STOPS = [["S01", "示例园", 70], ["S02", "样本馆", 70]]
ROUTES = [
    ["A", "甲线", 1, "S01", "08:50", "09:30", "示例食堂", "12:00", "14:30"],
    ["A", "甲线", 2, "S02", "10:00", "10:40", "", "", ""],
    ["B", "乙线", 1, "S02", "08:50", "09:30", "", "", "14:30"],
]  # fmt: skip
VEHICLE = ["车号", "车牌", "座位数", "线路", "车长编号", "车长", "集合地点", "集合时间", "发车"]
BUSES = [
    [1, "示A·T0001", 45, "A", "S023", "白本例", "宾馆正门", "07:40", "08:00"],
    [2, "示A·T0002", 45, "B", "", "", "宾馆正门", "07:40", "08:00"],
]  # fmt: skip
RETURN = [
    ["2026-10-18", "06:50", "1号车", "EX2026-001", "林示例", "航班", "ZZ2", "香港", "2026-10-18", "09:20", "计划"]
]  # fmt: skip
OPEN = datetime(2099, 1, 1, tzinfo=UTC)


async def whole(**columns: Any) -> tuple[Gathering, Guest]:
    """The gathering and 林示例, who has a hotel, a pickup, a table, a bus and a liaison, with 陳樣本 in the party."""
    held = await cast.gathering(**columns)
    return held, await given(held)


async def given(held: Gathering) -> Guest:
    """林示例 in a gathering that is there already, with everything of the own programme."""
    lin, _ = await cast.lin(
        held, answers={"liaison": "S001 郭参考", "lodging": "yes", "sessions": ["开幕式"]}
    )
    await cast.chen(held)
    for number, name in (("S001", "郭参考"), ("S023", "白本例"), ("C001", "李演示")):
        await cast.guest(held, code="S", number=number, name_zh=name, phone=f"+8619900000{number[1:]}")
    await take("agenda", agenda([1, 2, "来宾", "EX2026-001", "林示例", "嘉宾"]), held)
    await fetch("UPDATE seat_plan SET released_at = $1", cast.NOW)
    await take("visit", visit([1, "7", "EX2026-001"]), held)
    await take("hotels", hotels(sleeps("EX2026-001", "301")), held)
    await take("transfers", transfers(fetched("EX2026-001"), board=[LATE]), held)
    return lin


def agenda(*seats: list[Any]) -> bytes:
    """The programme: everybody may go to the opening, only who has booked to the presentations."""
    return sheets(
        会场=[["会场代码", "会场", "容量"], ["BALL", "宴会厅", 240], ["MAIN", "主会场", 450]],
        日程=[SESSION, *PROGRAMME],
        检票点=[
            ["检票点", "名称", "类型", "会场代码", "场次代码", "方向", "需预约"],
            ["OPEN", "主会场入口", "场次", "MAIN", "OPEN", "in", "否"],
            ["PROMO", "A厅入口", "场次", "MAIN", "PROMO", "in", "是"],
        ],
        晚宴桌次=[["欢迎晚宴桌次表(24桌)"], SEAT, *seats],
    )


def visit(*seats: list[Any], buses: Rows = BUSES) -> bytes:
    """Two routes with a bus each, and who sits where."""
    return sheets(
        线路=[
            ["2026年10月17日"],
            ["线路", "线路名称", "顺序", "考察点编号", "到达", "离开", "午餐地点", "午餐时间", "返回"],
            *ROUTES,
        ],
        考察点=[["考察点编号", "考察点", "同时容量"], *STOPS],
        用餐=[["用餐点编号", "用餐点", "容量"], ["L1", "示例食堂", 100]],
        车辆=[VEHICLE, *buses],
        乘车名单=[["车号", "座号", "编号"], *seats],
    )  # fmt: skip
