"""The office's list of tasks taken in: by number where it has one, otherwise by what is to be done and by whom."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from event.database import fetch, writing
from event.errors import Invalid
from event.gathering.tables import Gathering, local_day
from event.itinerary.reading import Planned, day, once, whole
from event.language import Message
from event.people.rules import Actor
from event.registration.adding import lock
from event.registration.importing.cells import Cells
from event.registration.importing.noting import Sent, note_run, takes, unread_sheets
from event.registration.importing.reports import ImportReport
from event.tasks.history import differences
from event.tasks.labels import STATE_LABELS, STATE_WORDS
from event.tasks.operations import insert_task, rewrite_task
from event.tasks.queries import TaskKept, users_of
from event.tasks.tables import TaskState
from event.tasks.told import TaskTold, checked_task
from event.text import tidy
from event.workbook import Table, cell_text, open_workbook, read_table

HEADINGS = {
    "number": ("编号", "序号"), "title": ("任务", "工作任务", "工作内容"), "unit": ("责任单位", "承办单位"), "who": ("责任人",),
    "remind_to": ("提醒邮箱",), "due_on": ("完成时限", "办理期限"), "state": ("状态",), "done_on": ("完成日期",),
    "note": ("备注",),
}  # fmt: skip
_MOST = 99_999
_UNKNOWN_STATE = Message("“{text}” is no state. Known: {known}.")
_STATES = {words: state for state, words in STATE_WORDS.items()} | {
    str(label).lower(): state for state, label in STATE_LABELS.items()
}


@takes("tasks")
async def import_tasks(sent: Sent) -> ImportReport:
    """Take in tasks, all or nothing; raises Invalid, NoGathering. Who is a user's name becomes that user."""
    gathering, by, now = sent.gathering, sent.by, sent.now
    workbook = open_workbook(sent.content)
    table = read_table(workbook, needed=("任务",))
    async with writing():
        await lock(gathering)
        kept = await _kept(gathering)
        rows = await _planned(table, kept, gathering, now)
        outcomes = [row.told for row, _ in rows]
        if written := sent.may_write(outcomes):
            for row, told in rows:
                await _write(row, told, kept, gathering=gathering, by=by, now=now)
            await note_run(sent, outcomes)
    return sent.report(
        outcomes, written=written, figures={"tasks": len(rows)}, notes=unread_sheets(workbook, {table.sheet})
    )


async def _kept(gathering: Gathering) -> dict[int, TaskKept]:
    rows = await fetch("SELECT * FROM task WHERE gathering = $1 ORDER BY number", gathering.id)
    return {
        row["number"]: TaskKept(
            row["id"], TaskTold(**{name: row[name] for name in TaskTold.__struct_fields__}), row["revision"]
        )
        for row in rows
    }


async def _planned(
    table: Table, kept: Mapping[int, TaskKept], gathering: Gathering, now: datetime
) -> list[tuple[Planned, TaskTold | None]]:
    users, seen = await users_of(gathering), dict[Any, int]()
    by_what = {(one.told.title, one.told.unit): number for number, one in kept.items()}
    planned = []
    for row in table.rows:
        cells = Cells(row, HEADINGS)
        told = _told(cells, users)
        number = whole(cells, "number", 1, _MOST) or by_what.get((told.title, told.unit))
        once(cells, "number", number or (told.title, told.unit), seen)
        before = kept.get(number) if number else None
        if before is not None:
            told = _over(before.told, told, with_state=bool(cell_text(row.cells.get("状态"))))
        settled = _settled(cells, told, users, before, gathering, now)
        one = Planned(cells, str(number or ""), told.title, {"number": number})
        changes = differences(before.told, settled) if before and settled else {}
        one.outcome = cells.outcome(
            table.sheet, str(number or ""), told.title, known=before is not None, changes=changes
        )
        planned.append((one, settled))
    return planned


def _told(cells: Cells, users: Mapping[UUID, str]) -> TaskTold:
    who = cells.text("who", 80)
    user = next((key for key, name in users.items() if name == who), None) if who else None
    text = cells.text("state", 20).lower()
    state = _STATES.get(text, TaskState.OPEN)
    if text and text not in _STATES:
        cells.refuse("state", _UNKNOWN_STATE, text=text, known="、".join(STATE_WORDS.values()))
    return TaskTold(
        title=cells.text("title", 200, needed=True), unit=cells.text("unit", 120), user=user,
        person="" if user else who, remind_to=cells.text("remind_to", 254), due_on=day(cells, "due_on"), state=str(state),
        done_on=day(cells, "done_on"), note=cells.text("note", 2000),
    )  # fmt: skip


def _over(before: TaskTold, told: TaskTold, *, with_state: bool) -> TaskTold:
    """What a row says over what is known: an empty cell changes nothing."""
    names = {name for name in TaskTold.__struct_fields__ if getattr(told, name) not in ("", None)}
    names -= set() if with_state else {"state"}
    names -= {"note"} if tidy(before.note) == told.note else set()
    if names & {"user", "person"}:
        names |= {"user", "person"}
    return msgspec.structs.replace(before, **{name: getattr(told, name) for name in names})


def _settled(
    cells: Cells,
    told: TaskTold,
    users: Mapping[UUID, str],
    before: TaskKept | None,
    gathering: Gathering,
    now: datetime,
) -> TaskTold | None:
    known = set(users) | ({before.told.user} if before and before.told.user else set())
    if not told.title:
        return None
    try:
        return checked_task(told, today=local_day(now, gathering.zone), known=known)
    except Invalid as error:
        for name, problem in error.problems.items():
            cells.refuse("who" if name in ("user", "person") else name, problem.sentence, **problem.data)
    return None


async def _write(
    row: Planned,
    told: TaskTold | None,
    kept: Mapping[int, TaskKept],
    *,
    gathering: Gathering,
    by: Actor,
    now: datetime,
) -> None:
    number = row.columns["number"]
    if told is None:
        return
    if before := kept.get(number or 0):
        await rewrite_task(
            number, before.id, before.told, told, before.revision, gathering=gathering, by=by, now=now
        )
    else:
        await insert_task(told, gathering=gathering, by=by, now=now, number=number)
