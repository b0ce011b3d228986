"""Places and delegations for programs."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, get, post, put
from litestar.di import NamedDependency

from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import read_json
from event.people.rules import Access, Permission
from event.registration.limits import Limits, Taken, add_delegation, places_taken, set_limits

Number = Annotated[int, msgspec.Meta(ge=0, le=999_999)]


class PlacesView(msgspec.Struct):
    """Limits with what is taken: of the gathering, its classes and its delegations."""

    places: int | None
    classes: list[Taken]
    delegations: list[Taken]


class PlacesAsked(msgspec.Struct):
    """New limits; null is no limit, and what is not named stays. Classes and delegations by code."""

    places: Number | msgspec.UnsetType | None = msgspec.UNSET
    classes: dict[str, Number | None] = {}
    delegations: dict[str, Number | None] = {}


class DelegationAsked(msgspec.Struct):
    """A delegation to be added."""

    code: str
    name_zh: str
    name_en: str = ""


@get("/api/v1/gatherings/{slug:str}/places", opt={"permission": Permission.GUESTS_WRITE}, tags=["Places"])
async def api_places(gathering: NamedDependency[Gathering]) -> PlacesView:
    """How many places there are and how many are taken."""
    return PlacesView(gathering.places, *await places_taken(gathering))


@put(
    "/api/v1/gatherings/{slug:str}/places",
    opt={"permission": Permission.GUESTS_WRITE},
    tags=["Places"],
    status_code=200,
)
async def api_set_places(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> dict[str, int]:
    """Set limits; whoever waits and now fits moves up, and the answer says how many did."""
    asked = await read_json(request, PlacesAsked)
    classes, delegations = await places_taken(gathering)
    limits = Limits(
        gathering.places if asked.places is msgspec.UNSET else asked.places,
        {one.id: asked.classes[one.code] for one in classes if one.code in asked.classes},
        {one.id: asked.delegations[one.code] for one in delegations if one.code in asked.delegations},
    )
    moved_up = await set_limits(limits, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return {"moved_up": len(moved_up)}


@post(
    "/api/v1/gatherings/{slug:str}/delegations", opt={"permission": Permission.GUESTS_WRITE}, tags=["Places"]
)
async def api_add_delegation(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> dict[str, UUID]:
    """Add a delegation."""
    asked = await read_json(request, DelegationAsked)
    made = await add_delegation(
        gathering, code=asked.code, name_zh=asked.name_zh, name_en=asked.name_en, by=access.actor, now=now
    )
    return {"id": made.id}


HANDLERS = [api_places, api_set_places, api_add_delegation]
