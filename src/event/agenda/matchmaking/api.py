"""The matchmaking for programs: zones and slots, booking and freeing."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.agenda.matchmaking.operations import Layout, book_slot, free_slot, guest_numbered, lay_out
from event.agenda.matchmaking.queries import ZoneRow, zones_of
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import language_of, read_json
from event.people.rules import Access, Permission
from event.registration.queries import Scope

_ROOT = "/api/v1/gatherings/{slug:str}/agenda/matchmaking"
_LOOK, _WRITE = {"permission": Permission.GUESTS_READ}, {"permission": Permission.GUESTS_WRITE}


class ForGuest(msgspec.Struct):
    """A guest by number."""

    guest: str


@get(_ROOT, opt=_LOOK, tags=["Agenda"])
async def api_matchmaking(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], reach: NamedDependency[Scope]
) -> list[ZoneRow]:
    """Zones with their slots and who has booked them."""
    return await zones_of(gathering, language=language_of(request, staff=True), scope=reach)


@put(f"{_ROOT}/layout", opt=_WRITE, tags=["Agenda"])
async def api_lay_out(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    now: NamedDependency[datetime],
) -> list[ZoneRow]:
    """Say which zones there are and when they receive guests; 409 where booked slots would go."""
    told = await read_json(request, Layout)
    await lay_out(told, gathering=gathering, by=access.actor, now=now)
    return await _done(request, gathering, reach)


@put(_ROOT + "/slots/{slot:uuid}", opt=_WRITE, tags=["Agenda"])
async def api_book_slot(
    request: Request[Any, Any, Any],
    slot: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    now: NamedDependency[datetime],
) -> list[ZoneRow]:
    """Book a slot for a guest: {"guest": "EX2026-001"}; 409 where it is taken, or the guest has another at that time."""
    told = await read_json(request, ForGuest)
    guest = await guest_numbered(told.guest, gathering)
    await book_slot(slot, guest, gathering=gathering, by=access.actor, now=now)
    return await _done(request, gathering, reach)


@delete(_ROOT + "/slots/{slot:uuid}", opt=_WRITE, status_code=200, tags=["Agenda"])
async def api_free_slot(
    request: Request[Any, Any, Any],
    slot: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    now: NamedDependency[datetime],
) -> list[ZoneRow]:
    """Free a slot."""
    await free_slot(slot, gathering=gathering, by=access.actor, now=now)
    return await _done(request, gathering, reach)


async def _done(request: Request[Any, Any, Any], gathering: Gathering, reach: Scope) -> list[ZoneRow]:
    await announce(gathering.id)
    return await zones_of(gathering, language=language_of(request, staff=True), scope=reach)


HANDLERS = [api_matchmaking, api_lay_out, api_book_slot, api_free_slot]
