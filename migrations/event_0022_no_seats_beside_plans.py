from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-26T15:00:00:000022"
VERSION = "1.38.0"
DESCRIPTION = "no_seats_beside_plans"


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="event", description=DESCRIPTION
    )

    manager.drop_table(
        class_name="BanquetSeat", tablename="banquet_seat", schema=None
    )

    return manager
