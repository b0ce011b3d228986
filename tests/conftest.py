"""One embedded PostgreSQL per run, a migrated template, a fresh copy of it per test."""

import asyncio
import itertools
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest

from event import database
from event.crypto import ring
from event.embedded import EmbeddedServer
from event.gathering import keys
from event.migrating import migrate
from event.printing.pdf import close_pool
from event.settings import settings

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def var() -> Iterator[Path]:
    """The data folder of the run, reachable by the database's own user."""
    folder = Path(tempfile.mkdtemp(prefix="event-tests-"))
    folder.chmod(0o711)
    os.environ["EVENT_VAR"] = str(folder)
    for name in ("EVENT_DATABASE_URL", "EVENT_SMTP_URL", "EVENT_PUBLIC_URL", "EVENT_PORT"):
        os.environ.pop(name, None)
    settings.cache_clear()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def server(var: Path) -> Iterator[EmbeddedServer]:
    """The run's PostgreSQL: its data is thrown away, so it need not wait for the disk."""
    throwaway = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
    embedded = EmbeddedServer(var, options=throwaway)
    with embedded.running():
        yield embedded


async def _run(dsn: str, *statements: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture(scope="session")
async def template(server: EmbeddedServer) -> str:
    """A database with every migration run, to be copied."""
    await _run(server.dsn, "CREATE DATABASE event_template")
    database.engine.point_at(server.dsn.replace("/event?", "/event_template?"))
    async with database.connected():
        await migrate()
    return "event_template"


@pytest.fixture
async def empty_database(server: EmbeddedServer, template: str) -> AsyncIterator[str]:
    """A fresh copy of the template with nobody connected; yields where it is."""
    name = f"test_{next(_numbers)}"
    await _run(server.dsn, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    yield server.dsn.replace("/event?", f"/{name}?")
    await _run(server.dsn, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def empty_server_database(server: EmbeddedServer) -> AsyncIterator[str]:
    """A database in which no migration has run; yields where it is."""
    name = f"test_{next(_numbers)}"
    await _run(server.dsn, f"CREATE DATABASE {name}")
    yield server.dsn.replace("/event?", f"/{name}?")
    await _run(server.dsn, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def db(empty_database: str) -> AsyncIterator[str]:
    """A fresh database to which this process is connected."""
    keys._known.clear()  # noqa: SLF001 - another database, other keys
    database.engine.point_at(empty_database)
    async with database.connected(most=20):
        yield empty_database


@pytest.fixture(autouse=True)
def _own_keys(var: Path) -> None:
    """No test reads the keys of a real installation."""
    assert settings().var == var
    ring()
    asyncio.get_event_loop_policy()


@pytest.fixture(scope="session", autouse=True)
def _printing_ends() -> Iterator[None]:
    """The children that render PDFs end with the run."""
    yield
    close_pool()
