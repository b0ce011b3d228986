"""The programme as guests and staff read it."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from event.agenda.queries import programme
from event.gathering.tables import Gathering
from event.http import language_of, page
from event.people.rules import Permission


@get("/g/{slug:str}", opt={"public": True}, include_in_schema=False)
async def public_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], now: NamedDependency[datetime]
) -> Response[Any]:
    """What the gathering is, its programme, and the way to register."""
    days = await programme(gathering, language=language_of(request))
    return page(
        request,
        "agenda/public.html",
        held=gathering,
        programme=days,
        takes_replies=gathering.takes_replies(now),
    )


@get("/console/{slug:str}/agenda", opt={"permission": Permission.AGENDA_READ}, include_in_schema=False)
async def agenda_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """The programme with halls, capacities and bookings."""
    days = await programme(gathering, language=language_of(request, staff=True))
    return page(request, "agenda/agenda.html", staff=True, programme=days)


HANDLERS = [public_page, agenda_page]
