"""Slots of the matchmaking behind the guest's link: those one has, those that are free."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from event.agenda.matchmaking.errors import UnknownSlot
from event.agenda.matchmaking.operations import book_slot, free_slot
from event.agenda.matchmaking.queries import taken_online, the_matchmaking, zones_of
from event.errors import Conflict, NotFound
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, needed_id
from event.language import Message
from event.people.rules import Actor
from event.registration.mails import guest_path
from event.registration.own.framing import own_page, proven, to_prove
from event.registration.tables import Guest, Standing

_BOOKED, _FREED = Message("The slot is yours."), Message("You have given the slot up.")


@get("/t/{code:str}/matchmaking", opt={"public": True}, include_in_schema=False)
async def own_slots(
    request: Request[Any, Any, Any],
    own: NamedDependency[Guest],
    own_gathering: NamedDependency[Gathering],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """The zones with their free slots, and those the guest has."""
    return await _page(request, own, own_gathering, now)


@post("/t/{code:str}/matchmaking", opt={"public": True}, include_in_schema=False)
async def send_own_slot(
    request: Request[Any, Any, Any],
    own: NamedDependency[Guest],
    own_gathering: NamedDependency[Gathering],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Book a slot, or give it up; only who has proven to be the guest."""
    if not proven(request, own, now=now):
        return to_prove(own, "matchmaking")
    freeing = form.text("free")
    told: dict[str, Any] = {"gathering": own_gathering, "by": Actor.guest(own.id), "now": now}
    try:
        if freeing:
            await free_slot(needed_id(freeing, UnknownSlot), guest=own.id, **told)
        else:
            await book_slot(needed_id(form.text("slot"), UnknownSlot), own.id, online=True, **told)
    except (Conflict, NotFound) as error:
        return await _page(request, own, own_gathering, now, refused=error.told(language_of(request)))
    await announce(own_gathering.id)
    return go(f"{guest_path(own.id)}/matchmaking", say=_FREED if freeing else _BOOKED)


async def _page(
    request: Request[Any, Any, Any], own: Guest, gathering: Gathering, now: datetime, *, refused: str = ""
) -> Response[Any]:
    zones = await zones_of(gathering, language=language_of(request))
    mine = [(zone, cell) for zone in zones for cell in zone.slots if cell.guest == own.id]
    return own_page(
        request, "agenda/own_matchmaking.html", own, gathering, refused=refused, zones=zones,
        mine=sorted(mine, key=lambda one: one[1].starts_at), session=await the_matchmaking(gathering),
        open=own.standing == Standing.APPROVED and await taken_online(gathering, now),
    )  # fmt: skip


HANDLERS = [own_slots, send_own_slot]
