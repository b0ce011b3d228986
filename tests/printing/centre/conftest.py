"""The application and its browsers as the tests of pages have them, the office's lists, and every document printed once."""

import asyncio
import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from event.embedded import EmbeddedServer
from event.gathering.tables import Gathering
from event.printing.documents import Printed
from tests.printing.centre.every import CASES, LANGUAGES, printed, the_gathering
from tests.scenario.conftest import a_copy, before_the_doors, connected, scenario
from tests.web.conftest import app, browser

__all__ = ["app", "before_the_doors", "browser", "scenario"]
Made = dict[tuple[str, str], Printed]
_made: Made = {}
_later: Made = {}


@pytest.fixture
async def made(server: EmbeddedServer, before_the_doors: str) -> Made:
    """Every document in every language it has, by name and language; made once a run."""
    await _make_them(server, before_the_doors)
    return _made


@pytest.fixture
async def chinese(made: Made) -> Made:
    """Every document in simplified Chinese."""
    return {case: one for case, one in made.items() if case[1] == LANGUAGES[0]}


@pytest.fixture
async def later(made: Made) -> Made:
    """Every document in simplified Chinese again, a day later in the same database."""
    return _later


async def _make_them(server: EmbeddedServer, lists: str) -> None:
    if _made:
        return
    async with a_copy(server, lists) as name, connected(server, name):
        held = await the_gathering()
        _made.update(await _all(held, CASES))
        _later.update(await _all(held, [case for case in CASES if case[1] == LANGUAGES[0]], days=1))


async def _all(
    held: Gathering, cases: Iterable[tuple[str, str]], *, days: int = 0
) -> dict[tuple[str, str], Printed]:
    """So many at once as there are cores."""
    enough = asyncio.Semaphore(os.cpu_count() or 1)

    async def one(case: tuple[str, str]) -> tuple[tuple[str, str], Printed]:
        async with enough:
            return case, await printed(case[0], held, case[1], days=days)

    return dict(await asyncio.gather(*(one(case) for case in cases)))


@pytest.fixture
def references() -> Path:
    """The kept pictures of pages."""
    return Path(__file__).parents[1] / "references"
