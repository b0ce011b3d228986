"""What the guide's page of a bus asks and sends while it is open; its link is all that it needs."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency

from event.checkin.visit.guide import GuideState, GuideView, guide_state, guide_view
from event.checkin.visit.guiding import GuideAnswer, take_taps, tell_late
from event.checkin.visit.links import BusLink
from event.http import language_of, read_json

_ROOT = "/api/v1/bus-links/{code:str}"
_TAGS = ["Homeland visit"]


class Late(msgspec.Struct):
    """How many minutes late the bus is, and a word about it. `id` names it, so that it is told once.

    `at` is when it was said, where it could not be sent at once.
    """

    minutes: int
    words: str = ""
    id: UUID | None = None
    at: datetime | None = None


class ToldView(msgspec.Struct):
    """The organizers have been told."""

    told: bool = True


@get(f"{_ROOT}/state", opt={"public": True}, tags=_TAGS)
async def api_guide_state(bus_link: NamedDependency[BusLink], now: NamedDependency[datetime]) -> GuideState:
    """Who is counted at each roll call of the bus behind the link."""
    return await guide_state(bus_link, now=now)


@get(f"{_ROOT}/day", opt={"public": True}, tags=_TAGS)
async def api_guide_day(
    request: Request[Any, Any, Any], bus_link: NamedDependency[BusLink], now: NamedDependency[datetime]
) -> GuideView:
    """Everything that the page behind the link of a bus shows."""
    return await guide_view(bus_link, language=language_of(request), now=now)


@post(f"{_ROOT}/scans", opt={"public": True}, tags=_TAGS, status_code=200)
async def api_guide_scans(
    request: Request[Any, Any, Any], bus_link: NamedDependency[BusLink], now: NamedDependency[datetime]
) -> GuideAnswer:
    """Taps of the guide in the form of scanners, `checkpoint` being START, BACK or the code of a stop.

    Sent again they count once. What is not of this bus is answered and changes nothing.
    """
    return await take_taps(await request.body(), bus_link, language=language_of(request), now=now)


@post(f"{_ROOT}/late", opt={"public": True}, tags=_TAGS, status_code=200)
async def api_guide_late(
    request: Request[Any, Any, Any], bus_link: NamedDependency[BusLink], now: NamedDependency[datetime]
) -> ToldView:
    """Tell the organizers that the bus is late."""
    told = await read_json(request, Late)
    await tell_late(
        bus_link, minutes=told.minutes, words=told.words, note=told.id or uuid4(), at=told.at,
        language=language_of(request), now=now,
    )  # fmt: skip
    return ToldView()


HANDLERS = [api_guide_state, api_guide_day, api_guide_scans, api_guide_late]
