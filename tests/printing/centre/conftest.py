"""The application and its browsers as the tests of pages have them, the office's lists, and every document printed once."""

import asyncio
import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from event.embedded import EmbeddedServer
from event.gathering.tables import Gathering
from event.printing.documents import Printed
from tests.printing.centre.every import CASES, LANGUAGES, LATER, printed, the_gathering
from tests.scenario.conftest import a_copy, before_the_doors, connected, scenario
from tests.web.conftest import app, browser

__all__ = ["app", "before_the_doors", "browser", "scenario"]
_made: dict[tuple[str, str], Printed] = {}


@pytest.fixture
async def made(server: EmbeddedServer, before_the_doors: str) -> dict[tuple[str, str], Printed]:
    """Every document in every language it has, by name and language; LATER: in the first of them, a day later."""
    if not _made:
        async with a_copy(server, before_the_doors) as name, connected(server, name):
            held = await the_gathering()
            _made.update(await _all(held, CASES))
            again = [(document, language) for document, language in CASES if language == LANGUAGES[0]]
            told = await _all(held, again, days=1)
            _made.update({(document, LATER): one for (document, _), one in told.items()})
    return _made


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
