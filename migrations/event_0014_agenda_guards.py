"""What Piccolo cannot say of the programme: changes are only added, nobody has a part twice, sessions that are there have a kind."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from event.database import engine

ID = "2026-11-26T15:00:00:000014"
VERSION = "1.38.0"
DESCRIPTION = "guards what the programme added"

INDEXES = """
CREATE INDEX agenda_item_by_session ON agenda_item (agenda_session, position);
CREATE INDEX agenda_person_by_session ON agenda_person (agenda_session, item, position);
CREATE INDEX agenda_person_by_guest ON agenda_person (guest) WHERE guest IS NOT NULL;
CREATE UNIQUE INDEX agenda_person_once ON agenda_person (agenda_session, item, part, guest) NULLS NOT DISTINCT
    WHERE guest IS NOT NULL;
CREATE INDEX agenda_change_by_gathering ON agenda_change (gathering, at);
ALTER TABLE agenda_item ADD CONSTRAINT agenda_item_of_session UNIQUE (id, agenda_session);
ALTER TABLE agenda_person ADD CONSTRAINT agenda_person_of_same_session
    FOREIGN KEY (item, agenda_session) REFERENCES agenda_item (id, agenda_session);
"""

APPEND_ONLY = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON agenda_change
    FOR EACH ROW EXECUTE FUNCTION facts_are_append_only();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON agenda_change
    FOR EACH STATEMENT EXECUTE FUNCTION facts_are_append_only();
"""

KINDS = """
UPDATE agenda_session SET kind = CASE
    WHEN title_zh LIKE '%报到%' THEN 'arrival'
    WHEN title_zh LIKE '%宴%' THEN 'banquet'
    WHEN title_zh LIKE '%餐%' THEN 'meal'
    WHEN title_zh LIKE '%开幕%' THEN 'opening'
    WHEN title_zh LIKE '%闭幕%' THEN 'closing'
    WHEN title_zh LIKE '%合影%' THEN 'photo'
    WHEN title_zh LIKE '%签约%' THEN 'signing'
    WHEN title_zh LIKE '%招聘%' THEN 'job_fair'
    WHEN title_zh LIKE '%洽谈%' THEN 'matchmaking'
    WHEN title_zh LIKE '%推介%' THEN 'promotion'
    WHEN title_zh LIKE '%会见%' THEN 'reception'
    WHEN title_zh ~ '座谈|圆桌|恳谈' THEN 'talks'
    WHEN title_zh ~ '晚会|演出|文艺' THEN 'performance'
    WHEN title_zh ~ '家乡行|考察' THEN 'visit'
    WHEN title_zh ~ '送站|送机' THEN 'departure'
    ELSE 'other' END
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="event", description=DESCRIPTION)

    async def run() -> None:
        connection = engine.current_transaction.get().connection
        for statement in (INDEXES, APPEND_ONLY, KINDS):
            await connection.execute(statement)

    manager.add_raw(run)
    return manager
