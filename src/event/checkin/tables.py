"""Checkpoints, devices, scans (every one, refused ones too), and what follows from the scans."""

from enum import StrEnum

from piccolo.columns import (
    JSONB,
    UUID,
    BigInt,
    BigSerial,
    Boolean,
    Bytea,
    ForeignKey,
    Integer,
    OnDelete,
    SmallInt,
    Timestamptz,
    Varchar,
)
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
    """How often the same guest is let through as a first time.

    `session`: once for all checkpoints of the same session; arrival desks: once for all of them.
    """

    ONCE = "once"
    DAILY = "daily"
    SESSION = "session"
    ALWAYS = "always"


class Checkpoint(Table, tablename="checkpoint"):
    """A place where tickets are scanned.

    `rule` says who may pass: clauses of which one is enough, none for everybody with a ticket. A clause is
    {"classes": ["V"], "delegations": ["D01"], "booked": ["session:PROMO", "bus:1", "route:A"]}: what it names
    must all hold, one of each list is enough.
    """

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    code = Varchar(length=40)
    name_zh = Varchar(length=120)
    name_en = Varchar(length=120, default="")
    kind = Varchar(length=10, choices=CheckpointKind)
    direction = Varchar(length=3, default="in")
    admits = Varchar(length=10, default=Admits.ONCE, choices=Admits)
    rule = JSONB(default="[]")
    opens_at = Timestamptz(null=True, default=None)
    closes_at = Timestamptz(null=True, default=None)
    counts_inside = Boolean(default=False, help_text="Keeps who is in its hall: people in and out.")
    hands_out_zh = Varchar(length=120, default="", help_text="What staff give out here: 证件、资料袋.")
    hands_out_en = Varchar(length=120, default="")
    hall = ForeignKey(Hall, on_delete=OnDelete.restrict, null=True, default=None)
    agenda_session = ForeignKey(AgendaSession, on_delete=OnDelete.restrict, null=True, default=None)
    active = Boolean(default=True)
    position = SmallInt(default=0)

    checkpoint_code_once = Unique([gathering, code])
    checkpoint_kind_known = Check(
        "kind IN ('arrival', 'hall', 'session', 'bus', 'stop', 'meal', 'hotel', 'gift', 'exit')"
    )
    checkpoint_direction_known = Check("direction IN ('in', 'out')")
    checkpoint_admits_known = Check("admits IN ('once', 'daily', 'session', 'always')")

    def name(self, language: str) -> str:
        return in_language(language, zh=self.name_zh, en=self.name_en)


class Device(Table, tablename="device"):
    """A scanner that an organizer has let in: for some checkpoints, until a moment, revocable at once.

    `code_hash` is of the code in the QR with which it is enrolled, once; `token_hash` of the key it then has.
    The last columns are what it told of itself at its last contact.
    """

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    name = Varchar(length=60)
    checkpoints = JSONB(default="[]", help_text="Ids of the checkpoints it may scan at.")
    code_hash = Varchar(length=64, default="")
    code_expires_at = Timestamptz()
    token_hash = Varchar(length=64, default="")
    created_at = Timestamptz()
    created_by = Varchar(length=60)
    expires_at = Timestamptz()
    enrolled_at = Timestamptz(null=True, default=None)
    revoked_at = Timestamptz(null=True, default=None)
    seen_at = Timestamptz(null=True, default=None)
    queued = Integer(null=True, default=None, help_text="Scans it had not sent yet.")
    battery = SmallInt(null=True, default=None, help_text="Percent.")
    clock_offset_ms = Integer(null=True, default=None, help_text="To be added to its clock.")
    app = Varchar(length=40, default="", help_text="The version of the scanner.")

    device_name_once = Unique([gathering, name])


class Verdict(StrEnum):
    """What the door says."""

    ADMITTED = "admitted"
    ALREADY_IN = "already_in"
    REFUSED = "refused"


class ScanSource(StrEnum):
    """How a scan came about."""

    SCAN = "scan"
    DESK = "desk"
    PAPER = "paper"
    PARTY = "party"


