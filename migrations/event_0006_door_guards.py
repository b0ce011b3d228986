"""What Piccolo cannot say of the doors: what a guest is counted for, who has changed, partial indexes, triggers."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from event.database import engine

ID = "2026-11-26T12:00:00:000006"
VERSION = "1.38.0"
DESCRIPTION = "guards what the doors added"

RULES = """
UPDATE checkpoint p SET rule = jsonb_build_array(jsonb_build_object('booked', jsonb_build_array('session:' || s.code)))
FROM agenda_session s WHERE s.id = p.agenda_session AND p.booking_needed;
ALTER TABLE checkpoint DROP CONSTRAINT checkpoint_admits_known,
    ADD CONSTRAINT checkpoint_admits_known CHECK (admits IN ('once', 'daily', 'session', 'always'));
ALTER TABLE checkpoint
    ADD COLUMN scope uuid NOT NULL GENERATED ALWAYS AS (CASE
        WHEN kind = 'arrival' THEN gathering
        WHEN admits = 'session' AND agenda_session IS NOT NULL THEN agenda_session
        ELSE id END) STORED,
    ADD COLUMN place uuid GENERATED ALWAYS AS (
        CASE WHEN counts_inside THEN coalesce(hall, agenda_session, id) END) STORED;
"""

SCANS = """
ALTER TABLE scan DISABLE TRIGGER append_only;
UPDATE scan s SET scope = p.scope, at = s.scanned_at, direction = p.direction FROM checkpoint p WHERE p.id = s.checkpoint;
ALTER TABLE scan ENABLE TRIGGER append_only;
DROP INDEX scan_by_gathering, scan_by_guest;
CREATE INDEX scan_by_gathering ON scan (gathering, seq);
CREATE INDEX scan_by_guest ON scan (guest, at);
CREATE INDEX scan_by_checkpoint ON scan (checkpoint, seq);
CREATE INDEX scan_conflicting ON scan (gathering, seq) WHERE device_verdict = 'admitted' AND verdict <> 'admitted';
"""

ARRIVALS = """
DROP TRIGGER append_only ON arrival;
DROP TRIGGER never_emptied ON arrival;
UPDATE arrival a SET scope = p.scope FROM checkpoint p WHERE p.id = a.checkpoint;
DELETE FROM arrival a USING arrival b WHERE a.guest = b.guest AND a.scope = b.scope AND a.occasion = b.occasion
    AND (a.scanned_at, a.id) > (b.scanned_at, b.id);
ALTER TABLE arrival DROP CONSTRAINT arrival_once, ADD CONSTRAINT arrival_once UNIQUE (guest, scope, occasion);
ALTER TABLE arrival ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id();
ALTER TABLE presence ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id();
ALTER TABLE scan_undo ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id();
DROP INDEX arrival_by_checkpoint;
CREATE INDEX arrival_by_scope ON arrival (scope, xid);
CREATE INDEX presence_by_place ON presence (place, xid);
"""

COUNTS = """
CREATE UNIQUE INDEX tally_once ON tally (checkpoint, verdict, delegation, guest_class) NULLS NOT DISTINCT;
CREATE INDEX tally_minute_by_time ON tally_minute (gathering, minute);
INSERT INTO tally (id, gathering, checkpoint, verdict, delegation, guest_class, people)
SELECT gen_random_uuid(), s.gathering, s.checkpoint, s.verdict, g.delegation, g.guest_class, count(*)
FROM scan s LEFT JOIN guest g ON g.id = s.guest GROUP BY 2, 3, 4, 5, 6;
INSERT INTO tally_minute (id, gathering, checkpoint, minute, people)
SELECT gen_random_uuid(), gathering, checkpoint, date_trunc('minute', at), count(*)
FROM scan WHERE verdict = 'admitted' AND direction = 'in' GROUP BY 2, 3, 4;
"""

BOOKED = """
CREATE VIEW guest_booking AS
SELECT b.guest, 'session:' || s.code AS key FROM booking b JOIN agenda_session s ON s.id = b.agenda_session
UNION ALL SELECT v.guest, 'bus:' || c.code FROM vehicle_seat v JOIN vehicle c ON c.id = v.vehicle
UNION ALL SELECT v.guest, 'route:' || r.code FROM vehicle_seat v JOIN vehicle c ON c.id = v.vehicle
    JOIN route r ON r.id = c.route;
