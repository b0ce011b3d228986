"""Questions of the organizers, answered by named reports exactly, as data, on a page and as a workbook."""

import io
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import openpyxl
import pytest

from event.database import fetch
from event.embedded import EmbeddedServer
from event.gathering.operations import the_gathering
from event.people.tables import Role
from event.workbook import unmarked
from tests.run import dsn_of
from tests.scenario.asking import REPORTS, asked_at, parameters
from tests.scenario.conftest import a_copy
from tests.web.conftest import Browser, app, browser, signed_in

__all__ = ["app", "browser"]
_END = "2027-10-17T09:00:00+08:00"
_ON_A_PAGE = 200


@pytest.fixture
async def empty_database(server: EmbeddedServer, after_the_doors: str) -> AsyncIterator[str]:
    """The database of the application here: after the last scan."""
    async with a_copy(server, after_the_doors) as name:
        yield dsn_of(server, name)


@pytest.fixture
async def program(app: object, browser: Browser) -> AsyncIterator[httpx.AsyncClient]:
    """An organizer's program."""
    async with signed_in(browser, Role.ORGANIZER) as client:
        yield client


@pytest.fixture
async def root(app: object) -> str:
    return f"/api/v1/gatherings/{(await the_gathering()).slug}"


async def test_every_question_is_answered_as_of_its_moment_although_more_came_later(
    program: httpx.AsyncClient, root: str, questions: Any, answers: dict[int, Any], facts: Any
) -> None:
    moments, queries = asked_at(questions), parameters(facts)

    told = {}
    for number, name in REPORTS.items():
        asked = {"at": moments[number]} | queries.get(number, {})
        told[number] = (await program.get(f"{root}/reports/{name}", params=asked)).json()

    assert {number: view["answer"] for number, view in told.items()} == {
        number: answers[number] for number in REPORTS
    }
    assert sorted(REPORTS.values()) == sorted(
        set((await program.get(f"{root}/reports")).json()) & set(REPORTS.values())
    )


async def test_without_parameters_the_usual_ones_are_taken_and_told(
    program: httpx.AsyncClient, root: str, questions: Any, answers: dict[int, Any]
) -> None:
    moments = asked_at(questions)
    usual = {8: {"party": "T010"}, 18: {"session": "OPEN"}, 25: {"session": "FAIR"}, 40: {"months": 6}}

    for number, taken in usual.items():
        told = await program.get(f"{root}/reports/{REPORTS[number]}", params={"at": moments[number]})
        assert (told.json()["parameters"], told.json()["answer"]) == (taken, answers[number])


async def test_a_report_reads_the_same_as_data_as_a_page_and_as_a_workbook(
    program: httpx.AsyncClient, root: str, questions: Any, facts: Any
) -> None:
    moments, queries = asked_at(questions), parameters(facts)
    console = root.replace("/api/v1/gatherings", "/console")

    for number, name in [*REPORTS.items(), (0, "scan-verdicts")]:
        asked = {"at": moments.get(number, _END)} | queries.get(number, {})
        told = (await program.get(f"{root}/reports/{name}", params=asked)).json()
        page = await program.get(f"{console}/reports/{name}", params=asked)
        sheet = await program.get(f"{root}/reports/{name}", params=asked | {"format": "xlsx"})
        link = page.text.split(".xlsx?")[1].split('"')[0].replace("&amp;", "&")
        from_page = await program.get(f"{console}/reports/{name}.xlsx?{link}")

        book = openpyxl.load_workbook(io.BytesIO(sheet.content), read_only=True)
        rows = _rows(book.worksheets[0])
        assert rows == [told["columns"], *told["rows"]]
        about = {row[0]: row[1] for row in book.worksheets[1].iter_rows(values_only=True)}
        assert {label: about[label] for label, _ in told["figures"]} == dict(told["figures"])
        first = openpyxl.load_workbook(io.BytesIO(from_page.content), read_only=True).worksheets[0]
        assert _rows(first) == rows
        assert page.status_code == 200
        assert [row[0] for row in told["rows"][:_ON_A_PAGE] if row[0] not in page.text] == []
        assert [name for name in told["parameters"] if f'id="field-{name}"' not in page.text] == []


def _rows(sheet: Any) -> list[list[str]]:
    return [[unmarked(cell) or "" for cell in row] for row in sheet.iter_rows(values_only=True)]


