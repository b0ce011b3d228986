"""What the page of a print station, or a program in its place, asks of the server; it comes with the station's key."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.channels import ChannelsPlugin
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import ServerSentEvent

from event.checkin.streaming import Parts, stream
from event.errors import Refusal
from event.gathering.live import announce
from event.http import address_of, now_utc, read_json, secure_cookies
from event.people.rates import ENROL_NETWORK, count, network
from event.printing.badge_designs.sizes import SIZES
from event.printing.queue.badge import badge_pdf, badge_picture
from event.printing.queue.queries import unsure_at, waiting_at
from event.printing.queue.settling import it_came_out, print_again
from event.printing.queue.stations import KnownStation, enrol_station, station_of
from event.printing.queue.taking import let_go, not_printed, printed, take
from event.text import name_in

_ROOT = "/api/v1/station"
COOKIE = "event_station"
_HALF_A_YEAR = 183 * 24 * 3600
_TAG = ["Print stations"]
_LOAD = "load"


class Code(msgspec.Struct):
    """The code an organizer shows."""

    code: str


class Let(msgspec.Struct):
    """The station that a computer is let in as. `token` is its key; browsers keep it in a cookie instead."""

    station: UUID
    name: str
    size: str
    token: str


class Page(msgspec.Struct):
    """A page names itself; `here` takes the station over from another page."""

    page: UUID
    here: bool = False


class Job(msgspec.Struct):
    """A badge to print: load it, print it, say so, all with its claim and until `lease_until`."""

    job: UUID
    claim: UUID
    badge_number: str
    lease_until: datetime


class Unsure(msgspec.Struct):
    """A badge that perhaps was printed: somebody has to look at the tray."""

    job: UUID
    badge_number: str
    name: str


class Work(msgspec.Struct):
    """What a page has to do: a badge, or none; and how it stands. `width` and `height` of its badges in millimetres."""

    name: str
    size: str
    width: float
    height: float
    job: Job | None
    waiting: int
    unsure: list[Unsure]


class Claim(msgspec.Struct):
    """Names the try; a claim is told with the badge."""

    claim: UUID


class Again(msgspec.Struct):
    """The request names itself, so that it is one job however often it is sent."""

    request: UUID


async def provide_station(request: Request[Any, Any, Any]) -> KnownStation:
    """The station whose key came, in its cookie or as a bearer's. Raises StationNotLetIn."""
    return await station_of(_key(request), now=now_utc())


def _key(request: Request[Any, Any, Any]) -> str:
    header = request.headers.get("authorization", "")
    return header[7:].strip() if header[:7].lower() == "bearer " else request.cookies.get(COOKIE, "")


@post(_ROOT + "/enrol", opt={"public": True}, status_code=200, tags=_TAG)
async def api_enrol_station(
    request: Request[Any, Any, Any], now: NamedDependency[datetime], browser: FromQuery[bool] = False
) -> Response[Let]:
    """Exchange a code, which works once, for the station's key; with `?browser=true` the key comes as a cookie only."""
    await count(ENROL_NETWORK, network(address_of(request)), now=now)
    token, station = await enrol_station((await read_json(request, Code)).code, now=now)
    await announce(station.gathering)
    told = Let(station.id, station.name, station.size, "" if browser else token)
    cookie = Cookie(
        COOKIE, value=token, max_age=_HALF_A_YEAR, path=_ROOT, httponly=True, secure=secure_cookies(), samesite="strict"
    )  # fmt: skip
    return Response(told, cookies=[cookie] if browser else None)


@post(_ROOT + "/next", opt={"public": True}, status_code=200, tags=_TAG)
async def api_next(
    request: Request[Any, Any, Any],
    print_station: NamedDependency[KnownStation],
    now: NamedDependency[datetime],
) -> Work:
    """Hold the station for a page for fifteen seconds, and take the next badge. 409 where another page holds it."""
    told = await read_json(request, Page)
    taken = await take(print_station, page=told.page, here=told.here, now=now)
    job = taken.job
    if taken.changed:
        await announce(print_station.gathering)
    unsure = [
        Unsure(row["id"], row["badge_number"], name_in(row)) for row in await unsure_at(print_station.id)
    ]
    size = SIZES[print_station.size]
    return Work(
        print_station.name, print_station.size, size.width, size.height,
        Job(job.job, job.claim, job.badge_number, job.lease_until) if job else None,
        await waiting_at(print_station.id), unsure,
    )  # fmt: skip


