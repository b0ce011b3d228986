"""The database: there, new enough, migrated, with room for us, and of one time with us."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import asyncpg

from event import database
from event.commands.running import our_migrations, without_password
from event.doctor.findings import Finding, State
from event.language import Message
from event.settings import settings

_OLDEST_SERVER = 150000
_POOL, _SPARE = 20, 10
_CLOCKS_APART, _CLOCKS_WRONG = 2.0, 30.0
_BEFORE_US = 2026
_REACH_SECONDS = 5
_OTHER_SERVER = Message("Check EVENT_DATABASE_URL and that its server runs.")
_OWN_SERVER = Message(
    "Read postgres.log in that folder; another server can be named with EVENT_DATABASE_URL."
)


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
        advice = _OTHER_SERVER if url else _OWN_SERVER
        data = {"where": where, "why": str(error) or type(error).__name__}
        return [Finding("database", State.PROBLEM, found, advice, data)]


async def _version(connection: Any, *, where: str) -> Finding:
    number = int(await connection.fetchval("SHOW server_version_num"))
    data = {"version": await connection.fetchval("SHOW server_version"), "where": where}
    found = Message("PostgreSQL {version} at {where}")
    if number < _OLDEST_SERVER:
        return Finding("database", State.PROBLEM, found, Message("Use PostgreSQL 15 or newer."), data)
    return Finding("database", State.OK, found, data=data)


async def _migrated(connection: Any) -> Finding:
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
    return Finding(
        "migrations", State.OK, Message("all {count} migrations have run"), data={"count": len(ours)}
    )


async def _room(connection: Any) -> Finding:
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


async def _same_time(connection: Any, *, now: Callable[[], datetime]) -> Finding:
    theirs = await connection.fetchval("SELECT clock_timestamp()")
    ours = now()
    apart = abs((ours - theirs).total_seconds())
    data = {"ours": f"{ours:%Y-%m-%d %H:%M:%S} UTC", "apart": f"{apart:.1f}"}
    found = Message("{ours}, {apart} s from the database's")
    advice = Message("Set the clocks of this machine and of the database by NTP.")
    if apart > _CLOCKS_WRONG or ours.year < _BEFORE_US:
        return Finding("clock", State.PROBLEM, found, advice, data)
    if apart > _CLOCKS_APART:
        return Finding("clock", State.WARNING, found, advice, data)
    return Finding("clock", State.OK, found, data=data)
