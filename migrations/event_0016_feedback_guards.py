"""What Piccolo cannot say of tasks and feedback: histories that are only added to, usual tasks once, forms once."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from event.database import engine

ID = "2026-11-26T15:00:00:000016"
VERSION = "1.38.0"
DESCRIPTION = "guards what tasks and feedback added"

INDEXES = """
CREATE UNIQUE INDEX task_usual_once ON task (gathering, usual) WHERE usual <> '';
CREATE INDEX task_by_user ON task ("user") WHERE "user" IS NOT NULL;
CREATE UNIQUE INDEX survey_form_once ON survey_answer (survey, number) WHERE number <> '';
"""

PROTECTED = ("task_entry", "suggestion_entry")


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="event", description=DESCRIPTION)

    async def run() -> None:
        connection = engine.current_transaction.get().connection
        await connection.execute(INDEXES)
        for table in PROTECTED:
            await connection.execute(
                f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION facts_are_append_only();"
                f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION facts_are_append_only();"
            )

    manager.add_raw(run)
    return manager
