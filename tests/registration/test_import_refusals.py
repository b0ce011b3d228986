"""A file that is no list is refused with what to do, and nothing of it is saved."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from event.checkin.imports import KINDS
from event.database import fetch
from event.errors import Invalid
from event.people.rules import COMMAND_LINE
from event.registration.importing.imports import Choices
from tests.cast import NOW

HEADINGS = ["编号", "代表团", "中文姓名", "嘉宾类别", "现居国家(地区)", "手机"]
GROUPS = ["基本信息", None, None, "身份信息", "基本信息", "联系方式"]
NO_LIST = "This is neither an Excel workbook (.xlsx) nor a text table (.csv). Open the list in Excel and save it as .xlsx."
NO_GUESTS = (
    "No list of guests is in it. Needed: a column with names and two of country or region, delegation, e-mail,"
    " nationality, document number;"
)
ROW = ["T-001", "北美代表团", "林示例", "嘉宾", "美国", "+1 212 555 0100"]


def _workbook(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def _list(*rows: list[object]) -> bytes:
    return _workbook(["2026示例县第三届示例活动参会回执汇总表"], GROUPS, HEADINGS, *rows)


def _bomb() -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * 60_000_000)
    return output.getvalue()


async def _take(content: bytes):
    return await KINDS["guests"](
        content,
        file_name="list.xlsx",
        gathering=None,
        dry_run=False,
        by=COMMAND_LINE,
        now=NOW,
        choices=Choices(approve=True),
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (_workbook(), "The list is empty."),
        (b"", NO_LIST),
        (b"\x89PNG\r\n\x1a\n\x00\x00", NO_LIST),
        ("编号,姓名".encode(), f"{NO_GUESTS} found 编号、姓名."),
        (b"PK\x03\x04" + b"0" * 500, "This is not an Excel workbook (.xlsx). Open the list in Excel and save it as .xlsx."),
        (_bomb(), "This workbook unpacks to far more than a list needs, so it was not opened."),
        (b"PK" + b"0" * 50_000_000, "The file is too large. A guest list has at most 20 MB: remove pictures and try again."),
    ],
    ids=["empty", "nothing", "picture", "text", "damaged", "bomb", "50 MB"],
)  # fmt: skip
async def test_a_file_that_is_no_list_is_refused(db: str, content: bytes, sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        await _take(content)

    assert refused.value.problems["file"].told("en") == sentence
    assert (await fetch("SELECT count(*) AS n FROM gathering"))[0]["n"] == 0


async def test_another_list_of_the_office_is_refused_by_its_headings(db: str) -> None:
    staff = (Path(__file__).parent.parent / "scenario" / "data" / "staff.xlsx").read_bytes()

    with pytest.raises(Invalid) as refused:
        await _take(staff)

    assert refused.value.problems["file"].told("en").startswith(f"{NO_GUESTS} found ")


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        (2, "林" * 5000, "中文姓名: at most 80 characters; these are 5000. Shorten it."),
        (2, "林_x0000_例", "中文姓名: has characters that are not text. Type it anew."),
        (2, "", "中文姓名: give the Chinese name, the passport name, or both."),
        (3, "皇帝", "嘉宾类别: “皇帝” is no class of this gathering. Known: 代表、司机、嘉宾、媒体、安保医疗、工作人员、志愿者、贵宾."),
        (0, "T-000", "编号: stands in row 4 already. Every number once."),
    ],
)  # fmt: skip
async def test_one_row_that_cannot_be_used_keeps_the_whole_list_out(
    db: str, column: int, value: str, reason: str
) -> None:
    wrong = ROW.copy()
    wrong[column] = value

    report = await _take(_list(["T-000", *ROW[1:]], wrong))

    assert not report.written
    assert [(row.action, [said.told("en") for said in row.reasons]) for row in report.rows] == [
        ("create", []), ("refuse", [reason]),
    ]  # fmt: skip
    assert (await fetch("SELECT count(*) AS n FROM guest"))[0]["n"] == 0
    assert (await fetch("SELECT count(*) AS n FROM gathering"))[0]["n"] == 0


async def test_a_changed_cell_updates_and_a_blank_one_erases_nothing(db: str) -> None:
    await _take(_list(ROW))
    changed = [*ROW[:2], "林样本", *ROW[3:5], ""]

    report = await _take(_list(changed))

    assert [(row.action, row.changes) for row in report.rows] == [("update", {"name_zh": "林样本"})]
    stored = (await fetch("SELECT name_zh, phone IS NOT NULL AS phone, search FROM guest"))[0]
    assert (stored["name_zh"], stored["phone"]) == ("林样本", True)
    assert "g001" in stored["search"].split("\n")


async def test_online_registration_numbers_on_after_the_list(db: str) -> None:
    await _take(_list(["T-041", *ROW[1:]]))

    rows = await fetch("SELECT number_prefix, guests_numbered FROM gathering")

    assert [tuple(row) for row in rows] == [("T", 41)]
