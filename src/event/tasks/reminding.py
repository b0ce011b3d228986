"""Mails about tasks: to who is given one, and to who has overdue ones."""

from datetime import date, datetime
from uuid import UUID

from event.database import fetch_one
from event.gathering.tables import Gathering, local_day
from event.language import Message, translated
from event.messages.addresses import mailable
from event.messages.operations import Letter, enqueue
from event.messages.reminding import OFFICE_LANGUAGE, remind_each
from event.people.rules import Actor
from event.settings import settings
from event.signing.operations import rules_of
from event.tasks.queries import TaskView, tasks_of
from event.tasks.rules import STILL_TO_DO
from event.tasks.told import TaskTold
from event.templating import day

_UNTIL = Message("It is due on {day}.")


async def mail_assigned(
    gathering: Gathering,
    task: UUID,
    number: int,
    before: TaskTold | None,
    told: TaskTold,
    *,
    revision: int,
    now: datetime,
) -> None:
    """Tell who has been given a task, inside the caller's `writing()`; nobody where it is theirs already."""
    theirs = before is not None and all(
        getattr(before, name) == getattr(told, name) for name in ("user", "person", "remind_to")
    )
    address = mailable(told.remind_to)
    if theirs or not address or told.state not in STILL_TO_DO:
        return
    user = await fetch_one("SELECT name, language FROM users WHERE id = $1", told.user) if told.user else None
    language = user["language"] if user else OFFICE_LANGUAGE
    until = translated(_UNTIL, language).format(day=day(told.due_on, language)) if told.due_on else ""
    values = {
        "name": user["name"] if user else told.person or told.unit or gathering.federation(language), "number": "",
        "link": f"{settings().address}/console/{gathering.slug}/tasks/{number}", "task": told.title, "until": until,
        "note": told.note,
    }  # fmt: skip
    await enqueue(
        "task", Letter(address, language, values), cause=f"task:{task}:{revision}", gathering=gathering, guest=None,
        now=now,
    )  # fmt: skip


async def overdue_by_address(gathering: Gathering, today: date) -> dict[str, list[TaskView]]:
    """Overdue tasks by who is reminded: whom the task names, otherwise whom the gathering has named."""
    found: dict[str, list[TaskView]] = {}
    otherwise = (await rules_of(gathering.id)).remind_to
    for one in await tasks_of(gathering, today=today):
        address = mailable(one.remind_to or otherwise)
        if one.overdue and address:
            found.setdefault(address, []).append(one)
    return found


async def remind_overdue(gathering: Gathering, *, by: Actor, now: datetime) -> int:
    """Mail everybody with overdue tasks, each at most once a day; returns how many mails were written."""
    today = local_day(now, gathering.zone)
    overdue = await overdue_by_address(gathering, today)
    if not overdue:
        return 0
    letters = {address: _letter(tasks, gathering) for address, tasks in overdue.items()}
    return await remind_each(
        "tasks_overdue", letters, cause="tasks-overdue", action="task.remind", gathering=gathering, today=today,
        by=by, now=now,
    )  # fmt: skip


def _letter(tasks: list[TaskView], gathering: Gathering) -> dict[str, str]:
    names = dict.fromkeys(one.who or one.unit for one in tasks)
    return {
        "name": "、".join(filter(None, names)) or gathering.federation(OFFICE_LANGUAGE), "number": "",
        "link": f"{settings().address}/console/{gathering.slug}/tasks?show=overdue",
        "tasks": "\n".join(_line(one) for one in tasks),
    }  # fmt: skip


def _line(task: TaskView) -> str:
    due = f" ({task.due_on.isoformat()})" if task.due_on else ""
    return f"{task.number}. {task.title}{due}"
