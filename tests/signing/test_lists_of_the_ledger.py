"""The office's ledger: taken in as entries, twice changes nothing, what it says anew corrects, nothing is lost."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import openpyxl

from event.database import fetch
from event.signing.ledger.exports import export_ledger
from event.signing.ledger.forms import FundEntryTold, StageEntryTold
from event.signing.ledger.operations import add_entry
from event.signing.ledger.queries import history_of, ledger_as_of
from event.signing.ledger.tables import Stage
from tests import cast
from tests.checkin.lists import told
from tests.signing.lists import LEDGER, cell, changed, take, with_agreements

LATER = datetime(2027, 10, 20, 2, 0, tzinfo=UTC)


async def test_the_ledger_comes_in_and_a_second_time_changes_nothing(db: str) -> None:
    held = await with_agreements()

    first = await take("ledger", LEDGER.read_bytes(), held)
    entries = [
        await fetch(f"SELECT * FROM {name} ORDER BY seq")
        for name in ("stage_entry", "fund_entry", "follow_up")
    ]
    second = await take("ledger", LEDGER.read_bytes(), held)

    assert [one for row in told(first) for one in row[1]] == [
        "月末阶段: the list says 注册, the days of the stages make 立项.",
        "月末阶段: the list says 开工, the days of the stages make 投产.",
    ]
    assert first.counts == {"create": 91, "update": 0, "skip": 0, "refuse": 0}
    assert {outcome for outcome, _ in told(second)} == {"unchanged"}
    assert [
        await fetch(f"SELECT * FROM {name} ORDER BY seq")
        for name in ("stage_entry", "fund_entry", "follow_up")
    ] == entries
    lines = await ledger_as_of(held, date(2027, 10, 17))
    assert {line.code: (str(line.standing.stage), line.funds) for line in lines} == {
        "P01": ("started", Decimal(620000000)), "P02": ("producing", Decimal(980000000)),
        "P03": ("started", Decimal(410000000)), "P04": ("producing", Decimal(520000000)),
        "P05": ("registered", Decimal(30000000)), "P06": ("approved", Decimal(50000000)), "P07": ("terminated", Decimal(0)),
    }  # fmt: skip


def _cells(content: bytes) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of both sheets below their headings."""
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    return {sheet.title: list(sheet.iter_rows(min_row=3, values_only=True)) for sheet in book.worksheets}


async def test_what_is_exported_is_what_was_imported_and_comes_in_again_without_a_change(db: str) -> None:
    held = await with_agreements()
    held.edition = "第三届"
    await take("ledger", LEDGER.read_bytes(), held)

    made = await export_ledger(held, date(2027, 10, 17), by=cast.COMMAND_LINE, now=cast.NOW)
    again = await take("ledger", made.content, held)

    ours, theirs = _cells(made.content), _cells(LEDGER.read_bytes())
    assert ours["跟踪台账"][0][-1] == "办理期限"  # behind the office's own columns
    assert [row[:-1] for row in ours["跟踪台账"]] == [_same(row) for row in theirs["跟踪台账"]]
    assert [row[:5] for row in ours["月度进度"]] == [row[:5] for row in theirs["月度进度"]]
    other_stage = [
        row[::2]
        for row, other in zip(ours["月度进度"], theirs["月度进度"], strict=True)
        if row[5] != other[5]
    ]
    assert other_stage == [("P04", "2027-01", 0.87), ("P04", "2027-08", 4.63)]  # as the import has told
    assert {row.outcome for row in again.rows} == {"unchanged"}


