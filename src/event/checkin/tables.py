"""Checkpoints, scans (every one, refused ones too) and arrivals."""

from enum import StrEnum

from piccolo.columns import UUID, Boolean, ForeignKey, OnDelete, SmallInt, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from event.agenda.tables import AgendaSession
from event.gathering.tables import Gathering, Hall
from event.language import in_language
from event.registration.tables import Guest, Ticket


class CheckpointKind(StrEnum):
    """What a checkpoint is for; 报到 (arrival) is not 签到 (session)."""

    ARRIVAL = "arrival"
    HALL = "hall"
    SESSION = "session"
    BUS = "bus"
    STOP = "stop"
    MEAL = "meal"
    HOTEL = "hotel"
    GIFT = "gift"
    EXIT = "exit"


class Admits(StrEnum):
    """How often a checkpoint lets the same guest through as a first time."""

    ONCE = "once"
    DAILY = "daily"
    ALWAYS = "always"


class Checkpoint(Table, tablename="checkpoint"):
    """A place where tickets are scanned."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    code = Varchar(length=40)
    name_zh = Varchar(length=120)
    name_en = Varchar(length=120, default="")
    kind = Varchar(length=10, choices=CheckpointKind)
    direction = Varchar(length=3, default="in")
    admits = Varchar(length=10, default=Admits.ONCE, choices=Admits)
    booking_needed = Boolean(default=False)
    hall = ForeignKey(Hall, on_delete=OnDelete.restrict, null=True, default=None)
    agenda_session = ForeignKey(AgendaSession, on_delete=OnDelete.restrict, null=True, default=None)
    active = Boolean(default=True)
    position = SmallInt(default=0)

    checkpoint_code_once = Unique([gathering, code])
    checkpoint_kind_known = Check(
        "kind IN ('arrival', 'hall', 'session', 'bus', 'stop', 'meal', 'hotel', 'gift', 'exit')"
    )
    checkpoint_direction_known = Check("direction IN ('in', 'out')")
    checkpoint_admits_known = Check("admits IN ('once', 'daily', 'always')")

    def name(self, language: str) -> str:
        return in_language(language, zh=self.name_zh, en=self.name_en)


class Verdict(StrEnum):
    """What the door says."""

    ADMITTED = "admitted"
    ALREADY_IN = "already_in"
    REFUSED = "refused"


class Scan(Table, tablename="scan"):
    """One scan as it happened, refused ones too; named by the scanner before it is sent. Never changed."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    checkpoint = ForeignKey(Checkpoint, on_delete=OnDelete.restrict, null=False)
    guest = ForeignKey(Guest, on_delete=OnDelete.restrict, null=True, default=None)
    ticket = ForeignKey(Ticket, on_delete=OnDelete.restrict, null=True, default=None)
    ticket_text = Varchar(length=200, help_text="As scanned, or how the guest was found at the desk.")
    content_hash = Varchar(length=64, help_text="What was sent; the same id with another content is refused.")
    verdict = Varchar(length=10, choices=Verdict)
    reason = Varchar(length=20, default="")
    source = Varchar(length=10, default="scan")
    device = Varchar(length=60, default="")
    scanned_at = Timestamptz()
    recorded_at = Timestamptz(index=True)
    recorded_by = UUID(null=True, default=None)

    scan_verdict_known = Check("verdict IN ('admitted', 'already_in', 'refused')")
    scan_source_known = Check("source IN ('scan', 'desk', 'paper', 'party')")


class Arrival(Table, tablename="arrival"):
    """A guest let through a checkpoint; the first accepted scan makes it, nothing unmakes it.

    One arrival per guest, checkpoint and occasion: `arrival_once`, a unique constraint.
    """

    id = UUID(primary_key=True)
    guest = ForeignKey(Guest, on_delete=OnDelete.restrict, null=False)
    checkpoint = ForeignKey(Checkpoint, on_delete=OnDelete.restrict, null=False)
    occasion = Varchar(
        length=40, default="", help_text="The day where it admits daily, the scan where always."
    )
    scan = ForeignKey(Scan, on_delete=OnDelete.restrict, null=False)
    scanned_at = Timestamptz()
    recorded_at = Timestamptz()

    arrival_once = Unique([guest, checkpoint, occasion])
