"""The one PostgreSQL: the engine behind every table, `writing()`, `held()` and plain SQL."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import asyncpg
from piccolo.engine.postgres import PostgresEngine
from piccolo.table import Table

from event.embedded import EmbeddedServer
from event.settings import settings

os.environ["PICCOLO_CONF"] = "event.piccolo_conf"  # where Piccolo's tables look for `engine`

Row = TypeVar("Row", bound=Table)

ACQUIRE_SECONDS = 2.0
_DOOR_CONNECTIONS = 4
_SERVER_SETTINGS = {
    "application_name": "event",
    "statement_timeout": "30000",
    "lock_timeout": "10000",
    "idle_in_transaction_session_timeout": "60000",
    "jit": "off",
}


class Busy(RuntimeError):
    """Every connection is in use; the caller should try again in a moment."""


class Engine(PostgresEngine):
    """Piccolo's engine with a bound on waiting for a connection, and connections of the door's own."""

    door: Any = None

    async def check_version(self) -> None:
        """Nothing at import: `migrate` and `doctor` look at the server's version."""

    async def prep_database(self) -> None:
        """Nothing: extensions are not used, so that every PostgreSQL is equal."""

    async def _run_in_pool(self, query: str, args: Sequence[Any] | None = None) -> Any:
        async with acquired() as connection:
            return await connection.fetch(query, *(args or ()))

    @property
    def door_config(self) -> dict[str, Any]:
        """As `config`, with plans that are made once: planning would take longer than recording a scan.

        They are kept from when the tables were empty, so they must not read tables from end to end.
        """
        told = {"plan_cache_mode": "force_generic_plan", "enable_seqscan": "off"}
        return {**self.config, "server_settings": {**_SERVER_SETTINGS, **told}}

    def point_at(self, dsn: str) -> None:
        """Use the server behind `dsn` from the next pool on."""
        self.config = {"dsn": dsn, "server_settings": _SERVER_SETTINGS, "command_timeout": 35}


engine = Engine(config={})


@dataclass(frozen=True)
class _Unit:
    """What Piccolo looks for while a transaction is open."""

    connection: Any


@contextlib.contextmanager
def server(*, dies_with_parent: bool = False) -> Iterator[str]:
    """The database of this installation, held while in use; yields where to connect."""
    if url := settings().database_url:
        engine.point_at(url)
        yield url
        return
    with EmbeddedServer(settings().var, dies_with_parent=dies_with_parent).running() as dsn:
        engine.point_at(dsn)
        yield dsn


@contextlib.asynccontextmanager
async def connected(*, most: int = 10) -> AsyncIterator[None]:
    """A pool of at most `most` connections while in use, and a few of the door's own."""
    engine.pool = await asyncpg.create_pool(**engine.config, min_size=1, max_size=most)
    engine.door = await asyncpg.create_pool(**engine.door_config, min_size=0, max_size=_DOOR_CONNECTIONS)
    try:
        yield
    finally:
        pools = (engine.pool, engine.door)
        engine.pool = engine.door = None
        for pool in pools:
            try:
                await asyncio.wait_for(pool.close(), timeout=5)
            except TimeoutError:
                pool.terminate()


@contextlib.asynccontextmanager
async def acquired() -> AsyncIterator[Any]:
    """A connection of the pool; raises Busy where none is free in time."""
    pool = engine.pool
    if pool is None:
        msg = "The database is not connected."
        raise RuntimeError(msg)
    try:
        connection = await pool.acquire(timeout=ACQUIRE_SECONDS)
    except TimeoutError:
        raise Busy from None
    try:
        yield connection
    finally:
        await pool.release(connection)  # also where it is being closed: that waits for us


@contextlib.asynccontextmanager
async def writing() -> AsyncIterator[None]:
    """One transaction: everything inside happens, or nothing does.

    Never nested: Piccolo takes an inner transaction for the outer one and would commit what
    failed, so it is refused here.
    """
    if engine.current_transaction.get() is not None:
        msg = "writing() is already open: an operation owns exactly one."
        raise RuntimeError(msg)
    async with acquired() as connection, connection.transaction():
        token = engine.current_transaction.set(_Unit(connection))  # type: ignore[arg-type] # duck-typed
        try:
            yield
        finally:
            engine.current_transaction.reset(token)


async def fetch(sql: str, *arguments: Any) -> list[Any]:
    """Rows of one statement with `$1` parameters, inside the open transaction if there is one."""
    unit = engine.current_transaction.get()
    if unit is not None:
        return list(await unit.connection.fetch(sql, *arguments))
    async with acquired() as connection:
        return list(await connection.fetch(sql, *arguments))


async def fetch_at_the_door(sql: str, *arguments: Any) -> list[Any]:
    """Rows of one statement on a connection that pages and lists never keep busy; raises Busy."""
    if engine.door is None:
        msg = "The database is not connected."
        raise RuntimeError(msg)
    try:
        connection = await engine.door.acquire(timeout=ACQUIRE_SECONDS)
    except TimeoutError:
        raise Busy from None
    try:
        return list(await connection.fetch(sql, *arguments))
    finally:
        await engine.door.release(connection)


async def fetch_one(sql: str, *arguments: Any) -> Any | None:
    """The first row of one statement, or None."""
    rows = await fetch(sql, *arguments)
    return rows[0] if rows else None


async def held(table: type[Row], key: Any) -> Row | None:
    """The row with this primary key, locked until the transaction ends."""
    column = table._meta.primary_key  # noqa: SLF001 - Piccolo describes its tables there
    return await table.objects().where(column == key).lock_rows("UPDATE").first()
