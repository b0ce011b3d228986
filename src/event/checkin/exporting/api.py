"""The workbook of the programme for programs, and as a download of the console."""

from datetime import datetime

from litestar import get
from litestar.di import NamedDependency
from litestar.response import Response

from event.checkin.exporting.programme import export_programme
from event.gathering.tables import Gathering
from event.people.rules import Access, Permission


@get(
    "/api/v1/gatherings/{slug:str}/exports/agenda",
    opt={"permission": Permission.GUESTS_EXPORT},
    tags=["Lists"],
)
async def api_programme_workbook(
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Response[bytes]:
    """The office's workbook of the programme (.xlsx): sessions, halls, checkpoints, items and people; it can be taken in again."""
    return await _workbook(gathering, access, now)


@get(
    "/console/{slug:str}/agenda/workbook",
    opt={"permission": Permission.GUESTS_EXPORT},
    include_in_schema=False,
)
async def programme_workbook(
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Response[bytes]:
    """The same, from the programme's page."""
    return await _workbook(gathering, access, now)


async def _workbook(gathering: Gathering, access: Access, now: datetime) -> Response[bytes]:
    made = await export_programme(gathering, by=access.actor, now=now)
    return Response(
        made.content, media_type=made.media_type,
        headers={"Content-Disposition": f'attachment; filename="{made.name}"'},
    )  # fmt: skip


HANDLERS = [api_programme_workbook, programme_workbook]
