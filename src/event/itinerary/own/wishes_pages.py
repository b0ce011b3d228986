"""Wishes for the homeland visit behind the guest's link."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from event.errors import Invalid, Refusal
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page
from event.itinerary.own.calling import contacts, liaison_of, liaison_words
from event.itinerary.own.wishes import (
    Wishes,
    change_wishes,
    parse_wishes,
    wishes_of,
    wishes_offered,
    wishes_until,
)
from event.language import Message
from event.people.rules import Actor
from event.registration.mails import guest_path
from event.registration.operations import may_change
from event.registration.own.errors import NotProven
from event.registration.own.framing import proven
from event.registration.rules import LEFT
from event.registration.tables import Guest, Standing


@get("/t/{code:str}/wishes", opt={"public": True}, include_in_schema=False)
async def own_wishes(
    request: Request[Any, Any, Any],
    own: NamedDependency[Guest],
    own_gathering: NamedDependency[Gathering],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """What the guest wishes, to be looked at and, until the deadline, changed."""
    if not proven(request, own, now=now):
        return go(f"{guest_path(own.id)}/prove?then=wishes")
    return await _page(request, own, own_gathering, wishes_of(own), now=now)


@post("/t/{code:str}/wishes", opt={"public": True}, include_in_schema=False)
async def send_wishes(
    request: Request[Any, Any, Any],
    own: NamedDependency[Guest],
    own_gathering: NamedDependency[Gathering],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Take the wishes; what was typed stays where something is wrong."""
    if not proven(request, own, now=now):
        raise NotProven
    language = language_of(request)
    typed = Wishes(form.text("route_1"), form.text("route_2"), form.texts("themes"), form.text("sit_with"))
    offered = await wishes_offered(own_gathering, wishes_of(own), language=language)
    try:
        await change_wishes(
            own, parse_wishes(typed, offered), gathering=own_gathering, by=Actor.guest(own.id), now=now
        )
    except Invalid as error:
        return await _page(request, own, own_gathering, typed, now=now, problems=error.told_fields(language))
    except Refusal as error:
        return await _page(request, own, own_gathering, typed, now=now, refused=error.told(language))
    await announce(own_gathering.id)
    return go(f"{guest_path(own.id)}/wishes", say=Message("Your wishes are saved."))


async def _page(
    request: Request[Any, Any, Any],
    guest: Guest,
    gathering: Gathering,
    wishes: Wishes,
    *,
    now: datetime,
    problems: dict[str, str] | None = None,
    refused: str = "",
) -> Response[Any]:
    found = await contacts(gathering.id, (liaison_words(guest), liaison_words(guest).partition(" ")[0]))
    return page(
        request, "itinerary/own/wishes.html", status=422 if problems or refused else 200, held=gathering, guest=guest,
        own_path=guest_path(guest.id), wishes=wishes, problems=problems or {}, refused=refused,
        offered=await wishes_offered(gathering, wishes_of(guest), language=language_of(request)),
        open=Standing(guest.standing) not in LEFT and may_change(gathering, now), until=wishes_until(gathering),
        liaison=await liaison_of(guest, found),
    )  # fmt: skip


HANDLERS = [own_wishes, send_wishes]
