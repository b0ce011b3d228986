"""Looks whether everything the system needs is there, and says what to do where it is not."""

import asyncio
import ctypes
import json
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import asyncpg

from event import database
from event.commands.running import our_migrations, without_password
from event.crypto import KeyFileUnsafe, key_file, read_key_file
from event.language import Message, translated
from event.messages.delivery import mail_folder
from event.places import assets_folder
from event.printing.fonts import PACKAGES, font_file
from event.settings import settings

_LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
_LITTLE_SPACE, _TOO_LITTLE_SPACE = 2 * 1024**3, 200 * 1024**2
_OLDEST_SERVER = 150000
_POOL, _SPARE = 20, 10
_CLOCKS_APART, _CLOCKS_WRONG = 2.0, 30.0
_JUMP = 0.1
_BEFORE_US = 2026
_REACH_SECONDS = 5
_Server = asyncpg.Connection


class State(StrEnum):
    """How something was found."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Finding:
    """One thing looked at: what was found, and what to do about it (empty where nothing is)."""

    name: str
    state: State
    found: Message
    advice: Message = Message("")
    data: dict[str, Any] = field(default_factory=dict)

    def told(self, language: str) -> dict[str, str]:
        """The finding for a reader."""
        found, advice = (
            translated(text, language).format(**self.data) if text else "" for text in (self.found, self.advice)
        )
        return {"name": self.name, "state": str(self.state), "found": found, "advice": advice}


async def examine(*, now: Callable[[], datetime]) -> list[Finding]:
    """Look at everything; what cannot be looked at is a finding, never an error."""
    return [
        *await server(now=now),
        steady_clock(),
        time_zones(),
        disk(),
        libraries(),
        fonts(),
        keys(),
        assets(),
        node(),
        await mail(),
    ]


async def server(*, now: Callable[[], datetime]) -> list[Finding]:
    """Whether the database is there, new enough, migrated, with room for us, and has our time."""
    url = settings().database_url
    where = without_password(url) if url else str(settings().var / "postgres")
    try:
        with database.server():
            connection = await asyncpg.connect(**database.engine.config, timeout=_REACH_SECONDS)
            try:
                return [
                    await _version(connection, where=where),
                    await _migrated(connection),
                    await _room(connection),
                    await _same_time(connection, now=now),
                ]
            finally:
                await connection.close()
    except (OSError, RuntimeError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        found = Message("The database at {where} cannot be reached: {why}")
        advice = Message(
            "Check EVENT_DATABASE_URL and that its server runs."
            if url
            else "Read postgres.log in that folder; another server can be named with EVENT_DATABASE_URL."
        )
        data = {"where": where, "why": str(error) or type(error).__name__}
        return [Finding("database", State.PROBLEM, found, advice, data)]


async def _version(connection: _Server, *, where: str) -> Finding:
    number = int(await connection.fetchval("SHOW server_version_num"))
    data = {"version": await connection.fetchval("SHOW server_version"), "where": where}
    found = Message("PostgreSQL {version} at {where}")
    if number < _OLDEST_SERVER:
        return Finding("database", State.PROBLEM, found, Message("Use PostgreSQL 15 or newer."), data)
    return Finding("database", State.OK, found, data=data)


async def _migrated(connection: _Server) -> Finding:
    known = await connection.fetchval("SELECT to_regclass('migration') IS NOT NULL")
    rows = await connection.fetch("SELECT name FROM migration WHERE app_name = 'event'") if known else []
    ran, ours = {row["name"] for row in rows}, our_migrations()
    if missing := ours - ran:
        return Finding(
            "migrations", State.WARNING, Message("{count} migrations have not run"),
            Message("Run “event migrate”; other commands do it too."), {"count": len(missing)},
        )  # fmt: skip
    if unknown := ran - ours:
        return Finding(
            "migrations", State.PROBLEM, Message("{count} migrations are of a newer version"),
            Message("Install the version that this database was last used with."), {"count": len(unknown)},
        )  # fmt: skip
    return Finding("migrations", State.OK, Message("all {count} migrations have run"), data={"count": len(ours)})


async def _room(connection: _Server) -> Finding:
    most = int(await connection.fetchval("SHOW max_connections"))
    used = await connection.fetchval(
        "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
        " AND application_name <> 'event'"
    )
    needed = settings().web_workers * (_POOL + 1) + _SPARE
    data = {"most": most, "used": used, "needed": needed}
    found = Message("{most} connections, {used} used by others, up to {needed} for us")
    if most - used < needed:
        advice = Message("Raise max_connections of PostgreSQL, or lower EVENT_WEB_WORKERS.")
        return Finding("connections", State.WARNING, found, advice, data)
    return Finding("connections", State.OK, found, data=data)


async def _same_time(connection: _Server, *, now: Callable[[], datetime]) -> Finding:
    theirs = await connection.fetchval("SELECT clock_timestamp()")
    ours = now()
    apart = abs((ours - theirs).total_seconds())
    data = {"ours": f"{ours:%Y-%m-%d %H:%M:%S} UTC", "apart": f"{apart:.1f}"}
    found = Message("{ours}, {apart} s from the database's")
    advice = Message("Set the clocks of this machine and of the database by NTP.")
    if apart > _CLOCKS_WRONG or ours.year < _BEFORE_US:
        return Finding("clock", State.PROBLEM, found, advice, data)
    return Finding("clock", State.WARNING if apart > _CLOCKS_APART else State.OK, found,
                   advice if apart > _CLOCKS_APART else Message(""), data)  # fmt: skip


def steady_clock() -> Finding:
    """Whether the clock runs at the pace of time, or is being set meanwhile."""
    wall, steady = time.time(), time.monotonic()
    time.sleep(2 * _JUMP)
    drift = abs((time.time() - wall) - (time.monotonic() - steady))
    data = {"drift": f"{drift:.3f}"}
    if drift > _JUMP:
        return Finding(
            "clock pace", State.WARNING, Message("the clock jumped by {drift} s while it was watched"),
            Message("Let NTP slew the clock instead of setting it."), data,
        )  # fmt: skip
    return Finding("clock pace", State.OK, Message("steady"), data=data)


def time_zones() -> Finding:
    """Whether the zones that gatherings are in are known."""
    try:
        ZoneInfo("Asia/Shanghai")
    except ZoneInfoNotFoundError:
        return Finding(
            "time zones", State.PROBLEM, Message("Asia/Shanghai is not known"), Message("Run “make setup”.")
        )
    return Finding("time zones", State.OK, Message("known"))


def disk() -> Finding:
    """Whether there is room for the database, mails and files."""
    folder = settings().var
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    data = {"var": settings().var, "free": f"{free / 1024**3:.1f}"}
    found, advice = Message("{free} GB free for {var}"), Message("Make room, or move EVENT_VAR to a larger disk.")
    if free < _LITTLE_SPACE:
        state = State.PROBLEM if free < _TOO_LITTLE_SPACE else State.WARNING
        return Finding("disk", state, found, advice, data)
    return Finding("disk", State.OK, found, data=data)


def libraries() -> Finding:
    """Whether the system libraries that PDFs need can be loaded."""
    missing = [package for library, package in _LIBRARIES.items() if not _loads(library)]
    if missing:
        return Finding(
            "PDF libraries", State.PROBLEM, Message("missing: {packages}"),
            Message("Install them: apt-get install {packages}"), {"packages": " ".join(missing)},
        )  # fmt: skip
    return Finding("PDF libraries", State.OK, Message("Pango and HarfBuzz are there"))


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def fonts() -> Finding:
    """Whether the fonts that documents are set in are there."""
    try:
        files = [font_file(weight) for weight in PACKAGES]
    except (FileNotFoundError, StopIteration):
        return Finding("fonts", State.PROBLEM, Message("the Noto CJK fonts are missing"), Message("Run “make setup”."))
    return Finding("fonts", State.OK, Message("{files}"), data={"files": ", ".join(file.name for file in files)})


def keys() -> Finding:
    """Whether the key file is ours alone."""
    file = key_file()
    if not file.exists():
        return Finding("keys", State.OK, Message("{file} is made at the first start"), data={"file": file})
    try:
        read_key_file(file)
    except (KeyFileUnsafe, PermissionError):
        return Finding(
            "keys", State.PROBLEM, Message("{file} can be read by others, or is not ours"),
            Message("As its owner: chmod 600 {file}"), {"file": file},
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError):
        return Finding(
            "keys", State.PROBLEM, Message("{file} is damaged"),
            Message("Put it back from a backup: without it, sealed fields and tickets cannot be read."), {"file": file},
        )  # fmt: skip
    return Finding("keys", State.OK, Message("{file}, readable by its owner only"), data={"file": file})


def assets() -> Finding:
    """Whether the front-end files have been built."""
    folder = assets_folder()
    if missing := _missing_assets(folder):
        return Finding(
            "assets", State.PROBLEM, Message("not built: {missing}"), Message("Run “make assets”."),
            {"missing": ", ".join(missing)},
        )  # fmt: skip
    return Finding("assets", State.OK, Message("built in {folder}"), data={"folder": folder})


def _missing_assets(folder: Path) -> list[str]:
    try:
        manifest = json.loads((folder / "manifest.json").read_text())
    except (OSError, ValueError):
        return ["manifest.json"]
    return [name for name in manifest.values() if not (folder / name).exists()]


def node() -> Finding:
    """Node.js builds the front-end files; running needs none."""
    there = shutil.which("node")
    found = Message("{node}, for building only") if there else Message("not there, and not needed to run")
    return Finding("Node.js", State.OK, found, data={"node": there})


async def mail() -> Finding:
    """Whether mails can leave."""
    from aiosmtplib import SMTP, SMTPException  # noqa: PLC0415 - only where a server is named
    from urllib.parse import urlsplit  # noqa: PLC0415

    url = settings().smtp_url
    if not url:
        return Finding("mail", State.OK, Message("mails are files under {folder}"), data={"folder": mail_folder()})
    parts = urlsplit(url)
    where = f"{parts.hostname}:{parts.port or (465 if parts.scheme == 'smtps' else 587)}"
    client = SMTP(
        hostname=parts.hostname, port=parts.port or (465 if parts.scheme == "smtps" else 587),
        use_tls=parts.scheme == "smtps", start_tls=False, timeout=_REACH_SECONDS,
    )  # fmt: skip
    try:
        await asyncio.wait_for(client.connect(), _REACH_SECONDS)
        client.close()
    except (OSError, TimeoutError, SMTPException, ValueError) as error:
        return Finding(
            "mail", State.PROBLEM, Message("the mail server {where} cannot be reached: {why}"),
            Message("Check EVENT_SMTP_URL; mails stay queued meanwhile."),
            {"where": where, "why": str(error) or type(error).__name__},
        )  # fmt: skip
    return Finding("mail", State.OK, Message("the mail server {where} answers"), data={"where": where})