async def test_the_verdict_of_every_scan_is_the_offices(
    program: httpx.AsyncClient, root: str, questions: Any
) -> None:
    told = (await program.get(f"{root}/reports/scan-verdicts", params={"at": _END})).json()

    extra = questions["extra"]
    assert told["answer"] == {name: extra[name] for name in told["answer"]}
    not_simple = [row for row in told["rows"] if row[3] != "accepted"]
    assert [(int(row[0]), row[1], row[3]) for row in not_simple] == [
        (one["row"], one["scan_id"], one["verdict"]) for one in extra["scans_not_simply_accepted"]
    ]
    assert len(told["rows"]) == sum(extra["scan_verdicts"].values())


async def test_a_report_that_is_taken_away_as_a_file_is_in_the_audit_trail(
    program: httpx.AsyncClient, root: str
) -> None:
    await program.get(f"{root}/reports/session-attendance", params={"at": _END})
    await program.get(f"{root}/reports/session-attendance", params={"at": _END, "format": "xlsx"})

    rows = await fetch("SELECT details FROM audit_entry WHERE action = 'report.export'")
    assert [json.loads(row["details"])["report"] for row in rows] == ["session-attendance"]


async def test_the_snapshots_of_the_days_are_the_offices(
    program: httpx.AsyncClient, root: str, facts: dict[str, Any]
) -> None:
    first, second = (snapshot for snapshot in facts["snapshots"][:2])

    arrived = await program.get(f"{root}/reports/arrivals-by-delegation", params={"at": first["at"]})
    opening = await program.get(f"{root}/reports/session-attendance", params={"at": second["at"]})

    counts = arrived.json()["answer"]["delegations"].values()
    assert {name: sum(one[name] for one in counts) for name in ("expected", "checked_in")} == {
        name: first["expected"][name] for name in ("expected", "checked_in")
    }
    assert (opening.json()["answer"]["due"], opening.json()["answer"]["in"]) == (
        second["expected"]["due"], second["expected"]["opening_in"],
    )  # fmt: skip


async def test_somebody_who_walks_in_is_listed_approved_and_has_a_badge_at_once(
    program: httpx.AsyncClient, root: str, answers: dict[int, Any]
) -> None:
    expected = {name: value for name, value in answers[10].items() if name != "note"}
    before = (await program.get(f"{root}/reports/walk-ins")).json()["answer"]

    made = await program.post(
        f"{root}/walk-ins", json={"name": "林现场", "residence": "US", "guest_class": "G"}
    )
    after = (await program.get(f"{root}/reports/walk-ins")).json()

    assert made.status_code == 201, made.text
    assert before == expected | {
        "approved_after": expected["approved_before"], "expected_after": expected["expected_before"]
    }  # fmt: skip
    assert after["answer"] == expected
    ((_, name, *_, badge, seconds),) = after["rows"]
    assert (name, badge[0]) == ("林现场", "G")
    assert int(seconds) <= expected["limit_seconds"]


async def test_afterwards_the_substitute_is_there_and_who_cancelled_is_not(
    program: httpx.AsyncClient, root: str, facts: dict[str, Any]
) -> None:
    query = {"standing": "approved"}
    total = (await program.get(f"{root}/guests", params=query)).json()["total"]
    others = 0
    for code in "MSZCAJ":
        others += (await program.get(f"{root}/guests", params=query | {"class_code": code})).json()["total"]

    assert total - others == facts["snapshots"][0]["expected"]["expected"]


async def test_what_cannot_be_read_as_a_moment_a_parameter_or_a_report_is_said(
    program: httpx.AsyncClient, root: str
) -> None:
    console = root.replace("/api/v1/gatherings", "/console")
    asked = {"session": "NONE"}

    moment = await program.get(f"{root}/reports/documents", params={"at": "yesterday"})
    session = await program.get(f"{root}/reports/session-attendance", params=asked)
    page = await program.get(f"{console}/reports/session-attendance", params=asked)
    workbook = await program.get(f"{console}/reports/session-attendance.xlsx", params=asked)
    outage = await program.get(f"{root}/reports/offline-scans", params={"begin": "soon", "end": "x" * 99})
    name = await program.get(f"{root}/reports/weather")

    assert (moment.status_code, list(moment.json()["problems"])) == (422, ["at"])
    assert (session.status_code, list(session.json()["problems"])) == (422, ["session"])
    assert (page.status_code, "There is no session “NONE”." in page.text, workbook.status_code) == (
        422,
        True,
        422,
    )
    assert (outage.status_code, list(outage.json()["problems"])) == (422, ["begin", "end"])
    assert name.status_code == 404
    assert name.json()["detail"].startswith("There is no report “weather”. Known: visa-letters, documents")
