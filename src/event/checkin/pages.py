"""The desk: scan with a hand scanner, type a code, or find a guest by name."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler

from event.checkin.desk import checkpoint_named, desk_scope, guest_named, id_in, show_desk, when_sent
from event.checkin.operations import check_in_by_hand, limit_typed_codes, record_scans
from event.checkin.scanned import Scanned
from event.checkin.tables import ScanSource
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, language_of
from event.people.rules import Access, Permission


@get("/console/{slug:str}/check-in", opt={"permission": Permission.SCAN}, include_in_schema=False)
async def desk(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """The desk at one checkpoint, with what was searched for and the card of who was chosen."""
    asked = request.query_params
    guest = await guest_named(asked.get("guest", ""), gathering, scope=await desk_scope(access, gathering))
    return await show_desk(request, gathering, access, code=asked.get("at", ""), now=now, guest=guest)


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
) -> Response[Any]:
    """A scanned or typed ticket, and the verdict."""
    at = await checkpoint_named(gathering, form.text("at"), language_of(request, staff=True))
    name = id_in(form, "scan")
    scan = Scanned(
        name, str(at.id), form.text("ticket")[:200], await when_sent(name, gathering, now), device="desk",
        source=ScanSource.DESK,
    )  # fmt: skip
    await limit_typed_codes([scan.ticket], by=access.user, now=now)
    (answer,) = await record_scans([scan], gathering=gathering, by=access.user, now=now)
    await announce(gathering.id)
    return await show_desk(request, gathering, access, code=at.code, now=now, answer=answer)


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
) -> Response[Any]:
    """A guest found by name, and the verdict."""
    at = await checkpoint_named(gathering, form.text("at"), language_of(request, staff=True))
    scan = id_in(form, "scan")
    answer = await check_in_by_hand(
        id_in(form, "guest"), checkpoint=at.id, gathering=gathering, by=access.user,
        now=await when_sent(scan, gathering, now), scan_id=scan,
    )  # fmt: skip
    await announce(gathering.id)
    return await show_desk(request, gathering, access, code=at.code, now=now, answer=answer)


HANDLERS: list[HTTPRouteHandler] = [desk, desk_scan, desk_admit]
