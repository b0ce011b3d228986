"""Figures and named reports for programs."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from event.errors import Invalid
from event.gathering.tables import Gathering
from event.http import language_of
from event.language import translated
from event.people.rules import Access, Permission
from event.registration.queries import Scope
from event.reports.dashboard.api import HANDLERS as DASHBOARD
from event.reports.named import readable
from event.reports.operations import export_report, read_report
from event.reports.parameters import moment_of
from event.reports.queries import Figures, figures
from event.reports.views import as_file, described, reader_of


@get("/api/v1/gatherings/{slug:str}/figures", opt={"permission": Permission.FIGURES}, tags=["Figures"])
async def api_figures(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], now: NamedDependency[datetime]
) -> Figures:
    """Guests expected and arrived, by class and delegation; no personal data."""
    return await figures(gathering, language=language_of(request, staff=True), now=now)


@get("/api/v1/gatherings/{slug:str}/reports", opt={"permission": Permission.AGENDA_READ}, tags=["Reports"])
async def api_reports(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], access: NamedDependency[Access]
) -> dict[str, str]:
    """The reports there are for this reader, by name, with their titles."""
    language = language_of(request, staff=True)
    reports = readable(access, gathering.id)
    return {name: translated(report.title, language) for name, report in reports.items()}


@get(
    "/api/v1/gatherings/{slug:str}/reports/{name:str}",
    opt={"permission": Permission.AGENDA_READ},
    tags=["Reports"],
    description=(
        "One report as of `at` (ISO 8601; without an offset, the gathering's own time; default now) by what the server"
        " had received by then; `format=xlsx` for its table. Further parameters go into the query:\n\n"
        + described()
    ),
)
async def api_report(
    request: Request[Any, Any, Any],
    name: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    now: NamedDependency[datetime],
    at: FromQuery[str] = "",
    format: FromQuery[str] = "json",  # noqa: A002 - as programs ask for it
) -> Response[Any]:
    """One report as of a moment; raises Invalid for a moment or a parameter that cannot be read."""
    language = language_of(request, staff=True)
    moment = moment_of(at, gathering, now)
    reader = reader_of(access, gathering, reach, language)
    query = dict(request.query_params.items())
    view, problems = await read_report(
        name, gathering, moment, query, reader=reader, by=access.actor, now=now
    )
    if problems:
        raise Invalid(problems)
    if format == "xlsx":
        content = await export_report(view, gathering, by=access.actor, now=now, language=language)
        return as_file(content, view, gathering)
    return Response(view)


HANDLERS = [api_figures, api_reports, api_report, *DASHBOARD]
