"""The settings of a gathering for programs."""

from datetime import datetime
from typing import Any

from litestar import Request, put
from litestar.di import NamedDependency

from event.gathering.forms import parse_settings
from event.gathering.live import announce
from event.gathering.operations import change_settings
from event.gathering.tables import Gathering
from event.http import read_json
from event.people.rules import Access, Permission


@put(
    "/api/v1/gatherings/{slug:str}/settings",
    opt={"permission": Permission.GATHERING_WRITE},
    tags=["Gathering"],
    status_code=204,
)
async def api_settings(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> None:
    """Change titles, days, registration and review: all fields of the settings page, as texts."""
    typed = await read_json(request, dict[str, str])
    await change_settings(gathering.id, wanted=parse_settings(typed), by=access.actor, now=now)
    await announce(gathering.id)


HANDLERS = [api_settings]
