"""The workbooks of the visit, hotels and transfers for programs, and as downloads of the console."""

from datetime import datetime

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response

from event.gathering.tables import Gathering
from event.itinerary.exporting.operations import export_workbook
from event.people.rules import Access, NotAllowed, Permission


@get(
    "/api/v1/gatherings/{slug:str}/exports/{kind:str}",
    opt={"permission": Permission.GUESTS_EXPORT},
    tags=["Lists"],
)
async def api_workbook(
    kind: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Response[bytes]:
    """The office's workbook (.xlsx) of `visit`, `hotels` or `transfers`, which can be taken in again.

    It has telephone numbers and diets; the audit trail says who took it.
    """
    return await _workbook(kind, gathering, access, now)


@get(
    "/console/{slug:str}/visit/lists/{kind:str}",
    opt={"permission": Permission.GUESTS_EXPORT},
    include_in_schema=False,
)
async def workbook_download(
    kind: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Response[bytes]:
    """The same, from the print centre."""
    return await _workbook(kind, gathering, access, now)


async def _workbook(kind: str, gathering: Gathering, access: Access, now: datetime) -> Response[bytes]:
    if not access.may(Permission.GUESTS_CONTACT, gathering.id):
        raise NotAllowed
    made = await export_workbook(kind, gathering, by=access.actor, now=now)
    return Response(
        made.content, media_type=made.media_type,
        headers={"Content-Disposition": f'attachment; filename="{made.name}"'},
    )  # fmt: skip


HANDLERS = [api_workbook, workbook_download]
