"""Who hosts, speaks, moderates or interprets, for programs: put in, changed, taken out."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, delete, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.agenda.beside import Beside
from event.agenda.kept import kept_session
from event.agenda.people import add_person, change_person, person_of, remove_person
from event.agenda.session_answers import ONE, WRITE, Undoable, answer, gone, reading
from event.agenda.told import PersonTold
from event.agenda.views import SessionView
from event.comparing import marks
from event.gathering.tables import Gathering
from event.http import read_json
from event.people.rules import Access
from event.registration.fields import patched, seen_in
from event.registration.queries import Scope


@post(ONE + "/people", opt=WRITE, tags=["Agenda"])
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
    return await answer(change, gathering, beside, reading(request, access, gathering, reach, now))


@patch(ONE + "/people/{person:uuid}", opt=WRITE, tags=["Agenda"])
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
    return await answer(change, gathering, beside, reading(request, access, gathering, reach, now))


@delete(ONE + "/people/{person:uuid}", opt=WRITE, status_code=200, tags=["Agenda"])
async def api_remove_person(
    session: FromPath[UUID],
    person: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Undoable:
    """Take a part away."""
    change = await remove_person(session, person, gathering=gathering, by=access.actor, now=now)
    return await gone(change, gathering)


HANDLERS = [api_add_person, api_change_person, api_remove_person]
