"""The office's register of changes: what cannot be done is said in the row, and nothing of the register is done."""

from datetime import datetime

from tests import cast
from tests.checkin.lists import sheets, take

HEADINGS = ["登记时间", "类型", "编号", "姓名", "原因", "备注"]


async def test_a_new_badge_with_the_number_of_somebody_else_is_refused_and_nothing_is_done(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    chen, ticket = await cast.chen(held)
    assert ticket is not None
    at = datetime(2026, 10, 15, 17, 35)  # noqa: DTZ001 - as a spreadsheet has it
    rows = [
        [at, "补证", lin.number, lin.name_zh, "遗失补办", f"旧证作废,新证{ticket.badge_number}"],
        [at, "取消", chen.number, chen.name_zh, "不能成行", ""],
    ]

    report = await take("changes", sheets(变更=[HEADINGS, *rows]), held)

    assert not report.written
    assert [[one.told("en") for one in row.reasons] for row in report.rows] == [
        [f"备注: badge {ticket.badge_number} belongs to somebody else already; note another one."], [],
    ]  # fmt: skip
