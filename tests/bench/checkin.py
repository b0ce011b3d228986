"""Scans at the door against pgbench's durable single-row updates on the same server, in the same run; and many guests."""

import asyncio
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from event.checkin.devices import enrol, let_in
from event.checkin.operations import record_scans
from event.checkin.scanned import Scanned
from event.database import fetch
from event.embedded import ROLE, EmbeddedServer, newest_binaries
from event.gathering.tables import Gathering
from event.people.rules import COMMAND_LINE
from event.registration.mails import text_of
from tests import cast
from tests.bench import Measured, bench_database, write_rows
from tests.bench.board import board_rows, verdict_rows, worlds
from tests.faults.running import free_port
from tests.loading import Connection

SECONDS = 4
CLIENTS = (1, 16, 64)
GUESTS = 2000
UPLOAD = 50


def pgbench(server: EmbeddedServer, clients: int) -> float:
    """Durable updates a second, one row each (pgbench -N)."""
    common = ["-h", str(server.socket_folder), "-U", ROLE, "event"]
    tool = str(newest_binaries() / "pgbench")
    ran = subprocess.run(
        [tool, "-N", "-n", "-M", "prepared", "-c", str(clients), "-j", "2", "-T", str(SECONDS), *common],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    found = re.search(r"tps = ([\d.]+)", ran.stdout)
    return float(found[1]) if found else 0.0


def prepare_pgbench(server: EmbeddedServer) -> None:
    """pgbench's own tables, ten times its usual size."""
    tool = str(newest_binaries() / "pgbench")
    common = ["-h", str(server.socket_folder), "-U", ROLE, "event"]
    subprocess.run([tool, "-i", "-q", "-s", "10", *common], check=True, capture_output=True)


async def rate(work: list[Callable[[], Awaitable[int]]]) -> tuple[float, float]:
    """How much the tasks get done in a second together, and the 99th percentile of one call in ms."""
    took: list[float] = []
    done = 0
    end = time.perf_counter() + SECONDS

    async def one(call: Callable[[], Awaitable[int]]) -> None:
        nonlocal done
        while time.perf_counter() < end:
            began = time.perf_counter()
            count = await call()
            done += count
            took.append(time.perf_counter() - began)

    began = time.perf_counter()
    await asyncio.gather(*(one(call) for call in work))
    took.sort()
    return done / (time.perf_counter() - began), took[int(len(took) * 0.99)] * 1000


async def tickets(held: Gathering) -> list[str]:
    """The texts of the tickets that are scanned, over and over."""
    texts = []
    for number in range(GUESTS):
        _, ticket = await cast.lin(held, name_zh=f"林示例{number}", email=f"guest{number}@example.com")
        texts.append(await text_of(held, ticket))
    return texts


@asynccontextmanager
async def web(server: EmbeddedServer) -> AsyncIterator[int]:
    """The product's web server in a process of its own, as `event serve` runs it; yields its port."""
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-m", "event", "web", stdin=subprocess.DEVNULL,
        env={**os.environ, "EVENT_DATABASE_URL": server.dsn, "EVENT_PORT": str(port)},
    )  # fmt: skip
    try:
        for _ in range(200):
            await asyncio.sleep(0.1)
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                continue
            writer.close()
            break
        yield port
    finally:
        process.terminate()
        await process.wait()


async def main() -> None:
    async with bench_database() as server:
        held = await cast.gathering()
        at = await cast.checkpoint(held, admits="always", kind="hall")
        texts = await tickets(held)
        await fetch("ANALYZE")
        prepare_pgbench(server)
        now = datetime.now(UTC)
        let = await let_in(
            "N1", checkpoints=[at.id], expires_at=now + timedelta(days=1), gathering=held, by=COMMAND_LINE, now=now
        )  # fmt: skip
        token = (await enrol(let.code, app="bench", now=now)).token
        turn = iter(range(10**9))

        def scans(count: int) -> list[Scanned]:
            return [
                Scanned(uuid4(), "REG", texts[next(turn) % GUESTS], cast.NOW + timedelta(seconds=61 * n), "bench")
                for n in range(count)
            ]  # fmt: skip

        async def in_process(count: int) -> int:
            return len(await record_scans(scans(count), gathering=held, by=None, now=cast.NOW))

        def body(count: int) -> bytes:
            sent = [
                {"id": str(scan.id), "checkpoint": scan.checkpoint, "ticket": scan.ticket,
                 "scanned_at": scan.scanned_at.isoformat()}
                for scan in scans(count)
            ]  # fmt: skip
            return json.dumps({"scans": sent}).encode()

        async def over_http(connection: Connection, count: int) -> int:
            status, _ = await connection.post("/api/v1/scans", body(count))
            assert status == 200
            return count

        rows, baseline = [], {}
        for clients in CLIENTS:
            baseline[clients] = pgbench(server, clients)
            limit = f"pgbench -N, {clients} clients: {baseline[clients]:.0f}/s"
            done, p99 = await rate([lambda: in_process(1)] * clients)
            rows.append(
                Measured(f"single scans, {clients} clients", done, "scans/s", limit, done / baseline[clients])
            )  # fmt: skip
            rows.append(Measured(f"single scans, {clients} clients, p99", p99, "ms", "20 ms", 20 / p99))
            done, _ = await rate([lambda: in_process(UPLOAD)] * clients)
            rows.append(
                Measured(f"uploads of {UPLOAD}, {clients} clients", done, "scans/s", "20000/s", done / 20000)
            )
        async with web(server) as port:
            for clients in CLIENTS:
                limit = f"pgbench -N, {clients} clients: {baseline[clients]:.0f}/s"
                connections = [Connection(port, token) for _ in range(clients)]
                done, p99 = await rate([lambda it=it: over_http(it, 1) for it in connections])
                rows.append(
                    Measured(f"single scans over HTTP, {clients} clients", done, "scans/s", limit, done / baseline[clients])
                )  # fmt: skip
                rows.append(
                    Measured(f"single scans over HTTP, {clients} clients, p99", p99, "ms", "20 ms", 20 / p99)
                )
                for connection in connections:
                    connection.close()
            for clients in CLIENTS:
                connections = [Connection(port, token) for _ in range(clients)]
                done, _ = await rate([lambda it=it: over_http(it, UPLOAD) for it in connections])
                rows.append(
                    Measured(f"uploads of {UPLOAD} over HTTP, {clients} clients", done, "scans/s", "20000/s", done / 20000)
                )  # fmt: skip
                for connection in connections:
                    connection.close()
        few, many = await worlds()
        write_rows("checkin", rows + await verdict_rows(few, many) + await board_rows(few, many))


if __name__ == "__main__":
    asyncio.run(main())
