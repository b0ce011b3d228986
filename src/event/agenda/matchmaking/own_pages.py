"""Slots of the matchmaking behind the guest's link: those one has, those that are free."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from event.agenda.matchmaking.errors import UnknownSlot
from event.agenda.matchmaking.operations import book_slot, free_slot
from event.agenda.matchmaking.queries import taken_online, the_matchmaking, zones_of
from event.errors import Conflict, NotFound
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page
from event.language import Message
from event.people.rules import Actor
from event.registration.mails import guest_path
from event.registration.own.proving import PROOF_COOKIE, proof_holds
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
    if not proof_holds(own.id, request.cookies.get(PROOF_COOKIE, ""), now=now):
        return go(f"{guest_path(own.id)}/prove?then=matchmaking")
    freeing = form.text("free")
    told: dict[str, Any] = {"gathering": own_gathering, "by": Actor.guest(own.id), "now": now}
    try:
        if freeing:
            await free_slot(_id(freeing), guest=own.id, **told)
        else:
            await book_slot(_id(form.text("slot")), own.id, online=True, **told)
    except (Conflict, NotFound) as error:
        return await _page(request, own, own_gathering, now, refused=error.told(language_of(request)))
    await announce(own_gathering.id)
    return go(f"{guest_path(own.id)}/matchmaking", say=_FREED if freeing else _BOOKED)


async def _page(
    request: Request[Any, Any, Any], own: Guest, gathering: Gathering, now: datetime, *, refused: str = ""
) -> Response[Any]:
    zones = await zones_of(gathering, language=language_of(request))
    mine = [(zone, cell) for zone in zones for cell in zone.slots if cell.guest == own.id]
    return page(
        request, "agenda/own_matchmaking.html", status=422 if refused else 200, held=gathering, guest=own,
        own_path=guest_path(own.id), zones=zones, mine=sorted(mine, key=lambda one: one[1].starts_at), refused=refused,
        session=await the_matchmaking(gathering),
        open=own.standing == Standing.APPROVED and await taken_online(gathering, now),
    )  # fmt: skip


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise UnknownSlot from None


HANDLERS = [own_slots, send_own_slot]
