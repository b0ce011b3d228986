"""One embedded PostgreSQL per run, a migrated template, a fresh copy of it per test."""

import asyncio
import itertools
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from event import database
from event.crypto import ring
from event.embedded import EmbeddedServer
from event.migrating import migrate
from event.printing.pdf import close_pool
from event.settings import settings
from tests.run import FOLDER, copy, drop, dsn_of, execute, made_once, make_folder, server_in, worker
from tests.run import folder as run_folder
from tests.world import forgotten

_held = pytest.StashKey[ExitStack]()
_numbers = itertools.count(1)


def pytest_configure(config: pytest.Config) -> None:
    """The process that pytest was started as makes the folder of the run; its workers use it."""
    if hasattr(config, "workerinput"):
        return
    folder = make_folder()
    os.environ[FOLDER] = str(folder)
    config.stash[_held] = held = ExitStack()
    held.callback(shutil.rmtree, folder, ignore_errors=True)
    if config.getoption("numprocesses", default=None):
        held.enter_context(server_in(folder, dies_with_parent=True).running())


def pytest_unconfigure(config: pytest.Config) -> None:
    if _held in config.stash:
        config.stash[_held].close()


@pytest.fixture(scope="session")
def run() -> Path:
    """The folder of the run, which its workers share."""
    return run_folder()


@pytest.fixture(scope="session")
def var(run: Path) -> Iterator[Path]:
    """The data folder of this worker, with the keys of the run."""
    folder = Path(tempfile.mkdtemp(prefix="event-tests-"))
    folder.chmod(0o711)
    (folder / "keys").mkdir(mode=0o700)
    shutil.copy2(run / "keys" / "ring.json", folder / "keys")
    os.environ["EVENT_VAR"] = str(folder)
    for name in ("EVENT_DATABASE_URL", "EVENT_SMTP_URL", "EVENT_PUBLIC_URL", "EVENT_PORT"):
        os.environ.pop(name, None)
    settings.cache_clear()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def server(run: Path, var: Path) -> Iterator[EmbeddedServer]:
    """The run's PostgreSQL."""
    embedded = server_in(run)
    with embedded.running():
        yield embedded


@pytest.fixture(scope="session")
async def template(run: Path, server: EmbeddedServer) -> str:
    """A database with every migration run, to be copied."""
    with made_once(run, "template") as ours:
        if ours:
            await execute(server.dsn, "CREATE DATABASE event_template")
            database.engine.point_at(dsn_of(server, "event_template"))
            async with database.connected():
                await migrate()
    return "event_template"


@pytest.fixture
async def empty_database(server: EmbeddedServer, template: str) -> AsyncIterator[str]:
    """A fresh copy of the template with nobody connected; yields where it is."""
    name = f"test_{worker()}_{next(_numbers)}"
    yield await copy(server, template, name)
    await drop(server, name)


@pytest.fixture
async def empty_server_database(server: EmbeddedServer) -> AsyncIterator[str]:
    """A database in which no migration has run; yields where it is."""
    name = f"test_{worker()}_{next(_numbers)}"
    await execute(server.dsn, f"CREATE DATABASE {name}")
    yield dsn_of(server, name)
    await drop(server, name)


@pytest.fixture
async def db(empty_database: str) -> AsyncIterator[str]:
    """A fresh database to which this process is connected."""
    forgotten()
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
