"""The pool of projects in the console: the list, one of them with its brochure, and the agreements about it."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.errors import Invalid, Problem
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page
from event.language import Message, translated
from event.people.rules import Access, Permission
from event.signing.changing import changes_of, differences
from event.signing.errors import ChangedMeanwhile, CodeTaken
from event.signing.forms import ProjectTold, checked_project
from event.signing.labels import LABELS, changes_said, field_said
from event.signing.money import plain, said
from event.signing.operations import save_project, withdraw_project
from event.signing.queries import ProjectKept, items_of, project_of, projects_of
from event.signing.typed import Problems, decimal, revision_opened, whole

_ROOT = "/console/{slug:str}/signing/projects"
_READ = {"permission": Permission.SIGNING_READ}
_WRITE = {"permission": Permission.SIGNING_WRITE}
_AMOUNTS = ("planned_investment", "expected_output")
_TEXTS = tuple(name for name in ProjectTold.__struct_fields__ if name not in (*_AMOUNTS, "expected_jobs"))
_NEW = ProjectTold(code="", name_zh="")


@get(_ROOT, opt=_READ, include_in_schema=False)
async def projects_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """The pool by code, with those taken out of it last."""
    language = language_of(request, staff=True)
    projects = await projects_of(gathering, withdrawn=True)
    return page(
        request, "signing/projects.html", staff=True, projects=[one for one in projects if one.withdrawn_at is None],
        gone=[one for one in projects if one.withdrawn_at is not None],
        money=lambda yuan: said(yuan, language) if yuan is not None else "–",
    )  # fmt: skip


@get(_ROOT + "/new", opt=_WRITE, include_in_schema=False)
async def new_project_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """A project to be added."""
    return await _page(request, gathering, None, _NEW)


@post(_ROOT + "/new", opt=_WRITE, include_in_schema=False)
async def send_new_project(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Add a project to the pool."""
    told, unread = read_project(form)
    try:
        _refuse_unread(told, unread)
        await save_project(told, gathering=gathering, by=access.actor, now=now)
    except (Invalid, CodeTaken) as error:
        return await _page(request, gathering, None, told, form=form, problems=_problems(error))
    await announce(gathering.id)
    return go(_address(gathering, told), say=Message("The project is in the pool."))


@get(_ROOT + "/{code:str}", opt=_READ, include_in_schema=False)
async def project_page(
    request: Request[Any, Any, Any], code: FromPath[str], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """One project, the agreements about it, and who changed what."""
    known = await project_of(gathering, code)
    return await _page(request, gathering, known, known.told)


@post(_ROOT + "/{code:str}", opt=_WRITE, include_in_schema=False)
async def send_project(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Save a project where nobody else has since it was opened; otherwise show both."""
    known = await project_of(gathering, code)
    told, unread = read_project(form)
    try:
        _refuse_unread(told, unread)
        await save_project(
            told, code=code, revision=revision_opened(form), gathering=gathering, by=access.actor, now=now
        )
    except (Invalid, CodeTaken) as error:
        return await _page(request, gathering, known, told, form=form, problems=_problems(error))
    except ChangedMeanwhile as error:
        stored = await project_of(gathering, code)
        return await _page(request, gathering, stored, stored.told, mine=told, theirs=error)
    await announce(gathering.id)
    return go(_address(gathering, told), say=Message("Saved."))


@post(_ROOT + "/{code:str}/state", opt=_WRITE, include_in_schema=False)
async def send_project_state(
    code: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Take a project out of the pool, or put it back."""
    back = form.text("do") == "back"
    await withdraw_project(code, gathering=gathering, by=access.actor, now=now, back=back)
    await announce(gathering.id)
    say = Message("The project is in the pool again.") if back else Message("The project is out of the pool.")
    own = f"/console/{gathering.slug}/signing/projects"
    return go(own, say=say, undo=f"{own}/{code}/state?do={'withdraw' if back else 'back'}", again=back)


def read_project(form: Form) -> tuple[ProjectTold, Problems]:
    """A project as the page sends it, unchecked, and fields that could not be read."""
    unread: Problems = {}
    values: dict[str, Any] = {name: form.text(name) for name in _TEXTS}
    values |= {name: decimal(form, name, unread) for name in _AMOUNTS}
    return ProjectTold(**values, expected_jobs=whole(form, "expected_jobs", unread)), unread


def _refuse_unread(told: ProjectTold, unread: Problems) -> None:
    """Raise Invalid where something could not be read, together with whatever else is wrong."""
    try:
        checked_project(told)
    except Invalid as error:
        raise Invalid(error.problems | unread) from None
    if unread:
        raise Invalid(unread)


def _problems(error: Invalid | CodeTaken) -> Problems:
    return error.problems if isinstance(error, Invalid) else {"code": Problem(error.sentence, error.data)}


def _address(gathering: Gathering, told: ProjectTold) -> str:
    return f"/console/{gathering.slug}/signing/projects/{told.code}"


def _typed(told: ProjectTold, form: Form | None) -> dict[str, Any]:
    typed = msgspec.structs.asdict(told)
    for name in (*_AMOUNTS, "expected_jobs"):
        value = "" if typed[name] is None else plain(typed[name], 0) if name in _AMOUNTS else str(typed[name])
        typed[name] = form.text(name) if form else value
    return typed


async def _page(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    project: ProjectKept | None,
    told: ProjectTold,
    *,
    form: Form | None = None,
    problems: Problems | None = None,
    mine: ProjectTold | None = None,
    theirs: ChangedMeanwhile | None = None,
) -> Response[Any]:
    """The form; `mine` and `theirs` where somebody else was first: then it has what is stored now."""
    language = language_of(request, staff=True)
    between = differences(project.told, mine) if project and mine else {}
    if theirs:  # what only they have changed is not what this reader typed
        between = {
            name: pair for name, pair in between.items() if theirs.changes.get(name, [object()])[0] != pair[1]
        }
    codes = project.items if project else ()
    return page(
        request, "signing/pool_project.html", status=422 if problems else 409 if theirs else 200, staff=True, project=project,
        typed=_typed(told, form), problems={name: one.told(language) for name, one in (problems or {}).items()},
        revision=form.text("revision") if form and project else project.revision if project else "",
        labels={name: translated(label, language) for name, label in LABELS.items()},
        heading=project.name(language) if project else translated(Message("New project"), language),
        agreements=[one for one in await items_of(gathering, withdrawn=True) if one.told.code in codes],
        conflict=theirs.told(language) if theirs else "", others=changes_said(theirs.changes if theirs else {}, language),
        mine=changes_said(between, language), history=await changes_of(project.id) if project else [],
        field=lambda name: field_said(name, language), may_write=Permission.SIGNING_WRITE in request.state.permissions,
        planned=said(told.planned_investment, language) if told.planned_investment is not None else "",
    )  # fmt: skip


HANDLERS = [
    projects_page, new_project_page, send_new_project, project_page, send_project, send_project_state,
]  # fmt: skip
