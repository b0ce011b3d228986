"""Items of a session: added, changed, put in order, taken out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from event.agenda.errors import OrderChanged, UnknownItem
from event.agenda.history import Change, changing
from event.agenda.kept import KeptItem, KeptSession, kept_session
from event.agenda.tables import AgendaItem
from event.agenda.told import ItemTold, checked_item
from event.comparing import mark, refuse_changed
from event.database import fetch
from event.gathering.tables import Gathering
from event.people.rules import Actor


def order_mark(session: KeptSession) -> str:
    """The mark of the items' order, as somebody has seen it."""
    return mark([one.id for one in session.items])


def item_of(session: KeptSession, item: UUID) -> KeptItem:
    """Raises UnknownItem."""
    for one in session.items:
        if one.id == item:
            return one
    raise UnknownItem


async def add_item(
    session: UUID, told: ItemTold, *, gathering: Gathering, by: Actor, now: datetime
) -> Change:
    """Add an item behind the others. Raises Invalid, UnknownSession."""
    kept = checked_item(told)
    async with changing(session, "add_item", gathering=gathering, by=by, now=now) as change:
        before = await kept_session(gathering, session)
        await AgendaItem(
            id=uuid4(), agenda_session=session, position=len(before.items), **_columns(kept)
        ).save()
    return change


async def change_item(
    session: UUID, item: UUID, told: ItemTold, *, seen: str, gathering: Gathering, by: Actor, now: datetime
) -> Change:
    """Change an item; `seen`: its marks when it was looked at. Raises Invalid, UnknownItem, ChangedSince."""
    kept = checked_item(told)
    async with changing(session, "change_item", gathering=gathering, by=by, now=now) as change:
        before = item_of(await kept_session(gathering, session), item)
        refuse_changed(seen, before.told)
        row: Any = await AgendaItem.objects().get(AgendaItem.id == item)
        for name, value in _columns(kept).items():
            setattr(row, name, value)
        await row.save()
    return change


async def order_items(
    session: UUID, order: Sequence[UUID], *, seen: str, gathering: Gathering, by: Actor, now: datetime
) -> Change:
    """Put the items in this order; `seen`: order_mark of what was looked at. Raises OrderChanged, UnknownSession."""
    async with changing(session, "order_items", gathering=gathering, by=by, now=now) as change:
        before = await kept_session(gathering, session)
        if seen != order_mark(before) or sorted(order) != sorted(one.id for one in before.items):
            raise OrderChanged
        await fetch(
            "UPDATE agenda_item SET position = o.place FROM unnest($1::uuid[]) WITH ORDINALITY AS o (id, place)"
            " WHERE agenda_item.id = o.id",
            list(order),
        )
    return change


async def remove_item(session: UUID, item: UUID, *, gathering: Gathering, by: Actor, now: datetime) -> Change:
    """Take an item out with the parts in it. Raises UnknownItem."""
    async with changing(session, "remove_item", gathering=gathering, by=by, now=now) as change:
        item_of(await kept_session(gathering, session), item)
        await fetch("DELETE FROM agenda_person WHERE item = $1", item)
        await fetch("DELETE FROM agenda_item WHERE id = $1", item)
    return change


def _columns(told: ItemTold) -> dict[str, Any]:
    return {name: getattr(told, name) for name in told.__struct_fields__}
