"""The programme as guests read it, and as staff read it and put it together."""

from collections.abc import AsyncGenerator
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.channels import ChannelsPlugin
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, ServerSentEvent

from event.agenda.beside import Beside
from event.agenda.history import change_to_undo, undo
from event.agenda.kept import by_day, kept_sessions
from event.agenda.labels import KIND_LABELS
from event.agenda.publishing.reading import published_programme
from event.agenda.reading import moved_now, reader_of, told_clashes
from event.errors import Conflict
from event.gathering.live import announce, channel
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, own_path, page, with_query
from event.language import Message
from event.people.rules import Access, Permission
from event.registration.queries import Scope

_PATH = "/console/{slug:str}/agenda"
DONE: dict[str, Message] = {
    "add": Message("The session is added."),
    "change": Message("The session is changed."),
    "move": Message("The session is moved."),
    "remove": Message("The session is removed."),
    "cancel": Message(
        "The session is cancelled, and its places are free. Publish the programme to tell the guests."
    ),
    "reinstate": Message("The session takes place after all. Who had a place has it again."),
    "add_item": Message("The item is added."),
    "change_item": Message("The item is changed."),
    "order_items": Message("The items are in another order."),
    "remove_item": Message("The item is removed."),
    "add_person": Message("The person is added."),
    "change_person": Message("The person is changed."),
    "remove_person": Message("The person is removed."),
    "undo": Message("It is undone."),
}


@get("/g/{slug:str}", opt={"public": True}, include_in_schema=False)
async def public_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], now: NamedDependency[datetime]
) -> Response[Any]:
    """What the gathering is, its programme, and the way to register."""
    days = await published_programme(gathering, language=language_of(request))
    return page(
        request,
        "agenda/public.html",
        held=gathering,
        programme=days,
        takes_replies=gathering.takes_replies(now),
    )


@get(_PATH, opt={"permission": Permission.AGENDA_READ}, include_in_schema=False)
async def agenda_page(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    beside: NamedDependency[Beside],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """The programme by day and hall, what clashes in it, and target, booked and came of each session."""
    reader = reader_of(access, gathering, language=language_of(request, staff=True), scope=reach, now=now)
    clashes = await told_clashes(gathering, beside, reader)
    return page(
        request, "agenda/agenda.html", staff=True, days_of=by_day(await kept_sessions(gathering)), clashes=clashes,
        clashing={session for one in clashes for session in one.sessions}, came=await beside.came(gathering),
        may=access.may(Permission.GUESTS_WRITE, gathering.id), kinds=KIND_LABELS, done=DONE,
        undoable=await change_to_undo(gathering, request.query_params.get("undo", "")),
    )  # fmt: skip


@get(f"{_PATH}/live", opt={"permission": Permission.AGENDA_READ}, include_in_schema=False)
async def agenda_live(
    gathering: NamedDependency[Gathering], channels: NamedDependency[ChannelsPlugin]
) -> ServerSentEvent:
    """Another number whenever the programme changes, on any web node."""

    async def changes() -> AsyncGenerator[dict[str, str], None]:
        async with channels.start_subscription([channel(gathering.id)]) as subscription:
            last = await moved_now(gathering.id)
            async for _ in subscription.iter_events():
                if (number := await moved_now(gathering.id)) != last:
                    last = number
                    yield {"event": "moved", "data": str(number)}

    return ServerSentEvent(changes())


@post(_PATH + "/undo/{change:uuid}", opt={"permission": Permission.GUESTS_WRITE}, include_in_schema=False)
async def undo_change(
    request: Request[Any, Any, Any],
    change: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Redirect:
    """Undo the last change of a session."""
    programme_path = f"/console/{gathering.slug}/agenda"
    back = own_path(form.text("back") or programme_path)
    try:
        done = await undo(change, gathering=gathering, by=access.actor, now=now)
    except Conflict as error:
        return go(back, say=error.told(language_of(request, staff=True)), kind="warning")
    await announce(gathering.id)
    still_there = any(one.id == done.session for one in await kept_sessions(gathering, done.session))
    return go(with_query(back if still_there else programme_path, undo=done.kept))


HANDLERS = [public_page, agenda_page, agenda_live, undo_change]
