"""What Piccolo cannot say: partial and covering indexes, append-only triggers, the job queue."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from event.database import engine

ID = "2026-11-24T12:00:00:000002"
VERSION = "1.38.0"
DESCRIPTION = "guards the tables and brings the job queue"

INDEXES = """
CREATE UNIQUE INDEX one_standing_ticket ON ticket (guest) WHERE voided_at IS NULL;
CREATE INDEX guest_by_gathering ON guest (gathering, standing);
CREATE INDEX guest_by_person ON guest (person);
CREATE INDEX guest_by_delegation ON guest (delegation);
CREATE INDEX guest_by_party ON guest (travel_party);
CREATE INDEX arrival_by_checkpoint ON arrival (checkpoint, recorded_at);
CREATE INDEX scan_by_gathering ON scan (gathering, recorded_at);
CREATE INDEX scan_by_guest ON scan (guest, recorded_at);
CREATE INDEX booking_by_guest ON booking (guest);
CREATE INDEX session_by_time ON agenda_session (gathering, starts_at);
CREATE INDEX mail_by_gathering ON mail (gathering, created_at);
CREATE INDEX web_session_by_user ON web_session ("user");
"""

APPEND_ONLY = """
CREATE FUNCTION facts_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on %: facts are append-only, add a correction instead', TG_OP, TG_TABLE_NAME;
END $$;
"""

PROTECTED = ("audit_entry", "scan", "arrival")


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="event", description=DESCRIPTION)

    async def run() -> None:
        # A job queue of a fixed version: a newer one comes with a migration of its own.
        from procrastinate.schema import SchemaManager  # noqa: PLC0415

        connection = engine.current_transaction.get().connection
        await connection.execute(INDEXES)
        await connection.execute(APPEND_ONLY)
        for table in PROTECTED:
            await connection.execute(
                f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION facts_are_append_only();"
                f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION facts_are_append_only();"
            )
        await connection.execute("ALTER TABLE rate_window SET UNLOGGED")
        await connection.execute(SchemaManager.get_schema())

    manager.add_raw(run)
    return manager
