"""The door for programs: scans in, verdicts out; what scanners need to decide by themselves."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromQuery

from event.checkin.desk import desk_scope
from event.checkin.devices import enrol
from event.checkin.queries import Found, search_guests
from event.checkin.receiving import receive_scans
from event.checkin.roster import Roster, about, roster
from event.gathering.errors import UnknownGathering
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import address_of, language_of, now_utc, read_json
from event.people.rates import ENROL_NETWORK, count, network
from event.people.rules import Access, Permission


class Enrolment(msgspec.Struct):
    """The code of the QR an organizer shows; `app` names the program and its version."""

    code: str
    app: str = ""


@post("/api/v1/devices/enrol", opt={"public": True}, status_code=200, tags=["Scanners"])
async def api_enrol(request: Request[Any, Any, Any], now: NamedDependency[datetime]) -> dict[str, Any]:
    """Exchange the code of a QR, which works once, for the key with which the scanner speaks from then on."""
    await count(ENROL_NETWORK, network(address_of(request)), now=now)
    told = await read_json(request, Enrolment)
    enrolled = await enrol(told.code, app=told.app.replace("\x00", ""), now=now)
    gathering = await Gathering.objects().get(Gathering.id == enrolled.gathering)
    await announce(enrolled.gathering)
    return {
        "token": enrolled.token,
        "device": {"id": enrolled.device, "name": enrolled.name, "expires_at": enrolled.expires_at},
        "gathering": about(gathering) if gathering else {},
        "epoch": gathering.epoch if gathering else None,
    }


@get("/api/v1/device/roster", opt={"permission": Permission.ROSTER}, tags=["Scanners"])
async def api_roster(
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
    since: FromQuery[str] = "",
) -> Roster:
    """What an enrolled scanner keeps to decide by itself; with `since`, the cursor of the last one, only changes."""
    return await roster(gathering, device=access.user, since=since[:60], now=now)


@post(
    ["/api/v1/scans", "/api/v1/gatherings/{slug:str}/scans"],
    opt={"permission": Permission.SCANS_SEND},
    status_code=200,
    tags=["Check-in"],
    summary="Record scans",
)
async def api_scans(request: Request[Any, Any, Any]) -> Response[Any]:
    """Record one scan, or up to 500 as {"scans": […]}; answers come in the order sent.

    A scan is {"id": name made by the scanner, best a UUID, "checkpoint": code or id, "ticket": the text of the QR
    or the typed code, or "guest": id or number, "scanned_at": time with zone, "device": name, "verdict": what the
    scanner said by itself, "offline": whether it could not ask, "source": scan, party or paper}. With "sent_at",
    the scanner's clock now, its times are put right. "undone" takes scans back: {"id", "scan", "reason", "at"}.
    Sending a scan again is safe: it gets its first answer and counts once.
    """
    access, gathering = _who_and_where(request)
    told = await receive_scans(
        await request.body(), access=access, gathering=gathering, language=language_of(request, staff=True),
        now=now_utc(),
    )  # fmt: skip
    return Response(told)


def _who_and_where(request: Request[Any, Any, Any]) -> tuple[Access, Gathering]:
    """What the guard has found; injected, the two would take longer than recording the scan."""
    if request.state.gathering is None:
        raise UnknownGathering
    return request.state.access, request.state.gathering


@get("/api/v1/gatherings/{slug:str}/check-in/search", opt={"permission": Permission.SCAN}, tags=["Check-in"])
async def api_search(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    q: FromQuery[str] = "",
) -> list[Found]:
    """Guests by name in any script, pinyin, initials, numbers, or the last four digits of the phone."""
    scope = await desk_scope(access, gathering)
    text = q[:80].replace("\x00", "")
    return await search_guests(gathering, text, delegations=scope, language=language_of(request, staff=True))


HANDLERS: list[HTTPRouteHandler] = [api_scans, api_enrol, api_roster, api_search]
