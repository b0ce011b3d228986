"""Facts of a gathering that is practice may be removed, by whoever says so for it; every other fact stays."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from event.database import engine

ID = "2026-11-26T15:00:00:000029"
VERSION = "1.38.0"
DESCRIPTION = "guards of practice"

GUARDS = """
CREATE OR REPLACE FUNCTION facts_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    emptied text := coalesce(current_setting('event.emptied', true), '');
BEGIN
    IF TG_OP = 'DELETE' AND TG_LEVEL = 'ROW' AND TG_TABLE_NAME <> 'audit_entry' AND emptied <> '' THEN
        IF coalesce(to_jsonb(OLD) ->> 'gathering', emptied) = emptied
            AND EXISTS (SELECT 1 FROM gathering WHERE id = emptied::uuid AND practice) THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION '% on %: facts are append-only, add a correction instead', TG_OP, TG_TABLE_NAME;
END $$;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="event", description=DESCRIPTION)

    async def run() -> None:
        await engine.current_transaction.get().connection.execute(GUARDS)

    manager.add_raw(run)
    return manager
