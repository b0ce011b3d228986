"""The dashboard, the press figures and the view for leaders for programs."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from event.gathering.tables import Gathering
from event.http import language_of, read_json
from event.people.rules import Access, Permission
from event.reports.dashboard.charts import OverTime
from event.reports.dashboard.leaders import leaders_path, move_leaders
from event.reports.dashboard.look import Glance, Look
from event.reports.dashboard.phases import Phase
from event.reports.dashboard.press import Advice, Press, press, told
from event.reports.dashboard.showing import look_of, shown
from event.reports.parameters import moment_of
from event.settings import settings


class Drawn(msgspec.Struct, frozen=True):
    """A chart as its table."""

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]


class Dashboard(msgspec.Struct, frozen=True):
    """The phase, what it asks for, arrivals by the hour and the charts as tables."""

    phase: Phase
    as_of: datetime
    glance: Glance
    arrivals: OverTime
    charts: dict[str, Drawn]


class Text(msgspec.Struct, frozen=True):
    """A text for the press, in Chinese."""

    text: str


class Link(msgspec.Struct, frozen=True):
    """The address of the view for leaders."""

    address: str


@get("/api/v1/gatherings/{slug:str}/dashboard", opt={"permission": Permission.FIGURES}, tags=["Figures"])
async def api_dashboard(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
    phase: FromQuery[str] = "",
    at: FromQuery[str] = "",
) -> Dashboard:
    """What the dashboard shows in a `phase` (before, during, after; empty: that of the moment) as of `at`; names nobody."""
    one = await shown(_look(request, gathering, access, now, at), phase=phase)
    charts = {
        name: Drawn(chart.title, chart.columns, [bar.cells for bar in chart.bars])
        for name, chart in one.charts.items()
        if chart.bars
    }
    return Dashboard(one.phase, one.look.at, one.glance, one.arrivals, charts)


@get("/api/v1/gatherings/{slug:str}/press", opt={"permission": Permission.FIGURES}, tags=["Figures"])
async def api_press(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
    at: FromQuery[str] = "",
    without: FromQuery[str] = "",
) -> Press:
    """The press figures with their sentences and caveats; `without`: and if nobody from that country or region had come."""
    return await press(_look(request, gathering, access, now, at), without=without)


@post(
    "/api/v1/gatherings/{slug:str}/press/check",
    opt={"permission": Permission.FIGURES},
    tags=["Figures"],
    status_code=200,
)
async def api_press_check(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> list[Advice]:
    """What a text, `{"text": "…"}`, must not say of countries, regions and compatriots; nothing is kept."""
    text = (await read_json(request, Text)).text
    look = _look(request, gathering, access, now, "")
    return told(look, text, regions=bool((await press(look)).came.regions))


@get("/api/v1/gatherings/{slug:str}/leaders", opt={"permission": Permission.FIGURES}, tags=["Figures"])
async def api_leaders(gathering: NamedDependency[Gathering]) -> Link:
    """Where the view for leaders is; it needs no account and names nobody."""
    return Link(settings().address + await leaders_path(gathering))


@post(
    "/api/v1/gatherings/{slug:str}/leaders", opt={"permission": Permission.GATHERING_WRITE}, tags=["Figures"]
)
async def api_move_leaders(
    gathering: NamedDependency[Gathering], access: NamedDependency[Access], now: NamedDependency[datetime]
) -> Link:
    """Another link for the view for leaders; the one before leads nowhere any more."""
    await move_leaders(gathering, by=access.actor, now=now)
    return Link(settings().address + await leaders_path(gathering))


def _look(
    request: Request[Any, Any, Any], gathering: Gathering, access: Access, now: datetime, at: str
) -> Look:
    language = language_of(request, staff=True)
    return look_of(access, gathering, language, now=now, at=moment_of(at, gathering, now) if at.strip() else None)  # fmt: skip


HANDLERS = [api_dashboard, api_press, api_press_check, api_leaders, api_move_leaders]
