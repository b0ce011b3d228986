"""Buses on the day of the visit: who is aboard, who is missing, and counting by hand; the pages go on by themselves."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.channels import ChannelsPlugin
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import ServerSentEvent, Template

from event.checkin.streaming import Parts, stream
from event.checkin.visit.counting import bus_day, count_by_hand, uncount
from event.checkin.visit.links import bus_address, links_ended, move_link, share_phones
from event.checkin.visit.points import make_points
from event.checkin.visit.views import Reader, buses_view, reader_of, roll_call_view
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, now_utc, page, with_query
from event.language import Message
from event.people.rules import Access, Permission
from event.people.sessions import access_of
from event.qr import qr_address
from event.registration.errors import UnknownGuest
from event.templating import rendered

_ENDED = Message("The links given out lead nowhere any more. Let the guide scan the new code.")
_MADE = Message("The checkpoints of the buses are there. Scanners can be let in for them.")


@get("/console/{slug:str}/visit/buses", opt={"permission": Permission.SCAN}, include_in_schema=False)
async def buses_page(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Every bus: booked, aboard, missing, and its last roll call."""
    reader = await reader_of(access, gathering, language=language_of(request, staff=True))
    told = await buses_view(gathering, reader, now=now)
    return page(request, "checkin/visit/buses.html", staff=True, told=told, now=now)


@get("/console/{slug:str}/visit/buses/live", opt={"permission": Permission.SCAN}, include_in_schema=False)
async def buses_live(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    channels: NamedDependency[ChannelsPlugin],
) -> ServerSentEvent:
    """The buses again whenever somebody was counted, on any web node; it ends with the reader's session."""

    async def parts(reader: Reader, now: datetime) -> Parts:
        told = await buses_view(gathering, reader, now=now)
        context = {"language": reader.language, "held": gathering, "told": told, "now": now}
        return {"buses": rendered("checkin/visit/buses_part.html", **context)}

    return stream(gathering.id, channels, _as_reader(request, gathering, parts))


