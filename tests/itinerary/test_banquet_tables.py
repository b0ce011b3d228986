"""Tables of a banquet come with the programme; a substitute has the seat, who cancels frees it."""

import io
from typing import Any

import openpyxl

from event.agenda.seating.operations import add_named, seat_in_order
from event.agenda.seating.plans import PlanTold, freeze, make_plan
from event.checkin.exporting.programme import export_programme
from event.database import fetch
from event.gathering.tables import Gathering
from event.people.rules import COMMAND_LINE
from event.registration.deciding import decide
from event.registration.operations import replace_guest
from event.registration.replies import Reply
from event.registration.tables import Standing
from tests import cast
from tests.checkin.lists import sheets, take, told

SEAT = ["桌号", "席位", "身份", "编号", "姓名", "类别/职务", "代表团"]
HOST = [1, 1, "主人", None, "秦试", "县委书记", None]
LIN, CHEN = (
    [1, 2, "来宾", "EX2026-001", "林示例", "嘉宾", ""],
    [1, 3, "来宾", "EX2026-002", "陳樣本", "嘉宾", ""],
)
_SEATED = (
    "SELECT s.row_no, s.seat_no, coalesce(g.number, s.name) AS who FROM seat s"
    " LEFT JOIN guest g ON g.id = s.guest WHERE s.row_no IS NOT NULL ORDER BY 1, 2"
)


def _programme(*seats: list[Any]) -> bytes:
    return sheets(
        会场=[["会场代码", "会场", "容量"], ["BALL", "宴会厅", 240]],
        日程=[
            ["日期", "时间", "活动内容", "场次代码", "会场代码"],
            ["2026年10月15日", "18:30—20:30", "欢迎晚宴", "DINNER", "BALL"],
        ],
        检票点=[["检票点", "名称", "类型", "会场代码", "场次代码", "方向", "需预约"]],
        晚宴桌次=[["欢迎晚宴桌次表(24桌)"], SEAT, *seats],
    )


async def _seated() -> list[tuple[Any, ...]]:
    return [tuple(row) for row in await fetch(_SEATED)]


async def _cast() -> tuple[Gathering, Any, Any]:
    held = await cast.gathering()
    return held, (await cast.lin(held))[0], (await cast.chen(held))[0]


async def test_hosts_and_guests_sit_where_the_list_has_them_and_a_newer_one_moves_them(db: str) -> None:
    held, _, _ = await _cast()

    first = await take("agenda", _programme(HOST, LIN, CHEN), held)
    before = await _seated()
    again = await take("agenda", _programme(HOST, LIN, CHEN), held)
    moved = await take("agenda", _programme(HOST, [1, 3, *LIN[2:]], [1, 2, *CHEN[2:]]), held)

    assert first.figures["table_seats"] == 3
    assert before == [(1, 1, "秦试"), (1, 2, "EX2026-001"), (1, 3, "EX2026-002")]
    assert again.counts["create"] + again.counts["update"] == 0
    assert moved.counts["update"] == 2
    assert await _seated() == [(1, 1, "秦试"), (1, 2, "EX2026-002"), (1, 3, "EX2026-001")]


async def test_a_substitute_has_the_seat_and_who_cancels_frees_it_whichever_comes_first(db: str) -> None:
    held, lin, chen = await _cast()
    await take("agenda", _programme(HOST, LIN, CHEN), held)
    reply = Reply(guest_class=(await cast.class_of(held)).id, name_zh="马占位", residence="SG")

    await replace_guest(lin.id, reply, gathering=held, reason="家中有事", by=COMMAND_LINE, now=cast.NOW)
    await decide(chen.id, Standing.WITHDRAWN, gathering=held, by=COMMAND_LINE, now=cast.NOW)
    after = await _seated()
    again = await take("agenda", _programme(HOST, LIN, CHEN), held)

    assert after == [(1, 1, "秦试"), (1, 2, "EX2026-003")]
    assert again.counts["create"] + again.counts["update"] == 0
    assert await _seated() == after


async def test_guests_who_are_not_in_the_list_yet_are_left_out_and_doubles_are_refused(db: str) -> None:
    held = await cast.gathering()
    await cast.lin(held)

    early = await take("agenda", _programme(HOST, LIN, CHEN), held)
    twice = await take(
        "agenda", _programme(HOST, LIN, [1, 2, "主人", None, "别人", "", ""], [2, 1, *LIN[2:]]), held
    )

    assert told(early)[-1] == (
        "skip", ["编号: There is no guest with this number. Import the guest list first."]
    )  # fmt: skip
    assert await _seated() == [(1, 1, "秦试"), (1, 2, "EX2026-001")]
    assert [(outcome, texts) for outcome, texts in told(twice)][-2:] == [
        ("refuse", ["席位: is the seat of row 4 too. Everybody has a seat of their own."]),
        ("refuse", ["编号: has a seat in row 4 already. Everybody once."]),
    ]


async def test_tables_go_out_as_the_list_has_them_and_come_in_again_without_a_change(db: str) -> None:
    held, _, _ = await _cast()
    await take("agenda", _programme(HOST, LIN, CHEN), held)
    other = await make_plan(PlanTold("答谢午宴", rows="2×8"), gathering=held, by=COMMAND_LINE, now=cast.NOW)
    await add_named("施范本", plan=other, role="主人", gathering=held, by=COMMAND_LINE, now=cast.NOW)
    await seat_in_order(plan=other, gathering=held, by=COMMAND_LINE, now=cast.NOW)

    made = await export_programme(held, by=COMMAND_LINE, now=cast.NOW)
    book = openpyxl.load_workbook(io.BytesIO(made.content))
    again = await take("agenda", made.content, held)

    first, second = (list(book[name].values) for name in ("晚宴桌次", "答谢午宴桌次"))
    assert [row[:5] for row in first[3:]] == [tuple(row[:5]) for row in (HOST, LIN, CHEN)]
    assert (second[0][0], second[3][:5]) == ("答谢午宴桌次表(2桌,每桌8席)", (1, 1, "主人", None, "施范本"))
    assert again.counts["create"] + again.counts["update"] == 0


async def test_a_frozen_plan_is_not_changed_by_a_list(db: str) -> None:
    held, _, _ = await _cast()
    await take("agenda", _programme(HOST, LIN, CHEN), held)
    (plan,) = await fetch("SELECT id FROM seat_plan")
    await freeze(plan=plan["id"], frozen=True, gathering=held, by=COMMAND_LINE, now=cast.NOW)

    same = await take("agenda", _programme(HOST, LIN, CHEN), held)
    other = await take("agenda", _programme(HOST, [1, 3, *LIN[2:]], [1, 2, *CHEN[2:]]), held)

    assert same.counts["refuse"] == 0
    assert [texts for _, texts in told(other)][-2:] == [
        ["桌号: The seat plan “欢迎晚宴” is frozen. Unfreeze it first."]
    ] * 2
    assert await _seated() == [(1, 1, "秦试"), (1, 2, "EX2026-001"), (1, 3, "EX2026-002")]
