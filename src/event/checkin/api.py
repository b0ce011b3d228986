"""The door for programs: scans in, verdicts out; what scanners need to decide by themselves."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromQuery

from event.checkin.answers import Answer
from event.checkin.desk import desk_scope
from event.checkin.devices import contact, enrol, forget_senders
from event.checkin.errors import ScannerNotLetIn
from event.checkin.forms import Upload, parse_scans
from event.checkin.operations import limit_typed_codes, record_scans
from event.checkin.queries import Found, search_guests
from event.checkin.roster import Roster, about, roster
from event.checkin.rules import Reason
from event.checkin.undoing import take_back
from event.gathering.errors import UnknownGathering
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import address_of, language_of, now_utc, read_json
from event.language import in_language
from event.people.rates import ENROL_NETWORK, count, network
from event.people.rules import Access, Permission


class PlaceView(msgspec.Struct):
    """Where a guest who was refused is expected instead."""

    key: str
    title: str
    checkpoint: str
    hall: str
    way: str


class VerdictView(msgspec.Struct):
    """The answer to one scan. `verdict` is admitted, already_in or refused; `reason` says what is special."""

    id: UUID
    verdict: str
    reason: str
    sentence: str
    since: datetime | None
    since_at: str
    direction: str
    guest: UUID | None
    number: str
    name_zh: str
    latin: str
    class_code: str
    class_name: str
    class_colour: str
    delegation: str
    badge_number: str
    hands_out: str
    place: PlaceView | None


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
    now, access, gathering = now_utc(), *_who_and_where(request)
    scanner = access.scanner
    upload = parse_scans(
        await request.body(), gathering=gathering.id, device=access.name if scanner else "", now=now
    )
    if scanner is None:
        await limit_typed_codes((scan.ticket for scan in upload.scans), by=access.user, now=now)
    told = (
        await record_scans(
            upload.scans,
            gathering=gathering,
            by=access.user,
            scanner=scanner.key if scanner else None,
            now=now,
        )
        if upload.scans
        else []
    )
    if any(answer.reason == Reason.REVOKED for answer in told):
        forget_senders()
        raise ScannerNotLetIn
    undone = await _undone(upload, gathering, access, now)
    if scanner is not None:
        await contact(
            access.user, app=upload.app, queued=upload.queued, battery=upload.battery,
            clock_offset=upload.clock_offset, now=now,
        )  # fmt: skip
    await announce(gathering.id)
    language = language_of(request, staff=True)
    views = [_view(answer, language, gathering) for answer in told]
    if upload.single:
        return Response(views[0])
    return Response(
        {
            "server_time": now, "epoch": gathering.epoch,
            "clock_offset_ms": round(upload.clock_offset.total_seconds() * 1000), "scans": views, "undone": undone,
        }
    )  # fmt: skip


def _who_and_where(request: Request[Any, Any, Any]) -> tuple[Access, Gathering]:
    """What the guard has found; injected, the two would take longer than recording the scan."""
    if request.state.gathering is None:
        raise UnknownGathering
    return request.state.access, request.state.gathering


async def _undone(upload: Upload, gathering: Gathering, access: Access, now: datetime) -> list[UUID]:
    if not upload.undone:
        return []
    device = access.name if access.scanner else "desk"
    return await take_back(upload.undone, gathering=gathering, by=access.actor.mark, device=device, now=now)


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


def _view(answer: Answer, language: str, gathering: Gathering) -> VerdictView:
    class_name, delegation = answer.in_words(language)
    place = answer.place
    return VerdictView(
        id=answer.id, verdict=answer.verdict, reason=answer.reason, sentence=answer.told(language, gathering),
        since=answer.since, since_at=answer.since_at, direction=answer.direction, guest=answer.guest,
        number=answer.number, name_zh=answer.name_zh, latin=answer.latin, class_code=answer.class_code,
        class_name=class_name, class_colour=answer.class_colour, delegation=delegation,
        badge_number=answer.badge_number, hands_out=answer.hands_out(language),
        place=PlaceView(
            place.key, in_language(language, zh=place.title_zh, en=place.title_en), place.checkpoint,
            in_language(language, zh=place.hall_zh, en=place.hall_en),
            in_language(language, zh=place.way_zh, en=place.way_en),
        ) if place else None,
    )  # fmt: skip


HANDLERS: list[HTTPRouteHandler] = [api_scans, api_enrol, api_roster, api_search]