def _same(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(cell if cell != "" else None for cell in row)


async def test_corrections_and_foreign_money_come_out_and_in_again_the_same(db: str) -> None:
    held = await with_agreements()
    await take("ledger", LEDGER.read_bytes(), held)
    more = FundEntryTold(
        amount=Decimal("333.33"),
        day=date(2026, 11, 3),
        currency="USD",
        rate=Decimal("7.123457"),
        rate_date=date(2026, 11, 3),
    )
    await add_entry("P06", more, gathering=held, by=cast.COMMAND_LINE, now=LATER)
    first = next(one for one in await history_of(held, "P01") if one.said.get("stage") == "registered")
    right = StageEntryTold(stage="registered", day=date(2026, 11, 21), evidence="营业执照")
    await add_entry("P01", right, gathering=held, by=cast.COMMAND_LINE, now=LATER, corrects=first.id)
    made = await export_ledger(held, date(2027, 10, 17), by=cast.COMMAND_LINE, now=LATER)

    again = await take("ledger", made.content, held)
    other = await with_agreements(slug="other")
    assert (await take("ledger", made.content, other)).written
    copied = await export_ledger(other, date(2027, 10, 17), by=cast.COMMAND_LINE, now=LATER)

    assert {row.outcome for row in again.rows} == {"unchanged"}
    ours, theirs = _cells(made.content), _cells(copied.content)
    assert [row for sheet in ours for row in ours[sheet]] != []
    assert ours["跟踪台账"][1][12] == cell(2026, 11, 21)
    assert {sheet: ours[sheet] for sheet in ours} == theirs


async def test_a_newer_ledger_corrects_days_and_months_and_the_older_state_stays_known(db: str) -> None:
    held = await with_agreements()
    await take("ledger", LEDGER.read_bytes(), held)

    def change(book: Any) -> None:
        book["跟踪台账"]["M4"] = cell(2026, 11, 25)
        book["月度进度"]["D4"] = 0.21

    report = await take("ledger", changed(LEDGER, change), held, now=LATER)

    assert [(row.number, row.name, list(row.changes)) for row in report.rows if row.outcome == "update"] == [
        ("P01", "高性能陶瓷新材料产业园", ["registered"]), ("P01", "高性能陶瓷新材料产业园", ["funds"]),
    ]  # fmt: skip
    found = [await ledger_as_of(held, date(2027, 10, 17), known_at=known) for known in (None, cast.NOW)]
    assert [(lines[0].reached_on[Stage.REGISTERED], lines[0].funds) for lines in found] == [
        (date(2026, 11, 25), Decimal(630000000)), (date(2026, 11, 20), Decimal(620000000)),
    ]  # fmt: skip
    assert [(one.kind, one.state) for one in await history_of(held, "P01") if one.state != "holds"] == [
        ("fund_entry", "corrected"), ("stage_entry", "corrected"),
    ]  # fmt: skip


async def test_what_cannot_be_is_refused_and_nothing_is_written(db: str) -> None:
    held = await with_agreements()

    def change(book: Any) -> None:
        ledger, months = book["跟踪台账"], book["月度进度"]
        ledger["C4"], ledger["L5"], ledger["AA6"], ledger["M7"] = "P99", "开花", None, cell(2027, 12, 1)
        ledger["A2"] = "无日期"
        months["C40"], months["D41"], months["D17"] = "某月", "很多", -9

    report = await take("ledger", changed(LEDGER, change), held)

    refused = {
        row.row: [said.told("en") for said in row.reasons]
        for row in report.rows
        if row.reasons and row.number != "P99"
    }
    assert report.written is False
    assert await fetch("SELECT 1 FROM stage_entry") == []
    assert refused == {
        5: [
            "阶段: “开花” is no stage. Known: 意向、初步共识、签约、注册、立项、开工、投产、达产、暂停、终止."
        ],
        6: ["更新日: the day on which it was updated is missing."],
        7: [
            "阶段: 2027-12-01: 注册 cannot follow the stages before it. A project goes on, pauses or ends; correct an entry that was wrong."
        ],
        17: ["本月到位: On 2026-12-31 less than nothing would be in place. Check the amount and its sign."],
        40: ["月份: “某月” is no month; write 2026-11."],
        41: ["本月到位: “很多” is not a number."],
    }
