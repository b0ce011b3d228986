"""What Piccolo cannot say of the signing: facts that are only added, corrections of the same item, further indexes."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from event.database import engine

ID = "2026-11-26T14:00:00:000012"
VERSION = "1.38.0"
DESCRIPTION = "guards what the signing added"

INDEXES = """
CREATE UNIQUE INDEX signed_record_first ON signed_record (item) WHERE corrects IS NULL;
CREATE UNIQUE INDEX signed_record_corrected_once ON signed_record (corrects) WHERE corrects IS NOT NULL;
CREATE INDEX signing_item_by_batch ON signing_item (batch) WHERE batch IS NOT NULL;
CREATE INDEX signing_item_by_project ON signing_item (project) WHERE project IS NOT NULL;
CREATE INDEX signatory_by_guest ON signatory (guest) WHERE guest IS NOT NULL;
CREATE INDEX ceremony_duty_by_batch ON ceremony_duty (batch, duty, position);
CREATE INDEX ceremony_prop_by_gathering ON ceremony_prop (gathering, position);
CREATE INDEX run_sheet_line_by_gathering ON run_sheet_line (gathering, position);
CREATE INDEX signing_photo_by_record ON signing_photo (record);
ALTER TABLE signing_party ADD CONSTRAINT signing_party_number_shaped
    CHECK (registration_number = '' OR registration_number ~ '^[0-9A-Z]{18}$');
"""

PROTECTED = ("stage_entry", "fund_entry", "milestone_entry", "follow_up", "signed_record", "signing_photo", "signing_change")
ENTRIES = ("stage_entry", "fund_entry", "milestone_entry", "follow_up", "signed_record")


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="event", description=DESCRIPTION)

    async def run() -> None:
        connection = engine.current_transaction.get().connection
        await connection.execute(INDEXES)
        for table in ENTRIES:
            await connection.execute(
                f"ALTER TABLE {table} ADD CONSTRAINT {table}_of_item UNIQUE (id, item),"
                f" ADD CONSTRAINT {table}_corrects_same_item FOREIGN KEY (corrects, item) REFERENCES {table} (id, item);"
                f"CREATE INDEX {table}_by_item ON {table} (item);"
            )
        for table in PROTECTED:
            await connection.execute(
                f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION facts_are_append_only();"
                f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION facts_are_append_only();"
            )

    manager.add_raw(run)
    return manager
