"""Halls and how to find them, in the console and for programs."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, Response, get, patch, post
from litestar.di import NamedDependency

from event.errors import Invalid, Problem
from event.gathering.halls import HallView, Way, halls_of, set_ways
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page, read_json
from event.language import Message
from event.people.rules import Access, Permission

_ROOT = "/api/v1/gatherings/{slug:str}/halls"
_UNKNOWN = Message("There is no such hall in this gathering.")


class WayChanges(msgspec.Struct):
    """What is to be changed about a hall; what is not named stays."""

    name_en: str | msgspec.UnsetType = msgspec.UNSET
    way_zh: str | msgspec.UnsetType = msgspec.UNSET
    way_en: str | msgspec.UnsetType = msgspec.UNSET

    def of(self, hall: HallView) -> Way:
        """How the hall is found with these changes."""
        told = msgspec.structs.asdict(self)
        return Way(**{n: getattr(hall, n) if value is msgspec.UNSET else value for n, value in told.items()})


@get("/console/{slug:str}/halls", opt={"permission": Permission.GATHERING_WRITE}, include_in_schema=False)
async def halls_page(request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]) -> Response[Any]:
    """Every hall with how to find it."""
    return await _page(request, gathering)


@post("/console/{slug:str}/halls", opt={"permission": Permission.GATHERING_WRITE}, include_in_schema=False)
async def send_halls(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Save how halls are found."""
    ways = {
        hall.code: Way(*(form.text(f"{hall.code}.{name}") for name in Way.__struct_fields__))
        for hall in await halls_of(gathering)
    }
    try:
        await set_ways(ways, gathering=gathering, by=access.actor, now=now)
    except Invalid as error:
        problems = error.told_fields(language_of(request, staff=True))
        return await _page(request, gathering, form.typed, problems)
    return go(f"/console/{gathering.slug}/halls", say=Message("Saved."))


@get(_ROOT, opt={"permission": Permission.AGENDA_READ}, tags=["Halls"])
async def api_halls(gathering: NamedDependency[Gathering]) -> list[HallView]:
    """The gathering's halls by code."""
    return await halls_of(gathering)


@patch(_ROOT, opt={"permission": Permission.GATHERING_WRITE}, tags=["Halls"])
async def api_set_ways(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> list[HallView]:
    """Say how halls are found: an object of {name_en, way_zh, way_en} by code of the hall; the rest stays."""
    told = await read_json(request, dict[str, WayChanges])
    halls = {hall.code: hall for hall in await halls_of(gathering)}
    if unknown := told.keys() - halls.keys():
        raise Invalid({code: Problem(_UNKNOWN) for code in sorted(unknown)})
    ways = {code: changes.of(halls[code]) for code, changes in told.items()}
    await set_ways(ways, gathering=gathering, by=access.actor, now=now)
    return await halls_of(gathering)


async def _page(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    typed: dict[str, str] | None = None,
    problems: dict[str, str] | None = None,
) -> Response[Any]:
    halls = await halls_of(gathering)
    shown = {f"{hall.code}.{name}": getattr(hall, name) for hall in halls for name in Way.__struct_fields__}
    return page(
        request, "gathering/halls.html", status=422 if problems else 200, staff=True, halls=halls,
        typed=shown | (typed or {}), problems=problems or {},
    )  # fmt: skip


HANDLERS = [halls_page, send_halls, api_halls, api_set_ways]
