"""Rows as delegation contacts send them come out as the office expects, row by row."""

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from event.database import fetch
from event.gathering.tables import Gathering
from event.people.rules import COMMAND_LINE
from event.registration.importing.imports import Choices, import_guests
from event.registration.tables import Delegation
from tests.cast import NOW
from tests.world import world

FIELDS = {
    "name_zh": "name_zh", "sex": "sex", "birth_date": "birth_date", "country": "residence",
    "phone_e164": "phone", "email": "email", "doc_type": "document_kind", "doc_no": "document_number",
    "doc_expiry": "document_expires", "org": "association_title", "arrival_date": "arrival.on_day",
    "flight": "arrival.number", "departure_date": "departure.on_day", "route_choice": "answers.route_1",
    "note": "answers.remark", "diet": "needs.diet",
}  # fmt: skip
OURS = {ours: theirs for theirs, ours in FIELDS.items()}


@pytest.fixture
async def report(db: str, scenario: Path) -> dict[str, Any]:
    await world("guests", partial(_take, scenario, "guests.xlsx", None))
    held = await Gathering.objects().first()
    return (await _take(scenario, "guests_messy.xlsx", held)).as_json("en")


async def _take(scenario: Path, name: str, held: Gathering | None, **choices: Any) -> Any:
    return await import_guests(
        (scenario / name).read_bytes(), file_name=name, gathering=held, dry_run=name != "guests.xlsx" and not choices,
        by=COMMAND_LINE, now=NOW, choices=Choices(**choices),
    )  # fmt: skip


@pytest.fixture(scope="module")
def expected(scenario: Path) -> dict[str, Any]:
    return dict(json.loads((scenario / "messy_expected.json").read_text()))


async def test_every_row_has_its_action_target_and_reason(report: Any, expected: Any) -> None:
    rows = {row["row"]: row for row in report["rows"]}

    assert sorted(rows) == [row["row"] for row in expected["rows"]]
    for row in expected["rows"]:
        ours = rows[row["row"]]
        assert ours["action"] == row["action"], ours
        assert ours["target"] == row.get("target", ""), ours
        assert ours["target_row"] == row.get("target_row"), ours
        assert ours["match"] == row.get("match", ""), ours
        if "reason" in row:
            assert ours["codes"] == [row["reason"]]


async def test_the_sums_the_sheet_and_the_unknown_column_are_told(report: Any, expected: Any) -> None:
    actions = [row["action"] for row in report["rows"]]

    assert {action: actions.count(action) for action in expected["totals"]} == expected["totals"]
    assert {row["sheet"] for row in report["rows"]} == {expected["sheet"]}
    assert [name for name, known in report["columns"] if not known] == expected["unknown_columns"]


async def test_every_new_guest_is_read_as_expected(report: Any, expected: Any, db: str) -> None:
    rows = {row["row"]: row for row in report["rows"]}
    codes = {row.name_zh: row.code for row in await Delegation.objects()}

    for row in expected["rows"]:
        if row["action"] != "create":
            continue
        ours, wanted = rows[row["row"]]["record"], dict(row["record"])
        length = wanted.pop("note_length", None)
        assert codes[ours["delegation"]] == wanted.pop("delegation")
        order = ("latin_surname", "latin_given") if _surname_first(ours, wanted["latin"]) else ("latin_given", "latin_surname")  # fmt: skip
        assert " ".join(ours[part] for part in order if ours.get(part)) == wanted.pop("latin")
        assert {
            name: ours.get(FIELDS[name], "none" if name == "diet" else None) or None for name in wanted
        } == {name: value or None for name, value in wanted.items()}
        if length is not None:
            assert len(ours["answers.remark"]) == length


def _surname_first(record: dict[str, Any], latin: str) -> bool:
    return latin.startswith(record.get("latin_surname", ""))


async def test_every_change_of_a_known_guest_is_the_expected_one(report: Any, expected: Any) -> None:
    rows = {row["row"]: row for row in report["rows"]}

    for row in expected["rows"]:
        if row["action"] == "update":
            changes = {OURS[name]: value for name, value in rows[row["row"]]["changes"].items()}
            assert changes == row["changes"], row


async def test_every_warning_and_error_is_told(report: Any, expected: Any) -> None:
    rows = {row["row"]: row for row in report["rows"]}

    for row in expected["rows"]:
        codes = set(rows[row["row"]]["codes"])
        assert codes >= set(row["warnings"]), row
        for error in row.get("errors", []):
            assert error["code"] in codes
            assert any(told.startswith(f"{error['field']}: ") for told in rows[row["row"]]["reasons"])


async def test_refused_rows_stop_the_file_unless_the_good_rows_are_wanted(
    db: str, scenario: Path, expected: Any
) -> None:
    await world("guests", partial(_take, scenario, "guests.xlsx", None))
    held = await Gathering.objects().first()
    before = (await fetch("SELECT count(*) AS n FROM guest"))[0]["n"]

    whole = await _take(scenario, "guests_messy.xlsx", held, good_rows=False)
    assert not whole.written
    assert (await fetch("SELECT count(*) AS n FROM guest"))[0]["n"] == before

    good = await _take(scenario, "guests_messy.xlsx", held, good_rows=True)

    assert good.written
    added = (await fetch("SELECT count(*) AS n FROM guest"))[0]["n"] - before
    assert added == expected["totals"]["create"]
    again = await _take(scenario, "guests_messy.xlsx", held, good_rows=True)
    assert [row.row for row in again.rows if row.outcome in ("create", "update")] == []
