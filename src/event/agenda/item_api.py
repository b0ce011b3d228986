"""Items of a session for programs: added, changed, put in order, taken out."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, delete, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.agenda.beside import Beside
from event.agenda.items import add_item, change_item, item_of, order_items, remove_item
from event.agenda.kept import kept_session
from event.agenda.session_answers import ONE, WRITE, Undoable, answer, gone, reading
from event.agenda.told import ItemTold
from event.agenda.views import SessionView
from event.comparing import marks
from event.gathering.tables import Gathering
from event.http import read_json
from event.people.rules import Access
from event.registration.fields import patched, seen_in
from event.registration.queries import Scope


class ItemOrder(msgspec.Struct):
    """The ids of all items of a session in their new order; `seen`: `seen_order` as it was read."""

    items: list[UUID]
    seen: str


@post(ONE + "/items", opt=WRITE, tags=["Agenda"])
async def api_add_item(
    request: Request[Any, Any, Any],
    session: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    beside: NamedDependency[Beside],
    now: NamedDependency[datetime],
) -> SessionView:
    """Add an item behind the others; `title_zh` is needed."""
    told = await read_json(request, ItemTold)
    change = await add_item(session, told, gathering=gathering, by=access.actor, now=now)
    return await answer(change, gathering, beside, reading(request, access, gathering, reach, now))


@patch(ONE + "/items/{item:uuid}", opt=WRITE, tags=["Agenda"])
async def api_change_item(
    request: Request[Any, Any, Any],
    session: FromPath[UUID],
    item: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    beside: NamedDependency[Beside],
    now: NamedDependency[datetime],
) -> SessionView:
    """Change the fields of an item that are sent; with `seen` as it was read, nobody is overwritten."""
    sent = await read_json(request, dict[str, Any])
    before = item_of(await kept_session(gathering, session), item).told
    seen = seen_in(sent) or marks(before)
    change = await change_item(
        session, item, patched(before, sent), seen=seen, gathering=gathering, by=access.actor, now=now
    )
    return await answer(change, gathering, beside, reading(request, access, gathering, reach, now))


@post(ONE + "/items/order", opt=WRITE, status_code=200, tags=["Agenda"])
async def api_order_items(
    request: Request[Any, Any, Any],
    session: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    beside: NamedDependency[Beside],
    now: NamedDependency[datetime],
) -> SessionView:
    """Put the items in order; 409 where somebody else changed which there are or their order."""
    told = await read_json(request, ItemOrder)
    change = await order_items(
        session, told.items, seen=told.seen, gathering=gathering, by=access.actor, now=now
    )
    return await answer(change, gathering, beside, reading(request, access, gathering, reach, now))


@delete(ONE + "/items/{item:uuid}", opt=WRITE, status_code=200, tags=["Agenda"])
async def api_remove_item(
    session: FromPath[UUID],
    item: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Undoable:
    """Take an item out with the parts in it."""
    change = await remove_item(session, item, gathering=gathering, by=access.actor, now=now)
    return await gone(change, gathering)


HANDLERS = [api_add_item, api_change_item, api_order_items, api_remove_item]
