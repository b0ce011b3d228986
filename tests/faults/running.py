"""The whole system in processes of its own, for tests that break it."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil


@dataclass
class Running:
    """One `event serve` (or demo) and how to reach it."""

    process: subprocess.Popen[bytes]
    port: int
    out: Path

    def get(self, path: str) -> int:
        """The status of a page, 0 where nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                return int(answer.status)
        except OSError:
            return 0

    def wait_until_ready(self, seconds: float = 60) -> None:
        """Wait for /readyz; fails with what the system said."""
        deadline = time.monotonic() + seconds
        while self.get("/readyz") != 200:
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(self.out.read_text())
            time.sleep(0.1)

    def end(self, with_signal: signal.Signals = signal.SIGINT) -> float:
        """Send a signal and wait; returns the seconds it took."""
        began = time.monotonic()
        self.process.send_signal(with_signal)
        self.process.wait(timeout=30)
        return time.monotonic() - began


@contextlib.contextmanager
def data_folder() -> Iterator[Path]:
    """An EVENT_VAR of its own, reachable by the database's own user."""
    folder = Path(tempfile.mkdtemp(prefix="event-fault-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        for process in processes_of(folder):
            process.kill()
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def started(var: Path, *arguments: str, port: int) -> Iterator[Running]:
    """The command, started without waiting for it; what a failed test leaves is killed."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("EVENT_")}
    out = var / f"out-{time.monotonic_ns()}.txt"
    with out.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "event", *arguments, "--port", str(port)],
            stdin=subprocess.DEVNULL, stdout=file, stderr=file, env=plain | {"EVENT_VAR": str(var)},
            start_new_session=True,
        )  # fmt: skip
    try:
        yield Running(process, port, out)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def processes_of(var: Path) -> list[psutil.Process]:
    """Every process that works on this data folder, by its environment or its command line."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.pid == os.getpid() or process.status() == psutil.STATUS_ZOMBIE:
                continue
            if process.environ().get("EVENT_VAR") == str(var) or any(
                str(var) in part for part in process.cmdline()
            ):
                found.append(process)
    return found


def gone(var: Path, seconds: float = 15) -> list[list[str]]:
    """The command lines of processes that are still there after `seconds`."""
    deadline = time.monotonic() + seconds
    while (left := processes_of(var)) and time.monotonic() < deadline:
        time.sleep(0.1)
    commands = []
    for process in left:
        with contextlib.suppress(psutil.Error):
            commands.append(process.cmdline())
    return commands


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])
