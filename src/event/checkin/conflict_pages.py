"""Conflicts of scans, for organizers to look at and for programs."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from event.checkin.conflicts import Conflict, ConflictKind, conflicts_of, mark_seen
from event.checkin.rules import SENTENCES
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page, read_json
from event.language import Message
from event.people.rules import Access, Permission
from event.text import tidy

_ROOT = "/api/v1/gatherings/{slug:str}/conflicts"
KINDS: dict[ConflictKind, Message] = {
    ConflictKind.DOUBLED: Message("Let in twice"),
    ConflictKind.ADMITTED_WHILE_VOID: Message("Let in with a void ticket"),
    ConflictKind.ADMITTED_THOUGH_REFUSED: Message("Let in though refused"),
}


class SeenTold(msgspec.Struct):
    """What an organizer notes of a conflict, such as whom they asked."""

    note: str = ""


@get("/console/{slug:str}/conflicts", opt={"permission": Permission.GUESTS_WRITE}, include_in_schema=False)
async def conflicts_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """What nobody has looked at yet, or everything."""
    every = request.query_params.get("show") == "all"
    language = language_of(request, staff=True)
    return page(
        request, "checkin/conflicts.html", staff=True, kinds=KINDS, every=every,
        conflicts=await conflicts_of(gathering, language=language, seen=every),
        reasons={str(reason): sentence for reason, sentence in SENTENCES.items()},
    )  # fmt: skip


@post(
    "/console/{slug:str}/conflicts/{scan:uuid}/seen",
    opt={"permission": Permission.GUESTS_WRITE},
    include_in_schema=False,
)
async def send_seen(
    scan: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Mark a conflict as seen, with a note."""
    await mark_seen(scan, tidy(form.text("note")), gathering=gathering, by=access.actor, now=now)
    return go(f"/console/{gathering.slug}/conflicts", say=Message("Noted."))


@get(_ROOT, opt={"permission": Permission.GUESTS_WRITE}, tags=["Check-in"])
async def api_conflicts(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], seen: FromQuery[bool] = False
) -> list[Conflict]:
    """Scans that let in whom the server would not; with `seen=true` also those that were looked at."""
    return await conflicts_of(gathering, language=language_of(request, staff=True), seen=seen)


@post(
    _ROOT + "/{scan:uuid}/seen",
    opt={"permission": Permission.GUESTS_WRITE},
    tags=["Check-in"],
    status_code=204,
)
async def api_seen(
    request: Request[Any, Any, Any],
    scan: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> None:
    """Mark a conflict as seen, with a note; the first one stays."""
    told = await read_json(request, SeenTold, otherwise=b"{}")
    note = tidy(told.note.replace("\x00", ""))
    await mark_seen(scan, note, gathering=gathering, by=access.actor, now=now)


HANDLERS = [conflicts_page, send_seen, api_conflicts, api_seen]
