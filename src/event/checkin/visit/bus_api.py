"""Buses and roll calls for programs."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from event.checkin.visit.bus_pages import count_or_take_back
from event.checkin.visit.points import make_points
from event.checkin.visit.views import BusesView, RollCallView, buses_view, reader_of, roll_call_view
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import language_of, read_json
from event.people.rules import Access, Permission

_ROOT = "/api/v1/gatherings/{slug:str}/visit/buses"
_TAGS = ["Homeland visit"]


class Tap(msgspec.Struct):
    """Who is counted at which roll call (`at`: START, BACK, or the code of the stop it is after).

    `take_back`: they were counted by mistake.
    """

    guest: UUID
    at: str
    take_back: bool = False


class MadeView(msgspec.Struct):
    """How many checkpoints were made."""

    made: int


@get(_ROOT, opt={"permission": Permission.SCAN}, tags=_TAGS)
async def api_buses(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> BusesView:
    """Every bus as of now: booked, aboard, missing, and the last roll call."""
    reader = await reader_of(access, gathering, language=language_of(request, staff=True))
    return await buses_view(gathering, reader, now=now)


@get(f"{_ROOT}/{{bus:str}}", opt={"permission": Permission.SCAN}, tags=_TAGS)
async def api_bus(
    request: Request[Any, Any, Any],
    bus: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
    at: FromQuery[str] = "",
) -> RollCallView:
    """One bus at a roll call, without `at` at the one to go on with."""
    reader = await reader_of(access, gathering, language=language_of(request, staff=True))
    return await roll_call_view(gathering, bus, reader, at=at, now=now)


@post(f"{_ROOT}/{{bus:str}}/counts", opt={"permission": Permission.SCAN}, tags=_TAGS, status_code=200)
async def api_count(
    request: Request[Any, Any, Any],
    bus: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> RollCallView:
    """Count somebody by hand, or take it back; again it changes nothing."""
    tap = await read_json(request, Tap)
    reader = await reader_of(access, gathering, language=language_of(request, staff=True))
    await count_or_take_back(
        str(tap.guest), back=tap.take_back, bus=bus, at=tap.at, gathering=gathering, access=access,
        reader=reader, now=now,
    )  # fmt: skip
    return await roll_call_view(gathering, bus, reader, at=tap.at, now=now)


@post(f"{_ROOT}/points", opt={"permission": Permission.GATHERING_WRITE}, tags=_TAGS, status_code=200)
async def api_points(
    gathering: NamedDependency[Gathering], access: NamedDependency[Access], now: NamedDependency[datetime]
) -> MadeView:
    """Make the checkpoints that the roll calls of the buses lack."""
    made = await make_points(gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return MadeView(made)


HANDLERS = [api_buses, api_bus, api_count, api_points]
