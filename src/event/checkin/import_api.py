"""Excel lists for programs: the same report as on the page."""

import asyncio
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from event.checkin.imports import FOR_A_SESSION, KINDS
from event.checkin.recognising import kind_of
from event.errors import NotFound
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import language_of
from event.language import Message
from event.people.rules import Access, Permission
from event.registration.importing.imports import Choices
from event.registration.importing.runs import runs_of, undo


class RunView(msgspec.Struct):
    """A list that was taken in."""

    id: UUID
    kind: str
    file: str
    state: str
    at: datetime
    created: int
    updated: int
    skipped: int
    refused: int


class UnknownList(NotFound):
    """No list has this name."""

    sentence = Message("There is no list “{kind}”. Known: {known}.")


@post(
    "/api/v1/gatherings/{slug:str}/imports/{kind:str}",
    opt={"permission": Permission.GUESTS_WRITE},
    tags=["Lists"],
    status_code=200,
)
async def api_import(
    request: Request[Any, Any, Any],
    kind: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
    dry_run: FromQuery[bool] = False,
    file_name: FromQuery[str] = "list.xlsx",
    good_rows: FromQuery[bool] = False,
    approve: FromQuery[bool] = False,
    session: FromQuery[str] = "",
) -> dict[str, Any]:
    """Take in a list: the .xlsx or .csv itself as the body. `dry_run=true` saves nothing.

    Kinds: guests, changes, agenda, staff, checkpoints, visit, hotels, transfers, signing, ledger, tasks, feedback,
    tickets, jobfair, scans; `by_itself` is what the headings say. Of guests:
    `good_rows=true` takes the good rows although others are refused, `approve=true` approves new guests where
    the list has no reviews, and each `column=HEADING=FIELD` says how to read a column. Of jobfair: `session` is
    the code of the fair; without it, the session FAIR or the only one called 招聘会.
    """
    if kind == "by_itself":
        kind = await asyncio.to_thread(kind_of, await request.body())
    if kind not in KINDS:
        raise UnknownList(kind=kind[:20], known=", ".join(KINDS))
    mapping = dict(one.rpartition("=")[::2] for one in request.query_params.getall("column", []))
    more: dict[str, Any] = {"choices": Choices(mapping, good_rows, approve)} if kind == "guests" else {}
    if kind in FOR_A_SESSION:
        more["session"] = session
    report = await KINDS[kind](
        await request.body(), file_name=file_name[:200], gathering=gathering, dry_run=dry_run,
        by=access.actor, now=now, **more,
    )  # fmt: skip
    await announce(gathering.id)
    return report.as_json(language_of(request, staff=True))


@get("/api/v1/gatherings/{slug:str}/imports", opt={"permission": Permission.GUESTS_WRITE}, tags=["Lists"])
async def api_imports(gathering: NamedDependency[Gathering]) -> list[RunView]:
    """The lists taken in so far, newest first."""
    return [
        RunView(
            row.id,
            row.kind,
            row.file_name,
            row.state,
            row.at,
            row.created,
            row.updated,
            row.skipped,
            row.refused,
        )
        for row in await runs_of(gathering)
    ]


@post(
    "/api/v1/gatherings/{slug:str}/imports/{run:uuid}/undo",
    opt={"permission": Permission.GUESTS_WRITE},
    tags=["Lists"],
    status_code=200,
)
async def api_undo(
    run: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> dict[str, int]:
    """Take an import back: guests it made are removed, fields it changed are as before."""
    removed, restored = await undo(run, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return {"removed": removed, "restored": restored}


HANDLERS = [api_imports, api_undo, api_import]
