"""Items of a session and who has a part in them, in the console."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from event.agenda.clashing import ClashView, told_clash, would_clash
from event.agenda.history import Change
from event.agenda.items import add_item, change_item, item_of, order_items, remove_item
from event.agenda.kept import KeptSession, kept_session
from event.agenda.labels import ITEM_LABELS
from event.agenda.people import add_person, remove_person
from event.agenda.rules import Busy
from event.agenda.session_pages import SESSIONS, done, session_form
from event.agenda.told import PersonTold, read_item, read_person, typed_item, typed_session
from event.comparing import ChangedSince, marks, with_theirs
from event.database import fetch_one
from event.errors import Conflict, Invalid, Problem
from event.faults import NOT_OFFERED
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page
from event.language import Message
from event.people.rules import Access, Permission
from event.registration.fields import Typed
from event.registration.queries import GuestFilter, GuestLine, Scope, guest_lines

_WRITE = {"permission": Permission.GUESTS_WRITE}
_ITEMS, _PEOPLE = SESSIONS + "/{session:uuid}/items", SESSIONS + "/{session:uuid}/people"
_MOST_FOUND = 8
_NOBODY_FOUND = Message(
    "Nobody in the list of guests is called “{text}”. Type the name below if it is no guest."
)
_SEVERAL = Message("Several guests are called so. Choose one.")
LABELS: dict[str, Message] = {
    "kind": Message("Kind"), "title_zh": Message("Title in Chinese"), "title_en": Message("Title in English"),
    "minutes": Message("Minutes"), "fixed": Message("Begins at a fixed time"), "audio_video": Message("Sound and picture"),
    "responsible": Message("Responsible"), "cue": Message("Cue"),
}  # fmt: skip


@post(_ITEMS, opt=_WRITE, include_in_schema=False)
async def send_new_item(
    request: Request[Any, Any, Any],
    session: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Add an item behind the others."""
    kept = await kept_session(gathering, session)
    typed = Typed(form, gathering.zone)
    told = read_item(typed, kept.day)
    try:
        _refuse(typed)
        change = await add_item(session, told, gathering=gathering, by=access.actor, now=now)
    except Invalid as error:
        return await _item_page(request, kept, None, form.typed, problems=error.problems)
    return await done(change, gathering)


