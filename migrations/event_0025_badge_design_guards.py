"""Revisions of badge designs are only added; one picture of a name counts."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from event.database import engine

ID = "2026-11-26T15:00:00:000025"
VERSION = "1.38.0"
DESCRIPTION = "guards of badge designs"

GUARDS = """
CREATE UNIQUE INDEX badge_picture_once ON badge_picture (gathering, name) WHERE removed_at IS NULL;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON badge_design
    FOR EACH ROW EXECUTE FUNCTION facts_are_append_only();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON badge_design
    FOR EACH STATEMENT EXECUTE FUNCTION facts_are_append_only();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="event", description=DESCRIPTION)

    async def run() -> None:
        await engine.current_transaction.get().connection.execute(GUARDS)

    manager.add_raw(run)
    return manager
