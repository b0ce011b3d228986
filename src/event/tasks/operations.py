"""Giving out tasks, changing them, and taking over the usual ones."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec

from event.database import fetch, fetch_one, writing
from event.gathering.tables import Gathering, local_day
from event.people.audit import record
from event.people.rules import Actor
from event.registration.adding import lock
from event.tasks.errors import TaskChangedMeanwhile, UnknownTask
from event.tasks.history import differences, note_change, who_changed_since
from event.tasks.queries import kept_task, users_of, usual_taken
from event.tasks.reminding import mail_assigned
from event.tasks.told import TaskTold, checked_task
from event.tasks.usual import UsualTask

_HIDDEN = ("remind_to",)


async def add_task(told: TaskTold, *, gathering: Gathering, by: Actor, now: datetime) -> int:
    """Give out a task; who does it is told by mail where an address is known. Returns its number. Raises Invalid."""
    async with writing():
        await lock(gathering)
        kept = await _checked(told, gathering, now)
        return await insert_task(kept, gathering=gathering, by=by, now=now)


async def change_task(
    number: int,
    told: TaskTold,
    *,
    revision: int | None,
    gathering: Gathering,
    by: Actor,
    now: datetime,
    only_of: UUID | None = None,
) -> int:
    """Change a task somebody opened at `revision`; returns the new one.

    `only_of`: a user who may change state, day and note of tasks of their own. Raises UnknownTask, Invalid,
    TaskChangedMeanwhile.
    """
    async with writing():
        before = await kept_task(gathering, number)
        if only_of is not None:
            if before.told.user != only_of:
                raise UnknownTask
            told = msgspec.structs.replace(
                before.told, state=told.state, done_on=told.done_on, note=told.note
            )
        if revision is not None and revision != before.revision:
            raise TaskChangedMeanwhile(who=await who_changed_since("task", before.id, revision))
        kept = await _checked(told, gathering, now)
        return await rewrite_task(
            number, before.id, before.told, kept, before.revision, gathering=gathering, by=by, now=now
        )


async def take_over_usual(
    usual: Sequence[tuple[UsualTask, str, date, str]], *, gathering: Gathering, by: Actor, now: datetime
) -> int:
    """Give out usual tasks, each with title, day and unit as it is to be; once per gathering. Returns how many."""
    made = 0
    async with writing():
        await lock(gathering)
        taken = await usual_taken(gathering)
        for one, title, due_on, unit in usual:
            if one.code not in taken:
                kept = await _checked(TaskTold(title=title, unit=unit, due_on=due_on), gathering, now)
                await insert_task(kept, gathering=gathering, by=by, now=now, usual=one.code)
                made += 1
    return made


async def insert_task(
    kept: TaskTold,
    *,
    gathering: Gathering,
    by: Actor,
    now: datetime,
    usual: str = "",
    number: int | None = None,
) -> int:
    """Write a task that was checked, inside the caller's `writing()` that holds the gathering."""
    row = await fetch_one(
        "SELECT coalesce(max(number), 0) + 1 AS next FROM task WHERE gathering = $1", gathering.id
    )
    given = number or (row["next"] if row else 1)
    task = uuid4()
    columns = msgspec.structs.asdict(kept)
    await _insert(
        {
            "id": task,
            "gathering": gathering.id,
            "number": given,
            "usual": usual,
            "revision": 1,
            "created_at": now,
            **columns,
        }
    )
    await note_change("task", task, 1, differences(None, kept, hidden=_HIDDEN), by=by, now=now)
    await mail_assigned(gathering, task, given, None, kept, revision=1, now=now)
    await record("task.add", subject=f"task:{task}", by=by, now=now, gathering=gathering.id, number=given)
    return given


async def rewrite_task(
    number: int,
    task: UUID,
    before: TaskTold,
    kept: TaskTold,
    revision: int,
    *,
    gathering: Gathering,
    by: Actor,
    now: datetime,
) -> int:
    """Write what differs, inside the caller's `writing()`; returns the revision."""
    changes = differences(before, kept, hidden=_HIDDEN)
    if not changes:
        return revision
    columns = {name: getattr(kept, name) for name in changes}
    sets = ", ".join(f'"{name}" = ${place}' for place, name in enumerate(columns, start=3))
    await fetch(f"UPDATE task SET revision = $2, {sets} WHERE id = $1", task, revision + 1, *columns.values())  # noqa: S608
    await note_change("task", task, revision + 1, changes, by=by, now=now)
    await mail_assigned(gathering, task, number, before, kept, revision=revision + 1, now=now)
    await record(
        "task.change", subject=f"task:{task}", by=by, now=now, gathering=gathering.id, fields=sorted(changes)
    )
    return revision + 1


async def _checked(told: TaskTold, gathering: Gathering, now: datetime) -> TaskTold:
    known = set(await users_of(gathering))
    if told.user is not None and told.user not in known:
        row = await fetch_one(
            'SELECT 1 FROM task WHERE gathering = $1 AND "user" = $2', gathering.id, told.user
        )
        known |= {told.user} if row else set()  # who has left keeps what was theirs
    return checked_task(told, today=local_day(now, gathering.zone), known=known)


async def _insert(columns: Mapping[str, object]) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    places = ", ".join(f"${place}" for place in range(1, len(columns) + 1))
    await fetch(f"INSERT INTO task ({names}) VALUES ({places})", *columns.values())  # noqa: S608 - our own names
