"""Sessions, items and people of the programme for programs: everything the pages can do to them."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from event.agenda.beside import Beside
from event.agenda.clashing import NEW, ClashView, told_clash, would_clash
from event.agenda.history import Change, ChangeView, changes_of, undo
from event.agenda.items import add_item, change_item, item_of, order_items, remove_item
from event.agenda.kept import kept_session
from event.agenda.operations import add_session, change_session, checked, move_session, remove_session
from event.agenda.people import add_person, change_person, person_of, remove_person
from event.agenda.reading import Reader, grid_of, reader_of, session_of, told_clashes
from event.agenda.told import ItemTold, PersonTold, Placed, SessionTold, placed
from event.agenda.views import GridView, SessionView
from event.comparing import marks
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import language_of, read_json
from event.people.rules import Access, Permission
from event.registration.fields import patched, seen_in
from event.registration.queries import Scope

_ROOT = "/api/v1/gatherings/{slug:str}/agenda"
_SESSIONS = f"{_ROOT}/sessions"
_ONE = _SESSIONS + "/{session:uuid}"
_LOOK, _NAMES = {"permission": Permission.AGENDA_READ}, {"permission": Permission.GUESTS_READ}
_WRITE = {"permission": Permission.GUESTS_WRITE}


class WouldClash(msgspec.Struct):
    """What would be wrong that is not wrong now."""

    clashes: list[ClashView]


class Undoable(msgspec.Struct):
    """What was done, to be undone with `change`."""

    change: UUID | None


class ItemOrder(msgspec.Struct):
    """The ids of all items of a session in their new order; `seen`: `seen_order` as it was read."""

    items: list[UUID]
    seen: str


def _reader(
    request: Request[Any, Any, Any], access: Access, gathering: Gathering, reach: Scope, now: datetime
) -> Reader:
    return reader_of(access, gathering, language=language_of(request, staff=True), scope=reach, now=now)


@get(f"{_ROOT}/grid", opt=_LOOK, tags=["Agenda"])
async def api_grid(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    beside: NamedDependency[Beside],
    now: NamedDependency[datetime],
) -> GridView:
    """Every session with its items, people, target, booked and came; halls; and everything that clashes."""
    return await grid_of(gathering, beside, _reader(request, access, gathering, reach, now))


@get(f"{_ROOT}/clashes", opt=_NAMES, tags=["Agenda"])
async def api_clashes(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    beside: NamedDependency[Beside],
    now: NamedDependency[datetime],
) -> list[ClashView]:
    """What is wrong with the programme, as sentences with names."""
    return await told_clashes(gathering, beside, _reader(request, access, gathering, reach, now))


@post(f"{_ROOT}/check", opt=_WRITE, status_code=200, tags=["Agenda"])
async def api_check(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    reach: NamedDependency[Scope],
    beside: NamedDependency[Beside],
    now: NamedDependency[datetime],
) -> WouldClash:
    """What would clash that does not now, were a session so: its fields, with its id as `session`, or those of a new one."""
    sent = await read_json(request, dict[str, Any])
    text = sent.pop("session", None)
    session = msgspec.convert(text, UUID) if isinstance(text, str) and _is_id(text) else None
    sent.pop("seen", None)
    told = (
        patched((await kept_session(gathering, session)).told, sent)
        if session
        else patched(_blank(now), sent)
    )
    language = language_of(request, staff=True)
    found = await would_clash(
        gathering, {session or NEW: await checked(told, gathering)}, language=language,
        landings=await beside.landings(gathering, now), scope=reach,
    )  # fmt: skip
    return WouldClash([told_clash(one, language) for one in found])


@post(_SESSIONS, opt=_WRITE, tags=["Agenda"])
async def api_add_session(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    beside: NamedDependency[Beside],
    now: NamedDependency[datetime],
) -> SessionView:
    """Add a session; `code`, `title_zh` and `starts_at` are needed. It is kept although it clashes: `clashes` says with what."""
    told = await read_json(request, SessionTold)
    change = await add_session(told, gathering=gathering, by=access.actor, now=now)
    return await _done(change, gathering, beside, _reader(request, access, gathering, reach, now))


@get(_ONE, opt=_LOOK, tags=["Agenda"])
async def api_session(
    request: Request[Any, Any, Any],
    session: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    beside: NamedDependency[Beside],
    now: NamedDependency[datetime],
) -> SessionView:
    """One session with its items, people and clashes."""
    return await session_of(gathering, session, beside, _reader(request, access, gathering, reach, now))


@patch(_ONE, opt=_WRITE, tags=["Agenda"])
async def api_change_session(
    request: Request[Any, Any, Any],
    session: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    beside: NamedDependency[Beside],
    now: NamedDependency[datetime],
) -> SessionView:
    """Change the fields that are sent. With `seen` as it was read: 409 and what differs where somebody else was faster."""
    sent = await read_json(request, dict[str, Any])
    before = (await kept_session(gathering, session)).told
    seen = seen_in(sent) or marks(before)
    change = await change_session(
        session, patched(before, sent), seen=seen, gathering=gathering, by=access.actor, now=now
    )
    return await _done(change, gathering, beside, _reader(request, access, gathering, reach, now))


@post(_ONE + "/move", opt=_WRITE, status_code=200, tags=["Agenda"])
async def api_move_session(
    request: Request[Any, Any, Any],
    session: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    beside: NamedDependency[Beside],
    now: NamedDependency[datetime],
) -> SessionView:
    """Move a session: `starts_at`, `ends_at`, `hall`, and `seen_place` as `seen`; what is not sent stays."""
    sent = await read_json(request, dict[str, Any])
    before = placed((await kept_session(gathering, session)).told)
    seen = seen_in(sent) or marks(before)
    to: Placed = patched(before, sent)
    change = await move_session(session, to, seen=seen, gathering=gathering, by=access.actor, now=now)
    return await _done(change, gathering, beside, _reader(request, access, gathering, reach, now))


@delete(_ONE, opt=_WRITE, status_code=200, tags=["Agenda"])
async def api_remove_session(
    session: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Undoable:
    """Take a session out with its items and people; 409 while guests, checkpoints or seats belong to it."""
    change = await remove_session(session, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return Undoable(change.kept)


@post(_ONE + "/items", opt=_WRITE, tags=["Agenda"])
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
    return await _done(change, gathering, beside, _reader(request, access, gathering, reach, now))


@patch(_ONE + "/items/{item:uuid}", opt=_WRITE, tags=["Agenda"])
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
    return await _done(change, gathering, beside, _reader(request, access, gathering, reach, now))


@post(_ONE + "/items/order", opt=_WRITE, status_code=200, tags=["Agenda"])
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
    return await _done(change, gathering, beside, _reader(request, access, gathering, reach, now))


@delete(_ONE + "/items/{item:uuid}", opt=_WRITE, status_code=200, tags=["Agenda"])
async def api_remove_item(
    session: FromPath[UUID],
    item: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Undoable:
    """Take an item out with the parts in it."""
    change = await remove_item(session, item, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return Undoable(change.kept)


@post(_ONE + "/people", opt=_WRITE, tags=["Agenda"])
async def api_add_person(
    request: Request[Any, Any, Any],
    session: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    beside: NamedDependency[Beside],
    now: NamedDependency[datetime],
) -> SessionView:
    """Give somebody a part: `part` (host, moderator, speaker, interpreter), a `guest` by number or a name; for one `item` or all."""
    told = await read_json(request, PersonTold)
    change = await add_person(session, told, gathering=gathering, by=access.actor, now=now)
    return await _done(change, gathering, beside, _reader(request, access, gathering, reach, now))


@patch(_ONE + "/people/{person:uuid}", opt=_WRITE, tags=["Agenda"])
async def api_change_person(
    request: Request[Any, Any, Any],
    session: FromPath[UUID],
    person: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    beside: NamedDependency[Beside],
    now: NamedDependency[datetime],
) -> SessionView:
    """Change who has a part, or which; with `seen` as it was read, nobody is overwritten."""
    sent = await read_json(request, dict[str, Any])
    before = person_of(await kept_session(gathering, session), person).told
    seen = seen_in(sent) or marks(before)
    change = await change_person(
        session, person, patched(before, sent), seen=seen, gathering=gathering, by=access.actor, now=now
    )
    return await _done(change, gathering, beside, _reader(request, access, gathering, reach, now))


@delete(_ONE + "/people/{person:uuid}", opt=_WRITE, status_code=200, tags=["Agenda"])
async def api_remove_person(
    session: FromPath[UUID],
    person: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Undoable:
    """Take a part away."""
    change = await remove_person(session, person, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return Undoable(change.kept)


@get(f"{_ROOT}/changes", opt=_WRITE, tags=["Agenda"])
async def api_changes(
    gathering: NamedDependency[Gathering], session: FromQuery[UUID | None] = None
) -> list[ChangeView]:
    """The last changes of the programme, or of one session, the newest first."""
    return await changes_of(gathering, session)


@post(_ROOT + "/changes/{change:uuid}/undo", opt=_WRITE, status_code=200, tags=["Agenda"])
async def api_undo(
    change: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Undoable:
    """Undo the last change of a session, also taking it out; undoing the undoing does it again. 409 where it changed since."""
    done = await undo(change, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return Undoable(done.kept)


async def _done(change: Change, gathering: Gathering, beside: Beside, reader: Reader) -> SessionView:
    await announce(gathering.id)
    return await session_of(gathering, change.session, beside, reader, change=change.kept)


def _blank(now: datetime) -> SessionTold:
    return SessionTold(code="-", title_zh="-", starts_at=now)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


HANDLERS = [
    api_grid, api_clashes, api_check, api_add_session, api_session, api_change_session, api_move_session,
    api_remove_session, api_add_item, api_change_item, api_order_items, api_remove_item, api_add_person,
    api_change_person, api_remove_person, api_changes, api_undo,
]  # fmt: skip
