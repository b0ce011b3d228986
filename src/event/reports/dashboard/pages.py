"""Pages of the press figures and of the view for leaders, which goes on by itself."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.channels import ChannelsPlugin
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, ServerSentEvent

from event.checkin.streaming import Parts, stream
from event.gathering.tables import Gathering
from event.http import go, language_of, now_utc, page, read_form
from event.language import Message
from event.people.rules import Access, Permission
from event.reports.dashboard.kept import PATIENCE
from event.reports.dashboard.leaders import (
    UnknownView,
    leaders_path,
    move_leaders,
    refuse_unless_led,
    seen_by_leaders,
)
from event.reports.dashboard.look import Look
from event.reports.dashboard.press import press, told
from event.reports.dashboard.showing import chart_parts, look_of
from event.reports.parameters import moment_of
from event.settings import settings
from event.templating import rendered

_NEW_LINK = Message("The view for leaders has a new link; the one before leads nowhere any more.")
_LONGEST = 2000


@get("/console/{slug:str}/press", opt={"permission": Permission.FIGURES}, include_in_schema=False)
async def press_page(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """The figures for the press as of `at`, and what they were `without` one country or region."""
    query, language = request.query_params, language_of(request, staff=True)
    asked = query.get("at", "").strip()
    at = moment_of(asked, gathering, now) if asked else None
    look = look_of(access, gathering, language, now=now, at=at)
    figures = await press(look, without=query.get("without", ""))
    return page(request, "reports/dashboard_press.html", staff=True, press=figures, look=look, text="", wrong=None, without=query.get("without", ""))  # fmt: skip


@post("/console/{slug:str}/press", opt={"permission": Permission.FIGURES}, include_in_schema=False)
async def press_check(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """A text of the editor's own, looked through for forbidden wording; nothing is kept."""
    text = (await read_form(request)).text("text")[:_LONGEST]
    look = look_of(access, gathering, language_of(request, staff=True), now=now)
    figures = await press(look)
    wrong = told(look, text, regions=bool(figures.came.regions))
    return page(request, "reports/dashboard_press.html", status=422 if wrong else 200, staff=True, press=figures, look=look, text=text, wrong=wrong, without="")  # fmt: skip


@get("/console/{slug:str}/leaders", opt={"permission": Permission.FIGURES}, include_in_schema=False)
async def leaders_console(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """Where the view for leaders is."""
    path = await leaders_path(gathering)
    return page(request, "reports/dashboard_leaders.html", staff=True, view=path, link=settings().address + path)  # fmt: skip


@post("/console/{slug:str}/leaders", opt={"permission": Permission.GATHERING_WRITE}, include_in_schema=False)
async def leaders_move(
    gathering: NamedDependency[Gathering], access: NamedDependency[Access], now: NamedDependency[datetime]
) -> Redirect:
    """Another link for the view."""
    await move_leaders(gathering, by=access.actor, now=now)
    return go(f"/console/{gathering.slug}/leaders", say=_NEW_LINK)


@get("/leaders/{slug:str}/{code:str}", opt={"public": True}, include_in_schema=False)
async def leaders_page(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    gathering: NamedDependency[Gathering],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Large figures, charts and the sentence of the press for whoever has the link; nobody is named."""
    await refuse_unless_led(code, gathering)
    language = language_of(request, staff=True)
    seen = await seen_by_leaders(Look(gathering, now, language), patience=PATIENCE)
    live = f"/leaders/{gathering.slug}/{code}/live?lang={language}"
    return page(request, "reports/leaders.html", staff=True, shown=seen, live=live, now=now)


@get("/leaders/{slug:str}/{code:str}/live", opt={"public": True}, include_in_schema=False)
async def leaders_live(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    gathering: NamedDependency[Gathering],
    channels: NamedDependency[ChannelsPlugin],
) -> ServerSentEvent:
    """What has changed in the view, until its link is revoked."""
    await refuse_unless_led(code, gathering)
    language = language_of(request, staff=True)

    async def parts() -> Parts | None:
        try:
            await refuse_unless_led(code, gathering)
        except UnknownView:
            return None
        now = now_utc()
        seen = await seen_by_leaders(Look(gathering, now, language))
        large = rendered("reports/leaders_large.html", language=language, held=gathering, shown=seen, now=now)
        return {"large": large} | chart_parts(seen["arrivals"], seen["charts"], gathering, language)

    return stream(gathering.id, channels, parts)


HANDLERS = [press_page, press_check, leaders_console, leaders_move, leaders_page, leaders_live]
