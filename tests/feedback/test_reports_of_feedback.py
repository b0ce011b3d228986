"""The two reports of feedback answer exactly what the office's own figures say, as data, on a page and as a workbook."""

import io
import json
from typing import Any

import httpx
import openpyxl
import pytest

from event.people.tables import Role
from tests import cast
from tests.feedback.lists import FEEDBACK, take
from tests.web.conftest import Browser, app, browser, signed_in

__all__ = ["app", "browser"]
API = "/api/v1/gatherings/example/reports"
EXTRA = json.loads((FEEDBACK.parent / "questions.json").read_text())["extra"]
END = {"at": "2027-10-17T09:00:00+08:00"}


@pytest.fixture
async def organizer(app: object, browser: Browser) -> Any:
    """An organizer at a browser, with the office's list taken in."""
    async with signed_in(browser, Role.ORGANIZER) as client:
        await take(FEEDBACK.read_bytes(), await cast.gathering())
        yield client


@pytest.mark.parametrize("name", ["suggestions", "survey"])
async def test_a_report_says_what_the_office_says(organizer: httpx.AsyncClient, name: str) -> None:
    told = (await organizer.get(f"{API}/{name}", params=END)).json()
    page = (await organizer.get(f"/console/example/reports/{name}", params=END)).text
    sheet = openpyxl.load_workbook(
        io.BytesIO((await organizer.get(f"/console/example/reports/{name}.xlsx", params=END)).content)
    ).worksheets[0]

    assert told["answer"] == EXTRA[name]
    assert [value for _, value in told["figures"] if value not in page] == []
    rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert [list(row) for row in told["rows"]] == rows[rows.index(told["columns"]) + 1 :]


async def test_before_the_first_came_nothing_is_claimed(organizer: httpx.AsyncClient) -> None:
    early = {"at": "2026-10-01T09:00:00+08:00"}

    answers = [
        (await organizer.get(f"{API}/{name}", params=early)).json()["answer"]
        for name in ("suggestions", "survey")
    ]

    assert answers == [
        {"total": 0, "done": 0, "rate": None},
        {"sent": 227, "returned": 0, "return_rate": "0.00", "satisfied": None, "satisfaction": None, "target": 95},
    ]  # fmt: skip


async def test_the_survey_is_run_by_pages_and_by_programs(organizer: httpx.AsyncClient) -> None:
    own, survey = "/console/example/feedback/survey", "/api/v1/gatherings/example/survey"
    nobody = await organizer.post(own, data={"do": "open", "closes_on": "2099-01-01"})
    wrong = await organizer.post(own, data={"do": "save", "target_percent": "many", "handed_out": "-1"})
    saved = await organizer.post(own, data={"do": "save", "target_percent": "97.5", "handed_out": "230"})
    again = await organizer.post(f"{own}/form", data={"number": "Q0001", "overall": "5"})
    empty = await organizer.post(f"{own}/form", data={"number": "", "overall": ""})
    entered = await organizer.post(f"{own}/form", data={"number": "Q0183", "overall": "2", "meals": "1"})
    form = await organizer.post(f"{survey}/forms", json={"number": "Q0184", "overall": 4, "visit": 5})
    bad = await organizer.post(f"{survey}/forms", json={"number": "Q0185", "overall": 4, "visit": 6})
    changed = await organizer.patch(survey, json={"handed_out": 231})

    assert [one.status_code for one in (nobody, wrong, saved, again, empty, entered, form, bad, changed)] == [
        409, 422, 303, 409, 422, 303, 204, 422, 200,
    ]  # fmt: skip
    assert changed.json() == {
        "opens_at": None, "closes_at": None, "takes_answers": False, "target_percent": "97.5", "handed_out": 231,
    }  # fmt: skip
    results = (await organizer.get(f"{survey}/results")).json()
    assert (results["sent"], results["returned"], results["satisfied"], results["met"]) == (
        231,
        184,
        176,
        False,
    )
