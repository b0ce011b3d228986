"""Assignments before, during and after a gathering, and what was said of each."""

from enum import StrEnum

from piccolo.columns import (
    JSONB,
    UUID,
    BigSerial,
    Date,
    ForeignKey,
    Integer,
    OnDelete,
    Timestamptz,
    Varchar,
)
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from event.gathering.tables import Gathering
from event.people.tables import User


class TaskState(StrEnum):
    """How far a task is."""

    OPEN = "open"
    UNDER_WAY = "under_way"
    DONE = "done"
    DROPPED = "dropped"


class Task(Table, tablename="task"):
    """Something a unit (责任单位) has to do until a day; who does it is a user, or a name that was typed."""

    id = UUID(primary_key=True)
    gathering = ForeignKey(Gathering, on_delete=OnDelete.restrict, null=False)
    number = Integer()
    title = Varchar(length=200)
    unit = Varchar(length=120, default="")
    user = ForeignKey(User, on_delete=OnDelete.restrict, null=True, default=None)
    person = Varchar(length=80, default="", help_text="Who does it and does not sign in.")
    remind_to = Varchar(length=254, default="", help_text="Who is told by mail: assigned, overdue.")
    due_on = Date(null=True, default=None)
    state = Varchar(length=10, default=TaskState.OPEN, choices=TaskState)
    done_on = Date(null=True, default=None)
    note = Varchar(length=2000, default="")
    usual = Varchar(length=40, default="", help_text="Which of the usual tasks it was taken over from.")
    revision = Integer(default=1)
    created_at = Timestamptz()

    task_number_once = Unique([gathering, number])
    task_state_known = Check("state IN ('open', 'under_way', 'done', 'dropped')")
    task_done_has_its_day = Check("(state = 'done') = (done_on IS NOT NULL)")
    task_one_person = Check("\"user\" IS NULL OR person = ''")
    task_has_a_title = Check("title <> ''")


class TaskEntry(Table, tablename="task_entry"):
    """What somebody changed of a task: one row per revision, only added; `changes`: {field: [before, after]}."""

    id = UUID(primary_key=True)
    seq = BigSerial()
    task = ForeignKey(Task, on_delete=OnDelete.restrict, null=False)
    revision = Integer()
    changes = JSONB(default="{}")
    by = Varchar(length=60)
    by_name = Varchar(length=80, default="")
    at = Timestamptz()

    task_revision_once = Unique([task, revision])
