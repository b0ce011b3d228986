"""What Piccolo cannot say of the homeland visit, hotels and transfers: partial and further indexes."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from event.database import engine

ID = "2026-11-26T12:00:00:000008"
VERSION = "1.38.0"
DESCRIPTION = "guards what the itinerary added"

INDEXES = """
CREATE UNIQUE INDEX vehicle_crew_leads ON vehicle_crew (vehicle, role) WHERE role IN ('driver', 'captain');
CREATE UNIQUE INDEX banquet_seat_of_guest ON banquet_seat (gathering, occasion, guest) WHERE guest IS NOT NULL;
CREATE INDEX banquet_seat_by_guest ON banquet_seat (guest) WHERE guest IS NOT NULL;
CREATE INDEX given_up_place_by_kind ON given_up_place (kind, guest);
CREATE INDEX rooming_by_hotel ON rooming (hotel);
CREATE INDEX rooming_by_room ON rooming (room) WHERE room IS NOT NULL;
CREATE INDEX route_visit_by_stop ON route_visit (stop);
CREATE INDEX transfer_by_service ON transfer (service) WHERE service IS NOT NULL;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="event", description=DESCRIPTION)

    async def run() -> None:
        await engine.current_transaction.get().connection.execute(INDEXES)

    manager.add_raw(run)
    return manager
