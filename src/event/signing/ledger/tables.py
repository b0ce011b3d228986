"""Dated entries of the ledger, which are only added; a correction is a new entry that names the one it corrects.

In each: `day` is when it was so, `recorded_at` when it was written down, `seq` the order in which. An entry that is
corrected counts no longer; the correction counts, unless it is `void`: then the entry should never have been made.
"""

from enum import StrEnum
from typing import Any

from piccolo.columns import (
    UUID,
    BigSerial,
    Boolean,
    Date,
    ForeignKey,
    Numeric,
    OnDelete,
    SmallInt,
    Timestamptz,
    Varchar,
)
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from event.signing.tables import SigningItem


class Stage(StrEnum):
    """How far a project is; paused and terminated stand beside the others and have reached none of them."""

    INTENT = "intent"
    CONSENSUS = "consensus"
    SIGNED = "signed"
    REGISTERED = "registered"
    APPROVED = "approved"
    STARTED = "started"
    PRODUCING = "producing"
    FULL = "full"
    PAUSED = "paused"
    TERMINATED = "terminated"


class StageEntry(Table, tablename="stage_entry"):
    """From `day` on a project was at a stage."""

    id = UUID(primary_key=True)
    seq = BigSerial()
    item = ForeignKey(SigningItem, on_delete=OnDelete.restrict, null=False)
    day = Date()
    stage = Varchar(length=12, choices=Stage)
    evidence = Varchar(length=500, default="", help_text="What shows it: the licence and its number.")
    note = Varchar(length=500, default="")
    by = Varchar(length=60)
    recorded_at = Timestamptz()
    corrects: ForeignKey[Any] = ForeignKey("self", on_delete=OnDelete.restrict, null=True, default=None)
    void = Boolean(default=False)

    stage_corrected_once = Unique([corrects])
    stage_known = Check(
        "stage IN ('intent', 'consensus', 'signed', 'registered', 'approved', 'started', 'producing', 'full',"
        " 'paused', 'terminated')"
    )
    stage_void_corrects = Check("NOT void OR corrects IS NOT NULL")


class FundEntry(Table, tablename="fund_entry"):
    """Money that came in (到位资金), or went back where it is negative; yuan are `amount` × `rate`, unrounded."""

    id = UUID(primary_key=True)
    seq = BigSerial()
    item = ForeignKey(SigningItem, on_delete=OnDelete.restrict, null=False)
    day = Date()
    amount = Numeric(digits=(18, 2))
    currency = Varchar(length=3, default="CNY")
    rate = Numeric(digits=(14, 6), null=True, default=None)
    rate_date = Date(null=True, default=None)
    evidence = Varchar(length=500, default="")
    note = Varchar(length=500, default="")
    by = Varchar(length=60)
    recorded_at = Timestamptz()
    corrects: ForeignKey[Any] = ForeignKey("self", on_delete=OnDelete.restrict, null=True, default=None)
    void = Boolean(default=False)

    fund_corrected_once = Unique([corrects])
    fund_rate_where_foreign = Check(
        "(currency = 'CNY' AND rate IS NULL AND rate_date IS NULL) OR (currency <> 'CNY' AND rate > 0"
        " AND rate_date IS NOT NULL)"
    )
    fund_void_corrects = Check("NOT void OR corrects IS NOT NULL")


class MilestoneEntry(Table, tablename="milestone_entry"):
    """A point of the checklist (用地, 环评, approvals): `state_said` in the office's words (已落实), `done` or not yet."""

    id = UUID(primary_key=True)
    seq = BigSerial()
    item = ForeignKey(SigningItem, on_delete=OnDelete.restrict, null=False)
    day = Date()
    kind = Varchar(length=40, help_text="land, environment, or a name of the office's own.")
    state_said = Varchar(length=60, default="")
    done = Boolean(default=False)
    evidence = Varchar(length=500, default="")
    by = Varchar(length=60)
    recorded_at = Timestamptz()
    corrects: ForeignKey[Any] = ForeignKey("self", on_delete=OnDelete.restrict, null=True, default=None)
    void = Boolean(default=False)

    milestone_corrected_once = Unique([corrects])
    milestone_void_corrects = Check("NOT void OR corrects IS NOT NULL")


class FollowUp(Table, tablename="follow_up"):
    """How a project stood on a day: progress, problem, next step and until when, who is responsible; the last one holds."""

    id = UUID(primary_key=True)
    seq = BigSerial()
    item = ForeignKey(SigningItem, on_delete=OnDelete.restrict, null=False)
    day = Date()
    progress = Varchar(length=500, default="")
    problem = Varchar(length=500, default="")
    next_step = Varchar(length=500, default="")
    due_on = Date(null=True, default=None)
    responsible_leader = Varchar(length=80, default="")
    responsible_unit = Varchar(length=120, default="")
    remind_to = Varchar(length=254, default="", help_text="Who is reminded by mail where it is overdue.")
    by = Varchar(length=60)
    recorded_at = Timestamptz()
    corrects: ForeignKey[Any] = ForeignKey("self", on_delete=OnDelete.restrict, null=True, default=None)
    void = Boolean(default=False)

    follow_up_corrected_once = Unique([corrects])
    follow_up_void_corrects = Check("NOT void OR corrects IS NOT NULL")


class ServiceMember(Table, tablename="service_member"):
    """Somebody of the team that serves a project (专班); the team's name is with the item."""

    id = UUID(primary_key=True)
    item = ForeignKey(SigningItem, on_delete=OnDelete.restrict, null=False)
    position = SmallInt(default=1)
    name = Varchar(length=80)
    unit = Varchar(length=120, default="")
    duty = Varchar(length=120, default="")

    service_member_once = Unique([item, name])
