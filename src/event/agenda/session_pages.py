"""One session in the console: to be added, looked at, changed, taken out."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.agenda.beside import Beside
from event.agenda.clashing import NEW, ClashView, told_clash, would_clash
from event.agenda.history import Change, change_to_undo, changes_of
from event.agenda.items import order_mark
from event.agenda.kept import KeptSession, halls_of, kept_session
from event.agenda.labels import ITEM_LABELS, KIND_LABELS, MODE_LABELS, PART_LABELS
from event.agenda.operations import (
    add_session,
    cancel_session,
    change_session,
    checked,
    reinstate_session,
    remove_session,
)
from event.agenda.pages import DONE
from event.agenda.reading import reader_of, told_clashes
from event.agenda.told import SessionTold, read_session, typed_session
from event.comparing import ChangedSince, marks, with_theirs
from event.errors import Conflict, Invalid, Problem
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page, with_query
from event.language import Message, in_language
from event.people.rules import Access, Permission
from event.registration.fields import Typed
from event.registration.queries import Scope

_NOTHING: dict[str, Any] = {
    "wrong_now": [], "came": None, "typed_part": {}, "found": [], "part_problems": {}, "part_clashes": [],
}  # fmt: skip
SESSIONS = "/console/{slug:str}/agenda/sessions"
_LOOK, _WRITE = {"permission": Permission.AGENDA_READ}, {"permission": Permission.GUESTS_WRITE}
_CALLS = {"cancel": cancel_session, "reinstate": reinstate_session}
LABELS: dict[str, Message] = {
    "code": Message("Code"), "title_zh": Message("Title in Chinese"), "title_en": Message("Title in English"),
    "kind": Message("Kind"), "mode": Message("Where people take part"), "day": Message("Day"), "begins": Message("Begins"),
    "ends": Message("Ends"), "last_day": Message("Last day"), "hall": Message("Hall"),
    "place_zh": Message("Place in Chinese"), "place_en": Message("Place in English"), "capacity": Message("Places"),
    "target": Message("Target"), "signup": Message("Guests sign up for it themselves"),
    "signup_opens": Message("Sign-up opens"), "signup_closes": Message("Sign-up closes"),
    "attendees_zh": Message("Attendees in Chinese"), "attendees_en": Message("Attendees in English"),
    "host_zh": Message("Responsible unit in Chinese"), "host_en": Message("Responsible unit in English"),
    "remark_zh": Message("Remark in Chinese"), "remark_en": Message("Remark in English"),
}  # fmt: skip


@get(f"{SESSIONS}/new", opt=_WRITE, include_in_schema=False)
async def new_session_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """A session to be added; day, time and hall may come with the address."""
    asked = request.query_params
    typed = {"day": asked.get("day") or f"{gathering.first_day}", "kind": "other", "mode": "on_site"}
    typed |= {name: asked[name] for name in ("begins", "ends", "hall") if name in asked}
    return await session_form(request, gathering, None, typed)


@post(f"{SESSIONS}/new", opt=_WRITE, include_in_schema=False)
async def send_new_session(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    reach: NamedDependency[Scope],
    beside: NamedDependency[Beside],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Add a session; one that clashes is shown again with what it clashes with, and added when that is wanted."""
    try:
        told = await _read(form, gathering)
        if clashes := await _new_clashes(request, gathering, NEW, told, form, reach, beside, now):
            return await session_form(request, gathering, None, form.typed, clashes=clashes)
        change = await add_session(told, gathering=gathering, by=access.actor, now=now)
    except Invalid as error:
        return await session_form(request, gathering, None, form.typed, problems=error.problems)
    return await done(change, gathering)


