"""One process that holds the database and runs web server and worker as its children.

Children end with their parent, also where it is killed; one that crashes is started again, more
and more slowly. Stopping takes children first, then the database.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from types import FrameType

import psutil

from event import database
from event.embedded import EmbeddedDatabaseError, EmbeddedServer, end_with_parent
from event.language import Message
from event.serving.port import answers
from event.settings import settings

CHILDREN = ("web", "worker")
CHILD_STOP_SECONDS = 6
_TICK = 0.1
_WATCH_DATABASE_SECONDS = 1
_LONGEST_WAIT = 30.0
_STEADY_SECONDS = 60.0
_TRIES_BEFORE_READY = 4
_QUIET = "ignore:resource_tracker:UserWarning"
"""A web process that an open live page holds up is killed; the kernel frees its semaphores."""
_ENDED = Message("event {name} ended (exit code {code}); starting it again in {wait} s.")
_DATABASE_ENDED = Message("The embedded database ended; starting it again.")
_SAID_WHY = range(2, 6)
"""Exit codes with which a child says that starting it again is no use."""


class CouldNotStart(RuntimeError):
    """A child ends whenever it is started; `code` is its exit code."""

    def __init__(self, name: str, code: int) -> None:
        self.name, self.code = name, code
        super().__init__(f"event {name} does not start (exit code {code}); its reason is above.")


@dataclass
class Child:
    """One of our processes, and when it may be started again."""

    name: str
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    crashes: int = 0
    again_at: float = 0.0

    def start(self) -> None:
        """Start the process, in a group of its own so that Ctrl-C reaches only the parent."""
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "event", self.name],
            stdin=subprocess.DEVNULL, stdout=sys.stderr.fileno(), process_group=0,
            env={"PYTHONWARNINGS": _QUIET, **os.environ},
            preexec_fn=end_with_parent(if_parent_dies()),  # noqa: PLW1509 - one thread, one prctl
        )  # fmt: skip
        self.started = time.monotonic()

    def ended(self) -> int | None:
        """The exit code of a process that has ended since the last look."""
        code = self.process.poll() if self.process else None
        if code is not None:
            self.process = None
        return code

    def crashed(self, now: float) -> float:
        """Note a crash; returns the seconds until the next start."""
        if now - self.started > _STEADY_SECONDS:
            self.crashes = 0
        wait = min(0.5 * 2.0**self.crashes, _LONGEST_WAIT)
        self.crashes += 1
        self.again_at = now + wait
        return wait


@dataclass
class Stop:
    """Whether we were asked to stop.

    No threading.Event: a signal that arrives while the main thread holds its lock would wait for itself for ever.
    """

    asked: bool = False


@contextlib.contextmanager
def stop_signals() -> Iterator[Stop]:
    """What Ctrl-C, SIGTERM and a closed terminal ask for; a second Ctrl-C kills the children."""
    stopping = Stop()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.asked = True

    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, stop) for number in signals}
    try:
        yield stopping
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@dataclass
class Supervisor:
    """Keeps the children running until it is asked to stop."""

    stopping: Stop
    tell: Callable[..., None]
    children: Sequence[Child] = field(default_factory=lambda: [Child(name) for name in CHILDREN])
    ready: bool = False

    def run(self, *, when_ready: Callable[[], None]) -> None:
        """Start the children and watch them. Raises CouldNotStart before they were ever ready."""
        with contextlib.ExitStack() as databases:
            next_look = time.monotonic() + _WATCH_DATABASE_SECONDS
            try:
                while not self.stopping.asked:
                    self._keep_up()
                    if not self.ready and answers():
                        self.ready = True
                        when_ready()
                    if time.monotonic() > next_look:
                        next_look = time.monotonic() + _WATCH_DATABASE_SECONDS
                        self._keep_database(databases)
                    time.sleep(_TICK)
            finally:
                self._stop()

    def _keep_up(self) -> None:
        now = time.monotonic()
        for child in self.children:
            code = child.ended()
            if code is not None:
                self._came_to_an_end(child, code, now)
            elif child.process is None and now >= child.again_at:
                child.start()

    def _came_to_an_end(self, child: Child, code: int, now: float) -> None:
        wait = child.crashed(now)
        hopeless = code in _SAID_WHY or child.crashes >= _TRIES_BEFORE_READY
        if hopeless and not self.ready and _database_runs():
            raise CouldNotStart(child.name, code)
        self.tell(_ENDED, name=child.name, code=code, wait=f"{wait:g}")

    def _keep_database(self, held: contextlib.ExitStack) -> None:
        if _database_runs():
            return
        self.tell(_DATABASE_ENDED)
        try:
            held.enter_context(database.server(dies_with_parent=True))
        except EmbeddedDatabaseError as error:
            self.tell("{error}", error=error)

    def _stop(self) -> None:
        running = [child.process for child in self.children if child.process]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + CHILD_STOP_SECONDS
        self.stopping.asked = False
        while any(process.poll() is None for process in running):
            if time.monotonic() > deadline or self.stopping.asked:
                for process in running:
                    process.kill()
            time.sleep(_TICK / 4)


def if_parent_dies() -> signal.Signals:
    """How a child is ended when its parent was killed.

    The embedded database goes with the parent: without one there is nothing to finish.
    """
    return signal.SIGTERM if settings().database_url else signal.SIGKILL


def _database_runs() -> bool:
    """Whether the embedded database's process lives; another server is not ours to look after."""
    if settings().database_url:
        return True
    try:
        pid_file = EmbeddedServer(settings().var).data / "postmaster.pid"
        pid = int(pid_file.read_text().split()[0])
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except (OSError, ValueError, IndexError, psutil.Error):
        return False
