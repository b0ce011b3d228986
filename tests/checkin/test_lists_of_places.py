"""Checkpoints as a list of their own, and the buses of the homeland visit with who sits on them."""

import json

from event.agenda.tables import AgendaSession
from event.database import fetch
from event.gathering.tables import Hall
from event.people.rules import COMMAND_LINE
from event.registration.deciding import decide
from event.registration.importing.runs import undo
from event.registration.operations import replace_guest
from event.registration.replies import Reply
from event.registration.tables import Standing
from tests import cast
from tests.checkin.lists import sheets, table, take, told

POINTS = ("checkpoint", "name", "kind", "hall", "session", "direction", "booking_needed")
DOOR = ("FAIR", "B厅入口", "场次", "HALL-B", "FAIR", "in", "1")
EXIT = ("FAIR-X", "B厅出口", "出口", "HALL-B", "FAIR", "out", "1")
BUS = ("BUS12/START", "12号车 上车", "乘车点名", "", "FAIR", "in", "1")
ROUTES = [
    ["线路表 2026年10月17日(星期六)"],
    ["线路", "线路名称", "顺序"],
    ["A", "材料装备", 1],
    ["A", "材料装备", 2],
    ["B", "农业文旅", 1],
]
VEHICLES = [
    ["车号", "车牌", "座位数", "线路", "集合地点", "发车"],
    [1, "示A·T0001", 45, "A", "望潮宾馆正门", "08:00"],
    [12, "示A·T0012", 22, "B", "", ""],
]
SEATS = ["序号", "车号", "座号", "编号", "姓名"]


def _visit(*seats: list[object], vehicles: list[list[object]] = VEHICLES) -> bytes:
    return sheets(线路=ROUTES, 车辆=vehicles, 乘车名单=[SEATS, *seats], 用餐=[["用餐点"]])


async def test_checkpoints_come_in_from_a_text_table_in_either_encoding_and_again_change_nothing(
    db: str,
) -> None:
    held = await cast.gathering()
    await Hall(gathering=held.id, code="HALL-B", name_zh="会展中心B厅").save()
    await AgendaSession(gathering=held.id, code="FAIR", title_zh="招聘会", starts_at=cast.NOW).save()

    first = await take("checkpoints", table(POINTS, DOOR, EXIT, BUS, encoding="gb18030"), held)
    second = await take("checkpoints", table(POINTS, DOOR, EXIT, BUS), held)

    assert (first.counts["create"], [outcome for outcome, _ in told(second)]) == (3, ["unchanged"] * 3)
    rows = await fetch(
        "SELECT code, name_zh, kind, admits, rule, counts_inside FROM checkpoint ORDER BY position"
    )
    assert [(row["code"], row["name_zh"], row["kind"], row["admits"], row["counts_inside"]) for row in rows] == [
        ("FAIR", "B厅入口", "session", "session", True), ("FAIR-X", "B厅出口", "exit", "always", True),
        ("BUS12/START", "12号车 上车", "bus", "once", False),
    ]  # fmt: skip
    assert [json.loads(row["rule"]) for row in rows] == [
        [{"booked": ["session:FAIR"]}], [{"booked": ["session:FAIR"]}], [{"booked": ["bus:12"]}]
    ]  # fmt: skip


async def test_checkpoints_that_cannot_be_are_refused(db: str) -> None:
    held = await cast.gathering()

    report = await take(
        "checkpoints",
        table(
            POINTS, ("A", "入口", "门", "", "", "up", "0"), ("A", "", "场次", "NOWHERE", "", "in", "perhaps")
        ),
        held,
    )

    reasons = [" ".join(texts) for _, texts in told(report)]
    assert "kind: “门” is no kind of checkpoint. Known: 报到、场次" in reasons[0]
    assert "direction: “up” is neither in nor out." in reasons[0]
    assert "checkpoint: stands in row 2 already. Every checkpoint once." in reasons[1]
    assert "name: is missing." in reasons[1]
    assert "booking_needed: “perhaps” is neither yes nor no" in reasons[1]
    assert "hall: “NOWHERE” is not in the lists of halls and sessions" in reasons[1]


