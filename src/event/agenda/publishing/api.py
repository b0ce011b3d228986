"""Publishing the programme for programs."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from event.agenda.publishing.operations import publish
from event.agenda.publishing.telling import ToTell, export_to_tell, to_tell
from event.agenda.publishing.version import Version
from event.agenda.publishing.views import (
    Preview,
    Told,
    VersionLine,
    difference,
    preview,
    version_of,
    versions_of,
)
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import language_of, read_json
from event.people.rules import Access, Permission
from event.registration.exporting.workbook import XLSX
from event.registration.queries import Scope

_ROOT = "/api/v1/gatherings/{slug:str}/agenda"
_LOOK, _WRITE = {"permission": Permission.GUESTS_READ}, {"permission": Permission.GUESTS_WRITE}


class ToPublish(msgspec.Struct):
    """A word to those it concerns, whether to mail them, and the mark of what was looked at (empty: whatever changed)."""

    word: str = ""
    tell: bool = True
    seen: str = ""


class Published(msgspec.Struct):
    """The number of the version."""

    number: int


@get(f"{_ROOT}/publish", opt=_WRITE, tags=["Agenda"])
async def api_preview(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], reach: NamedDependency[Scope]
) -> Preview:
    """What publishing the programme would change, in sentences, and whom it concerns."""
    return await preview(gathering, language=language_of(request, staff=True), scope=reach)


@post(f"{_ROOT}/publish", opt=_WRITE, tags=["Agenda"])
async def api_publish(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Published:
    """Publish the programme; 409 where nothing changed, or something else than was `seen`."""
    told = await read_json(request, ToPublish, otherwise=b"{}")
    made = await publish(
        gathering=gathering, word=told.word, tell=told.tell, by=access.actor, now=now, seen=told.seen
    )
    await announce(gathering.id)
    return Published(made.number)


@get(f"{_ROOT}/versions", opt=_LOOK, tags=["Agenda"])
async def api_versions(gathering: NamedDependency[Gathering]) -> list[VersionLine]:
    """Every published version of the programme, the newest first."""
    return await versions_of(gathering)


@get(_ROOT + "/versions/{number:int}", opt=_LOOK, tags=["Agenda"])
async def api_version(number: FromPath[int], gathering: NamedDependency[Gathering]) -> Version:
    """One published version, whole."""
    return await version_of(gathering, number)


@get(_ROOT + "/versions/{number:int}/changes", opt=_LOOK, tags=["Agenda"])
async def api_changes_of_version(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    gathering: NamedDependency[Gathering],
    against: FromQuery[int | None] = None,
) -> list[Told]:
    """What a version changes against the one before, or `against` another one, in sentences."""
    other = number - 1 if against is None else against
    return await difference(gathering, number, other, language=language_of(request, staff=True))


@get(_ROOT + "/versions/{number:int}/telling", opt=_LOOK, tags=["Agenda"])
async def api_to_tell(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
) -> list[ToTell]:
    """Guests whom a version concerns and no mail reaches: to be told by phone, or through their liaison."""
    return await to_tell(
        gathering, number, language=language_of(request, staff=True), scope=reach,
        contact=access.may(Permission.GUESTS_CONTACT, gathering.id),
    )  # fmt: skip


@get(
    _ROOT + "/versions/{number:int}/telling.xlsx",
    opt={"permission": Permission.GUESTS_EXPORT},
    tags=["Agenda"],
)
async def api_to_tell_file(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    now: NamedDependency[datetime],
) -> Response[bytes]:
    """The same as an .xlsx; the audit trail keeps that it was taken."""
    made = await export_to_tell(
        gathering, number, language=language_of(request, staff=True), scope=reach, by=access.actor, now=now
    )
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"'}
    return Response(made.content, media_type=XLSX, headers=headers)


HANDLERS = [
    api_preview, api_publish, api_versions, api_version, api_changes_of_version, api_to_tell, api_to_tell_file
]  # fmt: skip
