"""What the desk does after the verdict: the whole party, taking back, a note for the liaison, the photograph."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from event.checkin.card import photo_of
from event.checkin.desk import desk_path, desk_scope, id_in, show_desk
from event.checkin.errors import UnknownScan
from event.checkin.notes import leave_note
from event.checkin.party import check_in_party
from event.checkin.scanned import Undone
from event.checkin.undoing import take_back
from event.database import fetch_one
from event.errors import Invalid, NotFound
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, language_of
from event.language import Message, translated
from event.people.rules import Access, Permission

NO_REASON = Message("Please say why the scan is taken back.")


class NoPhoto(NotFound):
    """The guest sent no photograph, or is not the reader's to see."""

    sentence = Message("There is no photograph of this guest.")


@post(
    "/console/{slug:str}/check-in/party",
    opt={"permission": Permission.SCAN},
    include_in_schema=False,
    status_code=200,
)
async def desk_party(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Everybody who travels with the guest of a scan, and the party as it is then."""
    told = await check_in_party(
        id_in(form, "opens"), name=id_in(form, "scan"), gathering=gathering, by=access.user, now=now
    )
    await announce(gathering.id)
    return await show_desk(
        request, gathering, access, code=form.text("at"), now=now, guest=id_in(form, "guest"), party=told
    )


@post("/console/{slug:str}/check-in/take-back", opt={"permission": Permission.SCAN}, include_in_schema=False)
async def desk_take_back(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """A scan is taken back, with the reason; the guest may come in again."""
    scan, reason, at = id_in(form, "scan"), form.text("reason"), form.text("at")
    if not await fetch_one("SELECT 1 FROM scan WHERE id = $1 AND gathering = $2", scan, gathering.id):
        raise UnknownScan
    if not reason:
        problems = {f"reason-{scan}": translated(NO_REASON, language_of(request, staff=True))}
        return await show_desk(request, gathering, access, code=at, now=now, problems=problems)
    undone = Undone(uuid4(), scan, reason, now)
    await take_back([undone], gathering=gathering, by=access.actor.mark, device="desk", now=now)
    await announce(gathering.id)
    return go(desk_path(gathering, at=at), say=Message("The scan is taken back."))


@post("/console/{slug:str}/check-in/note", opt={"permission": Permission.SCAN}, include_in_schema=False)
async def desk_note(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """A note for the guest's liaison; whoever leaves one need not be able to read it."""
    guest, at = id_in(form, "guest"), form.text("at")
    try:
        await leave_note(guest, form.text("note"), gathering=gathering, by=access.actor, now=now)
    except Invalid as error:
        told = error.told_fields(language_of(request, staff=True))
        return await show_desk(
            request, gathering, access, code=at, now=now, guest=guest, problems=told, typed=form.typed
        )
    await announce(gathering.id)
    return go(desk_path(gathering, at=at, guest=guest), say=Message("The note is left for the liaison."))


@get(
    "/console/{slug:str}/check-in/photo/{guest:uuid}",
    opt={"permission": Permission.SCAN},
    include_in_schema=False,
)
async def desk_photo(
    guest: FromPath[UUID], gathering: NamedDependency[Gathering], access: NamedDependency[Access]
) -> Response[bytes]:
    """The face that goes with the name."""
    found = await photo_of(guest, gathering=gathering, scope=await desk_scope(access, gathering))
    if found is None:
        raise NoPhoto
    media_type, content = found
    return Response(content, media_type=media_type)


HANDLERS: list[HTTPRouteHandler] = [desk_party, desk_take_back, desk_note, desk_photo]