async def test_guests_are_let_onto_the_bus_of_the_list_and_onto_no_other(db: str) -> None:
    held = await cast.gathering()
    await cast.lin(held)
    for number in (1, 12):
        rule = json.dumps([{"booked": [f"bus:{number}"]}])
        await cast.checkpoint(held, f"BUS{number}/START", kind="bus", rule=rule)

    content = _visit([1, 12, 3, "EX2026-001", "林示例"])
    first, second = await take("visit", content, held), await take("visit", content, held)

    assert first.figures == {"routes": 2, "vehicles": 2, "seats": 1}
    assert [note.told("en") for note in first.notes] == [
        "The sheet “用餐” was not read: it belongs to a later step."
    ]
    assert [outcome for outcome, _ in told(second)] == ["unchanged"] * 5
    rows = await fetch(
        "SELECT v.code, r.code AS route, v.seats, v.muster, v.departs_at FROM vehicle v JOIN route r ON r.id = v.route"
        " ORDER BY v.code"
    )
    assert [(row["code"], row["route"], row["seats"], row["muster"]) for row in rows] == [
        ("1", "A", 45, "望潮宾馆正门"), ("12", "B", 22, ""),
    ]  # fmt: skip
    assert f"{rows[0]['departs_at'].astimezone(held.zone):%Y-%m-%d %H:%M}" == "2026-10-17 08:00"
    ticket = (await fetch("SELECT typed_code FROM ticket"))[0]["typed_code"]
    assert (await cast.scan(held, ticket, at="BUS1/START")).reason == "not_booked"
    assert (await cast.scan(held, ticket, at="BUS12/START")).verdict == "admitted"


async def test_a_substitute_has_the_seat_whichever_comes_first_and_who_cancels_has_none(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    chen, _ = await cast.chen(held)
    seats = ([1, 1, 1, "EX2026-001", "林示例"], [2, 1, 2, "EX2026-002", "陳樣本"])
    await take("visit", _visit(*seats), held)
    reply = Reply(guest_class=(await cast.class_of(held)).id, name_zh="马占位", residence="SG")

    await replace_guest(lin.id, reply, gathering=held, reason="家中有事", by=COMMAND_LINE, now=cast.NOW)
    await decide(chen.id, Standing.WITHDRAWN, gathering=held, by=COMMAND_LINE, now=cast.NOW)
    after = await fetch("SELECT g.name_zh, s.seat FROM vehicle_seat s JOIN guest g ON g.id = s.guest")
    again = await take("visit", _visit(*seats), held)

    assert [tuple(row) for row in after] == [("马占位", "1")]
    assert told(again)[-2:] == [
        ("unchanged", ["编号: EX2026-003 comes instead and has the seat."]),
        ("skip", ["编号: does not come; no seat is kept."]),
    ]
    assert await fetch("SELECT g.name_zh, s.seat FROM vehicle_seat s JOIN guest g ON g.id = s.guest") == after


async def test_a_newer_list_moves_guests_to_another_bus(db: str) -> None:
    held = await cast.gathering()
    await cast.lin(held)
    await take("visit", _visit([1, 1, 1, "EX2026-001", "林示例"]), held)

    report = await take("visit", _visit([1, 12, 7, "EX2026-001", "林示例"]), held)

    assert [(row.outcome, sorted(row.changes)) for row in report.rows][-1] == ("update", ["seat", "vehicle"])
    rows = await fetch("SELECT v.code, s.seat FROM vehicle_seat s JOIN vehicle v ON v.id = s.vehicle")
    assert [tuple(row) for row in rows] == [("12", "7")]


async def test_rows_of_the_visit_that_cannot_be_are_refused(db: str) -> None:
    held = await cast.gathering()
    await cast.lin(held)
    vehicles = [VEHICLES[0], [1, "示A·T0001", "many", "Z", "", "early"], [1, "", 22, "B", "", ""]]

    report = await take(
        "visit",
        _visit(
            [1, 1, 1, "EX2026-001", ""],
            [2, 1, 1, "EX2026-001", ""],
            [3, 9, 2, "EX2026-077", ""],
            vehicles=vehicles,
        ),
        held,
    )

    assert not report.written
    reasons = [" ".join(texts) for outcome, texts in told(report) if outcome == "refuse"]
    assert "座位数: “many” is not a number of seats." in reasons[0]
    assert "线路: “Z” is not in the list of routes." in reasons[0]
    assert "发车: “early” is not a time; write 08:00." in reasons[0]
    assert "车号: stands in row 2 already. Every vehicle once." in reasons[1]
    assert "编号: has a seat in row 2 already. Everybody once." in reasons[2]
    assert "车号: “9” is not in the list of vehicles." in reasons[3]
    assert "编号: There is no guest with this number." in reasons[3]
    assert await fetch("SELECT 1 FROM route") == []


async def test_a_guest_list_with_seats_given_since_can_be_taken_back(db: str) -> None:
    held = await cast.gathering()
    people = [
        ["编号", "中文姓名", "国家/地区", "代表团", "终审", "复审"],
        ["EX2026-001", "林示例", "美国", "北美代表团", "", "通过"],
    ]
    await take("guests", sheets(名单=people), held)
    await take("visit", _visit([1, 1, 1, "EX2026-001", "林示例"]), held)
    run = (await fetch("SELECT id FROM import_run WHERE kind = 'guests'"))[0]["id"]

    removed, _ = await undo(run, gathering=held, by=COMMAND_LINE, now=cast.NOW)

    assert (removed, await fetch("SELECT 1 FROM vehicle_seat")) == (1, [])
