"""Print stations, what they are asked to print, and every step of it."""

from enum import StrEnum

from piccolo.columns import UUID, Boolean, ForeignKey, OnDelete, SmallInt, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from event.checkin.tables import Device
from event.gathering.tables import Gathering
from event.registration.tables import Guest, Ticket


class PrintStation(Table, tablename="print_station"):
    """A computer with a label printer that keeps the page of the station open; let in as scanners are.

    `page` is the one page that prints for it until `page_until`; two pages never print at once.
    """

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    name = Varchar(length=60)
    size = Varchar(length=20, help_text="The badge size by its name.")
    code_hash = Varchar(length=64, default="")
    code_expires_at = Timestamptz()
    token_hash = Varchar(length=64, default="", index=True)
    created_at = Timestamptz()
    created_by = Varchar(length=60)
    enrolled_at = Timestamptz(null=True, default=None)
    revoked_at = Timestamptz(null=True, default=None)
    seen_at = Timestamptz(null=True, default=None)
    page = UUID(null=True, default=None)
    page_until = Timestamptz(null=True, default=None)

    print_station_name_once = Unique([gathering, name])


class PrintScanner(Table, tablename="print_scanner"):
    """A scanner whose holder may have a new badge made, and the station that prints it."""

    id = UUID(primary_key=True)
    device = ForeignKey(Device, on_delete=OnDelete.restrict, null=False, unique=True)
    station = ForeignKey(PrintStation, on_delete=OnDelete.restrict, null=False)
    given_at = Timestamptz()
    given_by = Varchar(length=60)


class JobState(StrEnum):
    """Where a badge to be printed is; perhaps: it was sent to a page that never said what became of it."""

    WAITING = "waiting"
    PRINTING = "printing"
    PERHAPS = "perhaps"
    PRINTED = "printed"
    FAILED = "failed"
    CANCELLED = "cancelled"


class PrintJob(Table, tablename="print_job"):
    """One badge that a station is asked to print.

    A request names itself: the same one for the same guest is one job. `claim` is the page's that has taken it,
    until `lease_until`; `sent_at`: when that page was given the badge, from then on it may have been printed.
    """

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False, index=True)
    station = ForeignKey(PrintStation, on_delete=OnDelete.restrict, null=False)
    guest = ForeignKey(Guest, on_delete=OnDelete.restrict, null=False, index=True)
    ticket = ForeignKey(Ticket, on_delete=OnDelete.restrict, null=False)
    request = UUID(help_text="As whoever asked named the request.")
    place = SmallInt(default=0, help_text="Its place among those of the same request.")
    new_badge = Boolean(default=False, help_text="The badge before is void; why, is with its ticket.")
    again_of = UUID(null=True, default=None, help_text="The job of which this one is a further print.")
    state = Varchar(length=10, choices=JobState, default=JobState.WAITING)
    queued_at = Timestamptz()
    queued_by = Varchar(length=60)
    ready_at = Timestamptz(help_text="Not before; later than queued where it failed and is tried again.")
    tries = SmallInt(default=0)
    claim = UUID(null=True, default=None)
    claimed_at = Timestamptz(null=True, default=None)
    lease_until = Timestamptz(null=True, default=None)
    sent_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    problem = Varchar(length=40, default="", help_text="Why it failed, as a key.")

    print_job_once = Unique([request, guest])
    print_job_state_known = Check(
        "state IN ('waiting', 'printing', 'perhaps', 'printed', 'failed', 'cancelled')"
    )
    print_job_claimed = Check("state <> 'printing' OR (claim IS NOT NULL AND lease_until IS NOT NULL)")


class StepKind(StrEnum):
    """What happened to a job; `came_out` and `did_not` is what somebody saw in the tray."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    SENT = "sent"
    PRINTED = "printed"
    FAILED = "failed"
    LAPSED = "lapsed"
    CAME_OUT = "came_out"
    DID_NOT = "did_not"
    MOVED = "moved"
    CANCELLED = "cancelled"


class PrintStep(Table, tablename="print_step"):
    """A step of a job; rows are only added."""

    id = UUID(primary_key=True)
    job = ForeignKey(PrintJob, on_delete=OnDelete.restrict, null=False, index=True)
    kind = Varchar(length=10, choices=StepKind)
    claim = UUID(null=True, default=None)
    at = Timestamptz()
    by = Varchar(length=60)
    detail = Varchar(length=40, default="")

    print_step_known = Check(
        "kind IN ('queued', 'claimed', 'sent', 'printed', 'failed', 'lapsed', 'came_out', 'did_not', 'moved', 'cancelled')"
    )
