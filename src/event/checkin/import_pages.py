"""Lists taken in by upload: first what would happen, row by row, then for real; and taken back.

Here because the lists reach up to checkpoints, and a slice imports only those below it.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.agenda.queries import programme
from event.checkin.imports import FOR_A_SESSION, KINDS
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page, with_query
from event.language import Message, translated
from event.people.rules import Access, Permission
from event.registration.importing.columns import COLUMNS
from event.registration.importing.reports import ACTION_LABELS, CHANGED, field_label
from event.registration.importing.runs import (
    keep_list,
    read_again,
    report_of,
    run_of,
    runs_of,
    take_list_in,
    undo,
)
from event.registration.importing.tables import ImportRun, ImportState

KIND_LABELS = {
    "guests": Message("Guest list (reply forms)"), "changes": Message("Register of changes (replaced, cancelled, badge lost)"),
    "agenda": Message("Programme with halls and checkpoints"), "staff": Message("Badge list of staff, press and helpers"),
    "checkpoints": Message("Checkpoints"), "visit": Message("Homeland visit: routes, vehicles, seats"),
    "hotels": Message("Hotels: rooms and who sleeps where"), "transfers": Message("Transfers: flights, pick-ups, departures"),
    "tickets": Message("Tickets issued elsewhere"), "jobfair": Message("Job seekers of the job fair"),
    "scans": Message("Log of another scanner"), "signing": Message("Signing ceremony: agreements, signatories, batches"),
    "ledger": Message("Ledger of signed projects"),
    "tasks": Message("Tasks with unit, person and day"), "feedback": Message("Suggestions of guests, and the survey"),
}  # fmt: skip
STATE_LABELS = {
    ImportState.READING: Message("Being read"), ImportState.SHOWN: Message("Waits for you"),
    ImportState.WRITING: Message("Being written"), ImportState.DONE: Message("Taken in"),
    ImportState.REFUSED: Message("Refused"), ImportState.UNDONE: Message("Taken back"),
}  # fmt: skip
_NO_FILE = Message("Please choose a file.")
_NO_KIND = Message("Please choose what the list is.")
_ROWS = 100


@get("/console/{slug:str}/import", opt={"permission": Permission.GUESTS_WRITE}, include_in_schema=False)
async def import_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """Choose a file; the lists taken in so far."""
    return await _choose(request, gathering)


@post("/console/{slug:str}/import", opt={"permission": Permission.GUESTS_WRITE}, include_in_schema=False)
async def upload_list(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Keep the file and have it read; nothing is saved of it yet."""
    kind, file = form.text("kind"), form.files.get("file")
    if kind not in KINDS:
        return await _choose(request, gathering, problem=_NO_KIND)
    if file is None or not file.name:
        return await _choose(request, gathering, kind=kind, problem=_NO_FILE)
    run = await keep_list(
        file.content, kind=kind, file_name=file.name, gathering=gathering, by=access.actor,
        language=language_of(request, staff=True), now=now,
        choices={"session": form.text("session")} if kind in FOR_A_SESSION else None,
    )  # fmt: skip
    return go(f"/console/{gathering.slug}/import/{run}")


@get(
    "/console/{slug:str}/import/{run:uuid}",
    opt={"permission": Permission.GUESTS_WRITE},
    include_in_schema=False,
)
async def run_page(
    request: Request[Any, Any, Any], run: FromPath[UUID], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """How far a list is, what would happen row by row, or what was done."""
    row = await run_of(run, gathering)
    language = language_of(request, staff=True)
    asked = request.query_params
    show, number = asked.get("show", ""), asked.get("page", "1")
    at = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1  # noqa: PLR2004
    report = (
        await report_of(row)
        if row.state in (ImportState.SHOWN, ImportState.DONE, ImportState.UNDONE)
        else None
    )
    rows = [_told(one, language) for one in _rows(report, show)]
    own = f"/console/{gathering.slug}/import/{run}"
    shown = rows[(at - 1) * _ROWS : at * _ROWS]
    return page(
        request, "checkin/import_run.html", staff=True, run=row, report=report, rows=shown, found=len(rows),
        show=show, at=at, pages=max(1, -(-len(rows) // _ROWS)), actions=ACTION_LABELS, states=STATE_LABELS,
        page_url=lambda number: with_query(own, show=show, page=number), kinds=KIND_LABELS,
        fields=[(one.key, one.label) for one in COLUMNS], percent=row.progress * 100 // row.total if row.total else 0,
        outcomes=_outcomes(report), reviews=_has_reviews(report),
    )  # fmt: skip


@post(
    "/console/{slug:str}/import/{run:uuid}",
    opt={"permission": Permission.GUESTS_WRITE},
    include_in_schema=False,
)
async def change_run(
    request: Request[Any, Any, Any],
    run: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Read again with columns put right, take the list in, or take it back."""
    own, language = f"/console/{gathering.slug}/import/{run}", language_of(request, staff=True)
    match form.text("do"):
        case "map":
            names, keys = form.texts("heading"), form.texts("field")
            mapping = {name: key for name, key in zip(names, keys, strict=False) if name}
            await read_again(run, mapping, gathering=gathering, language=language)
        case "save":
            await take_list_in(
                run, gathering=gathering, good_rows=form.ticked("good_rows"), approve=form.ticked("approve"),
                language=language,
            )  # fmt: skip
        case "undo":
            await undo(run, gathering=gathering, by=access.actor, now=now)
            await announce(gathering.id)
            return go(own, say=Message("The list is taken back."))
    return go(own)


async def _choose(
    request: Request[Any, Any, Any], gathering: Gathering, *, kind: str = "", problem: str = ""
) -> Response[Any]:
    runs: list[ImportRun] = await runs_of(gathering)
    language = language_of(request, staff=True)
    sessions = [
        (one.code, f"{one.code} {one.title}")
        for day in await programme(gathering, language=language)
        for one in day.sessions
    ]
    return page(
        request, "checkin/import.html", status=422 if problem else 200, staff=True, kinds=KIND_LABELS, kind=kind,
        problem=problem, runs=runs, states=STATE_LABELS, sessions=sessions,
    )  # fmt: skip


def _rows(report: dict[str, Any] | None, show: str) -> list[dict[str, Any]]:
    rows = report["rows"] if report else []
    if show == "warnings":
        return [row for row in rows if row["warnings"] or row["reasons"]]
    return [row for row in rows if not show or row["outcome"] == show]


def _outcomes(report: dict[str, Any] | None) -> dict[str, int]:
    counts = dict.fromkeys(ACTION_LABELS, 0)
    for row in report["rows"] if report else ():
        counts[row["outcome"]] += 1
    return counts


def _has_reviews(report: dict[str, Any] | None) -> bool:
    """Whether the list itself says who was approved."""
    return report is None or any(field in ("first_review", "final_review") for _, field in report["columns"])


def _told(row: dict[str, Any], language: str) -> dict[str, Any]:
    lines = [*row["reasons"], *row["warnings"]]
    if row["changes"]:
        names = dict.fromkeys(field_label(name, language) for name in row["changes"])
        fields = ("、" if language != "en" else ", ").join(names)
        lines.insert(0, translated(CHANGED, language).format(fields=fields))
    return row | {"told": lines, "number": row["target"] or row["number"]}


HANDLERS = [import_page, upload_list, run_page, change_run]
