"""Where Piccolo finds the engine and the one app with all tables."""

from piccolo.conf.apps import AppConfig, AppRegistry

from event.agenda.tables import AgendaSession, Booking
from event.checkin.tables import Arrival, Checkpoint, Scan
from event.database import engine
from event.gathering.tables import Gathering, GatheringKey, GuestClass, Hall, Venue
from event.messages.tables import Mail
from event.people.tables import AuditEntry, Person, RateWindow, Session, User, UserRole
from event.places import migrations_folder
from event.registration.tables import Delegation, Guest, ImportRun, Journey, Ticket, TravelParty

DB = engine

TABLES = [
    Gathering, GatheringKey, Venue, Hall, GuestClass,
    Person, User, UserRole, Session, AuditEntry, RateWindow,
    Mail,
    Delegation, TravelParty, Guest, Journey, Ticket, ImportRun,
    AgendaSession, Booking,
    Checkpoint, Scan, Arrival,
]  # fmt: skip

APP_CONFIG = AppConfig(
    app_name="event", migrations_folder_path=str(migrations_folder()), table_classes=TABLES
)
APP_REGISTRY = AppRegistry(apps=["event.piccolo_conf"])
