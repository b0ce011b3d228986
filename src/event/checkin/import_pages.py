"""Lists taken in by upload: first what would happen, row by row, then for real; and taken back.

Here because the lists reach up to checkpoints, and a slice imports only those below it.
"""

import asyncio
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.agenda.queries import programme
from event.checkin.imports import FOR_A_SESSION, KINDS
from event.checkin.recognising import kind_of
from event.database import fetch
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
    ImportState.REFUSED: Message("Not taken in"), ImportState.UNDONE: Message("Taken back"),
}  # fmt: skip
_NO_FILE = Message("Please choose a file.")
_NO_KIND = Message("Please choose what the list is.")
_NOT_RECOGNISED = Message(
    "The headings do not say what this list is: please choose it, and the file once more."
)
BY_ITSELF = "by_itself"
ORDER: tuple[tuple[str, Message, str], ...] = (
    ("guests", Message("Whom everything else is about."), "guest WHERE gathering = $1"),
    ("agenda", Message("Brings halls, sessions and their doors."), "agenda_session WHERE gathering = $1"),
    ("checkpoints", Message("Where they are a list of their own."), "checkpoint WHERE gathering = $1"),
    ("hotels", Message("After the guests who sleep there."), "rooming WHERE hotel IN (SELECT id FROM hotel WHERE gathering = $1)"),
    ("visit", Message("After the hotels at which buses wait."), "vehicle WHERE gathering = $1 AND route IS NOT NULL"),
    ("staff", Message("Badge holders who are no guests."), "guest WHERE gathering = $1 AND guest_class IN (SELECT id FROM guest_class WHERE gathering = $1 AND NOT counts_as_guest)"),
    ("changes", Message("After guests, visit and hotels: who replaces whom takes over all of it."), "guest WHERE gathering = $1 AND standing IN ('withdrawn', 'replaced')"),
    ("tickets", Message("Only where another system has issued tickets."), "ticket WHERE gathering = $1"),
    ("transfers", Message("After the visit, whose vehicles they use, and after the changes."), "service WHERE gathering = $1"),
    ("signing", Message("After the guests who sign."), "signing_item WHERE gathering = $1"),
    ("tasks", Message("At any time."), "task WHERE gathering = $1"),
    ("jobfair", Message("After the programme with the fair."), "booking WHERE agenda_session IN (SELECT id FROM agenda_session WHERE gathering = $1)"),
    ("scans", Message("The log of another scanner, afterwards."), "scan WHERE gathering = $1"),
    ("ledger", Message("What became of agreements, in the years after."), "stage_entry WHERE item IN (SELECT id FROM signing_item WHERE gathering = $1)"),
    ("feedback", Message("Suggestions and the survey, afterwards."), "suggestion WHERE gathering = $1"),
)  # fmt: skip
"""In which order lists go in, why there, and what of them is in already."""
NEEDED: dict[str, tuple[str, ...]] = {
    "checkpoints": ("agenda",), "hotels": ("guests",), "visit": ("guests",), "changes": ("guests",), "tickets": ("guests",),
    "transfers": ("guests", "visit"), "signing": ("guests", "agenda"), "jobfair": ("agenda",),
    "scans": ("guests", "checkpoints"), "ledger": ("signing",), "feedback": ("guests",),
}  # fmt: skip
"""Lists whose rows a list names: where nothing of them is there, they go in first."""
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
    if kind not in KINDS and kind != BY_ITSELF:
        return await _choose(request, gathering, problem=_NO_KIND)
    if file is None or not file.name:
        return await _choose(request, gathering, kind=kind, problem=_NO_FILE)
    if kind == BY_ITSELF:
        kind = await asyncio.to_thread(kind_of, file.content)
    if kind not in KINDS:
        return await _choose(request, gathering, problem=_NOT_RECOGNISED)
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
        outcomes=_outcomes(report), reviews=_has_reviews(report), missing=await _missing(row, report, gathering, language),
        following=await _following(row, gathering),
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
        problem=problem, runs=runs, states=STATE_LABELS, sessions=sessions, order=await _order(gathering, runs),
        by_itself=BY_ITSELF,
    )  # fmt: skip


async def _order(gathering: Gathering, runs: list[ImportRun]) -> list[dict[str, Any]]:
    """Every kind in the order in which lists go in, with how many rows are there and which list was last."""
    there = await _there(gathering)
    last: dict[str, ImportRun] = {}
    for run in runs:  # newest first
        if run.state == ImportState.DONE:
            last.setdefault(run.kind, run)
    return [
        {"kind": kind, "label": KIND_LABELS[kind], "why": why, "there": there[kind], "last": last.get(kind)}
        for kind, why, _ in ORDER
    ]


async def _there(gathering: Gathering) -> dict[str, int]:
    """How many rows of each kind of list are there, by whichever way they came."""
    counts = " UNION ALL ".join(
        f"SELECT '{kind}' AS kind, count(*) AS rows FROM {rows}"  # noqa: S608 - our own names
        for kind, _, rows in ORDER
    )
    return {row["kind"]: row["rows"] for row in await fetch(counts, gathering.id)}


async def _missing(run: ImportRun, report: dict[str, Any] | None, gathering: Gathering, language: str) -> str:
    """The lists that have to go in before one that waits to be taken in, as they are called.

    Those of which nothing is there; and where half of the rows find something wrong, those never taken in: one guest
    typed by hand is no guest list.
    """
    needed = NEEDED.get(run.kind, ()) if run.state == ImportState.SHOWN else ()
    there = await _there(gathering) if needed else {}
    runs = await runs_of(gathering) if needed else []
    taken_in = {one.kind for one in runs if one.state == ImportState.DONE}
    rows = report["rows"] if report else []
    doubtful = 2 * sum(bool(row["reasons"] or row["warnings"]) for row in rows) >= max(1, len(rows))
    lacking = [kind for kind in needed if not there[kind] or (doubtful and kind not in taken_in)]
    return ("、" if language != "en" else ", ").join(
        translated(KIND_LABELS[kind], language) for kind in lacking
    )


async def _following(run: ImportRun, gathering: Gathering) -> Message | None:
    """After a list that was taken in: the next one in the order of which nothing is there."""
    kinds = [kind for kind, _, _ in ORDER]
    if run.state != ImportState.DONE or run.kind not in kinds:
        return None
    there = await _there(gathering)
    later = (kind for kind in kinds[kinds.index(run.kind) + 1 :] if not there[kind])
    return next((KIND_LABELS[kind] for kind in later), None)


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
