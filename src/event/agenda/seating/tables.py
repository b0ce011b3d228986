"""Seat plans of sessions: who sits where on a rostrum, in a hall, at the tables of a banquet, on a photograph."""

from enum import StrEnum

from piccolo.columns import (
    JSONB,
    UUID,
    Boolean,
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
from event.gathering.tables import Gathering
from event.registration.tables import Guest


class PlanKind(StrEnum):
    """What is planned: a rostrum (主席台), a hall, round tables, a photograph (合影)."""

    ROSTRUM = "rostrum"
    ROWS = "rows"
    BANQUET = "banquet"
    PHOTO = "photo"


class SeatRule(StrEnum):
    """Which side of the first is the second's, as those who sit there see it: left at home, right with foreigners."""

    LEFT = "left"
    RIGHT = "right"


class EvenRule(StrEnum):
    """Where the first sits where the number of seats is even (DOMAIN 2.11): the two schools there are."""

    OUTWARD = "outward"
    BESIDE = "beside"


class SeatPlan(Table, tablename="seat_plan"):
    """Who sits where at one session; a plan of a list that names no session has none.

    `rows`: how many seats each row or table has. `near_door`: rows or tables for wheelchairs. Frozen, it is
    not changed; released, guests read where they sit.
    """

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    agenda_session = ForeignKey(AgendaSession, on_delete=OnDelete.restrict, null=True, default=None)
    name = Varchar(length=80)
    kind = Varchar(length=10, choices=PlanKind)
    seat_rule = Varchar(length=10, default=SeatRule.LEFT, choices=SeatRule)
    even_rule = Varchar(length=10, default=EvenRule.OUTWARD, choices=EvenRule)
    rows = JSONB(default="[]")
    aisles = JSONB(default="[]", help_text="Seats after which there is an aisle.")
    near_door = JSONB(default="[]")
    head_tables = SmallInt(default=1, help_text="Tables for important guests, counted from the first (主桌).")
    order_by = Varchar(length=80, default="", help_text="What the order is computed from, in turn.")
    frozen_at = Timestamptz(null=True, default=None)
    released_at = Timestamptz(null=True, default=None)
    created_at = Timestamptz()

    seat_plan_name_once = Unique([gathering, name])
    seat_plan_kind_known = Check("kind IN ('rostrum', 'rows', 'banquet', 'photo')")
    seat_plan_rules_known = Check("seat_rule IN ('left', 'right') AND even_rule IN ('outward', 'beside')")
    seat_plan_head_tables_counted = Check("head_tables >= 0")


class Seat(Table, tablename="seat"):
    """Somebody of a plan: a guest, or a leader by name and title, and the place they have or are still to get.

    `row_no`: row or table, from the first. `seat_no`: at a table from the host to the host's right; in a row from
    the left as the audience, or the photographer, sees it. `precedence`: given by hand; without it, computed.
    """

    id = UUID(primary_key=True)
    plan = ForeignKey(SeatPlan, on_delete=OnDelete.restrict, null=False)
    guest = ForeignKey(Guest, on_delete=OnDelete.restrict, null=True, default=None)
    name = Varchar(length=80, default="", help_text="Of who is no guest of the list.")
    title = Varchar(length=120, default="")
    role = Varchar(length=20, default="", help_text="主人, 来宾 …")
    precedence = Integer(null=True, default=None)
    row_no = SmallInt(null=True, default=None)
    seat_no = SmallInt(null=True, default=None)
    fixed = Boolean(default=False, help_text="A proposal leaves it where it is.")

    seat_once = Unique([plan, row_no, seat_no])
    seat_guest_once = Unique([plan, guest])
    seat_counted_from_one = Check("row_no > 0 AND seat_no > 0")
    seat_whole = Check("(row_no IS NULL) = (seat_no IS NULL)")
    seat_is_somebodys = Check("guest IS NOT NULL OR name <> ''")


class SeatCircle(Table, tablename="seat_circle"):
    """A guest of a circle: all of one number are to sit at one table, or, `apart`, each at another."""

    id = UUID(primary_key=True)
    plan = ForeignKey(SeatPlan, on_delete=OnDelete.restrict, null=False)
    number = SmallInt()
    apart = Boolean(default=False)
    guest = ForeignKey(Guest, on_delete=OnDelete.restrict, null=False)

    seat_circle_once = Unique([plan, number, guest])


class SeatStep(Table, tablename="seat_step"):
    """A change of a plan: of each seat what was before and after, so that it can be undone."""

    id = UUID(primary_key=True)
    plan = ForeignKey(SeatPlan, on_delete=OnDelete.restrict, null=False)
    number = Integer()
    kind = Varchar(length=20)
    changes = JSONB(default="[]")
    by = Varchar(length=60)
    at = Timestamptz()
    undone_at = Timestamptz(null=True, default=None)

    seat_step_once = Unique([plan, number])


class SeatProposal(Table, tablename="seat_proposal"):
    """Seats at tables as they were proposed in the background; `rests_on`: the mark of what they rest on."""

    id = UUID(primary_key=True)
    plan = ForeignKey(SeatPlan, on_delete=OnDelete.restrict, null=False)
    state = Varchar(length=10, default="waiting")
    asked = JSONB(default="{}")
    places = JSONB(default="[]")
    remarks = JSONB(default="[]")
    trouble = Varchar(length=300, default="")
    rests_on = Varchar(length=64, default="")
    by = Varchar(length=60)
    asked_at = Timestamptz()
    done_at = Timestamptz(null=True, default=None)

    seat_proposal_state_known = Check("state IN ('waiting', 'running', 'done', 'failed', 'taken')")
