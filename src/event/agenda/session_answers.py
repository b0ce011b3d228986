"""What programs are answered after a change of a session, its items or its people."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request

from event.agenda.beside import Beside
from event.agenda.history import Change
from event.agenda.reading import Reader, reader_of, session_of
from event.agenda.views import SessionView
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import language_of
from event.people.rules import Access, Permission
from event.registration.queries import Scope

ROOT = "/api/v1/gatherings/{slug:str}/agenda"
SESSIONS = f"{ROOT}/sessions"
ONE = SESSIONS + "/{session:uuid}"
WRITE = {"permission": Permission.GUESTS_WRITE}


class Undoable(msgspec.Struct):
    """What was done, to be undone with `change`."""

    change: UUID | None


def reading(
    request: Request[Any, Any, Any], access: Access, gathering: Gathering, reach: Scope, now: datetime
) -> Reader:
    """Who asks, and in which language they are answered."""
    return reader_of(access, gathering, language=language_of(request, staff=True), scope=reach, now=now)


async def answer(change: Change, gathering: Gathering, beside: Beside, reader: Reader) -> SessionView:
    """The session as it is now, told to open pages too."""
    await announce(gathering.id)
    return await session_of(gathering, change.session, beside, reader, change=change.kept)


async def gone(change: Change, gathering: Gathering) -> Undoable:
    """What undoes a removal, told to open pages too."""
    await announce(gathering.id)
    return Undoable(change.kept)
