"""Stops, canteens and routes row by row: what cannot be is refused, telephone numbers are kept sealed."""

import asyncio
from datetime import time
from typing import Any

from event.database import fetch
from event.gathering.keys import keys_of
from tests import cast
from tests.checkin.lists import sheets, take, told

STOP = ["考察点编号", "考察点", "类型", "开放时间", "关闭时间", "同时容量", "所在镇街", "联系人", "联系电话"]
CANTEEN = ["用餐点编号", "用餐点", "容量", "开餐", "停餐", "联系人", "联系电话"]
ROUTE = ["线路", "线路名称", "顺序", "考察点编号", "到达", "离开", "午餐地点", "午餐时间", "返回"]
VEHICLE = ["车号", "车牌", "座位数", "线路", "车长编号", "车长"]
PARK = ["S01", "示例园", "园区", "08:30", "17:00", 70, "示范镇", "郭参考", "+8619900000053"]
LUNCH = ["L1", "示例食堂", 100, "12:00", "13:00", "方例证", "+8619900000056"]
Rows = list[list[Any]]


def _visit(routes: Rows, *, stops: Rows, canteens: Rows, title: str = "2026年10月17日") -> bytes:
    return sheets(
        线路=[[title], ROUTE, *routes], 车辆=[VEHICLE, [1, "示A·T0001", 45, "A", "S023", "白本例"]],
        考察点=[STOP, *stops], 用餐=[CANTEEN, *canteens], 乘车名单=[["车号", "编号"]],
    )  # fmt: skip


_WHOLE = _visit(
    [["A", "甲线", 1, "S01", "08:50", "09:30", "示例食堂", "12:00", "14:30"]], stops=[PARK], canteens=[LUNCH]
)


async def test_a_route_comes_with_its_stops_its_lunch_and_its_crew(db: str) -> None:
    held = await cast.gathering()

    first, second = await take("visit", _WHOLE, held), await take("visit", _WHOLE, held)

    assert first.figures == {"routes": 1, "vehicles": 1, "seats": 0, "stops": 1, "canteens": 1}
    assert ([outcome for outcome, _ in told(second)], second.notes) == (["unchanged"] * 4, ())
    (row,) = await fetch(
        "SELECT s.code, s.opens_at, s.capacity, v.arrives_at, c.code AS canteen, d.returns_at, w.role, w.number"
        " FROM route r JOIN route_visit v ON v.route = r.id JOIN stop s ON s.id = v.stop"
        " JOIN route_day d ON d.route = r.id JOIN canteen c ON c.id = d.canteen JOIN vehicle b ON b.route = r.id JOIN vehicle_crew w ON w.vehicle = b.id"
    )
    assert tuple(row)[:3] == ("S01", time(8, 30), 70)
    assert (row["canteen"], row["role"], row["number"]) == ("L1", "captain", "S023")
    times = [f"{row[name].astimezone(held.zone):%Y-%m-%d %H:%M}" for name in ("arrives_at", "returns_at")]
    assert times == ["2026-10-17 08:50", "2026-10-17 14:30"]


async def test_telephone_numbers_of_contacts_are_sealed(db: str) -> None:
    held = await cast.gathering()
    await take("visit", _WHOLE, held)

    keys = await keys_of(held.id)
    for table, phone in (("stop", PARK[-1]), ("canteen", LUNCH[-1])):
        (row,) = await fetch(f"SELECT id, contact_phone FROM {table}")
        assert phone.encode() not in bytes(row["contact_phone"])
        assert keys.open(row["contact_phone"], table=table, column="contact_phone", row=row["id"]) == phone


async def test_what_cannot_be_is_refused_and_what_is_doubtful_is_said(db: str) -> None:
    held = await cast.gathering()
    routes = [
        ["A", "甲线", 1, "S01", "09:30", "08:50", "别的食堂", "12:00", "14:30"],
        ["A", "甲线", 1, "S99", "10:00", "10:30", "", "", ""],
    ]
    stops = [PARK, ["S01", "又一园", "", "17:00", "08:30", "many", "", "", ""]]
    canteens = [["L1", "示例食堂", 0, "noon", "13:00", "", ""]]

    report = await take("visit", _visit(routes, stops=stops, canteens=canteens), held)

    assert not report.written
    reasons = [" ".join(texts) for outcome, texts in told(report) if outcome == "refuse"]
    assert "考察点编号: stands in row 2 already. Everything once." in reasons[0]
    assert "关闭时间: closes before it opens." in reasons[0]
    assert "同时容量: “many” is not a whole number from 1 to 100000." in reasons[0]
    assert "容量: “0” is not a whole number from 1 to 100000." in reasons[1]
    assert "开餐: “noon” is not a time; write 08:00." in reasons[1]
    assert "离开: leaves before it arrives." in reasons[2]
    assert "考察点编号: “S99” is not in the list of stops." in reasons[2]
    assert "顺序: two stops of this route have the same place in its order." in reasons[2]
    assert "午餐地点: “别的食堂” is not in the list of canteens; the route stays without one." in reasons[2]
    assert await fetch("SELECT 1 FROM stop") == []


async def test_without_a_day_above_the_routes_their_times_stay_open(db: str) -> None:
    held = await cast.gathering()
    routes = [["A", "甲线", 1, "S01", "08:50", "09:30", "", "", ""]]

    report = await take("visit", _visit(routes, stops=[PARK], canteens=[LUNCH], title="线路表"), held)

    assert ["到达: no day stands above the routes; the times of the route stay open."] in [
        texts for _, texts in told(report)
    ]
    assert [row["arrives_at"] for row in await fetch("SELECT arrives_at FROM route_visit")] == [None]


async def test_a_newer_list_changes_the_stops_of_a_route(db: str) -> None:
    held = await cast.gathering()
    await take("visit", _WHOLE, held)
    other = ["S02", "另一园", "园区", "08:30", "17:00", 50, "", "", ""]
    routes = [["A", "甲线", 1, "S02", "09:00", "09:40", "示例食堂", "12:30", "14:30"]]

    report = await take("visit", _visit(routes, stops=[PARK, other], canteens=[LUNCH]), held)

    assert [(row.sheet, sorted(row.changes)) for row in report.rows if row.outcome == "update"] == [
        ("线路", ["lunch_at", "visits"])
    ]
    rows = await fetch("SELECT s.code FROM route_visit v JOIN stop s ON s.id = v.stop")
    assert [row["code"] for row in rows] == ["S02"]


async def test_one_list_sent_twice_at_once_makes_everything_once(db: str) -> None:
    held = await cast.gathering()

    reports = await asyncio.gather(*(take("visit", _WHOLE, held) for _ in range(3)))

    assert sorted(report.counts["create"] for report in reports) == [0, 0, 4]
