"""The dashboard, which counts along while people arrive."""

from collections.abc import AsyncGenerator
from typing import Any

from litestar import Request, Response, get
from litestar.channels import ChannelsPlugin
from litestar.di import NamedDependency
from litestar.response import ServerSentEvent

from event.gathering.live import channel
from event.gathering.tables import Gathering
from event.http import language_of, page
from event.people.rules import Access, Permission
from event.reports.queries import figures
from event.templating import rendered


@get("/console/{slug:str}", opt={"permission": Permission.AGENDA_READ}, include_in_schema=False)
async def dashboard(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], access: NamedDependency[Access]
) -> Response[Any]:
    """Today at a glance; those who may not see figures get the ways they may go."""
    language = language_of(request, staff=True)
    sees = access.may(Permission.FIGURES, gathering.id)
    told = await figures(gathering, language=language) if sees else None
    return page(request, "reports/dashboard.html", staff=True, figures=told)


@get("/console/{slug:str}/live", opt={"permission": Permission.FIGURES}, include_in_schema=False)
async def live_figures(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    channels: NamedDependency[ChannelsPlugin],
) -> ServerSentEvent:
    """The dashboard's figures again whenever something changes, on any web node."""
    language = language_of(request, staff=True)

    async def changes() -> AsyncGenerator[dict[str, str], None]:
        async with channels.start_subscription([channel(gathering.id)]) as subscription:
            yield await _figures(gathering, language)
            async for _ in subscription.iter_events():
                yield await _figures(gathering, language)

    return ServerSentEvent(changes())


async def _figures(gathering: Gathering, language: str) -> dict[str, str]:
    told = await figures(gathering, language=language)
    html = rendered("reports/figures.html", language=language, figures=told, held=gathering)
    return {"event": "figures", "data": html}


HANDLERS = [dashboard, live_figures]
