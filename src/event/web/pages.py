"""First pages: where visitors and staff arrive, and the style page."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from event.gathering.tables import Gathering
from event.http import go, page
from event.people.first import nobody_yet
from event.people.rules import Access, Permission
from event.web.setting_up.beginning import may_found


@get("/", opt={"public": True}, include_in_schema=False)
async def first_page(request: Request[Any, Any, Any], now: NamedDependency[datetime]) -> Response[Any]:
    """The only gathering, or those to choose from; where nobody can sign in yet, how to begin."""
    every = await Gathering.objects().order_by(Gathering.first_day, ascending=False)
    if len(every) == 1:
        return go(f"/g/{every[0].slug}")
    open_ones = [one for one in every if one.takes_replies(now)]
    return page(request, "web/first.html", gatherings=every, open_ones=open_ones, nobody=await nobody_yet())


@get("/console", opt={"permission": Permission.SIGNED_IN}, include_in_schema=False)
async def console(request: Request[Any, Any, Any], access: NamedDependency[Access]) -> Response[Any]:
    """The user's gathering, or those to choose from."""
    every = await Gathering.objects().order_by(Gathering.first_day, ascending=False)
    theirs = [one for one in every if access.roles(one.id)]
    if len(theirs) == 1 and "all" not in request.query_params:
        return go(f"/console/{theirs[0].slug}")
    if not every and may_found(access):
        return go("/console/new")
    return page(request, "web/console.html", staff=True, gatherings=theirs, founds=may_found(access))


@get("/style", opt={"public": True}, include_in_schema=False)
async def style(request: Request[Any, Any, Any]) -> Response[Any]:
    """Every component of the design, living."""
    return page(request, "style.html", staff=True)


HANDLERS = [first_page, console, style]
