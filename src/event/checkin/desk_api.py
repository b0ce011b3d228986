"""What the desk does besides scanning, for programs: travel parties and notes for liaisons."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from event.checkin.notes import Note, finish_note, leave_note, notes_of, open_notes
from event.checkin.party import check_in_party
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import language_of, read_json
from event.people.rules import Access, Permission
from event.registration.queries import Scope


class PartyAsked(msgspec.Struct):
    """The scan that opens the party; `id` names this step, so that sending it again counts nobody twice."""

    scan: UUID
    id: UUID


class NoteWritten(msgspec.Struct):
    """What the liaison should know."""

    text: str


class PartyVerdict(msgspec.Struct):
    """The answer to one member's scan; `id` is the scan's."""

    id: UUID
    guest: UUID | None
    number: str
    name: str
    verdict: str
    reason: str
    sentence: str


@post(
    "/api/v1/gatherings/{slug:str}/check-in/party",
    opt={"permission": Permission.SCAN},
    status_code=200,
    tags=["Check-in"],
)
async def api_party(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> list[PartyVerdict]:
    """Check in everybody who travels with the guest of a scan and is not in yet; the answers in the party's order."""
    asked, language = await read_json(request, PartyAsked), language_of(request, staff=True)
    told = await check_in_party(asked.scan, name=asked.id, gathering=gathering, by=access.user, now=now)
    await announce(gathering.id)
    return [
        PartyVerdict(one.id, one.guest, one.number, one.name, one.verdict, one.reason, one.told(language, gathering))
        for one in told
    ]  # fmt: skip


@get("/api/v1/gatherings/{slug:str}/notes", opt={"permission": Permission.GUESTS_CONTACT}, tags=["Notes"])
async def api_open_notes(gathering: NamedDependency[Gathering], reach: NamedDependency[Scope]) -> list[Note]:
    """The notes that are not done, oldest first; a liaison gets those of the own delegations."""
    return await open_notes(gathering, scope=reach)


@get(
    "/api/v1/gatherings/{slug:str}/guests/{guest:uuid}/notes",
    opt={"permission": Permission.GUESTS_CONTACT},
    tags=["Notes"],
)
async def api_guest_notes(
    guest: FromPath[UUID], gathering: NamedDependency[Gathering], reach: NamedDependency[Scope]
) -> list[Note]:
    """The notes on one guest, newest first."""
    return await notes_of(guest, gathering=gathering, scope=reach)


@post(
    "/api/v1/gatherings/{slug:str}/guests/{guest:uuid}/notes",
    opt={"permission": Permission.SCAN},
    tags=["Notes"],
)
async def api_leave_note(
    request: Request[Any, Any, Any],
    guest: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> dict[str, UUID]:
    """Leave a note for a guest's liaison; only those who may see contacts can read it."""
    written = await read_json(request, NoteWritten)
    text = written.text.replace("\x00", "")
    note = await leave_note(guest, text, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return {"id": note}


@post(
    "/api/v1/gatherings/{slug:str}/notes/{note:uuid}/done",
    opt={"permission": Permission.GUESTS_CONTACT},
    status_code=200,
    tags=["Notes"],
)
async def api_note_done(
    note: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
    reach: NamedDependency[Scope],
) -> dict[str, UUID]:
    """Say that a note is done; again changes nothing."""
    guest = await finish_note(note, gathering=gathering, scope=reach, by=access.actor, now=now)
    await announce(gathering.id)
    return {"id": note, "guest": guest}


HANDLERS: list[HTTPRouteHandler] = [api_party, api_open_notes, api_guest_notes, api_leave_note, api_note_done]
