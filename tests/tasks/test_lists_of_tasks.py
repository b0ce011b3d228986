"""The list of tasks goes out and comes in again; by number a row changes a task, without one it adds or finds it."""

import io
from datetime import UTC, date, datetime

import openpyxl
import xlsxwriter

from event.gathering.tables import Gathering
from event.people.operations import add_user
from event.people.rules import COMMAND_LINE
from event.people.tables import Role
from event.registration.importing.reports import ImportReport
from event.tasks.exports import export_tasks
from event.tasks.kinds import KINDS
from event.tasks.operations import add_task
from event.tasks.queries import tasks_of
from event.tasks.told import TaskTold
from tests import cast
from tests.checkin.lists import told

NOW = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
WHO = {"by": COMMAND_LINE, "now": NOW}
HEADINGS = ("编号", "任务", "责任单位", "责任人", "提醒邮箱", "完成时限", "状态", "完成日期", "备注")


def book(*rows: tuple[str, ...]) -> bytes:
    """A list as the office has it, with a title above."""
    output = io.BytesIO()
    made = xlsxwriter.Workbook(output)
    sheet = made.add_worksheet("任务")
    for place, row in enumerate((("任务分工表",), HEADINGS, *rows)):
        sheet.write_row(place, 0, row)
    made.close()
    return output.getvalue()


async def take(content: bytes, held: Gathering, *, dry_run: bool = False) -> ImportReport:
    """The list, taken in."""
    return await KINDS["tasks"](content, file_name="tasks.xlsx", gathering=held, dry_run=dry_run, **WHO)


async def test_a_list_comes_in_and_a_second_time_changes_nothing(db: str) -> None:
    held = await cast.gathering()
    await add_user("lu", name="卢虚构", roles=[(Role.LIAISON, None)], by=COMMAND_LINE, now=NOW)
    content = book(
        ("", "发出邀请函", "侨联", "卢虚构", "lu@example.com", "2026年6月17日", "已完成", "2026-06-15", ""),
        ("", "落实酒店", "接待组", "郭样本", "", "2026-08-16", "", "", "三家酒店"),
    )

    first, second = await take(content, held), await take(content, held)

    assert (first.counts["create"], {outcome for outcome, _ in told(second)}) == (2, {"unchanged"})
    tasks = await tasks_of(held, today=date(2026, 9, 1))
    assert [(one.number, one.title, one.who, one.user is not None, one.state, one.due_on, one.done_on, one.overdue) for one in tasks] == [
        (2, "落实酒店", "郭样本", False, "open", date(2026, 8, 16), None, True),
        (1, "发出邀请函", "卢虚构", True, "done", date(2026, 6, 17), date(2026, 6, 15), False),
    ]  # fmt: skip


async def test_what_goes_out_comes_in_again_without_a_change_and_fills_another_gathering(db: str) -> None:
    held = await cast.gathering()
    full = TaskTold(
        title="=发出邀请函",
        unit="侨联",
        person="卢虚构",
        remind_to="lu@example.com",
        due_on=date(2026, 6, 17),
        note="先海外\n后国内",
    )
    for one in (full, TaskTold(title="落实酒店", state="done", done_on=date(2026, 8, 1))):
        await add_task(one, gathering=held, **WHO)

    made = await export_tasks(held, **WHO)
    again = await take(made.content, held)
    other = await cast.gathering(slug="other")
    await take(made.content, other)

    sheet = openpyxl.load_workbook(io.BytesIO(made.content)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == list(HEADINGS)
    assert ({row.outcome for row in again.rows}, made.count) == ({"unchanged"}, 2)
    first, second = await tasks_of(other, today=date(2026, 9, 1))
    assert (first.title, first.person, second.done_on) == ("=发出邀请函", "卢虚构", date(2026, 8, 1))


async def test_rows_that_cannot_be_are_refused_and_nothing_is_written(db: str) -> None:
    held = await cast.gathering()

    report = await take(
        book(("1", "甲", "", "", "", "某日", "", "", ""), ("1", "乙", "", "", "nowhere", "", "随便", "", ""), ("", "", "侨联", "", "", "", "", "", "")),
        held,
    )  # fmt: skip

    assert (report.written, await tasks_of(held, today=date(2026, 9, 1))) == (False, [])
    assert {row.row: [said.told("en") for said in row.reasons] for row in report.rows} == {
        3: ["完成时限: “某日” is not a day; write 2026-10-15."],
        4: [
            "状态: “随便” is no state. Known: 未开始、进行中、已完成、已取消.",
            "编号: stands in row 3 already. Everything once.", "提醒邮箱: This is no mail address.",
        ],
        5: ["任务: is missing."],
    }  # fmt: skip
