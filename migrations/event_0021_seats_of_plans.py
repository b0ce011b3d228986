"""Seats at banquets become seats of plans, which guests may read as before; indexes for the seats."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from event.database import engine

ID = "2026-11-26T15:00:00:000021"
VERSION = "1.38.0"
DESCRIPTION = "seats of banquets are seats of plans"

TAKEN_OVER = """
INSERT INTO seat_plan (id, gathering, agenda_session, name, kind, seat_rule, even_rule, rows, aisles, near_door,
    head_tables, order_by, released_at, created_at)
SELECT gen_random_uuid(), o.gathering, s.id, o.occasion, 'banquet', 'right', 'outward',
    (SELECT jsonb_agg(CASE WHEN n > 0 THEN o.seats END) FROM generate_series(1, o.tables) n), '[]', '[]', 1, '', now(), now()
FROM (SELECT gathering, occasion, max(table_number) AS tables, greatest(max(seat), 10) AS seats
    FROM banquet_seat GROUP BY gathering, occasion) o
LEFT JOIN LATERAL (SELECT (array_agg(a.id ORDER BY a.starts_at))[1] AS id FROM agenda_session a
    WHERE a.gathering = o.gathering AND o.occasion <> ''
    AND (position(o.occasion IN a.title_zh) > 0 OR position(a.title_zh IN o.occasion) > 0)) s ON true;
INSERT INTO seat (id, plan, guest, name, title, role, row_no, seat_no, fixed)
SELECT b.id, p.id, b.guest, b.name, b.title, b.role, b.table_number, b.seat, false FROM banquet_seat b
JOIN seat_plan p ON p.gathering = b.gathering AND p.name = b.occasion
WHERE b.guest IS NOT NULL OR b.name <> '' ON CONFLICT DO NOTHING;
UPDATE given_up_place g SET kind = 'seat', place = jsonb_build_object('id', g.place->'id', 'plan', p.id,
    'guest', g.place->'guest', 'name', '', 'title', '', 'role', g.place->'role', 'row_no', g.place->'table_number',
    'seat_no', g.place->'seat', 'fixed', false)
FROM seat_plan p WHERE g.kind = 'banquet_seat' AND p.gathering = (g.place->>'gathering')::uuid
AND p.name = g.place->>'occasion';
DELETE FROM given_up_place WHERE kind = 'banquet_seat';
DELETE FROM banquet_seat;
CREATE INDEX seat_by_guest ON seat (guest) WHERE guest IS NOT NULL;
CREATE INDEX seat_plan_by_session ON seat_plan (agenda_session) WHERE agenda_session IS NOT NULL;
CREATE INDEX seat_proposal_by_plan ON seat_proposal (plan, asked_at);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="event", description=DESCRIPTION)

    async def run() -> None:
        await engine.current_transaction.get().connection.execute(TAKEN_OVER)

    async def back() -> None:
        await engine.current_transaction.get().connection.execute(
            "DROP INDEX seat_by_guest; DROP INDEX seat_plan_by_session; DROP INDEX seat_proposal_by_plan;"
        )

    manager.add_raw(run)
    manager.add_raw_backwards(back)
    return manager