CREATE INDEX vehicle_seat_by_guest ON vehicle_seat (guest);
"""
"""What a guest has booked, by the keys in which rules of checkpoints speak."""

ROSTER = """
CREATE TABLE roster_mark (
    guest uuid PRIMARY KEY,
    gathering uuid NOT NULL,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id()
);
INSERT INTO roster_mark (guest, gathering) SELECT id, gathering FROM guest;
CREATE INDEX roster_mark_by_gathering ON roster_mark (gathering, xid);
CREATE FUNCTION mark_on_roster(changed uuid, held uuid) RETURNS void LANGUAGE sql AS $$
    INSERT INTO roster_mark (guest, gathering) VALUES (changed, held)
    ON CONFLICT (guest) DO UPDATE SET xid = pg_current_xact_id()
$$;
CREATE FUNCTION roster_marks_guest() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM mark_on_roster(coalesce(NEW.id, OLD.id), coalesce(NEW.gathering, OLD.gathering));
    RETURN NULL;
END $$;
CREATE FUNCTION roster_marks_holder() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM mark_on_roster(g.id, g.gathering) FROM guest g WHERE g.id IN (NEW.guest, OLD.guest);
    RETURN NULL;
END $$;
CREATE TRIGGER roster_marks AFTER INSERT OR DELETE OR UPDATE OF
    standing, name_zh, latin_surname, latin_given, surname_first, guest_class, delegation, travel_party, number, search
    ON guest FOR EACH ROW EXECUTE FUNCTION roster_marks_guest();
CREATE TRIGGER roster_marks AFTER INSERT OR UPDATE OR DELETE ON ticket
    FOR EACH ROW EXECUTE FUNCTION roster_marks_holder();
CREATE TRIGGER roster_marks AFTER INSERT OR UPDATE OR DELETE ON booking
    FOR EACH ROW EXECUTE FUNCTION roster_marks_holder();
CREATE TRIGGER roster_marks AFTER INSERT OR UPDATE OR DELETE ON vehicle_seat
    FOR EACH ROW EXECUTE FUNCTION roster_marks_holder();
"""
"""Which guests have changed for the scanners, whatever slice changed them; by transaction, so that none is missed."""

INDEXES = """
DROP INDEX guest_by_number;
CREATE INDEX guest_by_number ON guest (number, gathering);
CREATE UNIQUE INDEX ticket_alias_once ON ticket (gathering, alias) WHERE alias <> '';
CREATE UNIQUE INDEX device_by_token ON device (token_hash) WHERE token_hash <> '';
CREATE UNIQUE INDEX device_by_code ON device (code_hash) WHERE code_hash <> '';
CREATE INDEX desk_note_by_guest ON desk_note (guest, at);
"""

PROTECTED = ("scan_repeat", "scan_undo", "conflict_seen")


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="event", description=DESCRIPTION)

    async def run() -> None:
        connection = engine.current_transaction.get().connection
        for statements in (RULES, SCANS, ARRIVALS, COUNTS, BOOKED, ROSTER, INDEXES):
            await connection.execute(statements)
        for table in PROTECTED:
            await connection.execute(
                f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION facts_are_append_only();"
                f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION facts_are_append_only();"
            )

    manager.add_raw(run)
    manager.drop_column(
        table_class_name="Checkpoint",
        tablename="checkpoint",
        column_name="booking_needed",
        db_column_name="booking_needed",
    )
    return manager
