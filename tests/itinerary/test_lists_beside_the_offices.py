"""Columns and sheets behind the office's own, row by row: what cannot be is refused, what is not told stays."""

from datetime import date, time
from typing import Any

from event.database import fetch
from event.itinerary.listed import crew_after
from tests import cast
from tests.checkin.lists import sheets, take, told

STOP = ["考察点编号", "考察点", "同时容量", "纬度", "经度", "常规停留", "最短停留", "无障碍", "单日开放"]
ROUTE = ["线路", "线路名称", "顺序", "考察点编号", "到达", "离开", "日期", "出发", "午餐结束"]
VEHICLE = ["车号", "座位数", "线路", "讲解编号", "讲解", "轮椅位", "出发酒店"]
PARK = ["S01", "示例园", 70, "27.1", "120.5", 45, 30, "是", "2026-10-17 09:00-12:00、2026-10-18 关闭"]
BUS = [1, 45, "A", "Z001", "胡样", 2, ""]
OTHERS = ["车号", "角色", "编号", "姓名"]
MEMBERS = ["编号", "姓名", "角色", "语言", "起", "止"]
WAYS = ["起点", "终点", "分钟", "来源"]
DAYS = ["日期", "最早出发", "最晚返回", "午餐起", "午餐止", "行车上限"]
BONDS = ["编号", "另一编号", "关系", "原因"]
Rows = list[list[Any]]


def _visit(
    *, stops: Rows | None = None, routes: Rows | None = None, bus: list[Any] = BUS, **beside: Rows
) -> bytes:
    return sheets(
        线路=[["2026年10月17日"], ROUTE, *(routes or [["A", "甲线", 1, "S01", "08:50", "09:30"]])], 车辆=[VEHICLE, bus],
        考察点=[STOP, *(stops or [PARK])], 乘车名单=[["车号", "编号"]], **beside,
    )  # fmt: skip


async def _reasons(content: bytes, **cast_of: Any) -> list[str]:
    held = await cast.gathering()
    await cast.lin(held)
    await cast.chen(held)
    report = await take("visit", content, held, **cast_of)
    assert not report.written
    return [" ".join(texts) for outcome, texts in told(report) if outcome == "refuse"]


async def test_a_stop_has_hours_of_its_own_on_single_days(db: str) -> None:
    held = await cast.gathering()

    await take("visit", _visit(), held)
    twice = await take("visit", _visit(), held)

    assert [outcome for outcome, _ in told(twice)] == ["unchanged"] * 3
    rows = await fetch("SELECT on_day, opens_at, closes_at FROM stop_hours ORDER BY on_day")
    assert [tuple(row) for row in rows] == [
        (date(2026, 10, 17), time(9), time(12)), (date(2026, 10, 18), None, None),
    ]  # fmt: skip


async def test_what_a_stop_cannot_be_is_refused(db: str) -> None:
    wrong = ["S01", "示例园", 70, "97.1", "", 30, 45, "maybe", "2026-10-17 12:00-09:00、tomorrow"]
    half = ["S02", "另一园", 50, "27.1", "", "", "", "", ""]

    first, second = await _reasons(_visit(stops=[wrong, half]))

    assert "纬度: “97.1” is no number of degrees from -90 to 90." in first
    assert "无障碍: “maybe” is neither yes nor no; write 1 or 0." in first
    assert "单日开放: closes before it opens." in first
    assert "单日开放: “tomorrow” are no hours of a day" in first
    assert "最短停留: the shortest stay is longer than the usual one." in first
    assert "经度: a point on the map has a latitude and a longitude." in second