@post(_ROOT + "/close", opt={"public": True}, status_code=204, tags=_TAG)
async def api_close(request: Request[Any, Any, Any], print_station: NamedDependency[KnownStation]) -> None:
    """The page closes: another may hold the station at once."""
    await let_go(print_station, page=(await read_json(request, Page)).page)
    await announce(print_station.gathering)


@get(_ROOT + "/jobs/{job:uuid}/badge.png", opt={"public": True}, tags=_TAG)
async def api_badge_picture(
    job: FromPath[UUID],
    claim: FromQuery[UUID],
    print_station: NamedDependency[KnownStation],
    now: NamedDependency[datetime],
) -> Response[bytes]:
    """The badge as a picture; `X-Badge-Size` has its width and height in millimetres."""
    picture = await badge_picture(print_station, job, claim=claim, now=now)
    headers = {"X-Badge-Size": f"{picture.width} {picture.height}"}
    return Response(picture.png, media_type="image/png", headers=headers)


@get(_ROOT + "/jobs/{job:uuid}/badge.pdf", opt={"public": True}, tags=_TAG)
async def api_badge_pdf(
    job: FromPath[UUID],
    claim: FromQuery[UUID],
    print_station: NamedDependency[KnownStation],
    now: NamedDependency[datetime],
) -> Response[bytes]:
    """The badge as PDF, for programs that print it themselves."""
    return Response(await badge_pdf(print_station, job, claim=claim, now=now), media_type="application/pdf")


@post(_ROOT + "/jobs/{job:uuid}/printed", opt={"public": True}, status_code=204, tags=_TAG)
async def api_printed(
    request: Request[Any, Any, Any],
    job: FromPath[UUID],
    print_station: NamedDependency[KnownStation],
    now: NamedDependency[datetime],
) -> None:
    """The badge is printed; only this makes it so. It can be said again."""
    await printed(print_station, job, claim=(await read_json(request, Claim)).claim, now=now)
    await announce(print_station.gathering)


@post(_ROOT + "/jobs/{job:uuid}/not-loaded", opt={"public": True}, status_code=204, tags=_TAG)
async def api_not_loaded(
    request: Request[Any, Any, Any],
    job: FromPath[UUID],
    print_station: NamedDependency[KnownStation],
    now: NamedDependency[datetime],
) -> None:
    """The badge could not be loaded and was certainly not printed: it is tried again later, five times at most."""
    claim = (await read_json(request, Claim)).claim
    await not_printed(print_station, job, claim=claim, problem=_LOAD, now=now)
    await announce(print_station.gathering)


@post(_ROOT + "/jobs/{job:uuid}/came-out", opt={"public": True}, status_code=204, tags=_TAG)
async def api_came_out_here(
    job: FromPath[UUID], print_station: NamedDependency[KnownStation], now: NamedDependency[datetime]
) -> None:
    """Somebody at the station looked at the tray: a badge that perhaps was printed is there."""
    await it_came_out(
        job, gathering=print_station.gathering, by=print_station.actor, now=now, at=print_station.id
    )
    await announce(print_station.gathering)


@post(_ROOT + "/jobs/{job:uuid}/again", opt={"public": True}, status_code=204, tags=_TAG)
async def api_again_here(
    request: Request[Any, Any, Any],
    job: FromPath[UUID],
    print_station: NamedDependency[KnownStation],
    now: NamedDependency[datetime],
) -> None:
    """Somebody at the station looked at the tray: the badge did not come out and is printed again."""
    asked = (await read_json(request, Again)).request
    await print_again(
        job, gathering=print_station.gathering, request=asked, by=print_station.actor, now=now, station=print_station.id, at=print_station.id
    )  # fmt: skip
    await announce(print_station.gathering)


@get(_ROOT + "/live", opt={"public": True}, include_in_schema=False)
async def station_live(
    request: Request[Any, Any, Any],
    print_station: NamedDependency[KnownStation],
    channels: NamedDependency[ChannelsPlugin],
) -> ServerSentEvent:
    """Says when there is something to print; it ends when the station is revoked."""
    key = _key(request)

    async def parts() -> Parts | None:
        try:
            await station_of(key, now=now_utc())
        except Refusal:
            return None
        return {"waiting": str(await waiting_at(print_station.id))}

    return stream(print_station.gathering, channels, parts)


HANDLERS = [
    api_enrol_station, api_next, api_close, api_badge_picture, api_badge_pdf, api_printed, api_not_loaded,
    api_came_out_here, api_again_here, station_live,
]  # fmt: skip
