"""Speed, as ratios within one run: `make bench`. Results are JSON under VAR/bench."""

import json
import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from event import database
from event.embedded import EmbeddedServer
from event.migrating import migrate
from event.settings import settings


@dataclass(frozen=True)
class Measured:
    """One figure: `limit` is what it is compared to, `ratio` how it stands to it (above 1 is better)."""

    name: str
    value: float
    unit: str
    limit: str
    ratio: float


@asynccontextmanager
async def bench_database() -> AsyncIterator[EmbeddedServer]:
    """A migrated database of its own, as durable as the product's."""
    folder = Path(tempfile.mkdtemp(prefix="event-bench-"))
    os.chmod(folder, 0o711)  # noqa: PTH101, S103 - for the database's own user
    results = settings().var
    os.environ["EVENT_VAR"] = str(folder)
    settings.cache_clear()
    embedded = EmbeddedServer(folder)
    try:
        with embedded.running() as dsn:
            database.engine.point_at(dsn)
            async with database.connected(most=20):
                await migrate()
                yield embedded
    finally:
        os.environ["EVENT_VAR"] = str(results)
        settings.cache_clear()
        shutil.rmtree(folder, ignore_errors=True)


def write_rows(name: str, rows: list[Measured]) -> None:
    """Print the figures and leave them under VAR/bench/NAME.json."""
    folder = settings().var / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps([asdict(row) for row in rows], indent=2) + "\n")
    for row in rows:
        print(f"{row.name:44} {row.value:>10.2f} {row.unit:10} {row.limit:40} {row.ratio:.2f}")  # noqa: T201
