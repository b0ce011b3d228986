"""The desk: scan with a hand scanner, type a code, or find a guest by name."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from event.checkin.answers import Answer
from event.checkin.errors import UnknownCheckpoint
from event.checkin.operations import check_in_by_hand, limit_typed_codes, record_scans
from event.checkin.queries import CheckpointLine, checkpoints_of, last_scans, search_guests
from event.checkin.scanned import Scanned
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, language_of, page
from event.people.rules import Access, Permission
from event.registration.queries import Scope


@get("/console/{slug:str}/check-in", opt={"permission": Permission.SCAN}, include_in_schema=False)
async def desk(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    reach: NamedDependency[Scope],
) -> Response[Any]:
    """The desk at one checkpoint, with what was searched for."""
    return await _desk(request, gathering, scope=reach, code=request.query_params.get("at", ""))


@post(
    "/console/{slug:str}/check-in/scan",
    opt={"permission": Permission.SCAN},
    include_in_schema=False,
    status_code=200,
)
async def desk_scan(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
    reach: NamedDependency[Scope],
) -> Response[Any]:
    """A scanned or typed ticket, and the verdict."""
    at = await _checkpoint(gathering, form.text("at"), language_of(request, staff=True))
    scan = Scanned(
        id=_scan_id(form),
        checkpoint=str(at.id),
        ticket=form.text("ticket")[:200],
        scanned_at=now,
        device="desk",
        source="desk",
    )
    await limit_typed_codes([scan.ticket], by=access.user, now=now)
    (answer,) = await record_scans([scan], gathering=gathering, by=access.user, now=now)
    await announce(gathering.id)
    return await _desk(request, gathering, scope=reach, code=at.code, answer=answer)


@post(
    "/console/{slug:str}/check-in/admit",
    opt={"permission": Permission.SCAN},
    include_in_schema=False,
    status_code=200,
)
async def desk_admit(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
    reach: NamedDependency[Scope],
) -> Response[Any]:
    """A guest found by name, and the verdict."""
    at = await _checkpoint(gathering, form.text("at"), language_of(request, staff=True))
    answer = await check_in_by_hand(
        _uuid(form.text("guest")),
        checkpoint=at.id,
        gathering=gathering,
        by=access.user,
        now=now,
        scan_id=_scan_id(form),
    )
    await announce(gathering.id)
    return await _desk(request, gathering, scope=reach, code=at.code, answer=answer)


async def _desk(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    *,
    scope: Scope,
    code: str,
    answer: Answer | None = None,
) -> Response[Any]:
    language = language_of(request, staff=True)
    offered = await checkpoints_of(gathering, language=language)
    at = next((one for one in offered if one.code == code), offered[0] if offered else None)
    text = request.query_params.get("q", "")[:80].replace("\x00", "")
    found = (
        await search_guests(gathering, text, delegations=scope, language=language, checkpoint=at.id)
        if text and at
        else []
    )
    return page(
        request,
        "checkin/desk.html",
        staff=True,
        checkpoints=offered,
        at=at,
        answer=answer,
        text=text,
        found=found,
        scan_id=uuid4,
        last=await last_scans(gathering, at.id, language=language) if at else [],
    )


async def _checkpoint(gathering: Gathering, code: str, language: str) -> CheckpointLine:
    for one in await checkpoints_of(gathering, language=language):
        if one.code == code:
            return one
    raise UnknownCheckpoint


def _scan_id(form: Form) -> UUID:
    return _uuid(form.text("scan"))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


HANDLERS = [desk, desk_scan, desk_admit]
