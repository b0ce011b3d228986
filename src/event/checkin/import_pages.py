"""Excel lists taken in by upload: first what would happen, row by row, then for real.

Here because the lists reach up to checkpoints, and a slice imports only those below it.
"""

from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from event.checkin.imports import KINDS
from event.errors import Invalid, Refusal
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, language_of, page
from event.language import Message
from event.people.rules import Access, Permission
from event.registration.importing.reports import ImportReport
from event.uploads import keep, take_up

KIND_LABELS = {
    "guests": Message("Guest list (reply forms)"), "agenda": Message("Programme with halls and checkpoints"),
    "staff": Message("Badge list of staff, press and helpers"),
}  # fmt: skip
ACTION_LABELS = {
    "create": Message("New"), "update": Message("Changed"), "skip": Message("Unchanged"),
    "refuse": Message("Refused"),
}  # fmt: skip
_NO_FILE = Message("Please choose an Excel file.")
_NO_KIND = Message("Please choose what the list is.")


@get("/console/{slug:str}/import", opt={"permission": Permission.GUESTS_WRITE}, include_in_schema=False)
async def import_page(request: Request[Any, Any, Any]) -> Response[Any]:
    """Choose a file."""
    return _page(request)


@post(
    "/console/{slug:str}/import",
    opt={"permission": Permission.GUESTS_WRITE},
    include_in_schema=False,
    status_code=200,
)
async def look_at_file(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Show row by row what would happen."""
    language = language_of(request, staff=True)
    kind, file = form.text("kind"), form.files.get("file")
    if kind not in KINDS:
        return _page(request, problem=_NO_KIND)
    if file is None or not file.name:
        return _page(request, kind=kind, problem=_NO_FILE)
    try:
        report = await KINDS[kind](
            file.content, file_name=file.name, gathering=gathering, dry_run=True, by=access.actor, now=now
        )
    except Refusal as error:
        return _page(request, kind=kind, problem=_said(error, language))
    mark = keep(file.content, context=f"{access.user}|{gathering.id}|{kind}|{file.name}")
    stored = f"{mark}|{file.name}"
    return _page(request, kind=kind, report=report, stored=stored)


@post(
    "/console/{slug:str}/import/save",
    opt={"permission": Permission.GUESTS_WRITE},
    include_in_schema=False,
    status_code=200,
)
async def take_file_in(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Take the file that was looked at."""
    kind = form.text("kind")
    mark, _, name = form.text("stored").partition("|")
    if kind not in KINDS:
        return _page(request, problem=_NO_KIND)
    try:
        content = take_up(mark, context=f"{access.user}|{gathering.id}|{kind}|{name}")
        report = await KINDS[kind](
            content, file_name=name, gathering=gathering, dry_run=False, by=access.actor, now=now
        )
    except Refusal as error:
        return _page(request, kind=kind, problem=_said(error, language_of(request, staff=True)))
    await announce(gathering.id)
    return _page(request, kind=kind, report=report)


def _page(
    request: Request[Any, Any, Any],
    *,
    kind: str = "",
    report: ImportReport | None = None,
    stored: str = "",
    problem: str = "",
) -> Response[Any]:
    language = language_of(request, staff=True)
    return page(
        request, "checkin/import.html", status=422 if problem else 200, staff=True, kinds=KIND_LABELS,
        kind=kind, report=report, stored=stored, problem=problem, actions=ACTION_LABELS,
        **(report.told(language) if report else {"rows": [], "notes": [], "warnings": 0}),
    )  # fmt: skip


def _said(error: Refusal, language: str) -> str:
    problems = error.problems.items() if isinstance(error, Invalid) else ()
    fields = [f"{name}: {problem.told(language)}" for name, problem in problems]
    return " ".join([error.told(language), *fields])


HANDLERS = [import_page, look_at_file, take_file_in]
