"""Changes of bookings and slots and published versions are only added to."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from event.database import engine

ID = "2026-11-26T15:00:00:000028"
VERSION = "1.38.0"
DESCRIPTION = "guards of sign-up, matchmaking and published programmes"

GUARDS = """
CREATE INDEX booking_change_by_session ON booking_change (agenda_session, at);
CREATE INDEX match_booking_by_guest ON match_booking (guest);
CREATE INDEX session_waiting_by_guest ON session_waiting (guest);
CREATE INDEX programme_notice_by_guest ON programme_notice (guest);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON booking_change
    FOR EACH ROW EXECUTE FUNCTION facts_are_append_only();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON booking_change
    FOR EACH STATEMENT EXECUTE FUNCTION facts_are_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON match_change
    FOR EACH ROW EXECUTE FUNCTION facts_are_append_only();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON match_change
    FOR EACH STATEMENT EXECUTE FUNCTION facts_are_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON programme_publication
    FOR EACH ROW EXECUTE FUNCTION facts_are_append_only();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON programme_publication
    FOR EACH STATEMENT EXECUTE FUNCTION facts_are_append_only();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="event", description=DESCRIPTION)

    async def run() -> None:
        await engine.current_transaction.get().connection.execute(GUARDS)

    manager.add_raw(run)
    return manager