@get(SESSIONS + "/{session:uuid}", opt=_LOOK, include_in_schema=False)
async def session_page(
    request: Request[Any, Any, Any],
    session: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    beside: NamedDependency[Beside],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """One session with its items and people; who may change it gets the fields to do so."""
    kept = await kept_session(gathering, session)
    reader = reader_of(access, gathering, language=language_of(request, staff=True), scope=reach, now=now)
    told = [one for one in await told_clashes(gathering, beside, reader) if session in one.sessions]
    return await session_form(
        request, gathering, kept, typed_session(kept.told), seen=marks(kept.told), wrong_now=told,
        came=(await beside.came(gathering)).get(session),
    )  # fmt: skip


@post(SESSIONS + "/{session:uuid}", opt=_WRITE, include_in_schema=False)
async def send_session(
    request: Request[Any, Any, Any],
    session: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    reach: NamedDependency[Scope],
    beside: NamedDependency[Beside],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Save a session, cancel it or let it take place after all, or take it out."""
    seen, by = form.text("seen"), access.actor
    if form.text("do") == "remove":
        return await _remove(request, session, gathering, access, now)
    if call := _CALLS.get(form.text("do")):
        return await done(await call(session, gathering=gathering, by=by, now=now), gathering)
    kept = await kept_session(gathering, session)
    try:
        told = await _read(form, gathering)
        if clashes := await _new_clashes(request, gathering, session, told, form, reach, beside, now):
            return await session_form(request, gathering, kept, form.typed, seen=seen, clashes=clashes)
        change = await change_session(session, told, seen=seen, gathering=gathering, by=by, now=now)
    except ChangedSince as error:
        theirs = await kept_session(gathering, session)
        typed = typed_session(with_theirs(told, seen, theirs.told))
        return await session_form(
            request, gathering, theirs, typed, seen=marks(theirs.told), problems=_on_the_form(error.problems), crossed=error
        )  # fmt: skip
    except Invalid as error:
        return await session_form(request, gathering, kept, form.typed, seen=seen, problems=error.problems)
    return await done(change, gathering)


@post(
    [f"{SESSIONS}/new/check", SESSIONS + "/{session:uuid}/check"],
    opt=_WRITE,
    status_code=200,
    include_in_schema=False,
)
async def check_session(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    form: NamedDependency[Form],
    reach: NamedDependency[Scope],
    beside: NamedDependency[Beside],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """What saving what is typed would make wrong, while it is typed; nothing where it cannot be saved yet."""
    session = request.path_params.get("session", NEW)
    try:
        clashes = await _new_clashes(
            request, gathering, session, await _read(form, gathering), Form(), reach, beside, now
        )
    except Invalid:
        clashes = []
    return page(request, "agenda/checked.html", staff=True, clashes=clashes)


async def _read(form: Form, gathering: Gathering) -> SessionTold:
    """The session as typed and checked; raises Invalid with everything that is wrong."""
    typed = Typed(form, gathering.zone)
    told = read_session(typed)
    try:
        kept = await checked(told, gathering)
    except Invalid as error:
        raise Invalid(_on_the_form(error.problems) | typed.problems) from None
    if typed.problems:
        raise Invalid(typed.problems)
    return kept


def _on_the_form(problems: dict[str, Problem]) -> dict[str, Problem]:
    """Problems by the fields of the form: a begin is a day and a time there."""
    fields = {"starts_at": "begins", "ends_at": "ends"}
    return {fields.get(name, name): problem for name, problem in problems.items()}


async def _new_clashes(
    request: Request[Any, Any, Any], gathering: Gathering, session: UUID, told: SessionTold, form: Form, reach: Scope,
    beside: Beside, now: datetime,
) -> list[ClashView]:  # fmt: skip
    """What saving would make wrong; nothing where it was shown and is wanted all the same."""
    if form.text("do") == "anyway":
        return []
    language = language_of(request, staff=True)
    found = await would_clash(
        gathering,
        {session: told},
        language=language,
        landings=await beside.landings(gathering, now),
        scope=reach,
    )
    return [told_clash(one, language) for one in found]


async def _remove(
    request: Request[Any, Any, Any], session: UUID, gathering: Gathering, access: Access, now: datetime
) -> Response[Any]:
    programme = f"/console/{gathering.slug}/agenda"
    try:
        change = await remove_session(session, gathering=gathering, by=access.actor, now=now)
    except Conflict as error:
        return go(
            f"{programme}/sessions/{session}",
            say=error.told(language_of(request, staff=True)),
            kind="warning",
        )
    await announce(gathering.id)
    return go(with_query(programme, undo=change.kept))


async def done(change: Change, gathering: Gathering) -> Response[Any]:
    """Back to the session, where what was just done can be undone."""
    await announce(gathering.id)
    return go(with_query(f"/console/{gathering.slug}/agenda/sessions/{change.session}", undo=change.kept))


async def session_form(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    kept: KeptSession | None,
    typed: dict[str, str],
    *,
    seen: str = "",
    problems: dict[str, Problem] | None = None,
    clashes: list[ClashView] | None = None,
    crossed: Conflict | None = None,
    **more: Any,
) -> Response[Any]:
    """The page of a session, `kept` as stored or None for a new one; `clashes`: what saving it would make wrong."""
    language = language_of(request, staff=True)
    halls = await halls_of(gathering)
    status = (
        409
        if crossed or clashes or more.get("part_clashes")
        else 422
        if problems or more.get("part_problems")
        else 200
    )
    return page(
        request, "agenda/session.html", staff=True, status=status, kept=kept, typed=typed, seen=seen, labels=LABELS,
        kinds=KIND_LABELS, modes=MODE_LABELS, item_kinds=ITEM_LABELS, parts=PART_LABELS, done=DONE,
        halls=[(row["code"], in_language(language, zh=row["name_zh"], en=row["name_en"])) for row in halls],
        crossed=crossed.told(language) if crossed else "", clashes=clashes or [],
        problems={name: problem.told(language) for name, problem in (problems or {}).items()},
        undoable=await change_to_undo(gathering, request.query_params.get("undo", "")),
        history=await changes_of(gathering, kept.id) if kept else [],
        seen_order=order_mark(kept) if kept else "", **(_NOTHING | more),
    )  # fmt: skip


HANDLERS = [new_session_page, send_new_session, session_page, send_session, check_session]
