"""The office's own files: the project's copy, or the folder that EVENT_SCENARIO_DIR names; taken in once a run."""

import itertools
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from event import database
from event.embedded import EmbeddedServer
from event.people.rules import COMMAND_LINE
from event.registration.importing.reports import ImportReport
from event.signing.kinds import KINDS
from tests.cast import NOW
from tests.run import copy, drop, dsn_of, made_once, worker
from tests.world import forgotten

FILES = {
    "guests": "guests.xlsx", "agenda": "agenda.xlsx", "checkpoints": "checkpoints.csv",
    "visit": "homeland_visit.xlsx", "staff": "staff.xlsx", "changes": "changes.xlsx", "tickets": "tickets.csv",
    "jobfair": "jobfair.csv", "hotels": "hotels.xlsx", "transfers": "transfers.xlsx",
    "signing": "signing.xlsx", "ledger": "ledger_12_months.xlsx",
}  # fmt: skip
"""The lists before the doors open, in the order of time; the ledger of a year later tells of days to come."""
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def scenario() -> Path:
    return Path(os.environ.get("EVENT_SCENARIO_DIR") or Path(__file__).parent / "data")


@pytest.fixture(scope="session")
def facts(scenario: Path) -> dict[str, Any]:
    return dict(json.loads((scenario / "scenario.json").read_text()))


@pytest.fixture(scope="session")
def questions(scenario: Path) -> dict[str, Any]:
    return dict(json.loads((scenario / "questions.json").read_text()))


@pytest.fixture(scope="session")
def answers(questions: dict[str, Any]) -> dict[int, Any]:
    return {question["id"]: question["expected"] for question in questions["questions"]}


async def take(kind: str, content: bytes, **more: Any) -> ImportReport:
    """One list, taken in for good."""
    return await KINDS[kind](
        content, file_name=FILES.get(kind, f"{kind}.csv"), gathering=None, dry_run=False, by=COMMAND_LINE, now=NOW,
        **more,
    )  # fmt: skip


@asynccontextmanager
async def connected(server: EmbeddedServer, name: str) -> AsyncIterator[None]:
    """This process is connected to a database of the run."""
    forgotten()
    database.engine.point_at(dsn_of(server, name))
    async with database.connected(most=20):
        yield


@asynccontextmanager
async def a_copy(server: EmbeddedServer, template: str) -> AsyncIterator[str]:
    """A copy of a database, gone afterwards; yields its name."""
    name = f"scenario_{worker()}_{next(_numbers)}"
    await copy(server, template, name)
    yield name
    await drop(server, name)


@asynccontextmanager
async def kept(run: Path, server: EmbeddedServer, template: str, name: str) -> AsyncIterator[bool]:
    """A copy that stays to the end of the run; whether it is new and this process connected, to fill it."""
    with made_once(run, name) as ours:
        if not ours:
            yield False
            return
        await copy(server, template, name)
        async with connected(server, name):
            yield True


@pytest.fixture(scope="session")
async def before_the_doors(run: Path, server: EmbeddedServer, template: str, scenario: Path) -> str:
    """A database to be copied: every list of the office taken in, nobody scanned yet."""
    async with kept(run, server, template, "scenario_before") as new:
        for kind, file in FILES.items() if new else ():
            report = await take(kind, (scenario / file).read_bytes())
            assert report.written, [row.reasons for row in report.rows if row.reasons]
    return "scenario_before"


@pytest.fixture(scope="session")
async def after_the_doors(run: Path, server: EmbeddedServer, before_the_doors: str, scenario: Path) -> str:
    """The same with the log of the scanners, in the order in which it was received."""
    async with kept(run, server, before_the_doors, "scenario_after") as new:
        if new:
            report = await take("scans", (scenario / "scans.csv").read_bytes())
            assert report.written, [row.reasons for row in report.rows if row.reasons]
    return "scenario_after"


@pytest.fixture
async def opened_doors(server: EmbeddedServer, before_the_doors: str) -> AsyncIterator[str]:
    """A fresh copy before anybody was scanned, to which this process is connected."""
    async with a_copy(server, before_the_doors) as name, connected(server, name):
        yield name


@pytest.fixture
async def closed_doors(server: EmbeddedServer, after_the_doors: str) -> AsyncIterator[str]:
    """A fresh copy after the last scan, to which this process is connected."""
    async with a_copy(server, after_the_doors) as name, connected(server, name):
        yield name
