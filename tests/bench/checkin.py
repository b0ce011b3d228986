"""Scans at the door against pgbench's durable single-row updates on the same server, in the same run."""

import asyncio
import re
import subprocess
import time
from collections.abc import Awaitable, Callable
from uuid import uuid4

from event.checkin.forms import Scanned
from event.checkin.operations import record_scans
from event.embedded import ROLE, EmbeddedServer, newest_binaries
from event.gathering.tables import Gathering
from event.registration.mails import text_of
from tests import cast
from tests.bench import Measured, bench_database, write_rows

SECONDS = 4
GUESTS = 500


def pgbench(server: EmbeddedServer, clients: int) -> float:
    """Durable updates a second, one row each (pgbench -N)."""
    common = ["-h", str(server.socket_folder), "-U", ROLE, "event"]
    tool = str(newest_binaries() / "pgbench")
    subprocess.run([tool, "-i", "-q", "-s", "10", *common], check=True, capture_output=True)
    ran = subprocess.run(
        [tool, "-N", "-n", "-M", "prepared", "-c", str(clients), "-j", "2", "-T", str(SECONDS), *common],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    found = re.search(r"tps = ([\d.]+)", ran.stdout)
    return float(found[1]) if found else 0.0


async def rate(clients: int, work: Callable[[], Awaitable[int]]) -> tuple[float, float]:
    """How much `clients` tasks get done in a second, and the 99th percentile of one call in ms."""
    took: list[float] = []
    done = 0
    end = time.perf_counter() + SECONDS

    async def one() -> None:
        nonlocal done
        while time.perf_counter() < end:
            began = time.perf_counter()
            count = await work()
            done += count
            took.append(time.perf_counter() - began)

    began = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(clients)))
    took.sort()
    return done / (time.perf_counter() - began), took[int(len(took) * 0.99)] * 1000


async def tickets(held: Gathering) -> list[str]:
    """The texts of the tickets that are scanned, over and over."""
    texts = []
    for number in range(GUESTS):
        _, ticket = await cast.lin(held, name_zh=f"林示例{number}", email=f"guest{number}@example.com")
        texts.append(await text_of(held, ticket))
    return texts


async def main() -> None:
    async with bench_database() as server:
        held = await cast.gathering()
        await cast.checkpoint(held, admits="always", kind="exit")
        texts = await tickets(held)
        turn = iter(range(10**9))

        async def scan(count: int) -> int:
            batch = [
                Scanned(uuid4(), "REG", texts[next(turn) % GUESTS], cast.NOW, "bench") for _ in range(count)
            ]
            return len(await record_scans(batch, gathering=held, by=None, now=cast.NOW))

        rows = []
        for clients in (1, 16, 64):
            baseline = pgbench(server, clients)
            done, p99 = await rate(clients, lambda: scan(1))
            limit = f"pgbench -N, {clients} clients: {baseline:.0f}/s"
            rows.append(Measured(f"single scans, {clients} tasks", done, "scans/s", limit, done / baseline))
            rows.append(Measured(f"single scans, {clients} tasks, p99", p99, "ms", "20 ms at 16", 20 / p99))
        done, p99 = await rate(2, lambda: scan(50))
        rows.append(Measured("uploads of 50, 2 tasks", done, "scans/s", limit, done / baseline))
        write_rows("checkin", rows)


if __name__ == "__main__":
    asyncio.run(main())
