"""Five hundred badges: seconds of CPU and of waiting, and the size of the file."""

import asyncio
import time

import psutil

from event.people.rules import SYSTEM
from event.printing.chunks import Wanted
from event.printing.documents import print_document
from event.printing.pdf import close_pool
from tests import cast
from tests.bench import Measured, bench_database, write_rows

BADGES = 500
INDICO_CPU_SECONDS = 9.5
"""Indico 3.2.9's CPU seconds for 500 badges on a machine of this kind (FINDINGS of the project)."""


def _cpu() -> float:
    """CPU seconds of this process and of everything it has running."""
    processes = [psutil.Process(), *psutil.Process().children(recursive=True)]
    return sum(times.user + times.system for times in (process.cpu_times() for process in processes))


async def main() -> None:
    async with bench_database():
        held = await cast.gathering()
        for number in range(BADGES):
            await cast.lin(held, name_zh=f"林示例{number}", email=f"guest{number}@example.com")
        rows = []
        for name in ("badges", "badges-four-up"):
            close_pool()
            cpu, wall = _cpu(), time.perf_counter()
            printed = await print_document(name, held, Wanted(), by=SYSTEM, now=cast.NOW)
            wall, cpu = time.perf_counter() - wall, _cpu() - cpu
            rows += [
                Measured(f"{name}, {BADGES}, cold, CPU", cpu, "s", f"Indico: {INDICO_CPU_SECONDS} s", INDICO_CPU_SECONDS / cpu),
                Measured(f"{name}, {BADGES}, cold, wall", wall, "s", "CPU of the same run", cpu / wall),
                Measured(f"{name}, {BADGES}, file", len(printed.pdf) / 1e6, "MB", "2 MB", 2e6 / len(printed.pdf)),
            ]  # fmt: skip
        write_rows("printing", rows)


if __name__ == "__main__":
    asyncio.run(main())
