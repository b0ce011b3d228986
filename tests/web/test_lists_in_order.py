"""Lists build on one another: which goes in first is said where it matters, and what comes next."""

import re
from pathlib import Path

import pytest

from event.checkin.import_jobs import work_on
from event.database import fetch
from event.people.tables import Role
from tests import cast
from tests.web.conftest import Browser, signed_in

DATA = Path(__file__).parents[1] / "scenario" / "data"
ORDER = [
    "guests", "agenda", "checkpoints", "hotels", "visit", "staff", "changes", "tickets", "transfers", "signing", "tasks",
    "jobfair", "scans", "ledger", "feedback",
]  # fmt: skip


async def _shown(client: Browser, name: str) -> str:
    """A list uploaded and read, nothing of it saved; the page of what would happen."""
    file = {"file": (name, (DATA / name).read_bytes())}
    sent = await client.post("/console/example/import?lang=en", data={"kind": "by_itself"}, files=file)
    (run,) = await fetch("SELECT id FROM import_run ORDER BY at DESC LIMIT 1")
    await work_on(run["id"], dry_run=True, language="en")
    return (await client.get(sent.headers["location"])).text


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("changes.xlsx", "Guest list (reply forms)"),
        ("transfers.xlsx", "Guest list (reply forms), Homeland visit: routes, vehicles, seats"),
        ("ledger_12_months.xlsx", "Signing ceremony: agreements, signatories, batches"),
        ("signing.xlsx", "Guest list (reply forms), Programme with halls and checkpoints"),
    ],
)
async def test_a_list_that_comes_too_early_says_once_what_goes_in_first(
    browser: Browser, name: str, first: str
) -> None:
    await cast.lin(await cast.gathering())  # a guest typed by hand is no guest list
    async with signed_in(browser, Role.ORGANIZER) as client:
        page = await _shown(client, name)

    assert re.findall(r"Import first: ([^<]+?)\. Then", page) == [first]


async def test_rows_not_taken_in_are_one_click_away_and_nothing_else_is_promised(browser: Browser) -> None:
    await cast.gathering()
    async with signed_in(browser, Role.ORGANIZER) as client:
        page = await _shown(client, "changes.xlsx")
        (way,) = re.findall(r'<a href="([^"]+)">Show only these rows</a>', page)
        rows = (await client.get(way)).text

    assert "until then nothing of this list is saved." in page
    assert 'value="save"' not in page
    assert rows.count("there is no guest with this number.") == 3


async def test_after_a_list_the_next_one_is_named(browser: Browser) -> None:
    await cast.gathering()
    async with signed_in(browser, Role.ORGANIZER) as client:
        await _shown(client, "guests.xlsx")
        (run,) = await fetch("SELECT id FROM import_run")
        await work_on(run["id"], dry_run=False, language="en")
        page = (await client.get(f"/console/example/import/{run['id']}")).text

    assert "Next list: Programme with halls and checkpoints" in page


async def test_the_order_on_the_page_is_the_one_in_which_every_list_finds_what_it_names(
    browser: Browser,
) -> None:
    await cast.gathering()
    async with signed_in(browser, Role.ORGANIZER) as client:
        page = (await client.get("/console/example/import?lang=en")).text

    assert re.findall(r'<option value="([a-z_]+)"', page.split('id="field-kind"')[1].split("</select>")[0]) == [
        "by_itself", *ORDER,
    ]  # fmt: skip


async def test_in_that_order_every_list_of_the_scenario_is_taken_in_whole(browser: Browser) -> None:
    await cast.gathering(number_prefix="JQX2026")
    files = {
        "guests": "guests.xlsx", "agenda": "agenda.xlsx", "checkpoints": "checkpoints.csv", "hotels": "hotels.xlsx",
        "visit": "homeland_visit.xlsx", "staff": "staff.xlsx", "changes": "changes.xlsx", "tickets": "tickets.csv",
        "transfers": "transfers.xlsx", "signing": "signing.xlsx", "jobfair": "jobfair.csv", "scans": "scans.csv",
        "ledger": "ledger_12_months.xlsx", "feedback": "survey_and_suggestions.xlsx",
    }  # fmt: skip
    async with signed_in(browser, Role.ORGANIZER) as client:
        for kind in ORDER:
            if kind in files:
                page = await _shown(client, files[kind])
                assert ("Import first" in page, "?show=refuse" in page) == (False, False), kind
                (run,) = await fetch("SELECT id FROM import_run ORDER BY at DESC LIMIT 1")
                await work_on(run["id"], dry_run=False, language="en")

    runs = await fetch("SELECT DISTINCT kind, state FROM import_run ORDER BY kind")
    assert [tuple(row) for row in runs] == [(kind, "done") for kind in sorted(files)]
