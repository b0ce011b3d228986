"""Lists go out with chosen columns, masked by role, safe in a spreadsheet, and in the audit trail."""

import csv
import io
import json
from typing import Any
from uuid import uuid4

import openpyxl
import pytest

from event.database import fetch
from event.errors import Invalid
from event.gathering.tables import Gathering
from event.people.rules import COMMAND_LINE
from event.registration.deciding import decide
from event.registration.exporting.columns import Mark
from event.registration.exporting.errors import UnknownColumnSet, UnknownFormat
from event.registration.exporting.operations import export_guests
from event.registration.exporting.sets import delete_set, save_set, set_named, sets_of
from event.registration.importing.imports import import_guests
from event.registration.queries import GuestFilter
from event.registration.tables import Standing
from tests import cast

_EVERYTHING = frozenset(Mark)
_NO_DOCUMENTS = _EVERYTHING - {Mark.DOCUMENT}


async def _rows(held: Gathering, **told: Any) -> list[dict[str, str]]:
    made = await export_guests(
        held, by=COMMAND_LINE, now=cast.NOW, format_="csv", **{"shown": _EVERYTHING} | told
    )
    return list(csv.DictReader(io.StringIO(made.content.decode("utf-8-sig"))))


async def _set(held: Gathering, *columns: str, name: str = "mine") -> None:
    await save_set(None, name=name, columns=columns, gathering=held, by=COMMAND_LINE, now=cast.NOW)


async def test_a_workbook_has_styled_headings_that_stay_filters_and_texts(db: str) -> None:
    held = await cast.gathering()
    await cast.lin(held)

    made = await export_guests(held, by=COMMAND_LINE, now=cast.NOW, shown=_EVERYTHING, columns="contact")

    sheet = openpyxl.load_workbook(io.BytesIO(made.content)).active
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:M2")
    assert sheet["A1"].font.bold
    assert [cell.value for cell in sheet[2]][:3] == ["EX2026-001", None, "林示例"]
    assert {cell.data_type for cell in sheet[2] if cell.value} <= {"s", "inlineStr"}
    assert sheet.column_dimensions["A"].width > 8


async def test_what_would_be_a_formula_is_a_text(db: str) -> None:
    held = await cast.gathering()
    for number, text in enumerate(("=1+1", "+1", "-1", "@SUM", "＝1", "＋1", "－1", "＠x", "'=1")):
        await cast.guest(held, name_zh=f"林{number}", association_title=text, phone="+8613800000000")
    await _set(held, "association_title", "phone")

    rows = await _rows(held, columns="mine")

    assert [row["侨团及职务"] for row in rows] == [
        "'=1+1", "'+1", "'-1", "'@SUM", "'＝1", "'＋1", "'－1", "'＠x", "''=1",
    ]  # fmt: skip
    assert {row["手机"] for row in rows} == {"'+8613800000000"}


async def test_documents_contact_and_needs_are_masked_for_who_may_not_see_them(db: str) -> None:
    held = await cast.gathering()
    await cast.lin(held, document_kind="外国护照", document_number="X12345678", needs={"diet": "halal"})
    await _set(held, "document_number", "phone", "email", "diet")

    (clear,) = await _rows(held, columns="mine")
    (usual,) = await _rows(held, columns="mine", shown=_NO_DOCUMENTS)
    (least,) = await _rows(held, columns="mine", shown=frozenset({Mark.PLAIN}))

    assert list(clear.values()) == ["X12345678", "'+12125550100", "shili.lin@example.com", "清真"]
    assert list(usual.values()) == ["•••••5678", "'+12125550100", "shili.lin@example.com", "清真"]
    assert list(least.values()) == ["•••••5678", "••••••••0100", "•••••••••••••••••.com", "••••"]


async def test_a_masked_list_that_comes_back_overwrites_nothing(db: str) -> None:
    held = await cast.gathering()
    await cast.lin(held, document_number="X12345678", needs={"diet": "halal"}, wechat="lin")
    before = await _rows(held, columns="replies")

    made = await export_guests(
        held, by=COMMAND_LINE, now=cast.NOW, shown=frozenset({Mark.PLAIN}), columns="replies"
    )
    await import_guests(
        made.content, file_name="back.xlsx", gathering=held, dry_run=False, by=COMMAND_LINE, now=cast.NOW
    )

    after = await _rows(held, columns="replies")
    hidden = ("手机", "微信", "邮箱", "证件号码", "饮食要求")
    assert [{name: row[name] for name in hidden} for row in after] == [
        {name: row[name] for name in hidden} for row in before
    ]


