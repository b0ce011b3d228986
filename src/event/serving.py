"""One process that holds the database and runs web server and worker as its children.

Children end with their parent, also where it is killed; one that crashes is started again, more
and more slowly. Stopping takes children first, then the database.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from types import FrameType

import psutil

from event import database
from event.embedded import EmbeddedDatabaseError, EmbeddedServer, end_with_parent
from event.settings import settings

CHILDREN = ("web", "worker")
CHILD_STOP_SECONDS = 6
_TICK = 0.1
_WATCH_DATABASE_SECONDS = 5
_LONGEST_WAIT = 30.0
_STEADY_SECONDS = 60.0
_TRIES_BEFORE_READY = 4
_SAID_WHY = range(2, 6)
"""Exit codes with which a child says that starting it again is no use."""
_OWN_PORT_SECONDS = 10


class PortTaken(RuntimeError):
    """Something else listens on the port, or it may not be used."""


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
            preexec_fn=end_with_parent(_if_parent_dies()),  # noqa: PLW1509 - one thread, one prctl
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
        wait = min(0.5 * 2**self.crashes, _LONGEST_WAIT)
        self.crashes += 1
        self.again_at = now + wait
        return wait


@contextlib.contextmanager
def stop_signals() -> Iterator[threading.Event]:
    """An event that Ctrl-C, SIGTERM and a closed terminal set; a second Ctrl-C kills the children."""
    stopping = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, stop) for number in signals}
    try:
        yield stopping
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@dataclass
class Supervisor:
    """Keeps the children running until `stopping` is set."""

    stopping: threading.Event
    tell: Callable[[str], None]
    children: Sequence[Child] = field(default_factory=lambda: [Child(name) for name in CHILDREN])
    ready: bool = False

    def run(self, *, when_ready: Callable[[], None]) -> None:
        """Start the children and watch them. Raises CouldNotStart before they were ever ready."""
        with contextlib.ExitStack() as databases:
            next_look = time.monotonic() + _WATCH_DATABASE_SECONDS
            try:
                while not self.stopping.wait(_TICK):
                    self._keep_up()
                    if not self.ready and answers():
                        self.ready = True
                        when_ready()
                    if time.monotonic() > next_look:
                        next_look = time.monotonic() + _WATCH_DATABASE_SECONDS
                        self._keep_database(databases)
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
        if not self.ready and (code in _SAID_WHY or child.crashes >= _TRIES_BEFORE_READY):
            raise CouldNotStart(child.name, code)
        self.tell(f"event {child.name} ended (exit code {code}); starting it again in {wait:g} s.")

    def _keep_database(self, held: contextlib.ExitStack) -> None:
        if settings().database_url or _runs(EmbeddedServer(settings().var)):
            return
        self.tell("The embedded database ended; starting it again.")
        try:
            held.enter_context(database.server(dies_with_parent=True))
        except EmbeddedDatabaseError as error:
            self.tell(str(error))

    def _stop(self) -> None:
        running = [child.process for child in self.children if child.process]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + CHILD_STOP_SECONDS
        self.stopping.clear()
        while any(process.poll() is None for process in running):
            if time.monotonic() > deadline or self.stopping.is_set():
                for process in running:
                    process.kill()
            time.sleep(_TICK / 4)


def _if_parent_dies() -> signal.Signals:
    """How a child is ended when its parent was killed: the embedded database goes with it, and
    without one there is nothing to finish."""
    return signal.SIGTERM if settings().database_url else signal.SIGKILL


def answers() -> bool:
    """Whether the web server is there and can work."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings().host, settings().host)  # noqa: S104 - compared only
    address = f"[{host}]" if ":" in host else host
    with contextlib.suppress(OSError):
        url = f"http://{address}:{settings().port}/readyz"
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)  # noqa: PLR2004
    return False


def take_port() -> None:
    """Make sure that the port is free; our own processes of a killed start are waited for.

    Raises PortTaken. Looked at before the start, since the web server's processes share their port
    and would share it with a stranger's too.
    """
    deadline = time.monotonic() + _OWN_PORT_SECONDS
    while (why := _why_not()) is not None:
        holder = _listener(settings().port)
        if holder is None or not _is_ours(holder) or time.monotonic() > deadline:
            raise PortTaken(why + (f" It is used by process {holder.pid} ({holder.name()})." if holder else ""))
        time.sleep(_TICK)


def _why_not() -> str | None:
    host, port = settings().host, settings().port
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
            trial.listen(1)
    except OSError as error:
        return f"{host} port {port} cannot be used: {error.strerror}."
    return None


def _listener(port: int) -> psutil.Process | None:
    with contextlib.suppress(psutil.Error, OSError):
        for connection in psutil.net_connections("tcp"):
            if connection.status == psutil.CONN_LISTEN and connection.laddr.port == port and connection.pid:
                return psutil.Process(connection.pid)
    return None


def _is_ours(process: psutil.Process) -> bool:
    """Whether it is an `event web` whose parent is gone and that is therefore ending."""
    with contextlib.suppress(psutil.Error):
        return process.cmdline()[-3:] == ["-m", "event", "web"]
    return True


def _runs(server: EmbeddedServer) -> bool:
    try:
        pid = int((server.data / "postmaster.pid").read_text().split()[0])
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except (OSError, ValueError, IndexError, psutil.Error):
        return False


def run_web() -> None:
    """Run the web server in this process and its workers until told to stop."""
    from granian import Granian  # noqa: PLC0415 - only here
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    Granian(
        "event.web.app:application",
        address=settings().host,
        port=settings().port,
        interface=Interfaces.ASGI,
        workers=settings().web_workers,
        respawn_failed_workers=True,
        workers_kill_timeout=3,  # open live pages do not hold up stopping
        log_level=LogLevels.error,  # ending a worker with an open live page is no news
        log_access=False,
    ).serve(target_loader=load_application, wrap_loader=False)


def load_application() -> object:
    """What every web process runs; called inside it."""
    parent = os.getppid()
    end_with_parent(_if_parent_dies())()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # until granian's own, not those of its parent
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_after, args=(parent,), daemon=True).start()
    from event.web.app import application  # noqa: PLC0415

    return application()


def _end_after(parent: int) -> None:
    """Where the parent was killed, give open live pages no longer than a stop gives them."""
    while os.getppid() == parent:
        time.sleep(0.5)
    time.sleep(3)
    os.kill(os.getpid(), signal.SIGKILL)
