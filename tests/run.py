"""What a run of the tests has once, for all workers that pytest-xdist starts side by side."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg

from event.crypto import make_key_file
from event.embedded import EmbeddedServer

_THROWAWAY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""The data of a run is thrown away: PostgreSQL need not wait for the disk."""
_MEMORY = Path("/dev/shm")  # noqa: S108 - folders are made by mkdtemp
_ENOUGH = 4 * 1024**3
_NAME = "event-run-"
FOLDER = "TESTS_RUN_FOLDER"
"""The environment variable that tells workers the folder of the run."""


def make_folder() -> Path:
    """A folder for the run, with the keys of its databases; what killed runs left behind is removed.

    In memory where there is plenty: each test copies a database of 700 files.
    """
    for left in _MEMORY.glob(f"{_NAME}*"):
        if not Path("/proc", left.name.split("-")[2]).exists():
            shutil.rmtree(left, ignore_errors=True)
    plenty = os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ENOUGH
    folder = Path(tempfile.mkdtemp(prefix=f"{_NAME}{os.getpid()}-", dir=_MEMORY if plenty else None))
    folder.chmod(0o711)  # the database's own user passes through
    make_key_file(folder / "keys" / "ring.json")
    return folder


def folder() -> Path:
    """The folder of the run, which its workers share."""
    return Path(os.environ[FOLDER])


def server_in(folder: Path, *, dies_with_parent: bool = False) -> EmbeddedServer:
    """The run's PostgreSQL."""
    return EmbeddedServer(folder, options=_THROWAWAY, dies_with_parent=dies_with_parent)


def worker() -> str:
    """The name of this worker, `main` where there is only one process."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@contextmanager
def made_once(folder: Path, name: str) -> Iterator[bool]:
    """Whether this worker is to make what the run has once; the others wait until it is made."""
    with (folder / f"{name}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = folder / f"{name}.made"
        yield not made.exists()
        made.touch()


async def execute(dsn: str, *statements: str) -> None:
    """Statements one after the other on a connection of their own."""
    connection = await asyncpg.connect(dsn)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


async def copy(server: EmbeddedServer, template: str, name: str) -> str:
    """A database of the run with what is in another; returns where it is."""
    await execute(server.dsn, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    return dsn_of(server, name)


async def drop(server: EmbeddedServer, name: str) -> None:
    await execute(server.dsn, f"DROP DATABASE {name} WITH (FORCE)")


def dsn_of(server: EmbeddedServer, name: str) -> str:
    """Where a database of the run is."""
    return server.dsn.replace("/event?", f"/{name}?")
