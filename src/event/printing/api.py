"""Invitation letters for visas for programs."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency

from event.gathering.tables import Gathering
from event.http import language_of, read_json
from event.language import translated
from event.people.rules import Access, Permission
from event.registration.queries import Scope
from event.registration.visa.operations import issue_letters
from event.registration.visa.queries import letter_lines


class LetterView(msgspec.Struct):
    """Who asked for a letter for a visa; `issued_on` and `number` where there is one."""

    guest: UUID
    guest_number: str
    name: str
    standing: str
    consulate: str
    number: str
    issued_on: date | None
    missing: list[str]


class Chosen(msgspec.Struct):
    """Guests by id."""

    guests: list[UUID]


@get(
    "/api/v1/gatherings/{slug:str}/visa-letters",
    opt={"permission": Permission.GUESTS_DOCUMENTS},
    tags=["Documents"],
)
async def api_visa_letters(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], reach: NamedDependency[Scope]
) -> list[LetterView]:
    """Who asked for an invitation letter for a visa, which are issued, and what the others lack."""
    language = language_of(request, staff=True)
    return [
        LetterView(
            one.id, one.number, one.name, one.standing, one.consulate, one.letter, one.issued_on,
            [translated(label, language) for label in one.missing],
        )
        for one in await letter_lines(gathering, scope=reach, language=language)
    ]  # fmt: skip


@post(
    "/api/v1/gatherings/{slug:str}/visa-letters",
    opt={"permission": Permission.GUESTS_DOCUMENTS},
    tags=["Documents"],
    status_code=200,
)
async def api_issue_letters(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> dict[UUID, str]:
    """Issue letters for {"guests": […]}, for all of them or none; answers the numbers by guest."""
    told = await read_json(request, Chosen)
    letters = await issue_letters(told.guests, gathering=gathering, by=access.actor, now=now)
    return {letter.guest: letter.number for letter in letters}


HANDLERS = [api_visa_letters, api_issue_letters]
