"""Tables and migrations agree, and migrating is safe to repeat and to race."""

import asyncio
import os

from piccolo.apps.migrations.commands.new import AutoMigrationManager

from event.database import connected, engine, fetch
from event.migrating import migrate
from event.piccolo_conf import APP_CONFIG, TABLES


async def test_no_table_has_changed_since_the_last_migration(db: str) -> None:
    os.environ["PICCOLO_CONF"] = "event.piccolo_conf"

    statements = await AutoMigrationManager().get_alter_statements(app_config=APP_CONFIG)

    assert [line for statement in statements for line in statement.statements] == []


async def test_every_column_is_in_the_database_as_the_table_says(db: str) -> None:
    rows = await fetch(
        "SELECT table_name, column_name, is_nullable FROM information_schema.columns"
        " WHERE table_schema = 'public'"
    )
    stored = {(row["table_name"], row["column_name"]): row["is_nullable"] == "YES" for row in rows}

    for table in TABLES:
        for column in table._meta.columns:  # noqa: SLF001 - Piccolo's own description
            name = column._meta.db_column_name  # noqa: SLF001
            assert stored[table._meta.tablename, name] == column._meta.null, (table, name)  # noqa: SLF001


async def test_nodes_that_start_together_migrate_once(server: object, empty_server_database: str) -> None:
    engine.point_at(empty_server_database)
    async with connected():
        results = await asyncio.gather(*(migrate() for _ in range(4)))

        assert sorted(len(result.ran) for result in results)[:3] == [0, 0, 0]
        assert (await migrate()).ran == ()
        assert (await fetch("SELECT count(*) AS n FROM audit_entry"))[0]["n"] == 0
