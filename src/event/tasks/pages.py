"""Tasks in the console: all of them for organizers, the own ones for everybody else."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.errors import Conflict, Invalid
from event.gathering.live import announce
from event.gathering.tables import Gathering, local_day
from event.http import Form, go, language_of, page
from event.language import Message, translated
from event.people.rules import Access, Permission
from event.registration.exporting.workbook import XLSX
from event.registration.fields import Problems, settled
from event.tasks.exports import export_tasks
from event.tasks.history import history_of
from event.tasks.labels import LABELS, STATE_LABELS
from event.tasks.operations import add_task, change_task
from event.tasks.queries import TaskFilter, kept_task, shown, task_view, tasks_of, users_of
from event.tasks.reminding import remind_overdue
from event.tasks.told import TaskTold, checked_task
from event.tasks.typed import read_revision, read_task

_ROOT = "/console/{slug:str}/tasks"
_OWN = {"permission": Permission.AGENDA_READ}
_WRITE = {"permission": Permission.GUESTS_WRITE}
_ON_THEIR_WAY = Message("The mails are on their way.")
_NO_MAILS = Message("No mails were written: nothing is overdue, or everybody had one today.")
SHOWN = (
    ("", Message("All")), ("todo", Message("Still to do")), ("overdue", Message("Overdue")),
    *((str(state), label) for state, label in STATE_LABELS.items()),
)  # fmt: skip


def only_of(access: Access, gathering: Gathering) -> UUID | None:
    """Whose tasks somebody sees: organizers everybody's, others their own."""
    return None if access.may(Permission.GUESTS_WRITE, gathering.id) else access.user


@get(_ROOT, opt=_OWN, include_in_schema=False)
async def task_list(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """What is to be done, by day; `?show=` overdue, todo or a state, `?mine=1`, `?unit=`."""
    asked, language = request.query_params, language_of(request, staff=True)
    whose, today = only_of(access, gathering), local_day(now, gathering.zone)
    mine = whose is not None or asked.get("mine") == "1"
    every = await tasks_of(gathering, today=today, only_of=access.user if mine else None)
    wanted = TaskFilter(asked.get("show", "todo"), asked.get("unit", ""))
    return page(
        request, "tasks/tasks.html", staff=True, every=every, tasks=shown(every, wanted), wanted=wanted, mine=mine,
        all_may=whose is None, states=STATE_LABELS, today=today,
        shows=[(code, translated(label, language)) for code, label in SHOWN],
        units=sorted({one.unit for one in every if one.unit}),
    )  # fmt: skip


@get("/console/{slug:str}/tasks.xlsx", opt=_WRITE, include_in_schema=False)
async def task_file(
    gathering: NamedDependency[Gathering], access: NamedDependency[Access], now: NamedDependency[datetime]
) -> Response[bytes]:
    """Every task in the columns that are taken in again."""
    made = await export_tasks(gathering, by=access.actor, now=now)
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"'}
    return Response(made.content, media_type=XLSX, headers=headers)


@get(_ROOT + "/new", opt=_WRITE, include_in_schema=False)
async def new_task(request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]) -> Response[Any]:
    """An empty form."""
    return await _page(request, gathering, TaskTold(title=""))


@post(_ROOT + "/new", opt=_WRITE, include_in_schema=False)
async def send_new_task(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Give a task out."""
    problems: Problems = {}
    told = read_task(form, problems)
    try:
        _check(told, problems, gathering, now)
        await add_task(told, gathering=gathering, by=access.actor, now=now)
    except Invalid as error:
        return await _page(request, gathering, told, form=form, problems=error)
    await announce(gathering.id)
    return go(f"/console/{gathering.slug}/tasks", say=Message("The task is given out."))


@post(_ROOT + "/reminders", opt=_WRITE, include_in_schema=False)
async def send_task_reminders(
    gathering: NamedDependency[Gathering], access: NamedDependency[Access], now: NamedDependency[datetime]
) -> Response[Any]:
    """Remind of overdue tasks now."""
    mails = await remind_overdue(gathering, by=access.actor, now=now)
    return go(f"/console/{gathering.slug}/tasks?show=overdue", say=_ON_THEIR_WAY if mails else _NO_MAILS)


@get(_ROOT + "/{number:int}", opt=_OWN, include_in_schema=False)
async def task_page(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """One task, with everything that was changed of it."""
    await task_view(
        gathering, number, today=local_day(now, gathering.zone), only_of=only_of(access, gathering)
    )
    kept = await kept_task(gathering, number)
    return await _page(request, gathering, kept.told, number=number, revision=kept.revision)


@post(_ROOT + "/{number:int}", opt=_OWN, include_in_schema=False)
async def send_task(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Change a task; of an own one, how far it is."""
    problems: Problems = {}
    told, whose, kept = (
        read_task(form, problems),
        only_of(access, gathering),
        await kept_task(gathering, number),
    )
    try:
        if whose is None:
            _check(told, problems, gathering, now)
        await change_task(
            number,
            told,
            revision=read_revision(form),
            gathering=gathering,
            by=access.actor,
            now=now,
            only_of=whose,
        )
    except Invalid as error:
        return await _page(
            request, gathering, told, number=number, revision=kept.revision, form=form, problems=error
        )
    except Conflict as error:
        return await _page(
            request, gathering, told, number=number, revision=kept.revision, form=form, crossed=error
        )
    await announce(gathering.id)
    return go(f"/console/{gathering.slug}/tasks", say=Message("The task is saved."))


def _check(told: TaskTold, unread: Problems, gathering: Gathering, now: datetime) -> None:
    """Say everything that is wrong at once; who can have it is looked at when it is written."""
    known = {told.user} if told.user else set()
    settled(told, lambda one: checked_task(one, today=local_day(now, gathering.zone), known=known), unread)


async def _page(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    told: TaskTold,
    *,
    number: int | None = None,
    revision: int = 0,
    form: Form | None = None,
    problems: Invalid | None = None,
    crossed: Conflict | None = None,
) -> Response[Any]:
    language, access = language_of(request, staff=True), request.state.access
    kept = await kept_task(gathering, number) if number else None
    whole = only_of(access, gathering) is None
    users = await users_of(gathering)
    return page(
        request, "tasks/task.html", status=422 if problems else 409 if crossed else 200, staff=True, number=number,
        told=told if whole or kept is None else kept.told, typed=form.typed if form else {}, revision=revision, whole=whole,
        problems=problems.told_fields(language) if problems else {}, crossed=crossed.told(language) if crossed else "",
        theirs=kept.told if kept and crossed else None, history=await history_of("task", kept.id) if kept else [],
        labels={name: translated(label, language) for name, label in LABELS.items()}, states=STATE_LABELS,
        users=[(str(key), name) for key, name in users.items()], named={str(key): name for key, name in users.items()},
    )  # fmt: skip


HANDLERS = [task_list, task_file, new_task, send_new_task, send_task_reminders, task_page, send_task]
