"""The dashboard, which counts along while people arrive, and the named reports."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, get
from litestar.channels import ChannelsPlugin
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import ServerSentEvent

from event.checkin.streaming import Parts, stream
from event.errors import Invalid
from event.gathering.setting_up import progress_of
from event.gathering.tables import Gathering
from event.http import language_of, now_utc, page, with_query
from event.people.rules import Access, Permission
from event.people.sessions import access_of
from event.registration.queries import Scope
from event.reports.dashboard.kept import PATIENCE
from event.reports.dashboard.pages import HANDLERS as DASHBOARD
from event.reports.dashboard.phases import phase_of, phases_told
from event.reports.dashboard.showing import look_of, parts, shown
from event.reports.named import readable
from event.reports.operations import export_report, read_report
from event.reports.parameters import moment_of
from event.reports.questions import asked_by
from event.reports.views import as_file, fields_of, reader_of

_ROWS = 200
"""Rows of a report on one page."""
_LONGEST = 80


@get("/console/{slug:str}", opt={"permission": Permission.AGENDA_READ}, include_in_schema=False)
async def dashboard(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Today's phase at a glance, or another with `phase` and `at`; who may not see figures gets the ways they may go."""
    if not access.may(Permission.FIGURES, gathering.id):
        return page(request, "reports/dashboard.html", staff=True, shown=None, set_up=[])
    query, problem, at = request.query_params, "", None
    language = language_of(request, staff=True)
    try:
        at = moment_of(query.get("at", ""), gathering, now) if query.get("at", "").strip() else None
    except Invalid as error:
        problem = error.told_fields(language)["at"]
    look = look_of(access, gathering, language, now=now, at=at)
    one = await shown(look, phase=query.get("phase", ""), patience=PATIENCE)
    steps = await progress_of(gathering) if access.may(Permission.GATHERING_WRITE, gathering.id) else []
    return page(
        request, "reports/dashboard.html", status=422 if problem else 200, staff=True, shown=one, figures=one.figures, set_up=steps,
        problem=problem, phases=phases_told(language), today=phase_of(gathering, now),
    )  # fmt: skip


@get("/console/{slug:str}/live", opt={"permission": Permission.FIGURES}, include_in_schema=False)
async def live_figures(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    channels: NamedDependency[ChannelsPlugin],
) -> ServerSentEvent:
    """What has changed on the dashboard, on any web node; it ends with the reader's session."""
    language, token = language_of(request, staff=True), request.state["session_token"]
    phase = request.query_params.get("phase", "")

    async def told() -> Parts | None:
        now = now_utc()
        access = await access_of(token, now=now)
        if access is None or not access.may(Permission.FIGURES, gathering.id):
            return None
        look = look_of(access, gathering, language, now=now)
        return parts(await shown(look, phase=phase), gathering)

    return stream(gathering.id, channels, told)


@get("/console/{slug:str}/reports", opt={"permission": Permission.AGENDA_READ}, include_in_schema=False)
async def reports_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], access: NamedDependency[Access]
) -> Response[Any]:
    """The questions there are reports for, for this reader; `q` searches them."""
    wanted = request.query_params.get("q", "").strip()[:_LONGEST]
    occasions = asked_by(readable(access, gathering.id), language_of(request, staff=True), wanted)
    return page(request, "reports/reports.html", staff=True, occasions=occasions, wanted=wanted)


@get(
    "/console/{slug:str}/reports/{name:str}",
    opt={"permission": Permission.AGENDA_READ},
    include_in_schema=False,
)
async def report_page(
    request: Request[Any, Any, Any],
    name: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """One report as of a moment; NAME.xlsx is its table."""
    language, query = language_of(request, staff=True), dict(request.query_params.items())
    asked, problem, moment = query.get("at", ""), "", now
    try:
        moment = moment_of(asked, gathering, now)
    except Invalid as error:
        problem = error.told_fields(language)["at"]
    reader = reader_of(access, gathering, reach, language)
    plain = name.removesuffix(".xlsx")
    view, problems = await read_report(
        plain, gathering, moment, query, reader=reader, by=access.actor, now=now
    )
    if name != plain:
        if problems:
            raise Invalid(problems)
        content = await export_report(view, gathering, by=access.actor, now=now, language=language)
        return as_file(content, view, gathering)
    fields = await fields_of(view, query, gathering, problems, language=language)
    told = {"at": "" if problem else asked} | {one.name: one.value for one in fields}
    own, pages, number = (
        f"/console/{gathering.slug}/reports/{plain}",
        -(-len(view.rows) // _ROWS),
        query.get("page", ""),
    )
    at = min(int(number), pages) if number.isascii() and number.isdigit() and len(number) < 6 else 1  # noqa: PLR2004
    at = max(at, 1)
    return page(
        request, "reports/report.html", status=422 if problem or problems else 200, staff=True, view=view,
        rows=view.rows[(at - 1) * _ROWS : at * _ROWS], asked=asked, problem=problem, params=fields, at=at,
        pages=max(pages, 1), page_url=lambda number: with_query(own, **told, page=number),
        workbook=with_query(f"{own}.xlsx", **told),
    )  # fmt: skip


HANDLERS = [dashboard, live_figures, reports_page, report_page, *DASHBOARD]
