"""The planning board: drawn in the browser from the API; readable, and to be changed, without scripts too."""

from collections.abc import AsyncGenerator
from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.channels import ChannelsPlugin
from litestar.di import NamedDependency
from litestar.response import ServerSentEvent

from event.errors import Refusal
from event.gathering.live import channel
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page
from event.itinerary.planning import drafting
from event.itinerary.planning.edits import Edit
from event.itinerary.planning.errors import UnknownThing
from event.itinerary.planning.reading import plan_view
from event.language import Message
from event.people.rules import Access, Permission
from event.registration.queries import Scope
from event.settings import settings

_CHANGED = Message("The plan is changed. It counts once it is published.")
_PATH = "/console/{slug:str}/visit"


@get(_PATH, opt={"permission": Permission.GUESTS_READ}, include_in_schema=False)
async def board_page(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
    reach: NamedDependency[Scope],
) -> Response[Any]:
    """The plan of the visit."""
    return await _board(request, gathering, access, now, reach)


@post(_PATH, opt={"permission": Permission.GUESTS_WRITE}, include_in_schema=False)
async def board_changed(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
    reach: NamedDependency[Scope],
) -> Response[Any]:
    """One change by a form: a party moves, a call is at another time, the last step is undone."""
    language = language_of(request, staff=True)
    try:
        if form.text("do") in ("undo", "redo"):
            turn = drafting.undo if form.text("do") == "undo" else drafting.redo
            await turn(
                gathering=gathering,
                moved=int(form.text("moved") or 0),
                language=language,
                by=access.actor,
                now=now,
            )
        else:
            await drafting.edit(_edit(form), gathering=gathering, language=language, by=access.actor, now=now)
    except Refusal as refusal:
        return await _board(request, gathering, access, now, reach, refused=refusal.told(language))
    return go(f"/console/{gathering.slug}/visit", say=_CHANGED)


@get(f"{_PATH}/live", opt={"permission": Permission.GUESTS_READ}, include_in_schema=False)
async def board_live(
    gathering: NamedDependency[Gathering], channels: NamedDependency[ChannelsPlugin]
) -> ServerSentEvent:
    """The number of the plan whenever something of the gathering changes, on any web node."""

    async def changes() -> AsyncGenerator[dict[str, str], None]:
        async with channels.start_subscription([channel(gathering.id)]) as subscription:
            last = await drafting.moved_now(gathering.id)
            async for _ in subscription.iter_events():
                if (number := await drafting.moved_now(gathering.id)) != last:
                    last = number
                    yield {"event": "moved", "data": str(number)}

    return ServerSentEvent(changes())


async def _board(
    request: Request[Any, Any, Any], gathering: Gathering, access: Access, now: datetime, reach: Scope, *, refused: str = ""
) -> Response[Any]:  # fmt: skip
    language = language_of(request, staff=True)
    plan = await plan_view(gathering, language=language, scope=reach)
    offset = f"{now.astimezone(gathering.zone):%z}"
    answer: Response[Any] = page(
        request, "itinerary/planning/board.html", staff=True, status=409 if refused else 200, plan=plan, refused=refused,
        may=access.may(Permission.GUESTS_WRITE, gathering.id), offset=f"{offset[:3]}:{offset[3:]}",
        tiles=settings().map_tiles, attribution=settings().map_attribution,
    )  # fmt: skip
    return answer


def _edit(form: Form) -> Edit:
    """The change a form asks for; what a page without scripts offers. Raises UnknownThing."""
    told: dict[str, Any] = {
        name: form.text(name) for name in ("do", "line", "what", "ref", "day", "begins", "seen", "to")
    }
    match told["do"]:
        case "move_party":
            guests = [part for part in form.text("guests").split(" ") if part]
            told = {
                "do": "move_party",
                "guests": guests,
                "to": told["to"] or None,
                "seen": told["seen"] or None,
            }
        case "move_call":
            told.pop("to")
        case _:
            raise UnknownThing
    try:
        change: Edit = msgspec.convert(told, Edit)
    except msgspec.ValidationError as error:
        raise UnknownThing from error
    return change


HANDLERS = [board_page, board_changed, board_live]
