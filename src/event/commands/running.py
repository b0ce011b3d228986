"""How a command works with the database: started, reached, brought up to date, then used."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import TypeVar
from urllib.parse import urlsplit

from event.commands.telling import Exit, refusals_said, stop, tell_aside
from event.language import Message

Result = TypeVar("Result")
_REACH_SECONDS = 8
_UNREACHED = Message("The database at {where} cannot be reached: {why}")
_MIGRATED = Message("The database was brought up to date: {migrations}.")


def with_database(work: Callable[[], Awaitable[Result]], *, dies_with_parent: bool = False) -> Result:
    """Run `work` with the database held, up to date and connected; refusals end the command."""
    from event import database  # noqa: PLC0415 - half a second that help does not need

    async def connected() -> Result:
        async with database.connected(most=10):
            return await work()

    with refusals_said(), database.server(dies_with_parent=dies_with_parent):
        bring_up_to_date()
        return asyncio.run(connected())


def bring_up_to_date() -> tuple[str, ...]:
    """Run the migrations that have not run, and say so; ends the command where there is no database."""
    return asyncio.run(_bring_up_to_date())


async def _bring_up_to_date() -> tuple[str, ...]:
    from event.database import connected  # noqa: PLC0415

    if not await missing_migrations():
        return ()
    from event.migrating import ServerTooOld, migrate  # noqa: PLC0415 - brings Piccolo's code formatter

    async with connected(most=4):
        try:
            ran = (await migrate()).ran
        except ServerTooOld as error:
            stop(Exit.NO_DATABASE, "{error}", error=error)
    if ran:
        tell_aside(_MIGRATED, migrations=len(ran))
    return ran


async def missing_migrations() -> set[str]:
    """The migrations that this version has and the database has not; the first look at the server."""
    import asyncpg  # noqa: PLC0415

    from event.database import engine  # noqa: PLC0415

    try:
        connection = await asyncpg.connect(**engine.config, timeout=_REACH_SECONDS)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, ValueError) as error:
        where = without_password(engine.config["dsn"])
        stop(Exit.NO_DATABASE, _UNREACHED, where=where, why=str(error) or type(error).__name__)
    try:
        known = await connection.fetchval("SELECT to_regclass('migration') IS NOT NULL")
        rows = await connection.fetch("SELECT name FROM migration") if known else []
    finally:
        await connection.close()
    return our_migrations() - {row["name"] for row in rows}


def our_migrations() -> set[str]:
    """The names of the migrations that come with this version."""
    from event.places import migrations_folder  # noqa: PLC0415

    texts = [file.read_text() for file in migrations_folder().glob("event_*.py")]
    return {name for text in texts for name in re.findall(r'^ID = "([^"]+)"', text, re.MULTILINE)}


def without_password(dsn: str) -> str:
    """An address that can be shown."""
    parts = urlsplit(dsn)
    who, at, where = parts.netloc.rpartition("@")
    return parts._replace(netloc=f"{who.partition(':')[0]}{at}{where}").geturl()
