"""Sessions of the programme for programs, with their items and people: everything the pages can do to them."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from event.agenda import item_api, people_api
from event.agenda.beside import Beside
from event.agenda.clashing import NEW, ClashView, told_clash, would_clash
from event.agenda.history import ChangeView, changes_of, undo
from event.agenda.kept import kept_session
from event.agenda.operations import (
    add_session,
    cancel_session,
    change_session,
    checked,
    move_session,
    reinstate_session,
    remove_session,
)
from event.agenda.reading import grid_of, session_of, told_clashes
from event.agenda.session_answers import ONE, ROOT, SESSIONS, WRITE, Undoable, answer, gone, reading
from event.agenda.told import Placed, SessionTold, placed
from event.agenda.views import GridView, SessionView
from event.comparing import marks
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import id_in, language_of, read_json
from event.people.rules import Access, Permission
from event.registration.fields import patched, seen_in
from event.registration.queries import Scope

_LOOK, _NAMES = {"permission": Permission.AGENDA_READ}, {"permission": Permission.GUESTS_READ}


class WouldClash(msgspec.Struct):
    """What would be wrong that is not wrong now."""

    clashes: list[ClashView]


@get(f"{ROOT}/grid", opt=_LOOK, tags=["Agenda"])
async def api_grid(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    beside: NamedDependency[Beside],
    now: NamedDependency[datetime],
) -> GridView:
    """Every session with its items, people, target, booked and came; halls; and everything that clashes."""
    return await grid_of(gathering, beside, reading(request, access, gathering, reach, now))


@get(f"{ROOT}/clashes", opt=_NAMES, tags=["Agenda"])
async def api_clashes(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    beside: NamedDependency[Beside],
    now: NamedDependency[datetime],
) -> list[ClashView]:
    """What is wrong with the programme, as sentences with names."""
    return await told_clashes(gathering, beside, reading(request, access, gathering, reach, now))


@post(f"{ROOT}/check", opt=WRITE, status_code=200, tags=["Agenda"])
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
    session = id_in(text) if isinstance(text, str) else None
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


@post(SESSIONS, opt=WRITE, tags=["Agenda"])
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
    return await answer(change, gathering, beside, reading(request, access, gathering, reach, now))


@get(ONE, opt=_LOOK, tags=["Agenda"])
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
    return await session_of(gathering, session, beside, reading(request, access, gathering, reach, now))


@patch(ONE, opt=WRITE, tags=["Agenda"])
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
    return await answer(change, gathering, beside, reading(request, access, gathering, reach, now))


@post(ONE + "/move", opt=WRITE, status_code=200, tags=["Agenda"])
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
    return await answer(change, gathering, beside, reading(request, access, gathering, reach, now))


@delete(ONE, opt=WRITE, status_code=200, tags=["Agenda"])
async def api_remove_session(
    session: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Undoable:
    """Take a session out with its items and people; 409 while guests, checkpoints or seats belong to it: cancel it then."""
    change = await remove_session(session, gathering=gathering, by=access.actor, now=now)
    return await gone(change, gathering)


@post(ONE + "/cancellation", opt=WRITE, status_code=200, tags=["Agenda"])
async def api_cancel_session(
    request: Request[Any, Any, Any],
    session: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    beside: NamedDependency[Beside],
    now: NamedDependency[datetime],
) -> SessionView:
    """Cancel a session: it stays in the programme as cancelled, its places become free, publishing tells the guests."""
    change = await cancel_session(session, gathering=gathering, by=access.actor, now=now)
    return await answer(change, gathering, beside, reading(request, access, gathering, reach, now))


@delete(ONE + "/cancellation", opt=WRITE, status_code=200, tags=["Agenda"])
async def api_reinstate_session(
    request: Request[Any, Any, Any],
    session: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    beside: NamedDependency[Beside],
    now: NamedDependency[datetime],
) -> SessionView:
    """Let a cancelled session take place after all: who had a place, or waited, has it again."""
    change = await reinstate_session(session, gathering=gathering, by=access.actor, now=now)
    return await answer(change, gathering, beside, reading(request, access, gathering, reach, now))


@get(f"{ROOT}/changes", opt=WRITE, tags=["Agenda"])
async def api_changes(
    gathering: NamedDependency[Gathering], session: FromQuery[UUID | None] = None
) -> list[ChangeView]:
    """The last changes of the programme, or of one session, the newest first."""
    return await changes_of(gathering, session)


@post(ROOT + "/changes/{change:uuid}/undo", opt=WRITE, status_code=200, tags=["Agenda"])
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


def _blank(now: datetime) -> SessionTold:
    return SessionTold(code="-", title_zh="-", starts_at=now)


HANDLERS = [
    api_grid, api_clashes, api_check, api_add_session, api_session, api_change_session, api_move_session,
    api_remove_session, api_cancel_session, api_reinstate_session, api_changes, api_undo,
    *item_api.HANDLERS, *people_api.HANDLERS,
]  # fmt: skip
