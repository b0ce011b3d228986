"""What Piccolo cannot say of the print queue: steps are only added, what waits is found at once."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from event.database import engine

ID = "2026-11-26T15:00:00:000018"
VERSION = "1.38.0"
DESCRIPTION = "guards what the print queue added"

STATEMENTS = """
CREATE INDEX print_job_waiting ON print_job (station, queued_at, place) WHERE state IN ('waiting', 'printing', 'perhaps');
CREATE UNIQUE INDEX print_job_claimed_once ON print_job (claim) WHERE claim IS NOT NULL;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON print_step
    FOR EACH ROW EXECUTE FUNCTION facts_are_append_only();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON print_step
    FOR EACH STATEMENT EXECUTE FUNCTION facts_are_append_only();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="event", description=DESCRIPTION)

    async def run() -> None:
        await engine.current_transaction.get().connection.execute(STATEMENTS)

    manager.add_raw(run)
    return manager
