"""Brings the database to the state this version needs: forward only, once, whoever asks first."""

import contextlib
import io
import os
from dataclasses import dataclass

import asyncpg

from event.database import engine

_LOCK = 0x6576656E74  # "event"
_OLDEST_SERVER = 150000


class ServerTooOld(RuntimeError):
    """The PostgreSQL that was named is older than the product can use."""


@dataclass(frozen=True)
class Migrated:
    """What `migrate` did: names of the migrations it ran, oldest first."""

    ran: tuple[str, ...]


async def migrate() -> Migrated:
    """Run every migration that has not run; nodes that start together wait for the first."""
    os.environ["PICCOLO_CONF"] = "event.piccolo_conf"
    # Piccolo brings its code formatter along, half a second that only migrating needs.
    from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager  # noqa: PLC0415
    from piccolo.apps.migrations.tables import Migration  # noqa: PLC0415

    guard = await asyncpg.connect(**{**engine.config, "command_timeout": None})
    try:
        if int(await guard.fetchval("SHOW server_version_num")) < _OLDEST_SERVER:
            version = await guard.fetchval("SHOW server_version")
            raise ServerTooOld(f"PostgreSQL 15 or newer is needed; this server is {version}.")
        await guard.execute("SET statement_timeout = 0; SET lock_timeout = 0")
        await guard.execute("SELECT pg_advisory_lock($1)", _LOCK)
        with contextlib.redirect_stdout(io.StringIO()) as said:
            manager = ForwardsMigrationManager(app_name="event")
            await manager.create_migration_table()
            before = set(await Migration.get_migrations_which_ran(app_name="event"))
            result = await manager.run()
            after = await Migration.get_migrations_which_ran(app_name="event")
        if not result.success:
            raise RuntimeError(f"Migrating failed: {result.message}\n{said.getvalue()}")
        return Migrated(tuple(name for name in after if name not in before))
    finally:
        await guard.close()
