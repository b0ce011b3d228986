"""The product runs on an older PostgreSQL that somebody else keeps, not only on its own."""

import json
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from event.embedded import EmbeddedServer, major, newest_binaries
from tests.printing.reading import texts

from .conftest import Run

SCENARIO = Path(__file__).parents[1] / "scenario" / "data"


@pytest.fixture
def older_server(own_var: Path) -> Iterator[str]:
    """The oldest PostgreSQL at hand, started as another program would; yields where it is."""
    bins = newest_binaries().parent.parent.glob("pginstall*/bin")
    oldest = min(bins, key=major)
    with EmbeddedServer(own_var / "elsewhere", binaries=oldest).running() as dsn:
        yield dsn


async def test_the_main_job_is_done_on_an_older_server(
    event_alone: Run, older_server: str, own_var: Path
) -> None:
    there = {"EVENT_DATABASE_URL": older_server}
    connection = await asyncpg.connect(older_server)
    version = int(await connection.fetchval("SHOW server_version_num")) // 10000
    await connection.close()

    imported = event_alone("import", "guests", str(SCENARIO / "guests.xlsx"), "--json", **there)
    programme = event_alone("import", "agenda", str(SCENARIO / "agenda.xlsx"), "--json", **there)
    printed = event_alone("print", "badges", "--class", "V", "--out", str(own_var / "badges.pdf"), **there)

    assert 15 <= version < major(newest_binaries())
    assert (imported.returncode, json.loads(imported.stdout)["counts"]["create"]) == (0, 230)
    assert (programme.returncode, printed.returncode) == (0, 0)
    assert len(texts((own_var / "badges.pdf").read_bytes())) == 24
    assert not (own_var / "postgres").exists()
