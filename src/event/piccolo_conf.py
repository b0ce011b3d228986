"""Where Piccolo finds the engine and the one app with all tables."""

from piccolo.conf.apps import AppConfig, AppRegistry

from event.agenda.matchmaking.tables import MatchBooking, MatchChange, MatchSlot, MatchZone
from event.agenda.publishing.tables import ProgrammeNotice, ProgrammePublication
from event.agenda.seating.tables import Seat, SeatCircle, SeatPlan, SeatProposal, SeatStep
from event.agenda.tables import (
    AgendaChange,
    AgendaItem,
    AgendaPerson,
    AgendaSession,
    Booking,
    BookingChange,
    FreedPlace,
    SessionWaiting,
    SessionWave,
)
from event.checkin.tables import (
    Arrival,
    Checkpoint,
    ConflictSeen,
    DeskNote,
    Device,
    Presence,
    Scan,
    ScanRepeat,
    ScanUndo,
    Tally,
    TallyInside,
    TallyMinute,
)
from event.database import engine
from event.feedback.tables import Suggestion, SuggestionEntry, Survey, SurveyAnswer, SurveyInvitation
from event.gathering.tables import Gathering, GatheringKey, GuestClass, Hall, SetUpStep, Venue
from event.itinerary.lodging.tables import Hotel, HotelBlock, Room, Rooming
from event.itinerary.planning.tables import (
    Bond,
    Commitment,
    DraftHead,
    DraftStep,
    PlannerRun,
    PlanningRules,
    Publication,
    TravelTime,
    VisitDay,
    VisitNotice,
)
from event.itinerary.tables import (
    Canteen,
    CrewMember,
    GivenUpPlace,
    Route,
    RouteDay,
    RouteVisit,
    Stop,
    StopHours,
    Vehicle,
    VehicleCrew,
    VehicleSeat,
)
from event.itinerary.transfers.tables import Service, ServiceSeen, Transfer, TransferWave
from event.messages.tables import Mail, MailTemplate
from event.people.tables import (
    AuditEntry,
    Person,
    PersonMerge,
    PersonsApart,
    RateWindow,
    Session,
    UndoStep,
    User,
    UserRole,
)
from event.places import migrations_folder
from event.printing.badge_designs.tables import BadgeDesign, BadgePicture
from event.printing.centre.tables import DocumentRun
from event.printing.papers.tables import HandbookOmission, HandbookText
from event.printing.queue.tables import PrintJob, PrintScanner, PrintStation, PrintStep
from event.registration.asking.tables import AnswerFile, Draft, FormVersion
from event.registration.importing.tables import ColumnSet, ImportRun
from event.registration.inviting.tables import Invitation
from event.registration.own.tables import GuestCode
from event.registration.tables import (
    Consent,
    Decision,
    Delegation,
    Guest,
    GuestChange,
    Journey,
    Ticket,
    TravelParty,
    VisaLetter,
)
from event.signing.ledger.tables import FollowUp, FundEntry, MilestoneEntry, ServiceMember, StageEntry
from event.signing.tables import (
    AgreementType,
    CeremonyDuty,
    CeremonyProp,
    Project,
    RunSheetLine,
    Signatory,
    SignedRecord,
    SigningBatch,
    SigningChange,
    SigningItem,
    SigningParty,
    SigningPhoto,
    SigningRules,
    SigningText,
    TableCard,
)
from event.tasks.tables import Task, TaskEntry

DB = engine

TABLES = [
    Gathering, GatheringKey, Venue, Hall, GuestClass, SetUpStep,
    Person, PersonMerge, PersonsApart, User, UserRole, Session, AuditEntry, RateWindow, UndoStep,
    Mail, MailTemplate,
    Delegation, TravelParty, Guest, Journey, Ticket, Decision, GuestChange, Consent, VisaLetter,
    FormVersion, Draft, AnswerFile, Invitation, GuestCode, ImportRun, ColumnSet,
    AgendaSession, AgendaItem, AgendaPerson, AgendaChange, SessionWave, Booking, SessionWaiting, FreedPlace, BookingChange,
    MatchZone, MatchSlot, MatchBooking, MatchChange, ProgrammePublication, ProgrammeNotice,
    SeatPlan, Seat, SeatCircle, SeatStep, SeatProposal,
    Stop, StopHours, Canteen, Route, RouteDay, RouteVisit, Vehicle, VehicleCrew, CrewMember, VehicleSeat, GivenUpPlace,
    VisitDay, TravelTime, Commitment, Bond, PlanningRules, DraftStep, DraftHead, Publication, VisitNotice, PlannerRun,
    Hotel, HotelBlock, Room, Rooming, TransferWave, Service, ServiceSeen, Transfer,
    Checkpoint, Device, Scan, ScanRepeat, ScanUndo, ConflictSeen, Arrival, Presence,
    Tally, TallyMinute, TallyInside, DeskNote,
    SigningRules, AgreementType, Project, SigningBatch, SigningItem, SigningParty, Signatory, TableCard, SigningText,
    CeremonyDuty, CeremonyProp, RunSheetLine, SignedRecord, SigningPhoto, SigningChange,
    StageEntry, FundEntry, MilestoneEntry, FollowUp, ServiceMember,
    Task, TaskEntry, Suggestion, SuggestionEntry, Survey, SurveyInvitation, SurveyAnswer,
    DocumentRun, PrintStation, PrintScanner, PrintJob, PrintStep, HandbookText, HandbookOmission,
    BadgeDesign, BadgePicture,
]  # fmt: skip

APP_CONFIG = AppConfig(
    app_name="event", migrations_folder_path=str(migrations_folder()), table_classes=TABLES
)
APP_REGISTRY = AppRegistry(apps=["event.piccolo_conf"])