async def test_a_filter_says_who_goes_out(db: str) -> None:
    held = await cast.gathering()
    await cast.lin(held)
    await cast.chen(held, standing=Standing.SUBMITTED)

    approved = await _rows(held, wanted=GuestFilter(standing="approved"))
    found = await _rows(held, wanted=GuestFilter(text="chan"))

    assert [row["中文姓名"] for row in approved] == ["林示例"]
    assert [row["中文姓名"] for row in found] == ["陳樣本"]


async def test_everything_has_the_last_reason_the_badge_and_answers_to_own_questions(db: str) -> None:
    held = await cast.gathering()
    _, ticket = await cast.lin(held, answers={"signatory": "林示例", "sessions": ["开幕式"]})
    chen, _ = await cast.chen(held, email="")
    await decide(chen.id, Standing.WITHDRAWN, gathering=held, reason="=ill", by=COMMAND_LINE, now=cast.NOW)

    first, second = await _rows(held)

    assert ticket is not None
    assert (first["胸牌编号"], first["签字人及职务"]) == (ticket.badge_number, "林示例")
    assert (first["参会意向(打√)/开幕式"], second["参会意向(打√)/开幕式"]) == ("√", "")
    assert second["最近决定的理由"] == "'=ill"


async def test_headings_and_words_are_the_readers_but_replies_stay_importable(db: str) -> None:
    held = await cast.gathering()
    await cast.lin(held, sex="F")

    english = (await _rows(held, language="en", columns="hotel"))[0]
    replies = (await _rows(held, language="en", columns="replies"))[0]

    assert (english["Sex"], english["Nationality"]) == ("Female", "United States")
    assert (replies["性别"], replies["国籍"]) == ("女", "美国")


async def test_every_export_is_in_the_trail_without_what_was_searched_for(db: str) -> None:
    held = await cast.gathering()
    await cast.lin(held)

    await _rows(held, columns="hotel", wanted=GuestFilter(text="林", standing="approved"))
    await _rows(held, columns="contact")

    trail = await fetch("SELECT details FROM audit_entry WHERE action = 'guests.export' ORDER BY id")
    usual = {"guest_class": "", "delegation": "", "format": "csv", "count": 1}
    assert [json.loads(row["details"]) for row in trail] == [
        usual | {"set": "hotel", "standing": "approved", "searched": True, "documents": True},
        usual | {"set": "contact", "standing": "", "searched": False, "documents": False},
    ]


async def test_a_set_is_kept_renamed_and_deleted(db: str) -> None:
    held = await cast.gathering()
    await _set(held, "phone", "number", "phone")
    kept = await set_named(held, "mine")

    await save_set(
        kept.id, name="  门岗  名单 ", columns=["number"], gathering=held, by=COMMAND_LINE, now=cast.NOW
    )
    renamed = await set_named(held, "门岗 名单")
    await delete_set(renamed.id or uuid4(), gathering=held, by=COMMAND_LINE, now=cast.NOW)

    assert (kept.columns, renamed.columns, renamed.id) == (("phone", "number"), ("number",), kept.id)
    assert [one.name for one in await sets_of(held)] == ["all", "contact", "hotel", "replies"]


@pytest.mark.parametrize(
    ("name", "columns", "field"),
    [("", ["number"], "name"), ("x" * 61, ["number"], "name"), ("all", ["number"], "name"),
     ("mine", ["number"], "name"), ("other", [], "columns"), ("other", ["no such"], "columns")],
)  # fmt: skip
async def test_a_set_that_cannot_be_kept_names_its_field(
    db: str, name: str, columns: list[str], field: str
) -> None:
    held = await cast.gathering()
    await _set(held, "number")

    with pytest.raises(Invalid) as refused:
        await _set(held, *columns, name=name)

    assert list(refused.value.problems) == [field]


async def test_unknown_sets_and_formats_are_refused(db: str) -> None:
    held = await cast.gathering()

    with pytest.raises(UnknownColumnSet, match="all, contact, hotel, replies"):
        await _rows(held, columns="nothing")
    with pytest.raises(UnknownFormat, match="pdf"):
        await export_guests(held, by=COMMAND_LINE, now=cast.NOW, shown=_EVERYTHING, format_="pdf")