@get(_ITEMS + "/new", opt=_WRITE, include_in_schema=False)
async def new_item_page(
    request: Request[Any, Any, Any], session: FromPath[UUID], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """An item to be added."""
    return await _item_page(
        request, await kept_session(gathering, session), None, {"kind": "speech", "minutes": "5"}
    )


@get(_ITEMS + "/{item:uuid}", opt=_WRITE, include_in_schema=False)
async def item_page(
    request: Request[Any, Any, Any],
    session: FromPath[UUID],
    item: FromPath[UUID],
    gathering: NamedDependency[Gathering],
) -> Response[Any]:
    """One item with its cues."""
    kept = await kept_session(gathering, session)
    one = item_of(kept, item)
    return await _item_page(request, kept, item, typed_item(one.told), seen=marks(one.told))


@post(_ITEMS + "/{item:uuid}", opt=_WRITE, include_in_schema=False)
async def send_item(
    request: Request[Any, Any, Any],
    session: FromPath[UUID],
    item: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Save an item, or take it out."""
    by, seen = access.actor, form.text("seen")
    if form.text("do") == "remove":
        return await done(await remove_item(session, item, gathering=gathering, by=by, now=now), gathering)
    kept = await kept_session(gathering, session)
    typed = Typed(form, gathering.zone)
    told = read_item(typed, kept.day)
    try:
        _refuse(typed)
        change = await change_item(session, item, told, seen=seen, gathering=gathering, by=by, now=now)
    except ChangedSince as error:
        kept = await kept_session(gathering, session)
        theirs = item_of(kept, item).told
        problems = {"fixed" if name == "starts_at" else name: one for name, one in error.problems.items()}
        return await _item_page(
            request, kept, item, typed_item(with_theirs(told, seen, theirs)), seen=marks(theirs), problems=problems,
            crossed=error,
        )  # fmt: skip
    except Invalid as error:
        return await _item_page(request, kept, item, form.typed, seen=seen, problems=error.problems)
    return await done(change, gathering)


@post(_ITEMS + "/order", opt=_WRITE, include_in_schema=False)
async def send_order(
    request: Request[Any, Any, Any],
    session: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Put the items in the order of a drag, or move one up or down."""
    kept = await kept_session(gathering, session)
    try:
        order = _order(form, [one.id for one in kept.items])
        change = await order_items(
            session, order, seen=form.text("seen"), gathering=gathering, by=access.actor, now=now
        )
    except (Conflict, Invalid) as error:
        say = error.told(language_of(request, staff=True))
        return go(f"/console/{gathering.slug}/agenda/sessions/{session}", say=say, kind="warning")
    return await done(change, gathering)


def _order(form: Form, items: list[UUID]) -> list[UUID]:
    """The order a form asks for: `up` or `down` with an item's id, otherwise `order` with all ids."""
    try:
        if text := form.text("up") or form.text("down"):
            place = items.index(UUID(text))
            to = max(0, place - 1) if form.text("up") else min(len(items) - 1, place + 1)
            items.insert(to, items.pop(place))
            return items
        return [UUID(one) for one in form.text("order").split(",") if one]
    except ValueError:
        raise Invalid({"order": Problem(NOT_OFFERED)}) from None


@post(_PEOPLE, opt=_WRITE, include_in_schema=False)
async def send_new_person(
    request: Request[Any, Any, Any],
    session: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    reach: NamedDependency[Scope],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Give somebody a part; who is busy elsewhere is shown first, and added when that is wanted."""
    kept = await kept_session(gathering, session)
    language = language_of(request, staff=True)
    found: list[GuestLine] = []
    try:
        told = read_person(form)
        found = await _found(told.guest, gathering, reach, language)
        told = _chosen(told, found)
        busy = [] if form.text("do") == "anyway" else await _busy(kept, told, gathering, language, reach)
        if busy:
            return await _people_page(request, gathering, kept, form, part_clashes=busy)
        change = await add_person(session, told, gathering=gathering, by=access.actor, now=now)
    except Invalid as error:
        problems = error.told_fields(language)
        return await _people_page(request, gathering, kept, form, part_problems=problems, found=found)
    return await done(change, gathering)


@post(_PEOPLE + "/{person:uuid}", opt=_WRITE, include_in_schema=False)
async def send_person(
    session: FromPath[UUID],
    person: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Take a part away."""
    change: Change = await remove_person(session, person, gathering=gathering, by=access.actor, now=now)
    return await done(change, gathering)


@get("/console/{slug:str}/agenda/guests", opt=_WRITE, include_in_schema=False)
async def find_guests(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    reach: NamedDependency[Scope],
    guest: FromQuery[str] = "",
) -> Response[Any]:
    """Guests whose name or number has what is typed, to choose from."""
    lines = await _found(guest, gathering, reach, language_of(request, staff=True))
    return page(request, "agenda/found.html", staff=True, found=lines)


async def _found(text: str, gathering: Gathering, reach: Scope, language: str) -> list[GuestLine]:
    """The guest with a number, otherwise those whose name or number has the text."""
    if not text:
        return []
    number = text.split(" ", maxsplit=1)[0]
    known = await fetch_one("SELECT 1 FROM guest WHERE gathering = $1 AND number = $2", gathering.id, number)
    wanted = GuestFilter(text=number if known else text)
    found = await guest_lines(gathering, wanted, scope=reach, language=language, size=_MOST_FOUND)
    return [one for one in found.lines if one.number == number] if known else found.lines


def _chosen(told: PersonTold, found: list[GuestLine]) -> PersonTold:
    """The part with the only guest found; raises Invalid where there are none or several."""
    if not told.guest:
        return told
    if len(found) != 1:
        raise Invalid({"guest": Problem(_SEVERAL) if found else Problem(_NOBODY_FOUND, {"text": told.guest})})
    return msgspec.structs.replace(told, guest=found[0].number)


async def _busy(
    kept: KeptSession, told: PersonTold, gathering: Gathering, language: str, reach: Scope
) -> list[ClashView]:
    """What giving somebody the part would make wrong."""
    row = await fetch_one(
        "SELECT g.id, g.standing, c.code FROM guest g JOIN guest_class c ON c.id = g.guest_class"
        " WHERE g.gathering = $1 AND g.number = $2",
        gathering.id, told.guest,
    )  # fmt: skip
    name = told.name_zh or told.name_en
    if told.guest:
        (line,) = await _found(told.guest, gathering, reach, language)
        name = line.name_zh or line.latin
    item = item_of(kept, told.item) if told.item else None
    who = Busy(
        key=str(row["id"]) if row else f"name:{name}", name=name, class_code=row["code"] if row else "", number=told.guest,
        part=told.part or "speaker", begins=item.begins if item else None, ends=item.ends if item else None,
        comes=row is None or row["standing"] == "approved",
    )  # fmt: skip
    found = await would_clash(gathering, language=language, scope=reach, more={kept.id: [who]})
    return [told_clash(one, language) for one in found]


async def _people_page(
    request: Request[Any, Any, Any], gathering: Gathering, kept: KeptSession, form: Form, **more: Any
) -> Response[Any]:
    return await session_form(
        request,
        gathering,
        kept,
        typed_session(kept.told),
        seen=marks(kept.told),
        typed_part=form.typed,
        **more,
    )


def _refuse(typed: Typed) -> None:
    if typed.problems:
        raise Invalid(typed.problems)


async def _item_page(
    request: Request[Any, Any, Any],
    kept: KeptSession,
    item: UUID | None,
    typed: dict[str, str],
    *,
    seen: str = "",
    problems: dict[str, Problem] | None = None,
    crossed: Conflict | None = None,
) -> Response[Any]:
    language = language_of(request, staff=True)
    return page(
        request, "agenda/item.html", staff=True, status=409 if crossed else 422 if problems else 200, kept=kept,
        item=item_of(kept, item) if item else None, typed=typed, seen=seen, labels=LABELS, kinds=ITEM_LABELS,
        crossed=crossed.told(language) if crossed else "",
        problems={name: problem.told(language) for name, problem in (problems or {}).items()},
    )  # fmt: skip


HANDLERS = [
    send_new_item, new_item_page, item_page, send_item, send_order, send_new_person, send_person, find_guests,
]  # fmt: skip