class Scan(Table, tablename="scan"):
    """One scan as it happened, refused ones too; named by the scanner before it is sent. Never changed.

    `scanned_at` is the device's clock, `at` that time put right by the clock offset the upload measured;
    `scope` and `occasion` are what the guest is counted once for, `place` the hall they are in or out of.
    """

    id = UUID(primary_key=True)
    seq = BigSerial(help_text="The order of receipt, with repeats.")
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    checkpoint = ForeignKey(Checkpoint, on_delete=OnDelete.restrict, null=False)
    guest = ForeignKey(Guest, on_delete=OnDelete.restrict, null=True, default=None)
    ticket = ForeignKey(Ticket, on_delete=OnDelete.restrict, null=True, default=None)
    name = Varchar(length=80, default="", help_text="The scanner's own name for it, where that is no UUID.")
    ticket_text = Varchar(length=200, help_text="As scanned, or how the guest was found at the desk.")
    content_hash = Varchar(length=64, help_text="What was sent; the same id with another content is refused.")
    verdict = Varchar(length=10, choices=Verdict)
    reason = Varchar(length=20, default="")
    device_verdict = Varchar(length=10, default="", help_text="What the device said before it could ask.")
    source = Varchar(length=10, default=ScanSource.SCAN, choices=ScanSource)
    party_of = UUID(null=True, default=None, help_text="The scan that opened the travel party.")
    offline = Boolean(default=False)
    device = Varchar(length=60, default="")
    direction = Varchar(length=3, default="in")
    scope = UUID()
    occasion = Varchar(length=10, default="")
    place = UUID(null=True, default=None)
    scanned_at = Timestamptz()
    at = Timestamptz()
    recorded_at = Timestamptz()
    recorded_by = UUID(null=True, default=None, help_text="The user or the device.")

    scan_verdict_known = Check("verdict IN ('admitted', 'already_in', 'refused')")
    scan_source_known = Check("source IN ('scan', 'desk', 'paper', 'party')")


class ScanRepeat(Table, tablename="scan_repeat"):
    """A scan that was sent again; it counts once. Never changed."""

    id = UUID(primary_key=True)
    seq = BigInt(help_text="In the order of receipt, of the same sequence as the scans.")
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    scan = UUID(index=True)
    changed = Boolean(default=False, help_text="It came with another content, which was not taken.")
    offline = Boolean(default=False)
    recorded_at = Timestamptz()


class ScanUndo(Table, tablename="scan_undo"):
    """A scan that was taken back, with the reason; the scan itself stays. Never changed."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    scan = UUID(help_text="It may come in later than this.")
    reason = Varchar(length=200)
    device = Varchar(length=60, default="")
    by = Varchar(length=60)
    undone_at = Timestamptz()
    recorded_at = Timestamptz()

    scan_undone_once = Unique([scan])


class ConflictSeen(Table, tablename="conflict_seen"):
    """A conflict of scans that an organizer has looked at."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    scan = UUID()
    note = Varchar(length=300, default="")
    by = Varchar(length=60)
    at = Timestamptz()

    conflict_seen_once = Unique([scan])


class Arrival(Table, tablename="arrival"):
    """A guest counted once: for a checkpoint, a day at it, or all checkpoints of a session. Follows from the scans.

    `arrival_once`, a unique constraint, holds that: whoever commits first makes it, an undo takes it back.
    `scope` is the session, the gathering for arrival desks, or the checkpoint itself.
    """

    id = UUID(primary_key=True)
    guest = ForeignKey(Guest, on_delete=OnDelete.restrict, null=False)
    checkpoint = ForeignKey(Checkpoint, on_delete=OnDelete.restrict, null=False)
    scope = UUID()
    occasion = Varchar(length=10, default="", help_text="The day where it admits daily.")
    scan = ForeignKey(Scan, on_delete=OnDelete.restrict, null=False)
    scanned_at = Timestamptz()
    recorded_at = Timestamptz()

    arrival_once = Unique([guest, scope, occasion])


class Presence(Table, tablename="presence"):
    """Where a guest was seen last by a hall's ins and outs, by the devices' time. Follows from the scans."""

    id = UUID(primary_key=True)
    guest = ForeignKey(Guest, on_delete=OnDelete.restrict, null=False)
    place = UUID()
    inside = Boolean()
    was_inside = Boolean(default=False, help_text="Before the last change, so that it can be counted.")
    at = Timestamptz()

    presence_once = Unique([guest, place])


class Tally(Table, tablename="tally"):
    """How many scans a checkpoint has had, so that a board needs not count them. Follows from the scans."""

    id = UUID(primary_key=True)
    gathering = UUID(index=True)
    checkpoint = UUID()
    verdict = Varchar(length=10)
    delegation = UUID(null=True, default=None)
    guest_class = UUID(null=True, default=None)
    people = Integer()


class TallyMinute(Table, tablename="tally_minute"):
    """How many a checkpoint has let in within a minute. Follows from the scans."""

    id = UUID(primary_key=True)
    gathering = UUID()
    checkpoint = UUID()
    minute = Timestamptz()
    people = Integer()

    tally_minute_once = Unique([checkpoint, minute])


class TallyInside(Table, tablename="tally_inside"):
    """How many are in a hall now. Follows from the scans."""

    place = UUID(primary_key=True)
    gathering = UUID(index=True)
    people = Integer()


class DeskNote(Table, tablename="desk_note"):
    """A word from the desk to a guest's liaison; sealed, for it may be of health."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    guest = ForeignKey(Guest, on_delete=OnDelete.restrict, null=False)
    text = Bytea()
    by = Varchar(length=60)
    at = Timestamptz()
    done_at = Timestamptz(null=True, default=None)
    done_by = Varchar(length=60, default="")
