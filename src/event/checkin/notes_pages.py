"""Notes from the desk as liaisons and organizers read them: all that are open, and those on one guest."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.checkin.notes import Note, finish_note, notes_of, open_notes
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, own_path, page
from event.language import Message
from event.people.rules import Access, Permission
from event.registration.history import names_of_actors
from event.registration.queries import Scope


@get("/console/{slug:str}/notes", opt={"permission": Permission.GUESTS_CONTACT}, include_in_schema=False)
async def notes_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], reach: NamedDependency[Scope]
) -> Response[Any]:
    """Every note that is not done, of the reader's own delegations."""
    notes = await open_notes(gathering, scope=reach)
    return await _page(request, "checkin/notes.html", notes)


@get(
    "/console/{slug:str}/guests/{guest:uuid}/notes",
    opt={"permission": Permission.GUESTS_CONTACT},
    include_in_schema=False,
)
async def guest_notes(
    request: Request[Any, Any, Any],
    guest: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    reach: NamedDependency[Scope],
) -> Response[Any]:
    """The notes on one guest: a page, or the part of one that the guest's page asks for."""
    notes = await notes_of(guest, gathering=gathering, scope=reach)
    part = request.headers.get("hx-request") == "true"
    return await _page(
        request, "checkin/notes_part.html" if part else "checkin/notes.html", notes, guest=guest
    )


@post(
    "/console/{slug:str}/notes/{note:uuid}/done",
    opt={"permission": Permission.GUESTS_CONTACT},
    include_in_schema=False,
)
async def note_done(
    note: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
    reach: NamedDependency[Scope],
) -> Response[Any]:
    """A note is done; back to where it was read."""
    await finish_note(note, gathering=gathering, scope=reach, by=access.actor, now=now)
    await announce(gathering.id)
    back = form.text("back") or f"/console/{gathering.slug}/notes"
    return go(own_path(back), say=Message("The note is done."))


async def _page(
    request: Request[Any, Any, Any], name: str, notes: list[Note], *, guest: UUID | None = None
) -> Response[Any]:
    marks = {note.by for note in notes} | {note.done_by for note in notes if note.done_by}
    actors = await names_of_actors(marks, language=language_of(request, staff=True))
    return page(request, name, staff=True, notes=notes, guest=guest, actors=actors)


HANDLERS = [notes_page, guest_notes, note_done]
