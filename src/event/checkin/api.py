"""The door for programs: scans in, verdicts out."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from event.checkin.forms import parse_scans
from event.checkin.operations import Answer, limit_typed_codes, record_scans
from event.checkin.queries import CheckpointLine, Found, checkpoints_of, search_guests
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import language_of
from event.people.rules import Access, Permission
from event.registration.queries import Scope


class VerdictView(msgspec.Struct):
    """The answer to one scan. `verdict` is admitted, already_in or refused; `reason` says why not."""

    id: UUID
    verdict: str
    reason: str
    sentence: str
    since: datetime | None
    name_zh: str
    latin: str
    class_code: str
    class_name: str
    class_colour: str
    delegation: str
    badge_number: str


@post(
    ["/api/v1/scans", "/api/v1/gatherings/{slug:str}/scans"],
    opt={"permission": Permission.SCAN},
    status_code=200,
    tags=["Check-in"],
    summary="Record scans",
)
async def api_scans(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Record one scan, or up to 500 as {"scans": […]}; answers come in the order sent.

    A scan is {"id": UUID made by the scanner, "checkpoint": code or id, "ticket": the text of the
    QR or the typed code, "scanned_at": time with zone, "device": name}. Sending a scan again is
    safe: it gets its first answer.
    """
    scans, single = parse_scans(await request.body(), now=now)
    await limit_typed_codes(scans, by=access.user, now=now)
    answers = await record_scans(scans, gathering=gathering, by=access.user, now=now)
    await announce(gathering.id)
    language = language_of(request, staff=True)
    told = [_view(answer, language, gathering) for answer in answers]
    return Response(told[0] if single else {"scans": told})


@get("/api/v1/gatherings/{slug:str}/checkpoints", opt={"permission": Permission.SCAN}, tags=["Check-in"])
async def api_checkpoints(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]
) -> list[CheckpointLine]:
    """The gathering's checkpoints."""
    return await checkpoints_of(gathering, language=language_of(request, staff=True))


@get("/api/v1/gatherings/{slug:str}/check-in/search", opt={"permission": Permission.SCAN}, tags=["Check-in"])
async def api_search(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    reach: NamedDependency[Scope],
    q: FromQuery[str] = "",
) -> list[Found]:
    """Guests by name in any script, pinyin, initials, numbers, or the last four digits of the phone."""
    text = q[:80].replace("\x00", "")
    return await search_guests(gathering, text, delegations=reach, language=language_of(request, staff=True))


def _view(answer: Answer, language: str, gathering: Gathering) -> VerdictView:
    class_name, delegation = answer.in_words(language)
    return VerdictView(
        id=answer.id, verdict=answer.verdict, reason=answer.reason,
        sentence=answer.told(language, gathering.zone), since=answer.since, name_zh=answer.name_zh,
        latin=answer.latin, class_code=answer.class_code, class_name=class_name,
        class_colour=answer.class_colour, delegation=delegation, badge_number=answer.badge_number,
    )  # fmt: skip


HANDLERS = [api_scans, api_checkpoints, api_search]
