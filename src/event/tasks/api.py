"""Tasks for programs: everything the pages can do to them."""

from datetime import date, datetime
from typing import Any

import msgspec
from litestar import Request, Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from event.errors import Invalid, Problem
from event.faults import NOT_OFFERED
from event.gathering.live import announce
from event.gathering.tables import Gathering, local_day
from event.http import language_of, read_json
from event.language import translated
from event.people.rules import Access, Permission
from event.registration.exporting.workbook import XLSX
from event.registration.fields import patched
from event.tasks.exports import export_tasks
from event.tasks.history import Changed, history_of
from event.tasks.operations import add_task, change_task, take_over_usual
from event.tasks.pages import only_of
from event.tasks.queries import TaskFilter, TaskView, kept_task, shown, task_view, tasks_of, usual_taken
from event.tasks.reminding import remind_overdue
from event.tasks.rules import day_due
from event.tasks.told import TaskTold
from event.tasks.usual import USUAL

_ROOT = "/api/v1/gatherings/{slug:str}/tasks"
_OWN = {"permission": Permission.AGENDA_READ}
_WRITE = {"permission": Permission.GUESTS_WRITE}
_LONGEST_UNIT = 120


class UsualView(msgspec.Struct):
    """A usual task: its day at this gathering, and whether the gathering has it."""

    code: str
    title: str
    days_before: int
    due_on: date
    unit: str
    taken: bool


class UsualTaken(msgspec.Struct):
    """Which usual tasks to take over, empty for all; `days_before` and `units` by code, where they differ."""

    codes: list[str] = []
    days_before: dict[str, int] = {}
    units: dict[str, str] = {}


class Counted(msgspec.Struct):
    """How many were made."""

    count: int


@get(_ROOT, opt=_OWN, tags=["Tasks"])
async def api_tasks(
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
    show: FromQuery[str] = "",
    unit: FromQuery[str] = "",
    mine: FromQuery[bool] = False,
) -> list[TaskView]:
    """The tasks by day; others than organizers get their own. `show`: todo, overdue, open, under_way, done, dropped."""
    whose = access.user if mine else only_of(access, gathering)
    every = await tasks_of(gathering, today=local_day(now, gathering.zone), only_of=whose)
    return shown(every, TaskFilter(show, unit))


@post(_ROOT, opt=_WRITE, tags=["Tasks"])
async def api_add_task(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> TaskView:
    """Give out a task; `title` is needed, `user` is an id. Who is given it is told at `remind_to`."""
    told = await read_json(request, TaskTold)
    number = await add_task(told, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return await task_view(gathering, number, today=local_day(now, gathering.zone))


@get(_ROOT + "/{number:int}", opt=_OWN, tags=["Tasks"])
async def api_task(
    number: FromPath[int],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> TaskView:
    """One task."""
    today = local_day(now, gathering.zone)
    return await task_view(gathering, number, today=today, only_of=only_of(access, gathering))


@patch(_ROOT + "/{number:int}", opt=_OWN, tags=["Tasks"])
async def api_change_task(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> TaskView:
    """Change the fields that are sent; with `revision` as it was read, 409 where somebody was faster.

    Of tasks of their own, others than organizers change `state`, `done_on` and `note`.
    """
    sent = await read_json(request, dict[str, Any])
    revision = sent.pop("revision", None)
    if revision is not None and not isinstance(revision, int):
        raise Invalid({"revision": Problem(NOT_OFFERED)})
    today, whose = local_day(now, gathering.zone), only_of(access, gathering)
    await task_view(gathering, number, today=today, only_of=whose)
    told = patched((await kept_task(gathering, number)).told, sent)
    await change_task(
        number, told, revision=revision, gathering=gathering, by=access.actor, now=now, only_of=whose
    )
    await announce(gathering.id)
    return await task_view(gathering, number, today=today, only_of=whose)


@get(_ROOT + "/{number:int}/history", opt=_OWN, tags=["Tasks"])
async def api_task_history(
    number: FromPath[int],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> list[Changed]:
    """What was changed of a task, the newest first."""
    today = local_day(now, gathering.zone)
    await task_view(gathering, number, today=today, only_of=only_of(access, gathering))
    return await history_of("task", (await kept_task(gathering, number)).id)


@get(_ROOT + "/usual", opt=_WRITE, tags=["Tasks"])
async def api_usual_tasks(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]
) -> list[UsualView]:
    """What usually has to be done, with the day it would be due on."""
    language, taken = language_of(request, staff=True), await usual_taken(gathering)
    return [
        UsualView(
            one.code, translated(one.title, language), one.days_before,
            day_due(gathering.first_day, one.days_before), one.unit, one.code in taken,
        )
        for one in USUAL
    ]  # fmt: skip


@post(_ROOT + "/usual", opt=_WRITE, tags=["Tasks"])
async def api_take_usual(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Counted:
    """Take over usual tasks: {"codes": [], "days_before": {"badges": 5}, "units": {}}; each once per gathering."""
    told, language = await read_json(request, UsualTaken, otherwise=b"{}"), language_of(request, staff=True)
    known = {one.code for one in USUAL}
    if unknown := sorted({*told.codes, *told.days_before, *told.units} - known):
        raise Invalid({"codes": Problem(NOT_OFFERED, {"text": unknown[0][:40]})})
    chosen = [
        (
            one, translated(one.title, language),
            day_due(gathering.first_day, max(-999, min(999, told.days_before.get(one.code, one.days_before)))),
            told.units.get(one.code, one.unit)[:_LONGEST_UNIT],
        )
        for one in USUAL
        if not told.codes or one.code in told.codes
    ]  # fmt: skip
    made = await take_over_usual(chosen, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return Counted(made)


@post(_ROOT + "/reminders", opt=_WRITE, tags=["Tasks"], status_code=202)
async def api_remind_tasks(
    gathering: NamedDependency[Gathering], access: NamedDependency[Access], now: NamedDependency[datetime]
) -> Counted:
    """Remind of overdue tasks by mail now; each address at most once a day."""
    return Counted(await remind_overdue(gathering, by=access.actor, now=now))


@get("/api/v1/gatherings/{slug:str}/tasks.xlsx", opt=_WRITE, tags=["Tasks"])
async def api_task_file(
    gathering: NamedDependency[Gathering], access: NamedDependency[Access], now: NamedDependency[datetime]
) -> Response[bytes]:
    """Every task as .xlsx, in the columns that `imports/tasks` takes in."""
    made = await export_tasks(gathering, by=access.actor, now=now)
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"'}
    return Response(made.content, media_type=XLSX, headers=headers)


HANDLERS = [
    api_tasks, api_add_task, api_task, api_change_task, api_task_history, api_usual_tasks, api_take_usual,
    api_remind_tasks, api_task_file,
]  # fmt: skip
