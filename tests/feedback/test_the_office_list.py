"""The office's workbook of feedback: taken in, twice the same, out again and in again without a loss."""

import io
from datetime import UTC, date, datetime
from typing import Any

import openpyxl

from event.database import fetch
from event.feedback.exports import export_feedback
from event.feedback.queries import suggestions_of, sums
from event.feedback.results import results_of
from tests import cast
from tests.checkin.lists import told
from tests.feedback.lists import FEEDBACK, WHO, take
from tests.signing.lists import cell, changed

END = date(2027, 10, 17)
BEFORE = date(2026, 12, 15)


async def test_suggestions_and_survey_come_in_and_a_second_time_changes_nothing(db: str) -> None:
    held = await cast.gathering()

    first = await take(FEEDBACK.read_bytes(), held)
    rows = [
        await fetch(f"SELECT count(*) AS n FROM {name}") for name in ("suggestion_entry", "survey_answer")
    ]
    second = await take(FEEDBACK.read_bytes(), held)

    assert (first.counts, first.figures) == (
        {"create": 224, "update": 0, "skip": 0, "refuse": 0}, {"suggestions": 41, "forms": 182},
    )  # fmt: skip
    assert {outcome for outcome, _ in told(second)} == {"unchanged"}
    assert [
        await fetch(f"SELECT count(*) AS n FROM {name}") for name in ("suggestion_entry", "survey_answer")
    ] == rows


async def test_the_figures_are_the_offices_as_of_any_day(db: str) -> None:
    held = await cast.gathering()
    await take(FEEDBACK.read_bytes(), held)

    every = await suggestions_of(held, today=END)
    results = await results_of(held, END, comments=True)

    assert [(one.total, one.done, one.rate) for one in (sums(every, END), sums(every, BEFORE))] == [
        (41, 33, "80.49"), (41, sum(one.done_on is not None and one.done_on <= BEFORE for one in every), sums(every, BEFORE).rate),
    ]  # fmt: skip
    assert 0 < sums(every, BEFORE).done < 33
    assert sums(every, END).overdue == 8
    assert (results.sent, results.returned, results.return_rate, results.satisfied, results.satisfaction) == (
        227, 182, "80.18", 175, "96.15",
    )  # fmt: skip
    assert (results.target, results.met, results.small) == (95, True, False)
    assert [(one.part, one.marks) for one in results.parts][-2:] == [("visit", 182), ("transport", 0)]
    assert results.comments == sorted(results.comments) != []


async def test_what_is_exported_is_what_was_imported_and_comes_in_again_without_a_change(db: str) -> None:
    held = await cast.gathering()
    await take(FEEDBACK.read_bytes(), held)

    made = await export_feedback(held, **WHO)
    again = await take(made.content, held)

    ours, theirs = _cells(made.content), _cells(FEEDBACK.read_bytes())
    assert ours["发放"] == theirs["发放"]
    assert [(*row[:8], row[9]) for row in ours["问卷"]] == [(*row[:8], row[8]) for row in theirs["问卷"]]
    unlinked = [(*row[:2], None, *row[3:]) for row in theirs["意见建议"]]  # nobody of the list is known here
    assert [row[:9] for row in ours["意见建议"]] == unlinked
    assert {row.outcome for row in again.rows} == {"unchanged"}


def _cells(content: bytes) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of each sheet below the headings."""
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    return {sheet.title: list(sheet.iter_rows(min_row=4, values_only=True)) for sheet in book.worksheets}


async def test_a_newer_list_answers_what_was_open_and_the_history_says_so(db: str) -> None:
    held = await cast.gathering()
    await take(FEEDBACK.read_bytes(), held)

    def change(book: Any) -> None:
        sheet = book["意见建议"]
        sheet["H5"], sheet["I5"] = "已办结", cell(2027, 1, 4)

    report = await take(changed(FEEDBACK, change), held, now=datetime(2027, 1, 5, tzinfo=UTC))

    assert [(row.number, list(row.changes)) for row in report.rows if row.changes] == [
        ("Y002", ["state", "done_on"])
    ]
    assert sums(await suggestions_of(held, today=END), END).done == 34
    entries = await fetch(
        "SELECT e.revision, e.changes FROM suggestion_entry e JOIN suggestion s ON s.id = e.suggestion"
        " WHERE s.number = 'Y002' ORDER BY revision DESC LIMIT 1"
    )
    assert (entries[0]["revision"], entries[0]["changes"]) == (
        2, '{"state": ["under_way", "done"], "done_on": [null, "2027-01-04"]}',
    )  # fmt: skip


async def test_what_cannot_be_is_refused_and_nothing_is_written(db: str) -> None:
    held = await cast.gathering()

    def change(book: Any) -> None:
        sheet, forms = book["意见建议"], book["问卷"]
        sheet["H4"], sheet["I6"], sheet["B7"], sheet["A8"] = "开花", None, "某日", "Y001"
        forms["B4"], forms["C5"] = "很好", 9
        book["发放"]["B4"] = 181

    report = await take(changed(FEEDBACK, change), held)

    assert report.written is False
    assert await fetch("SELECT 1 FROM suggestion UNION ALL SELECT 1 FROM survey_answer") == []
    assert {
        (row.sheet, row.row): [said.told("en") for said in row.reasons] for row in report.rows if row.reasons
    } == {
        ("意见建议", 4): ["状态: “开花” is no state. Known: 未办理、办理中、已转办、已办结."],
        ("意见建议", 6): ["办结日期: the day on which it was answered is missing."],
        ("意见建议", 7): ["收到日期: “某日” is not a day; write 2026-10-15."],
        ("意见建议", 8): ["编号: stands in row 4 already. Everything once."],
        ("问卷", 4): ["总体评价: “很好” is no answer. Known: 非常满意、满意、一般、不满意、非常不满意."],
        ("问卷", 5): ["接待: “9” is not a whole number from 1 to 5."],
    }
