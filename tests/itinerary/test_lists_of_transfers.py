"""Transfers row by row: boards beside each other, what cannot be refused, who is cancelled not fetched."""

import json

from event.database import fetch
from event.gathering.keys import keys_of
from tests import cast
from tests.checkin.lists import sheets, take, told
from tests.itinerary.lists import LANDED, LATE, fetched, transfers

_FETCHED = (
    "SELECT g.number, t.direction, t.mode, s.number AS service, v.code FROM transfer t JOIN guest g ON g.id = t.guest"
    " LEFT JOIN service s ON s.id = t.service LEFT JOIN vehicle v ON v.id = t.vehicle ORDER BY 1, 2"
)


async def test_guests_are_fetched_come_alone_and_are_taken(db: str) -> None:
    held = await cast.gathering()
    for maker in (cast.lin, cast.chen):
        await maker(held)
    content = transfers(
        fetched("EX2026-001"), board=[LANDED], own=[["EX2026-002", "", "自行", "2026-10-15", "14:30"]],
        departures=[["2026-10-17", "12:20", "1号车", "EX2026-001", "", "火车", "G1", "计划"]],
    )  # fmt: skip

    first, second = await take("transfers", content, held), await take("transfers", content, held)

    assert first.figures == {"waves": 1, "services": 1, "vehicles": 1, "arrivals": 2, "departures": 1}
    assert [outcome for outcome, _ in told(second)] == ["unchanged"] * 6
    assert [tuple(row) for row in await fetch(_FETCHED)] == [
        ("EX2026-001", "arrival", "flight", "ZZ1", "1"), ("EX2026-001", "departure", "train", None, "1"),
        ("EX2026-002", "arrival", "self", None, None),
    ]  # fmt: skip
    (row,) = await fetch("SELECT id, greeter_phone FROM transfer WHERE greeter_name = '谢练习'")
    assert b"19900000112" not in bytes(row["greeter_phone"])
    keys = await keys_of(held.id)
    phone = keys.open(row["greeter_phone"], table="transfer", column="greeter_phone", row=row["id"])
    assert phone == "+8619900000112"


async def test_a_newer_board_stands_beside_the_older_one(db: str) -> None:
    held = await cast.gathering()
    await cast.lin(held)

    await take("transfers", transfers(fetched("EX2026-001"), board=[LATE], at="16:30"), held)
    later = await take("transfers", transfers(fetched("EX2026-001"), board=[LANDED], at="20:00"), held)

    assert [row.outcome for row in later.rows] == ["unchanged", "update", "unchanged", "unchanged"]
    rows = await fetch("SELECT state, estimated_at IS NULL AS open FROM service_seen ORDER BY seen_at")
    assert [tuple(row) for row in rows] == [("delayed", False), ("arrived", True)]


async def test_what_cannot_be_is_refused_row_by_row(db: str) -> None:
    held = await cast.gathering()
    await cast.lin(held)
    board = [
        ["ZZ1", "W9", "船", "", "", "2026-10-15 16:00", None, None, "飞走了"],
        ["ZZ2", "W1", "航班", "", "", "soon", None, None, "已到达"],
    ]
    pickups = [fetched("EX2026-001", car="9号车"), fetched("EX2026-001"), fetched("EX2026-077")]

    report = await take("transfers", transfers(*pickups, board=board), held)

    assert not report.written
    reasons = [" ".join(texts) for outcome, texts in told(report) if outcome == "refuse"]
    assert "方式: “船” is no way to travel." in reasons[0]
    assert "状态: “飞走了” is nothing a board says." in reasons[0]
    assert "批次: “W9” is not in the list of waves" in reasons[0]
    assert "计划到达: “soon” is no day and time" in reasons[1]
    assert "实际到达: has arrived; when is missing." in reasons[1]
    assert "车号: “9” is not in the list of vehicles." in reasons[2]
    assert "编号: stands in row 2 already. Everybody once." in reasons[3]
    assert "编号: There is no guest with this number." in reasons[4]
    assert await fetch("SELECT 1 FROM transfer_wave") == []


async def test_who_is_cancelled_in_the_list_is_not_fetched_although_they_come(db: str) -> None:
    held = await cast.gathering()
    await cast.lin(held)
    await take("transfers", transfers(fetched("EX2026-001"), board=[LATE]), held)

    report = await take("transfers", transfers(fetched("EX2026-001", state="已取消"), board=[LATE]), held)

    assert told(report)[-1] == (
        "update",
        ["状态: is cancelled in the list, although the guest comes; nobody fetches or takes them."],
    )
    assert await fetch(_FETCHED) == []


async def test_a_car_is_the_bus_of_the_visit_whichever_list_comes_first(db: str) -> None:
    held = await cast.gathering()
    visit = sheets(
        线路=[["线路表 2026年10月17日"], ["线路", "线路名称"], ["A", "材料装备"]],
        车辆=[
            ["车号", "车牌", "车型", "座位数", "线路", "车长编号", "车长"],
            [1, "示A·T0001", "大巴", 45, "A", "S023", "白本例"],
        ],
        乘车名单=[["车号", "编号"]],
    )  # fmt: skip
    cars = transfers(board=[LATE])

    await take("transfers", cars, held)
    await take("visit", visit, held)
    again = [await take("transfers", cars, held), await take("visit", visit, held)]

    assert [report.counts["update"] + report.counts["create"] for report in again] == [0, 0]
    rows = await fetch(
        "SELECT v.code, r.code AS route, json_agg(c.number ORDER BY c.number) AS crew FROM vehicle v"
        " JOIN route r ON r.id = v.route JOIN vehicle_crew c ON c.vehicle = v.id GROUP BY 1, 2"
    )
    assert [(row["code"], row["route"], json.loads(row["crew"])) for row in rows] == [
        ("1", "A", ["C001", "S023"])
    ]
