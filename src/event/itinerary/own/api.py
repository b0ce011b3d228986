"""A guest's programme and wishes for programs."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.agenda.feeds.answering import calendar_answer
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import language_of, read_json
from event.itinerary.own.pages import calendar_of
from event.itinerary.own.programme import OwnProgramme
from event.itinerary.own.queries import guest_within, programme_of
from event.itinerary.own.wishes import Wishes, change_wishes, parse_wishes, wishes_of, wishes_offered
from event.people.rules import Access, Permission
from event.registration.queries import Scope


@get(
    "/api/v1/gatherings/{slug:str}/guests/{guest:uuid}/programme",
    opt={"permission": Permission.GUESTS_READ},
    tags=["Guests"],
)
async def api_programme(
    request: Request[Any, Any, Any],
    guest: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    reach: NamedDependency[Scope],
) -> OwnProgramme:
    """A guest's own programme, room included, in the language asked for; empty of who does not come."""
    row = await guest_within(guest, gathering=gathering, scope=reach)
    return await programme_of(row, gathering, language=language_of(request), proven=True)


@get(
    "/api/v1/gatherings/{slug:str}/guests/{guest:uuid}/programme.ics",
    opt={"permission": Permission.GUESTS_READ},
    tags=["Guests"],
)
async def api_calendar(
    request: Request[Any, Any, Any],
    guest: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    reach: NamedDependency[Scope],
) -> Response[bytes]:
    """A guest's own programme as a calendar (RFC 5545), as the guest subscribes to it."""
    row = await guest_within(guest, gathering=gathering, scope=reach)
    content = await calendar_of(row, gathering, language=language_of(request))
    return calendar_answer(request, content, "programme")


@get(
    "/api/v1/gatherings/{slug:str}/guests/{guest:uuid}/wishes",
    opt={"permission": Permission.GUESTS_READ},
    tags=["Guests"],
)
async def api_wishes(
    guest: FromPath[UUID], gathering: NamedDependency[Gathering], reach: NamedDependency[Scope]
) -> Wishes:
    """What a guest wishes of the homeland visit."""
    return wishes_of(await guest_within(guest, gathering=gathering, scope=reach))


@put(
    "/api/v1/gatherings/{slug:str}/guests/{guest:uuid}/wishes",
    opt={"permission": Permission.GUESTS_WRITE},
    tags=["Guests"],
)
async def api_change_wishes(
    request: Request[Any, Any, Any],
    guest: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    now: NamedDependency[datetime],
) -> Wishes:
    """Change what a guest wishes, after the deadline too: {"route_1": "A", "route_2": "D", "themes": [], "sit_with": ""}."""
    row = await guest_within(guest, gathering=gathering, scope=reach)
    asked = await read_json(request, Wishes)
    offered = await wishes_offered(gathering, wishes_of(row), language="en")
    changed = await change_wishes(
        row, parse_wishes(asked, offered), gathering=gathering, by=access.actor, now=now
    )
    await announce(gathering.id)
    return wishes_of(changed)


HANDLERS = [api_programme, api_calendar, api_wishes, api_change_wishes]
