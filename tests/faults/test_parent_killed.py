"""Whatever ends the system, the next start works, and nothing of it stays behind."""

import json
import signal
import socket
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.faults.running import Running, data_folder, free_port, gone, processes_of, started


@pytest.fixture(scope="module")
def own_var() -> Iterator[Path]:
    with data_folder() as folder:
        yield folder


def test_a_killed_parent_leaves_nothing_that_stops_the_next_start(own_var: Path) -> None:
    port = free_port()
    with started(own_var, "serve", port=port) as first:
        first.wait_until_ready()
        first.end(signal.SIGKILL)

    with started(own_var, "serve", port=port) as second:
        second.wait_until_ready()

        assert second.get("/healthz") == 200
        assert (second.end() < 10, second.process.returncode) == (True, 0)
    assert gone(own_var) == []


def test_ctrl_c_stops_within_ten_seconds_though_a_connection_is_open(own_var: Path) -> None:
    with started(own_var, "serve", port=free_port()) as running:
        running.wait_until_ready()

        with socket.create_connection(("127.0.0.1", running.port)) as page:
            page.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert page.recv(12) == b"HTTP/1.1 200"
            took = running.end()

        assert (took < 10, running.process.returncode) == (True, 0)
    assert gone(own_var, seconds=1) == []
    assert running.out.read_text().count("Traceback") == 0


def test_a_child_that_is_killed_is_started_again(own_var: Path) -> None:
    with started(own_var, "serve", port=free_port()) as running:
        running.wait_until_ready()
        children = psutil.Process(running.process.pid).children()
        web = next(child for child in children if child.cmdline()[-1] == "web")

        web.kill()
        _wait_until_it_fails(running)
        running.wait_until_ready()

        assert running.end(signal.SIGTERM) < 10
    assert gone(own_var) == []


def test_a_database_that_is_killed_is_started_again(own_var: Path) -> None:
    with started(own_var, "serve", port=free_port()) as running:
        running.wait_until_ready()
        pid = int((own_var / "postgres" / "data" / "postmaster.pid").read_text().split()[0])

        psutil.Process(pid).kill()
        _wait_until_it_fails(running)
        running.wait_until_ready()

        assert running.end() < 10
    assert gone(own_var) == []


def test_a_port_that_is_taken_is_said_with_its_own_exit_code(own_var: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()

        with started(own_var, "serve", port=holder.getsockname()[1]) as running:
            running.process.wait(timeout=30)

    text = running.out.read_text()
    assert (running.process.returncode, text.count("Traceback"), text.count("--port")) == (5, 0, 1)
    assert processes_of(own_var) == []


def test_the_demo_prints_one_line_and_the_same_sign_ins_a_second_time(own_var: Path) -> None:
    told = []
    for _ in range(2):
        with started(own_var, "demo", "--no-browser", "--json", port=free_port()) as running:
            told.append(_demo_line(running))
            assert running.get("/schema/openapi.json") == 200
            running.end()

    assert told[0]["sign_ins"] == told[1]["sign_ins"]
    assert [one["role"] for one in told[0]["sign_ins"]] == [
        "administrator", "organizer", "liaison", "gate_staff", "signing_officer", "viewer"
    ]  # fmt: skip
    assert stat.S_IMODE((own_var / "demo.json").stat().st_mode) == 0o600


def _wait_until_it_fails(running: Running) -> None:
    deadline = time.monotonic() + 20
    while running.get("/readyz") == 200:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _demo_line(running: Running) -> dict[str, Any]:
    running.wait_until_ready()
    deadline = time.monotonic() + 20
    while not (lines := [line for line in running.out.read_text().splitlines() if line.startswith("{")]):
        assert time.monotonic() < deadline, running.out.read_text()
        time.sleep(0.1)
    assert len(lines) == 1
    return dict(json.loads(lines[0]))
