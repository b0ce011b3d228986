"""What a plan of the homeland visit rests on, its draft step by step, what was published, and who was told."""

from enum import StrEnum

from piccolo.columns import (
    JSONB,
    UUID,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    OnDelete,
    SmallInt,
    Time,
    Timestamptz,
    Varchar,
)
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from event.agenda.tables import AgendaSession
from event.gathering.tables import Gathering
from event.registration.tables import Guest


class Known(StrEnum):
    """Where a travel time comes from."""

    ENTERED = "entered"
    IMPORTED = "imported"
    ESTIMATED = "estimated"


class RunState(StrEnum):
    """Where a run of the planner is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class VisitDay(Table, tablename="visit_day"):
    """A day of the homeland visit: when buses may leave and have to be back, when lunch may begin, how long they may drive."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    on_day = Date()
    leaves_at = Time()
    back_by = Time()
    lunch_from = Time()
    lunch_until = Time()
    driving_minutes = SmallInt(
        null=True, default=None, help_text="At most so long on the road; none: no limit."
    )

    visit_day_once = Unique([gathering, on_day])
    visit_day_in_order = Check("leaves_at < back_by AND lunch_from <= lunch_until")
    visit_day_driving_positive = Check("driving_minutes IS NULL OR driving_minutes > 0")


class TravelTime(Table, tablename="travel_time"):
    """Minutes by bus from one place (stop, canteen, hotel, venue) to another; estimates are not kept here."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    origin = UUID()
    target = UUID()
    minutes = SmallInt()
    known = Varchar(length=10, default=Known.ENTERED, choices=Known)

    travel_time_once = Unique([gathering, origin, target])
    travel_time_takes_time = Check("minutes BETWEEN 0 AND 1440")
    travel_time_known = Check("known IN ('entered', 'imported')")


class Commitment(Table, tablename="commitment"):
    """A session during the visit where all buses, or those with guests who sign, have to be."""

    id = UUID(primary_key=True)
    session = ForeignKey(AgendaSession, on_delete=OnDelete.restrict, null=False)
    signing_only = Boolean(default=False)

    commitment_once = Unique([session])


class Bond(Table, tablename="bond"):
    """Two guests whose travel parties have to ride together, or must not."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    one = ForeignKey(Guest, on_delete=OnDelete.restrict, null=False)
    other = ForeignKey(Guest, on_delete=OnDelete.restrict, null=False)
    apart = Boolean(default=False)
    reason = Varchar(length=200, default="")

    bond_once = Unique([one, other])
    bond_of_two = Check("one < other")


class PlanningRules(Table, tablename="planning_rules"):
    """How a gathering weighs what a plan can be good at, in words, and how fast its buses are estimated to go."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    weighed = JSONB(default="{}", help_text="Importance in words by what is weighed.")
    kilometres_an_hour = SmallInt(default=40)

    planning_rules_once = Unique([gathering])
    planning_rules_speed = Check("kilometres_an_hour BETWEEN 5 AND 120")


class DraftStep(Table, tablename="draft_step"):
    """A step of the draft: the whole plan after it, what was done and by whom. Insert-only by trigger.

    Steps are numbered 1, 2, 3 …; `undoes` is the step whose plan came back, `parent` the step this one goes on from.
    """

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    number = Integer()
    parent = Integer(default=0)
    plan = JSONB()
    said = JSONB(default="{}", help_text="What was done: a sentence and its data.")
    by = Varchar(length=60)
    at = Timestamptz()

    draft_step_once = Unique([gathering, number])


class DraftHead(Table, tablename="draft_head"):
    """Which step of the draft stands now, and those that can be done again after an undo."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    step = Integer()
    undone = JSONB(default="[]", help_text="Numbers of steps that were undone, the next to redo last.")
    moved = Integer(default=0, help_text="Raised by every change, undo and redo.")

    draft_head_once = Unique([gathering])


class Publication(Table, tablename="publication"):
    """A published version of the visit: the whole plan, what it changed and a word to those it changes something for."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    number = Integer()
    plan = JSONB()
    changes = JSONB(default="[]")
    word = Varchar(length=500, default="")
    by = Varchar(length=60)
    at = Timestamptz()

    publication_once = Unique([gathering, number])


class VisitNotice(Table, tablename="visit_notice"):
    """What a publication changed for a guest; `sequence` is that of the guest's calendar from then on."""

    id = UUID(primary_key=True)
    publication = ForeignKey(Publication, on_delete=OnDelete.restrict, null=False)
    guest = ForeignKey(Guest, on_delete=OnDelete.restrict, null=False)
    sequence = Integer()
    before = JSONB(default="{}")
    after = JSONB(default="{}")
    seen_at = Timestamptz(null=True, default=None)

    visit_notice_once = Unique([publication, guest])
    visit_notice_in_order = Unique([guest, sequence])


class PlannerRun(Table, tablename="planner_run"):
    """A run of the planner on a step of the draft: how far it is, and what came out, to be accepted or not."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    moved = Integer(help_text="Which plan it began on.")
    asked = JSONB(default="{}", help_text="What is to be planned, for how long, from which seed.")
    state = Varchar(length=10, default=RunState.WAITING, choices=RunState)
    share = SmallInt(default=0, help_text="How far, in hundredths.")
    objective = Integer(null=True, default=None)
    cancel = Boolean(default=False)
    plan = JSONB(null=True, default=None)
    difference = JSONB(null=True, default=None)
    trouble = JSONB(null=True, default=None, help_text="Why there is no plan: a sentence and its data.")
    by = Varchar(length=60)
    asked_at = Timestamptz()
    ended_at = Timestamptz(null=True, default=None)

    planner_run_state_known = Check("state IN ('waiting', 'running', 'done', 'failed', 'cancelled')")
    planner_run_share = Check("share BETWEEN 0 AND 100")
