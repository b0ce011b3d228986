"""Figures for programs."""

from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency

from event.gathering.tables import Gathering
from event.http import language_of
from event.people.rules import Permission
from event.reports.queries import Figures, figures


@get("/api/v1/gatherings/{slug:str}/figures", opt={"permission": Permission.FIGURES}, tags=["Figures"])
async def api_figures(request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]) -> Figures:
    """Guests expected and arrived, by class and delegation; no personal data."""
    return await figures(gathering, language=language_of(request, staff=True))


HANDLERS = [api_figures]
