"""Tasks as a workbook in the columns that are taken in again."""

import asyncio
from datetime import date, datetime

from event.database import writing
from event.gathering.tables import Gathering, local_day
from event.people.audit import record
from event.people.rules import Actor
from event.registration.exporting.operations import Export
from event.registration.exporting.workbook import XLSX, workbook
from event.tasks.imports import HEADINGS
from event.tasks.labels import STATE_WORDS
from event.tasks.queries import TaskView, tasks_of
from event.tasks.tables import TaskState


async def export_tasks(gathering: Gathering, *, by: Actor, now: datetime) -> Export:
    """Write every task; the audit trail keeps that the list was taken away."""
    tasks = await tasks_of(gathering, today=local_day(now, gathering.zone))
    content = await asyncio.to_thread(
        workbook, [names[0] for names in HEADINGS.values()], [_row(one) for one in tasks], title=gathering.title_zh,
        sheet="任务",
    )  # fmt: skip
    async with writing():
        await record(
            "task.export",
            subject=f"gathering:{gathering.id}",
            by=by,
            now=now,
            gathering=gathering.id,
            count=len(tasks),
        )
    return Export(content, f"{gathering.slug}-tasks.xlsx", XLSX, len(tasks))


def _row(task: TaskView) -> list[str]:
    return [
        str(task.number), task.title, task.unit, task.who, task.remind_to, _day(task.due_on),
        STATE_WORDS[TaskState(task.state)], _day(task.done_on), task.note,
    ]  # fmt: skip


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""
