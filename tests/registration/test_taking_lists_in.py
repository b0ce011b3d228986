"""A list between upload and trail: read in the background, put right, taken in, taken back."""

import io
from dataclasses import replace
from uuid import UUID

import openpyxl
import pytest

from event.checkin.import_jobs import work_on
from event.database import fetch, writing
from event.people.rules import COMMAND_LINE
from event.registration.changing import reply_of, rewrite
from event.registration.deciding import decide
from event.registration.importing.runs import (
    NotToBeTakenIn,
    NotToBeUndone,
    keep_list,
    read_again,
    report_of,
    run_of,
    take_list_in,
    undo,
)
from event.registration.tables import Guest, Standing
from tests import cast
from tests.cast import NOW

HEADINGS = ["来宾", "国家/地区", "电邮地址", "手机", "证件种类", "证件号"]
ROWS = [
    ["林示例", "美国", "shili.lin@example.com", "+1 212 555 0177", "外国护照", "X0000001"],
    ["陈样本", "新加坡", "yangben@example.com", "", "外国护照", "X0000002"],
]


def _workbook(*rows: list[str]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


async def _kept(held, content: bytes, name: str = "list.xlsx") -> UUID:
    return await keep_list(
        content, kind="guests", file_name=name, gathering=held, by=COMMAND_LINE, language="en", now=NOW
    )


async def _taken(held, content: bytes, **choices: bool) -> UUID:
    run = await _kept(held, content)
    await work_on(run, dry_run=True, language="en")
    await read_again(run, {"来宾": "name_zh", "电邮地址": "email"}, gathering=held, language="en")
    await work_on(run, dry_run=True, language="en")
    await take_list_in(run, gathering=held, good_rows=False, approve=True, language="en")
    await work_on(run, dry_run=False, language="en", approve=True)
    return run


async def test_columns_nobody_knows_are_put_right_before_anything_is_saved(db: str) -> None:
    held = await cast.gathering()
    run = await _kept(held, _workbook(["姓名", *HEADINGS[1:]], *ROWS))
    await work_on(run, dry_run=True, language="en")

    report = await report_of(await run_of(run, held))
    assert [name for name, field in report["columns"] if not field] == ["电邮地址"]
    assert await fetch("SELECT 1 FROM guest") == []
    await read_again(run, {"电邮地址": "email"}, gathering=held, language="en")
    await work_on(run, dry_run=True, language="en")

    report = await report_of(await run_of(run, held))
    assert [row["record"]["email"] for row in report["rows"]] == [
        "shili.lin@example.com",
        "yangben@example.com",
    ]


async def test_a_file_that_is_no_list_is_refused_with_the_reason(db: str) -> None:
    held = await cast.gathering()
    run = await _kept(held, b"%PDF-1.7\x00", "list.pdf")
    await work_on(run, dry_run=True, language="en")

    row = await run_of(run, held)
    assert (row.state, "neither an Excel workbook" in row.problem) == ("refused", True)
    with pytest.raises(NotToBeTakenIn):
        await take_list_in(run, gathering=held, good_rows=False, approve=False, language="en")


async def test_a_list_is_taken_in_once_and_its_file_is_not_kept(db: str) -> None:
    held = await cast.gathering()
    run = await _taken(held, _workbook(["姓名", *HEADINGS[1:]], *ROWS))

    row = await run_of(run, held)
    assert (row.state, row.content, row.created, row.progress > 0) == ("done", None, 2, True)
    with pytest.raises(NotToBeTakenIn):
        await take_list_in(run, gathering=held, good_rows=False, approve=True, language="en")


async def test_an_import_is_taken_back_as_if_it_had_not_been(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held, document_kind="外国护照", document_number="X0000001")
    before = await reply_of(lin)
    tables = ("guest", "person", "ticket", "journey", "booking")
    counts = {table: len(await fetch(f"SELECT 1 FROM {table}")) for table in tables}

    run = await _taken(held, _workbook(["姓名", *HEADINGS[1:]], *ROWS))
    assert (await reply_of(await _again(lin))).phone == "+12125550177"
    assert len(await fetch("SELECT 1 FROM guest")) == 2
    assert await undo(run, gathering=held, by=COMMAND_LINE, now=NOW) == (1, 1)

    assert await reply_of(await _again(lin)) == before
    assert {table: len(await fetch(f"SELECT 1 FROM {table}")) for table in tables} == counts
    with pytest.raises(NotToBeTakenIn):
        await undo(run, gathering=held, by=COMMAND_LINE, now=NOW)


async def test_what_somebody_changed_since_is_not_taken_back(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held, document_kind="外国护照", document_number="X0000001")
    run = await _taken(held, _workbook(["姓名", *HEADINGS[1:]], ROWS[0]))
    row = await _again(lin)
    async with writing():
        later = replace(await reply_of(row), phone="+12125550188")
        await rewrite(row, later, gathering=held, by=COMMAND_LINE, now=NOW)

    await undo(run, gathering=held, by=COMMAND_LINE, now=NOW)

    assert (await reply_of(await _again(lin))).phone == "+12125550188"


async def test_guests_who_were_decided_about_keep_their_list(db: str) -> None:
    held = await cast.gathering()
    run = await _taken(held, _workbook(["姓名", *HEADINGS[1:]], ROWS[1]))
    made = await Guest.objects().first()
    await decide(made.id, Standing.WITHDRAWN, gathering=held, by=COMMAND_LINE, now=NOW)

    with pytest.raises(NotToBeUndone):
        await undo(run, gathering=held, by=COMMAND_LINE, now=NOW)
    assert len(await fetch("SELECT 1 FROM guest")) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
async def test_a_text_table_is_read_in_the_encodings_offices_use(db: str, encoding: str) -> None:
    held = await cast.gathering()
    lines = "姓名,国家/地区,电子邮箱,证件号码\n林示例𠮷,美国,lin@example.com,X0000001\n"
    run = await _kept(held, lines.encode(encoding), "list.csv")
    await work_on(run, dry_run=True, language="en")

    report = await report_of(await run_of(run, held))
    assert [row["name"] for row in report["rows"]] == ["林示例𠮷"]


async def _again(guest: Guest) -> Guest:
    row = await Guest.objects().get(Guest.id == guest.id)
    assert row is not None
    return row
