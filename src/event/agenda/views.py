"""A session as programs are told it and take it back, and the whole grid of the programme."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from event.agenda.clashing import ClashView
from event.agenda.items import order_mark
from event.agenda.kept import KeptItem, KeptPerson, KeptSession
from event.agenda.told import ItemTold, PersonTold, SessionTold, placed
from event.comparing import marks


class AgendaPersonView(PersonTold, frozen=True, kw_only=True):
    """A part; `name` and `position` as printed, `comes` false for a guest who does not any more; send `seen` back with a change."""

    id: UUID
    name: str
    position: str
    comes: bool
    seen: str


class AgendaItemView(ItemTold, frozen=True, kw_only=True):
    """An item with when it begins and ends; send `seen` back with a change."""

    id: UUID
    begins: datetime
    ends: datetime
    people: list[AgendaPersonView]
    seen: str


class SessionView(SessionTold, frozen=True, kw_only=True):
    """A session with its items and people; `booked` and `came` are people.

    Send `seen` back with a change, `seen_place` with a move, `seen_order` with an order of items: nobody is overwritten.
    `cancelled_at`: it does not take place. `clashes` are those it has part in. `change`: what was just done, to be undone.
    """

    id: UUID
    revision: int
    hall_name: str
    booked: int
    came: int | None
    cancelled_at: datetime | None
    items: list[AgendaItemView]
    people: list[AgendaPersonView]
    clashes: list[ClashView]
    seen: str
    seen_place: str
    seen_order: str
    change: UUID | None = None


class HallColumn(msgspec.Struct, frozen=True):
    """A hall as a column of the grid."""

    code: str
    name: str
    capacity: int | None


class GridView(msgspec.Struct, frozen=True):
    """The programme with its halls and clashes; `moved` is another number as soon as anything changes."""

    first_day: date
    last_day: date
    timezone: str
    moved: int
    halls: list[HallColumn]
    sessions: list[SessionView]
    clashes: list[ClashView]


def session_view(
    kept: KeptSession,
    language: str,
    *,
    clashes: list[ClashView],
    came: Mapping[UUID, int] | None = None,
    change: UUID | None = None,
) -> SessionView:
    """A session as a reader sees it."""
    return SessionView(
        **_fields(kept.told), id=kept.id, revision=kept.revision, hall_name=kept.hall_name(language), booked=kept.booked,
        came=came.get(kept.id) if came is not None else None, cancelled_at=kept.cancelled_at, items=[_item(one) for one in kept.items],
        people=[_person(one) for one in kept.people], clashes=[one for one in clashes if kept.id in one.sessions],
        seen=marks(kept.told), seen_place=marks(placed(kept.told)), seen_order=order_mark(kept), change=change,
    )  # fmt: skip


def _item(one: KeptItem) -> AgendaItemView:
    return AgendaItemView(
        **_fields(one.told), id=one.id, begins=one.begins, ends=one.ends, people=[_person(who) for who in one.people],
        seen=marks(one.told),
    )  # fmt: skip


def _person(one: KeptPerson) -> AgendaPersonView:
    return AgendaPersonView(
        **_fields(one.told),
        id=one.id,
        name=one.name,
        position=one.title,
        comes=one.comes,
        seen=marks(one.told),
    )


def _fields(told: msgspec.Struct) -> dict[str, Any]:
    return {name: getattr(told, name) for name in told.__struct_fields__}
