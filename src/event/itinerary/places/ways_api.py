"""Travel times for programs: everything the pages can do to them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.comparing import marks
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import read_json
from event.itinerary.places.ways_kept import PlaceLine, WaysView, place_of, places_of, ways_of
from event.itinerary.places.ways_operations import set_point, set_ways
from event.itinerary.places.ways_told import PointTold, WayTold, checked_ways
from event.itinerary.planning.tables import Known
from event.people.rules import Access, Permission
from event.registration.fields import patched, seen_in

_ROOT = "/api/v1/gatherings/{slug:str}/ways"


@get(_ROOT, opt={"permission": Permission.GUESTS_READ}, tags=["Travel times"])
async def api_ways(gathering: NamedDependency[Gathering]) -> WaysView:
    """The minutes between every two places and how they are known: entered, imported, estimated or unknown."""
    return await ways_of(gathering)


@post(_ROOT, opt={"permission": Permission.GUESTS_WRITE}, tags=["Travel times"])
async def api_set_ways(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> WaysView:
    """Say how long ways take: a list of {origin, target, minutes}, places by id, code or name; null takes a time away.

    All of the list is kept, or nothing.
    """
    told = await read_json(request, list[WayTold])
    ways = checked_ways(told, await places_of(gathering))
    await set_ways(ways, known=Known.ENTERED, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return await ways_of(gathering)


@delete(
    _ROOT + "/{origin:uuid}/{target:uuid}",
    opt={"permission": Permission.GUESTS_WRITE},
    tags=["Travel times"],
)
async def api_forget_way(
    origin: FromPath[UUID],
    target: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> None:
    """Forget what was told of a way; it is estimated from then on."""
    await set_ways(
        {(origin, target): None}, known=Known.ENTERED, gathering=gathering, by=access.actor, now=now
    )
    await announce(gathering.id)


@patch(_ROOT + "/places/{place:uuid}", opt={"permission": Permission.GUESTS_WRITE}, tags=["Travel times"])
async def api_set_point(
    request: Request[Any, Any, Any],
    place: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> PlaceLine:
    """Say where a hotel or a venue is on the map: {latitude, longitude}, both null for unknown."""
    sent, before = await read_json(request, dict[str, Any]), await place_of(gathering, place)
    point = PointTold(before.latitude, before.longitude)
    seen = seen_in(sent) or marks(point)
    await set_point(place, patched(point, sent), seen=seen, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return await place_of(gathering, place)


HANDLERS = [api_ways, api_set_ways, api_forget_way, api_set_point]
