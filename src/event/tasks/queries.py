"""Tasks as lists, pages and programs show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from event.database import fetch
from event.gathering.tables import Gathering
from event.tasks.errors import UnknownTask
from event.tasks.rules import STILL_TO_DO, is_overdue
from event.tasks.told import TaskTold


class TaskView(msgspec.Struct, kw_only=True):
    """A task; `who`: the name of who does it, user or not; `revision` goes back with changes."""

    number: int
    title: str
    unit: str
    user: UUID | None
    person: str
    who: str
    remind_to: str
    due_on: date | None
    state: str
    done_on: date | None
    note: str
    overdue: bool
    revision: int


@dataclass(frozen=True)
class TaskKept:
    """A task as it is stored; `who`: the user's name, in their language."""

    id: UUID
    told: TaskTold
    revision: int


@dataclass(frozen=True)
class TaskFilter:
    """What the list is asked for: a state, `todo` for open and under way, or `overdue`; a unit; empty: everything."""

    show: str = ""
    unit: str = ""


_SELECT = """
SELECT t.*, coalesce(u.name, t.person) AS who FROM task t LEFT JOIN users u ON u.id = t."user"
WHERE t.gathering = $1 AND ($2::uuid IS NULL OR t."user" = $2)
ORDER BY t.state IN ('done', 'dropped'), t.due_on NULLS LAST, t.number
"""


async def tasks_of(gathering: Gathering, *, today: date, only_of: UUID | None = None) -> list[TaskView]:
    """Every task, what is due first first; `only_of`: those of one user."""
    return [_view(row, today) for row in await fetch(_SELECT, gathering.id, only_of)]


async def task_view(
    gathering: Gathering, number: int, *, today: date, only_of: UUID | None = None
) -> TaskView:
    """One task. Raises UnknownTask, also where it is not that user's."""
    for one in await tasks_of(gathering, today=today, only_of=only_of):
        if one.number == number:
            return one
    raise UnknownTask


def shown(tasks: Sequence[TaskView], wanted: TaskFilter) -> list[TaskView]:
    """Those a list is asked for."""
    return [one for one in tasks if _wanted(one, wanted.show) and wanted.unit in ("", one.unit)]


def _wanted(one: TaskView, show: str) -> bool:
    match show:
        case "":
            return True
        case "todo":
            return one.state in STILL_TO_DO
        case "overdue":
            return one.overdue
    return one.state == show


def _view(row: Any, today: date) -> TaskView:
    named = {name: row[name] for name in TaskView.__struct_fields__ if name != "overdue"}
    return TaskView(**named, overdue=is_overdue(row["state"], row["due_on"], today))


async def kept_task(gathering: Gathering, number: int) -> TaskKept:
    """One task, locked until the transaction ends. Raises UnknownTask."""
    rows = await fetch(
        "SELECT * FROM task WHERE gathering = $1 AND number = $2 FOR UPDATE", gathering.id, number
    )
    if not rows:
        raise UnknownTask
    row = rows[0]
    return TaskKept(
        row["id"], TaskTold(**{name: row[name] for name in TaskTold.__struct_fields__}), row["revision"]
    )


async def users_of(gathering: Gathering) -> dict[UUID, str]:
    """Users who can have tasks of a gathering: everybody active with a role in it, by name."""
    rows = await fetch(
        "SELECT DISTINCT u.id, u.name FROM users u JOIN user_role r ON r.user = u.id"
        " WHERE u.active AND (r.gathering IS NULL OR r.gathering = $1) ORDER BY u.name, u.id",
        gathering.id,
    )
    return {row["id"]: row["name"] for row in rows}


async def usual_taken(gathering: Gathering) -> set[str]:
    """Which of the usual tasks a gathering has."""
    rows = await fetch("SELECT usual FROM task WHERE gathering = $1 AND usual <> ''", gathering.id)
    return {row["usual"] for row in rows}