@post(
    "/console/{slug:str}/visit/buses/points",
    opt={"permission": Permission.GATHERING_WRITE},
    include_in_schema=False,
)
async def send_points(
    gathering: NamedDependency[Gathering], access: NamedDependency[Access], now: NamedDependency[datetime]
) -> Response[Any]:
    """Make the checkpoints that the roll calls lack."""
    await make_points(gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return go(f"/console/{gathering.slug}/visit/buses", say=_MADE)


@get(
    "/console/{slug:str}/visit/buses/{bus:str}", opt={"permission": Permission.SCAN}, include_in_schema=False
)
async def bus_page(
    request: Request[Any, Any, Any],
    bus: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
    at: FromQuery[str] = "",
) -> Response[Any]:
    """One bus at a roll call: everybody with a seat, one tap to count each."""
    reader = await reader_of(access, gathering, language=language_of(request, staff=True))
    told = await roll_call_view(gathering, bus, reader, at=at, now=now)
    offered, ended = access.may(Permission.GUESTS_WRITE, gathering.id), links_ended(gathering, now)
    link = await _link(gathering, bus) if offered and not ended else ""
    return page(
        request, "checkin/visit/bus.html", staff=True, told=told, now=now, asked=told.at, link=link,
        qr=qr_address(link, module=5) if link else "", phones=False, ended=offered and ended,
    )  # fmt: skip


async def _link(gathering: Gathering, bus: str) -> str:
    return await bus_address((await bus_day(gathering, bus)).bus.id, phones=False)


@get(
    "/console/{slug:str}/visit/buses/{bus:str}/live",
    opt={"permission": Permission.SCAN},
    include_in_schema=False,
)
async def bus_live(
    request: Request[Any, Any, Any],
    bus: FromPath[str],
    gathering: NamedDependency[Gathering],
    channels: NamedDependency[ChannelsPlugin],
    at: FromQuery[str] = "",
) -> ServerSentEvent:
    """The bus again whenever somebody was counted."""

    async def parts(reader: Reader, now: datetime) -> Parts:
        told = await roll_call_view(gathering, bus, reader, at=at, now=now)
        context = {"language": reader.language, "held": gathering, "told": told, "now": now}
        return {
            name: rendered(f"checkin/visit/{name}_part.html", **context)
            for name in ("calls", "missing", "roll")
        }

    return stream(gathering.id, channels, _as_reader(request, gathering, parts))


@post(
    "/console/{slug:str}/visit/buses/{bus:str}/count",
    opt={"permission": Permission.SCAN},
    include_in_schema=False,
)
async def send_count(
    request: Request[Any, Any, Any],
    bus: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Count somebody, or take it back; the list again for scripts, otherwise back to the page."""
    reader = await reader_of(access, gathering, language=language_of(request, staff=True))
    at = form.text("at")
    await count_or_take_back(
        form.text("take_back") or form.text("count"), back=bool(form.text("take_back")), bus=bus, at=at,
        gathering=gathering, access=access, reader=reader, now=now,
    )  # fmt: skip
    if request.headers.get("hx-request") == "true":
        told = await roll_call_view(gathering, bus, reader, at=at, now=now)
        context = {"language": reader.language, "held": gathering, "told": told, "now": now}
        return Template("checkin/visit/roll_part.html", context=context, media_type="text/html")
    return go(with_query(f"/console/{gathering.slug}/visit/buses/{bus}", at=at))


async def count_or_take_back(
    guest: str,
    *,
    back: bool,
    bus: str,
    at: str,
    gathering: Gathering,
    access: Access,
    reader: Reader,
    now: datetime,
) -> None:
    """One tap of somebody who sees the guest by name. Raises UnknownBus, UnknownCheckpoint, UnknownGuest."""
    try:
        named = UUID(guest)
    except ValueError:
        raise UnknownGuest from None
    day = await bus_day(gathering, bus)
    if not any(one.guest == named and one.within(reader.named) for one in day.riders):
        raise UnknownGuest
    if back:
        await uncount(named, bus=bus, tail=at, gathering=gathering, by=access.actor, now=now)
    else:
        await count_by_hand(named, bus=bus, tail=at, gathering=gathering, by=access.user, now=now)
    await announce(gathering.id)


@post(
    "/console/{slug:str}/visit/buses/{bus:str}/link",
    opt={"permission": Permission.GUESTS_WRITE},
    include_in_schema=False,
    status_code=200,
)
async def send_link(
    request: Request[Any, Any, Any],
    bus: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Show the link with telephone numbers, or end the links that were given out."""
    day = await bus_day(gathering, bus)
    if form.text("do") != "phones":
        await move_link(day.bus.id, gathering=gathering, by=access.actor, now=now)
        return go(f"/console/{gathering.slug}/visit/buses/{bus}", say=_ENDED)
    link = await share_phones(day.bus.id, gathering=gathering, by=access.actor, now=now)
    reader = await reader_of(access, gathering, language=language_of(request, staff=True))
    told = await roll_call_view(gathering, bus, reader, now=now)
    return page(
        request, "checkin/visit/bus.html", staff=True, told=told, now=now, asked=told.at, link=link,
        qr=qr_address(link, module=5), phones=True, ended=False,
    )  # fmt: skip


def _as_reader(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    parts: Callable[[Reader, datetime], Awaitable[Parts]],
) -> Callable[[], Awaitable[Parts | None]]:
    """The parts of a page for who reads it, as long as they may."""
    language, token = language_of(request, staff=True), request.state["session_token"]

    async def now_seen() -> Parts | None:
        now = now_utc()
        access = await access_of(token, now=now)
        if access is None or not access.may(Permission.SCAN, gathering.id):
            return None
        return await parts(await reader_of(access, gathering, language=language), now)

    return now_seen


HANDLERS = [buses_page, buses_live, send_points, bus_page, bus_live, send_count, send_link]
