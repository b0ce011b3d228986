"""Publishing the programme in the console: what would change, then the versions."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.agenda.publishing.operations import publish
from event.agenda.publishing.telling import count_to_tell, export_to_tell, to_tell
from event.agenda.publishing.version import listed
from event.agenda.publishing.views import difference, preview, version_of, versions_of
from event.errors import Conflict, Invalid
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page
from event.language import LANGUAGE_NAMES, Message
from event.people.rules import Access, Permission
from event.registration.exporting.workbook import XLSX
from event.registration.queries import Scope

_ROOT = "/console/{slug:str}/agenda"
_LOOK, _WRITE = {"permission": Permission.GUESTS_READ}, {"permission": Permission.GUESTS_WRITE}
_DONE = Message("The programme is published: guests see it now.")


@get(f"{_ROOT}/publish", opt=_WRITE, include_in_schema=False)
async def publish_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], reach: NamedDependency[Scope]
) -> Response[Any]:
    """What publishing would change, and whom it concerns."""
    return await _page(request, gathering, reach, {"word": "", "tell": "on"})


@post(f"{_ROOT}/publish", opt=_WRITE, include_in_schema=False)
async def send_publish(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Publish what was looked at."""
    try:
        made = await publish(
            gathering=gathering, word=form.text("word"), tell=form.text("tell") == "on", by=access.actor, now=now,
            seen=form.text("seen"),
        )  # fmt: skip
    except (Conflict, Invalid) as error:
        return await _page(request, gathering, reach, form.typed, error=error)
    await announce(gathering.id)
    return go(f"/console/{gathering.slug}/agenda/versions/{made.number}", say=_DONE)


@get(f"{_ROOT}/versions", opt=_LOOK, include_in_schema=False)
async def versions_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """Every published version."""
    return page(request, "agenda/versions.html", staff=True, versions=await versions_of(gathering))


@get(_ROOT + "/versions/{number:int}", opt=_LOOK, include_in_schema=False)
async def version_page(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    gathering: NamedDependency[Gathering],
    reach: NamedDependency[Scope],
) -> Response[Any]:
    """One version whole, and what it changes against the one before or another one."""
    language = language_of(request, staff=True)
    version = await version_of(gathering, number)
    text = request.query_params.get("against", "")
    against = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else number - 1  # noqa: PLR2004
    return page(
        request, "agenda/version.html", staff=True, version=version, against=against,
        changes=await difference(gathering, number, against, language=language),
        sessions=listed(version.sessions, gathering.zone),
        to_tell=await count_to_tell(version, scope=reach),
        others=[one.number for one in await versions_of(gathering) if one.number != number],
    )  # fmt: skip


@get(_ROOT + "/versions/{number:int}/telling", opt=_LOOK, include_in_schema=False)
async def telling_page(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
) -> Response[Any]:
    """Whom no mail tells of a version, by who looks after them."""
    people = await to_tell(
        gathering, number, language=language_of(request, staff=True), scope=reach,
        contact=access.may(Permission.GUESTS_CONTACT, gathering.id),
    )  # fmt: skip
    return page(
        request, "agenda/telling.html", staff=True, number=number, people=people, names=LANGUAGE_NAMES
    )


@get(
    _ROOT + "/versions/{number:int}/telling.xlsx",
    opt={"permission": Permission.GUESTS_EXPORT},
    include_in_schema=False,
)
async def telling_file(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    now: NamedDependency[datetime],
) -> Response[bytes]:
    """The list of whom to tell as a workbook."""
    made = await export_to_tell(
        gathering, number, language=language_of(request, staff=True), scope=reach, by=access.actor, now=now
    )
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"'}
    return Response(made.content, media_type=XLSX, headers=headers)


async def _page(
    request: Request[Any, Any, Any], gathering: Gathering, reach: Scope, typed: Any, *, error: Any = None
) -> Response[Any]:
    language = language_of(request, staff=True)
    invalid = isinstance(error, Invalid)
    return page(
        request, "agenda/publish.html", status=422 if error else 200, staff=True, typed=typed,
        told=await preview(gathering, language=language, scope=reach),
        conflict=error.told(language) if error and not invalid else "",
        problems=error.told_fields(language) if invalid else {},
    )  # fmt: skip


HANDLERS = [publish_page, send_publish, versions_page, version_page, telling_page, telling_file]
