"""What was answered at the door is there afterwards, once, whichever process is killed meanwhile."""

import asyncio
import contextlib
import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import psutil

from tests.faults.running import Running, data_folder, free_port, started
from tests.loading import Connection

SCANNERS = 10
AT_ONCE = 5
EVERY = 0.1
"""Ten scanners that send five scans ten times a second: 500 scans a second."""


@dataclass
class Sending:
    """What was sent and answered so far."""

    sent: int = 0
    verdicts: dict[str, str] = field(default_factory=dict)
    differing: list[str] = field(default_factory=list)
    failures: int = 0


def world(var: Path, *arguments: str) -> dict[str, Any]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("EVENT_")}
    ran = subprocess.run(
        [sys.executable, "-m", "tests.faults.door_world", *arguments],
        env=plain | {"EVENT_VAR": str(var)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return dict(json.loads(ran.stdout.splitlines()[-1]))


async def scanner(port: int, told: dict[str, Any], state: Sending, until: float, seed: int) -> None:
    """Send five scans every tenth of a second, each batch until it is answered, now and then once more."""
    chance = random.Random(seed)  # noqa: S311 - a shuffle, not a secret
    with contextlib.closing(Connection(port, told["token"])) as connection:
        await _stream(connection, told, state, until, chance)


async def _stream(
    connection: Connection, told: dict[str, Any], state: Sending, until: float, chance: random.Random
) -> None:
    while time.monotonic() < until:
        began = time.monotonic()
        scans = [
            {"id": str(uuid4()), "checkpoint": "REG", "ticket": chance.choice(told["tickets"]),
             "scanned_at": "2026-10-15T09:00:00+08:00"}
            for _ in range(AT_ONCE)
        ]  # fmt: skip
        state.sent += AT_ONCE
        body = json.dumps({"scans": scans}).encode()
        await _until_answered(connection, body, state)
        if chance.random() < 0.1:
            await _until_answered(connection, body, state)
        await asyncio.sleep(max(0.0, EVERY - (time.monotonic() - began)))


async def _until_answered(connection: Connection, body: bytes, state: Sending) -> None:
    while True:
        try:
            status, answer = await asyncio.wait_for(connection.post("/api/v1/scans", body), timeout=8)
        except (OSError, asyncio.IncompleteReadError, TimeoutError):
            status = 0
        if status == 200:
            break
        state.failures += 1
        await asyncio.sleep(0.2)
    for one in json.loads(answer)["scans"]:
        if state.verdicts.setdefault(one["id"], one["verdict"]) != one["verdict"]:
            state.differing.append(one["id"])


async def _killed(running: Running, var: Path) -> list[str]:
    """Kill the web process that answers, then PostgreSQL, each in the middle of the stream."""
    killed = []
    await asyncio.sleep(3)
    web = next(
        child
        for child in psutil.Process(running.process.pid).children(recursive=True)
        if child.cmdline()[-1:] == ["web"]
    )
    for process in [*web.children(recursive=True), web]:
        process.kill()
    killed.append("web")
    await asyncio.to_thread(running.wait_until_ready)
    await asyncio.sleep(2)
    psutil.Process(int((var / "postgres" / "data" / "postmaster.pid").read_text().split()[0])).kill()
    killed.append("postgres")
    await asyncio.to_thread(running.wait_until_ready)
    await asyncio.sleep(2)
    return killed


def test_every_answered_scan_is_stored_once_though_web_and_database_are_killed() -> None:
    with data_folder() as var:
        state = Sending()
        with started(var, "serve", port=free_port()) as running:
            running.wait_until_ready()
            told = world(var, "make", "300")

            async def everything() -> list[str]:
                stop = asyncio.create_task(_killed(running, var))
                senders = [
                    asyncio.create_task(scanner(running.port, told, state, time.monotonic() + 120, seed))
                    for seed in range(SCANNERS)
                ]
                killed = await stop
                for sender in senders:
                    sender.cancel()
                await asyncio.gather(*senders, return_exceptions=True)
                await asyncio.sleep(0.1)  # lets the loop see the connections closed
                return killed

            killed = asyncio.run(everything())
            stored = world(var, "look")
            running.end()

    by_id = {scan: verdict for scan, verdict, _ in stored["scans"]}
    admitted = Counter(guest for _, verdict, guest in stored["scans"] if verdict == "admitted")
    assert killed == ["web", "postgres"]
    assert state.failures > 0
    assert len(state.verdicts) > 1000
    assert {scan: by_id.get(scan) for scan in state.verdicts} == state.verdicts
    assert (len(by_id), state.differing) == (len(stored["scans"]), [])
    assert set(admitted.values()) == {1}
    assert stored["arrivals"] == len(admitted) == stored["tally"]["admitted"]
    assert sum(stored["tally"].values()) == len(stored["scans"])
