"""Lunches move to the days of a route; what Piccolo cannot say of plans: insert-only tables, further indexes."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from event.database import engine

ID = "2026-11-26T13:00:00:000010"
VERSION = "1.38.0"
DESCRIPTION = "guards what planning added"

CHANGES = """
INSERT INTO route_day (id, route, on_day, canteen, lunch_at, returns_at)
    SELECT gen_random_uuid(), r.id, (coalesce(r.lunch_at, r.returns_at) AT TIME ZONE g.timezone)::date, r.canteen,
        r.lunch_at, r.returns_at
    FROM route r JOIN gathering g ON g.id = r.gathering;
ALTER TABLE vehicle_crew DROP CONSTRAINT vehicle_crew_role_known;
ALTER TABLE vehicle_crew ADD CONSTRAINT vehicle_crew_role_known
    CHECK (role IN ('driver', 'captain', 'guide', 'interpreter', 'volunteer', 'medic'));
CREATE INDEX route_day_by_canteen ON route_day (canteen) WHERE canteen IS NOT NULL;
CREATE INDEX vehicle_by_route ON vehicle (route) WHERE route IS NOT NULL;
CREATE INDEX bond_by_other ON bond (other);
CREATE INDEX visit_notice_by_guest ON visit_notice (guest);
CREATE INDEX planner_run_by_gathering ON planner_run (gathering, asked_at);
CREATE TRIGGER draft_step_facts BEFORE UPDATE ON draft_step FOR EACH ROW EXECUTE FUNCTION facts_are_append_only();
CREATE TRIGGER publication_facts BEFORE UPDATE OR DELETE ON publication FOR EACH ROW EXECUTE FUNCTION facts_are_append_only();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="event", description=DESCRIPTION)

    async def run() -> None:
        await engine.current_transaction.get().connection.execute(CHANGES)

    manager.add_raw(run)
    for column in ("canteen", "lunch_at", "returns_at"):
        manager.drop_column(
            table_class_name="Route", tablename="route", column_name=column, db_column_name=column
        )
    return manager
