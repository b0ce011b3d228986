"""A world that many tests begin with, made once a run and copied afterwards."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from event.checkin import board
from event.database import acquired, fetch
from event.gathering import keys, operations
from event.registration.asking import queries
from event.reports.dashboard import kept
from tests.run import folder, made_once

_WITH_ROWS = """
SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
AND pg_relation_size(oid) > 0 AND relname <> 'migration' ORDER BY relname
"""
_COUNTED_ON = (
    "SELECT sequencename AS name, last_value AS value FROM pg_sequences WHERE last_value IS NOT NULL"
)


def forgotten() -> None:
    """This process remembers nothing of a gathering that may be another one in the next database."""
    for memory in (keys._known, operations._kept, queries._known, board._asked, kept._kept, kept._under_way):  # noqa: SLF001
        memory.clear()


async def world(name: str, make: Callable[[], Awaitable[Any]]) -> None:
    """What `make` puts into an empty database; where something is in it already, `make` does it again."""
    if await fetch(_WITH_ROWS):
        await make()
        return
    with made_once(folder(), name) as ours:
        if ours:
            await make()
            kept = {"rows": await _rows_into(name), "counted": await _counted()}
            (folder() / f"{name}.json").write_text(json.dumps(kept))
            return
    await _rows_from(name, **json.loads((folder() / f"{name}.json").read_text()))


async def _rows_into(name: str) -> list[str]:
    tables = [row["relname"] for row in await fetch(_WITH_ROWS)]
    for table in tables:
        async with acquired() as connection:
            await connection.copy_from_table(table, output=folder() / f"{name}.{table}", format="binary")
    return tables


async def _counted() -> dict[str, int]:
    return {row["name"]: row["value"] for row in await fetch(_COUNTED_ON)}


async def _rows_from(name: str, *, rows: list[str], counted: dict[str, int]) -> None:
    async with acquired() as connection, connection.transaction():
        await connection.execute("SET LOCAL session_replication_role = replica")  # each row is as it was kept
        for table in rows:
            await connection.copy_to_table(table, source=folder() / f"{name}.{table}", format="binary")
        for sequence, value in counted.items():
            await connection.execute("SELECT setval($1::regclass, $2)", sequence, value)
