"""The homeland visit, hotels and transfers come in whole, twice change nothing, whichever list comes first."""

import io
from pathlib import Path
from typing import Any

import openpyxl

from event.database import fetch
from tests.scenario.asking import REPORTS, ask, asked_at, parameters
from tests.scenario.conftest import FILES, take

_LISTS = {
    "visit": {"线路": None, "考察点": 3, "车辆": 3, "用餐": 3, "乘车名单": 3},
    "hotels": {"酒店": 3, "客房": 3, "住宿分配": 3},
    "transfers": {"批次": 3, "航班动态": 3, "车辆": 3, "接站名单": 3, "自行及本地": 3, "送站名单": 3},
}
_PLACES = {
    "seats": "SELECT g.number, v.code, p.seat FROM vehicle_seat p JOIN vehicle v ON v.id = p.vehicle",
    "rooms": "SELECT g.number, h.code, r.number AS room, p.check_in FROM rooming p JOIN hotel h ON h.id = p.hotel"
    " LEFT JOIN room r ON r.id = p.room",
    "transfers": "SELECT g.number, p.direction, v.code, p.leaves_at, s.number AS service FROM transfer p"
    " LEFT JOIN vehicle v ON v.id = p.vehicle LEFT JOIN service s ON s.id = p.service",
}


async def _places() -> dict[str, list[tuple[Any, ...]]]:
    return {
        name: [tuple(row) for row in await fetch(f"{query} JOIN guest g ON g.id = p.guest ORDER BY 1, 2")]
        for name, query in _PLACES.items()
    }


def _rows(scenario: Path, kind: str, sheet: str) -> list[dict[str, Any]]:
    book = openpyxl.load_workbook(io.BytesIO((scenario / FILES[kind]).read_bytes()), read_only=True)
    names, *rows = list(
        (book[sheet] if sheet in book.sheetnames else book.worksheets[0]).iter_rows(values_only=True)
    )[2:]
    return [dict(zip(names, row, strict=True)) for row in rows]


async def test_every_sheet_comes_in_and_a_second_time_changes_nothing(db: str, scenario: Path) -> None:
    for kind in ("guests", "staff", "changes"):
        await take(kind, (scenario / FILES[kind]).read_bytes())

    for kind, sheets in _LISTS.items():
        content = (scenario / FILES[kind]).read_bytes()
        first, second = await take(kind, content), await take(kind, content)

        expected = {
            sheet: len({row["线路"] for row in _rows(scenario, kind, sheet)})
            if skip is None
            else len(_rows(scenario, kind, sheet))
            for sheet, skip in sheets.items()
        }
        found = {sheet: sum(row.sheet == sheet for row in first.rows) for sheet in sheets}
        assert found == expected
        assert (first.counts["refuse"], second.counts["create"], second.counts["update"]) == (0, 0, 0)
        assert [note.told("en") for note in first.notes] == []


async def test_places_are_the_same_whether_the_lists_come_before_or_after_the_changes(
    db: str, scenario: Path
) -> None:
    def content(kind: str) -> bytes:
        return (scenario / FILES[kind]).read_bytes()

    for kind in ("guests", "visit", "hotels", "changes", "transfers"):
        assert (await take(kind, content(kind))).written
    before = await _places()
    for table in ("vehicle_seat", "rooming", "transfer", "given_up_place"):
        await fetch(f"DELETE FROM {table}")

    for kind in ("visit", "hotels", "transfers"):
        assert (await take(kind, content(kind))).written

    assert await _places() == before
    new = next(row["新编号"] for row in _rows(scenario, "changes", FILES["changes"]) if row["类型"] == "替换")
    assert [row[:2] for row in before["seats"] if row[0] == new] == [(new, "5")]


async def test_the_answers_are_the_same_when_lists_come_in_on_the_days_the_office_made_them(
    db: str, scenario: Path, questions: Any, answers: dict[int, Any], facts: Any
) -> None:
    order = (
        "guests", "agenda", "hotels", "visit", "checkpoints", "staff", "changes", "tickets", "jobfair", "transfers",
        "signing", "ledger",
    )  # fmt: skip
    assert sorted(order) == sorted(FILES)
    for kind in order:
        assert (await take(kind, (scenario / FILES[kind]).read_bytes())).written
    await take("scans", (scenario / "scans.csv").read_bytes())

    moments, queries = asked_at(questions), parameters(facts)
    told = {
        number: (await ask(name, moments[number], queries.get(number))).answer
        for number, name in REPORTS.items()
    }

    assert told == {number: answers[number] for number in REPORTS}