async def test_rows_of_a_route_tell_of_several_days(db: str) -> None:
    held = await cast.gathering()
    routes = [
        ["A", "甲线", 1, "S01", "08:50", "09:30", "2026-10-17", "08:00", ""],
        ["A", "甲线", 2, "S01", "10:00", "10:30", "2026-10-18", "09:00", ""],
        ["A", "甲线", "", "", "", "", "未定", "", ""],
    ]

    await take("visit", _visit(routes=routes), held)

    days = await fetch("SELECT on_day, leaves_at FROM route_day ORDER BY on_day")
    assert [(row["on_day"], row["leaves_at"] and f"{row['leaves_at'].astimezone(held.zone):%d %H:%M}") for row in days] == [
        (date(2026, 10, 17), "17 08:00"), (date(2026, 10, 18), "18 09:00"), (None, None),
    ]  # fmt: skip
    visits = await fetch("SELECT arrives_at FROM route_visit ORDER BY position")
    assert [f"{row['arrives_at'].astimezone(held.zone):%d %H:%M}" for row in visits] == [
        "17 08:50",
        "18 10:00",
    ]


async def test_what_the_sheets_beside_cannot_say_is_refused(db: str) -> None:
    content = _visit(
        其他随车人员=[OTHERS, [9, "讲解", "Z002", ""], [1, "厨师", "Z003", ""], [1, "司机", "C002", ""]],
        随车人员库=[MEMBERS, ["Z001", "胡样", "讲解、厨师", "", "2026-10-17 18:00", "2026-10-17 08:00"]],
        行车时间=[WAYS, ["S01", "S01", 10, "录入"], ["S01", "月球", 10, ""]],
        家乡行日=[DAYS, ["2026-10-17", "18:00", "08:00", "12:00", "11:00", 0], ["", "", "", "", "", 5]],
        同行与分开=[
            BONDS, ["EX2026-001", "EX2026-077", "同行", ""], ["EX2026-001", "EX2026-001", "分开", ""],
            ["EX2026-001", "EX2026-002", "朋友", ""],
        ],
    )  # fmt: skip

    reasons = await _reasons(content)

    assert reasons == [
        "车号: “9” is not in the list of vehicles. Add it there, or correct it.",
        "角色: “厨师” is not known here. Known: 司机、车长、讲解、翻译、志愿者、医护.",
        "角色: a vehicle has one, who stands in the list of vehicles.",
        "角色: “厨师” is not known here. Known: 司机、车长、讲解、翻译、志愿者、医护. 止: ends before it begins.",
        "终点: A way leads from one place to another.",
        "最晚返回: buses would have to be back before they leave. 午餐止: lunch would have to begin before it may. 行车上限: “0” is not a whole number from 1 to 1440.",
        "日期: is missing. 最早出发: is missing. 最晚返回: is missing. 午餐起: is missing. 午餐止: is missing.",
        "另一编号: There is no guest with this number. Import the guest list first.",
        "另一编号: Please choose two guests.",
        "关系: “朋友” is not known here. Known: 同行、分开.",
    ]
    assert await fetch("SELECT 1 FROM stop") == []


async def test_a_place_that_is_not_known_is_left_out_and_a_hotel_that_is_not_stays_open(db: str) -> None:
    held = await cast.gathering()
    content = _visit(bus=[*BUS[:-1], "H9"], 行车时间=[WAYS, ["S01", "月球", 10, ""]])

    report = await take("visit", content, held)

    assert [texts for _, texts in told(report) if texts] == [
        ["出发酒店: “H9” is not in the list of hotels; where the vehicle starts stays open."],
        ["终点: “月球” is no stop, canteen, hotel or venue of this gathering; the row is left out."],
    ]
    rows = await fetch("SELECT wheelchair_places, hotel FROM vehicle")
    assert [tuple(row) for row in rows] == [(2, None)]
    assert await fetch("SELECT 1 FROM travel_time") == []


def test_others_of_a_role_stay_where_no_list_tells_of_them() -> None:
    one, other, new = (("guide", number, "") for number in ("Z1", "Z2", "Z3"))

    assert crew_after([one], [one, other], None) == [one, other]
    assert crew_after([other], [one, other], None) == [one, other]
    assert crew_after([new], [one, other], None) == [other, new]
    assert crew_after([], [one, other], None) == [other]
    assert crew_after([one], [one, other], []) == [one]
    assert crew_after([one], [], [other]) == [one, other]
