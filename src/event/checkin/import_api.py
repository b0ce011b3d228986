"""Excel lists for programs: the same report as on the page."""

from datetime import datetime
from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from event.checkin.imports import KINDS
from event.errors import NotFound
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import language_of
from event.language import Message
from event.people.rules import Access, Permission
from event.registration.importing.exports import export_guests

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class UnknownList(NotFound):
    """No list has this name."""

    sentence = Message("There is no list “{kind}”. Known: {known}.")


@post(
    "/api/v1/gatherings/{slug:str}/imports/{kind:str}",
    opt={"permission": Permission.GUESTS_WRITE},
    tags=["Lists"],
    status_code=200,
)
async def api_import(
    request: Request[Any, Any, Any],
    kind: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
    dry_run: FromQuery[bool] = False,
    file_name: FromQuery[str] = "list.xlsx",
) -> dict[str, Any]:
    """Take in a list: the .xlsx itself as the body. `dry_run=true` saves nothing."""
    if kind not in KINDS:
        raise UnknownList(kind=kind[:20], known=", ".join(KINDS))
    report = await KINDS[kind](
        await request.body(), file_name=file_name[:200], gathering=gathering, dry_run=dry_run,
        by=access.actor, now=now,
    )  # fmt: skip
    await announce(gathering.id)
    return report.as_json(language_of(request, staff=True))


@get(
    "/api/v1/gatherings/{slug:str}/exports/guests",
    opt={"permission": Permission.GUESTS_EXPORT},
    tags=["Lists"],
)
async def api_export(
    gathering: NamedDependency[Gathering], access: NamedDependency[Access], now: NamedDependency[datetime]
) -> Response[bytes]:
    """The guest list as .xlsx, document numbers masked; the audit trail says who took it."""
    content = await export_guests(gathering, by=access.actor, now=now)
    name = f'attachment; filename="{gathering.slug}-guests.xlsx"'
    return Response(content, media_type=XLSX, headers={"Content-Disposition": name})


HANDLERS = [api_import, api_export]
