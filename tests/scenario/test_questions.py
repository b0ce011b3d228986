"""Questions of the organizers, answered by named reports exactly, as data, on a page and as a workbook."""

import io
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pytest

from event.checkin.imports import KINDS
from event.gathering.operations import the_gathering
from event.people.rules import COMMAND_LINE
from event.people.tables import Role
from tests.cast import NOW
from tests.web.conftest import Browser, app, browser, signed_in

__all__ = ["app", "browser"]
REPORTS = {6: "visa-letters", 7: "documents"}


@pytest.fixture(scope="session")
def asked_at(scenario: Path) -> dict[int, str]:
    questions = json.loads((scenario / "questions.json").read_text())["questions"]
    return {question["id"]: question["asked_at"] for question in questions}


@pytest.fixture
async def program(app: object, browser: Browser, scenario: Path) -> AsyncIterator[httpx.AsyncClient]:
    """An organizer's program after the guest list and the register of changes."""
    await _take(scenario, "guests")
    await _take(scenario, "changes")
    async with signed_in(browser, Role.ORGANIZER) as client:
        yield client


async def _take(scenario: Path, kind: str) -> None:
    report = await KINDS[kind](
        (scenario / f"{kind}.xlsx").read_bytes(), file_name=f"{kind}.xlsx", gathering=None, dry_run=False,
        by=COMMAND_LINE, now=NOW,
    )  # fmt: skip
    assert report.written, [row.reasons for row in report.rows if row.reasons]


@pytest.mark.parametrize("question", list(REPORTS))
async def test_a_question_is_answered_as_of_its_moment_although_changes_came_later(
    program: httpx.AsyncClient, answers: dict[int, Any], asked_at: dict[int, str], question: int
) -> None:
    held = await the_gathering()
    root, name = f"/api/v1/gatherings/{held.slug}/reports", REPORTS[question]

    told = await program.get(f"{root}/{name}", params={"at": asked_at[question]})

    assert told.status_code == 200
    assert told.json()["answer"] == answers[question]
    assert name in (await program.get(root)).json()
    sheet = await program.get(f"{root}/{name}", params={"at": asked_at[question], "format": "xlsx"})
    rows = list(openpyxl.load_workbook(io.BytesIO(sheet.content)).active.iter_rows(values_only=True))
    assert list(rows[0]) == told.json()["columns"]
    assert [[cell or "" for cell in row] for row in rows[1:]] == told.json()["rows"]
    page = await program.get(f"/console/{held.slug}/reports/{name}", params={"at": asked_at[question]})
    assert all(row[0] in page.text for row in told.json()["rows"])


async def test_afterwards_the_substitute_is_there_and_who_cancelled_is_not(
    program: httpx.AsyncClient, asked_at: dict[int, str], facts: dict[str, Any]
) -> None:
    held = await the_gathering()
    root = f"/api/v1/gatherings/{held.slug}/guests"

    approved = (await program.get(root, params={"standing": "approved"})).json()["total"]

    assert approved == facts["snapshots"][0]["expected"]["expected"]


async def test_what_cannot_be_read_as_a_moment_or_a_report_is_said(program: httpx.AsyncClient) -> None:
    held = await the_gathering()
    root = f"/api/v1/gatherings/{held.slug}/reports"

    moment = await program.get(f"{root}/documents", params={"at": "yesterday"})
    name = await program.get(f"{root}/weather")

    assert (moment.status_code, list(moment.json()["problems"])) == (422, ["at"])
    assert name.status_code == 404
    assert name.json()["detail"].startswith("There is no report “weather”. Known: visa-letters, documents")
