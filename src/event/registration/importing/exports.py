"""The guest list as a workbook: what the reader's role may see, and the trail says who took it."""

import io
import re
from datetime import datetime

import xlsxwriter

from event.database import fetch, writing
from event.gathering.countries import country_name
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering
from event.people.audit import record
from event.people.rules import Actor
from event.registration.sealed import masked, opened

COLUMNS = (
    "编号", "代表团", "中文姓名", "外文姓", "外文名", "性别", "出生日期", "国籍", "现居国家(地区)", "嘉宾类别",
    "侨团及职务", "企业及职务", "手机", "邮箱", "证件类型", "证件号码", "有效期至", "同行组", "状态", "证件编号",
)  # fmt: skip
_FORMULA = re.compile(r"^[=+\-@\t\r＝＋－＠]")


def plain_cell(text: str) -> str:
    """Text that a spreadsheet shows as text: what would begin a formula gets an apostrophe before it."""
    return f"'{text}" if _FORMULA.match(text) else text


async def export_guests(gathering: Gathering, *, by: Actor, now: datetime, documents: bool = False) -> bytes:
    """Write every guest into an .xlsx with frozen headings and filters; document numbers only if said."""
    rows = await fetch(
        "SELECT g.*, d.name_zh AS delegation_name, c.name_zh AS class_name, p.code AS party, t.badge_number"
        " FROM guest g JOIN guest_class c ON c.id = g.guest_class LEFT JOIN delegation d ON d.id = g.delegation"
        " LEFT JOIN travel_party p ON p.id = g.travel_party"
        " LEFT JOIN ticket t ON t.guest = g.id AND t.voided_at IS NULL"
        " WHERE g.gathering = $1 ORDER BY g.number",
        gathering.id,
    )
    keys = await keys_of(gathering.id)
    lines: list[tuple[str, ...]] = []
    for row in rows:
        clear = opened(keys, row["id"], row)
        expires = "长期" if row["document_permanent"] else str(row["document_expires"] or "")
        lines.append(
            (
                row["number"],
                row["delegation_name"] or "",
                row["name_zh"],
                row["latin_surname"],
                row["latin_given"],
                {"M": "男", "F": "女"}.get(row["sex"], ""),
                str(row["birth_date"] or ""),
                country_name(row["nationality"]),
                country_name(row["residence"]),
                row["class_name"],
                row["association_title"],
                row["company_title"],
                clear.phone,
                row["email"],
                row["document_kind"],
                clear.document_number if documents else masked(clear.document_number),
                expires,
                row["party"] or "",
                row["standing"],
                row["badge_number"] or "",
            )
        )
    async with writing():
        await record(
            "guests.export", subject=f"gathering:{gathering.id}", by=by, now=now, gathering=gathering.id,
            count=len(lines), documents=documents,
        )  # fmt: skip
    return _workbook(gathering, lines)


def _workbook(gathering: Gathering, lines: list[tuple[str, ...]]) -> bytes:
    output = io.BytesIO()
    book = xlsxwriter.Workbook(
        output, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet("来宾")
    head = book.add_format({"bold": True, "bg_color": "#8F1D21", "font_color": "#FFFFFF"})
    sheet.write_row(0, 0, COLUMNS, head)
    for number, line in enumerate(lines, start=1):
        for column, text in enumerate(line):
            sheet.write_string(number, column, plain_cell(text))
    sheet.freeze_panes(1, 3)
    sheet.autofilter(0, 0, max(len(lines), 1), len(COLUMNS) - 1)
    sheet.set_column(0, len(COLUMNS) - 1, 16)
    book.set_properties({"title": gathering.title_zh})
    book.close()
    return output.getvalue()
