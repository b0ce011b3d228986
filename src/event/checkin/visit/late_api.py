"""Routes that run late, for programs."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from event.checkin.visit.late import LateView, late_view, usual_after
from event.checkin.visit.views import reader_of
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import language_of, read_json
from event.itinerary.shifting import shift_route
from event.itinerary.visiting import routes_now
from event.people.rules import Access, Permission

_ROOT = "/api/v1/gatherings/{slug:str}/visit/late"
_TAGS = ["Homeland visit"]


class Late(msgspec.Struct):
    """A route by its code, how many minutes late (early: below zero), from when on.

    `seen` is the mark that looking at it gave; where the times have changed since, nothing is moved.
    `tell`: guests whom it concerns have a mail of it, too.
    """

    route: str
    minutes: int
    after: datetime
    seen: str = ""
    tell: bool = False


class MovedTimes(msgspec.Struct):
    """A stop of the route with its new times."""

    stop: str
    arrives: datetime | None
    leaves: datetime | None


class ShiftedView(msgspec.Struct):
    """What was moved; lunch and return are null where they were not."""

    route: str
    minutes: int
    stops: list[MovedTimes]
    lunch: datetime | None
    back: datetime | None


@get(_ROOT, opt={"permission": Permission.GUESTS_READ}, tags=_TAGS)
async def api_late(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
    route: FromQuery[str],
    minutes: FromQuery[int] = 15,
    after: FromQuery[datetime | None] = None,
) -> LateView:
    """What becomes of a route that is late: new times, what does not hold any more, whom to tell. Changes nothing."""
    reader = await reader_of(access, gathering, language=language_of(request, staff=True))
    moment = after or usual_after((await routes_now(gathering)).values(), now)
    return await late_view(gathering, route, minutes, _dated(moment, gathering), reader=reader)


@post(_ROOT, opt={"permission": Permission.GUESTS_WRITE}, tags=_TAGS, status_code=200)
async def api_shift(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> ShiftedView:
    """Move the remaining stops, lunch and return of a route."""
    told = await read_json(request, Late)
    done = await shift_route(
        told.route, told.minutes, _dated(told.after, gathering), gathering=gathering, by=access.actor, now=now,
        seen=told.seen, tell=told.tell,
    )  # fmt: skip
    await announce(gathering.id)
    day = next((new for _, new in done.days), None)
    return ShiftedView(
        told.route, told.minutes, [MovedTimes(new.stop, new.arrives, new.leaves) for _, new in done.visits],
        day.lunch if day else None, day.back if day else None,
    )  # fmt: skip


def _dated(moment: datetime, gathering: Gathering) -> datetime:
    """A time without a zone is one of the gathering."""
    return moment if moment.tzinfo else moment.replace(tzinfo=gathering.zone)


HANDLERS = [api_late, api_shift]
