"""Suggestions in the console: the list with what is overdue, one suggestion with its history, the workbook."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.errors import Conflict, Invalid
from event.feedback.exports import export_feedback
from event.feedback.labels import LABELS, STATE_LABELS
from event.feedback.operations import add_suggestion, change_suggestion
from event.feedback.queries import kept_suggestion, shown, suggestion_view, suggestions_of, sums
from event.feedback.rules import day_due
from event.feedback.told import SuggestionTold, checked_suggestion
from event.feedback.typed import read_suggestion
from event.gathering.live import announce
from event.gathering.tables import Gathering, local_day
from event.http import Form, go, language_of, page
from event.language import Message, translated
from event.people.rules import Access, Permission
from event.registration.exporting.workbook import XLSX
from event.registration.fields import Problems, settled
from event.registration.queries import Scope
from event.tasks.history import history_of
from event.tasks.typed import read_revision

_ROOT = "/console/{slug:str}/feedback"
_READ = {"permission": Permission.GUESTS_READ}
_WRITE = {"permission": Permission.GUESTS_WRITE}
SHOWN = (
    ("", Message("All")), ("todo", Message("Not answered yet")), ("overdue", Message("Overdue")),
    *((str(state), label) for state, label in STATE_LABELS.items()),
)  # fmt: skip


@get(_ROOT, opt=_READ, include_in_schema=False)
async def suggestion_list(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    reach: NamedDependency[Scope],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """What guests suggested and how far it is; liaisons see their own delegations'."""
    asked, language, today = (
        request.query_params,
        language_of(request, staff=True),
        local_day(now, gathering.zone),
    )
    every = await suggestions_of(gathering, today=today, scope=reach)
    show, unit = asked.get("show", ""), asked.get("unit", "")
    return page(
        request, "feedback/suggestions.html", staff=True, every=every, suggestions=shown(every, show, unit), show=show,
        unit=unit, sums=sums(every, today), states=STATE_LABELS, today=today,
        shows=[(code, translated(label, language)) for code, label in SHOWN],
        units=sorted({one.unit for one in every if one.unit}),
    )  # fmt: skip


@get(
    "/console/{slug:str}/feedback.xlsx", opt={"permission": Permission.GUESTS_EXPORT}, include_in_schema=False
)
async def feedback_file(
    gathering: NamedDependency[Gathering], access: NamedDependency[Access], now: NamedDependency[datetime]
) -> Response[bytes]:
    """The office's workbook again: 发放, 问卷, 意见建议."""
    made = await export_feedback(gathering, by=access.actor, now=now)
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"'}
    return Response(made.content, media_type=XLSX, headers=headers)


@get(_ROOT + "/suggestions/new", opt=_WRITE, include_in_schema=False)
async def new_suggestion(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], now: NamedDependency[datetime]
) -> Response[Any]:
    """A form for what came by letter or by word."""
    today = local_day(now, gathering.zone)
    return await _page(
        request, gathering, SuggestionTold(received_on=today, content="", due_on=day_due(today)), now
    )


@post(_ROOT + "/suggestions/new", opt=_WRITE, include_in_schema=False)
async def send_new_suggestion(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Write it down."""
    problems: Problems = {}
    today = local_day(now, gathering.zone)
    told = read_suggestion(form, problems, today=today)
    try:
        settled(told, lambda one: checked_suggestion(one, today=today), problems)
        await add_suggestion(told, gathering=gathering, by=access.actor, now=now)
    except Invalid as error:
        return await _page(request, gathering, told, now, form=form, problems=error)
    await announce(gathering.id)
    return go(f"/console/{gathering.slug}/feedback", say=Message("The suggestion is written down."))


@get(_ROOT + "/suggestions/{number:str}", opt=_READ, include_in_schema=False)
async def suggestion_page(
    request: Request[Any, Any, Any],
    number: FromPath[str],
    gathering: NamedDependency[Gathering],
    reach: NamedDependency[Scope],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """One suggestion, with everything that was changed of it."""
    await suggestion_view(gathering, number, today=local_day(now, gathering.zone), scope=reach)
    kept = await kept_suggestion(gathering, number)
    return await _page(request, gathering, kept.told, now, number=number, revision=kept.revision)


@post(_ROOT + "/suggestions/{number:str}", opt=_WRITE, include_in_schema=False)
async def send_suggestion(
    request: Request[Any, Any, Any],
    number: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Hand it on, say how far it is, or answer it."""
    problems: Problems = {}
    kept = await kept_suggestion(gathering, number)
    today = local_day(now, gathering.zone)
    told = read_suggestion(form, problems, today=today)
    try:
        settled(told, lambda one: checked_suggestion(one, today=today), problems)
        await change_suggestion(
            number, told, revision=read_revision(form), gathering=gathering, by=access.actor, now=now
        )
    except Invalid as error:
        return await _page(
            request, gathering, told, now, number=number, revision=kept.revision, form=form, problems=error
        )
    except Conflict as error:
        return await _page(
            request, gathering, told, now, number=number, revision=kept.revision, form=form, crossed=error
        )
    await announce(gathering.id)
    return go(f"/console/{gathering.slug}/feedback", say=Message("The suggestion is saved."))


async def _page(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    told: SuggestionTold,
    now: datetime,
    *,
    number: str = "",
    revision: int = 0,
    form: Form | None = None,
    problems: Invalid | None = None,
    crossed: Conflict | None = None,
) -> Response[Any]:
    language = language_of(request, staff=True)
    kept = await kept_suggestion(gathering, number) if number else None
    view = await suggestion_view(gathering, number, today=local_day(now, gathering.zone)) if number else None
    typed = form.typed if form else {}
    values = {
        name: "" if value is None else value for name, value in msgspec.to_builtins(told).items()
    } | typed
    return page(
        request, "feedback/suggestion.html", status=422 if problems else 409 if crossed else 200, staff=True,
        number=number, view=view, values=values, revision=revision, states=STATE_LABELS,
        problems=problems.told_fields(language) if problems else {}, crossed=crossed.told(language) if crossed else "",
        theirs=kept.told if kept and crossed else None, guest=kept.guest if kept else None,
        history=await history_of("suggestion", kept.id) if kept else [],
        labels={name: translated(label, language) for name, label in LABELS.items()},
        may_write=Permission.GUESTS_WRITE in request.state.permissions,
    )  # fmt: skip


HANDLERS = [
    suggestion_list, feedback_file, new_suggestion, send_new_suggestion, suggestion_page, send_suggestion,
]  # fmt: skip
