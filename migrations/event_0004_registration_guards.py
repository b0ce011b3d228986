"""What Piccolo cannot say of registration: wider checks, partial indexes, append-only triggers."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from event.database import engine

ID = "2026-11-24T12:00:00:000004"
VERSION = "1.38.0"
DESCRIPTION = "guards what registration added"

CHECKS = (
    ("gathering", "review_known", "review IN ('at_once', 'by_staff', 'twice')"),
    (
        "guest", "guest_standing_known",
        "standing IN ('submitted', 'first_reviewed', 'approved', 'waitlisted', 'declined', 'withdrawn', 'replaced')",
    ),
    ("guest", "guest_source_known", "source IN ('online', 'import', 'desk', 'delegation', 'sample')"),
    (
        "guest", "guest_has_a_name",
        "name_zh <> '' OR latin_surname <> '' OR latin_given <> '' OR erased_at IS NOT NULL",
    ),
    ("mail", "mail_state_known", "state IN ('queued', 'sending', 'sent', 'failed', 'unsure', 'bounced')"),
)  # fmt: skip

INDEXES = """
CREATE UNIQUE INDEX badge_number_once ON ticket (gathering, badge_number) WHERE voided_at IS NULL;
CREATE UNIQUE INDEX visa_letter_number_once ON visa_letter (gathering, number) WHERE number <> '';
CREATE UNIQUE INDEX draft_once ON draft (guest) WHERE guest IS NOT NULL;
CREATE INDEX guest_by_email ON guest (gathering, lower(email)) WHERE email <> '';
CREATE INDEX guest_by_number ON guest (gathering, number);
CREATE INDEX guest_by_answers ON guest USING gin (answers jsonb_path_ops);
CREATE INDEX guest_waiting ON guest (gathering, guest_class, waiting_since) WHERE standing = 'waitlisted';
CREATE INDEX mail_by_guest ON mail (guest, created_at);
CREATE INDEX mail_by_domain ON mail (domain, taken_at);
CREATE INDEX mail_unfinished ON mail (state) WHERE state NOT IN ('sent', 'bounced');
CREATE INDEX decision_by_time ON decision (gathering, effective_at);
CREATE INDEX invitation_by_gathering ON invitation (gathering, created_at);
CREATE INDEX guest_code_by_guest ON guest_code (guest);
CREATE INDEX ticket_by_guest ON ticket (guest);
CREATE INDEX arrival_by_guest ON arrival (guest);
"""

PROTECTED = ("decision", "consent", "form_version")


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="event", description=DESCRIPTION)

    async def run() -> None:
        connection = engine.current_transaction.get().connection
        for table, name, rule in CHECKS:
            await connection.execute(
                f"ALTER TABLE {table} DROP CONSTRAINT {name}, ADD CONSTRAINT {name} CHECK ({rule})"
            )
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
