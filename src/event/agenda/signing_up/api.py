"""Sign-up for programs: who is booked and waits, signing up, leaving, waves."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.agenda.matchmaking.operations import guest_numbered
from event.agenda.signing_up.operations import Joined, WaveTold, join, leave, set_waves
from event.agenda.signing_up.places import Places, WavePlaces, places_by_wave, places_of, session_in
from event.agenda.signing_up.queries import SignedUp, overlapping, signed_up
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import language_of, read_json
from event.people.rules import Access, Permission
from event.registration.queries import Scope

_ROOT = "/api/v1/gatherings/{slug:str}/agenda/sessions/{session:uuid}"
_LOOK, _WRITE = {"permission": Permission.GUESTS_READ}, {"permission": Permission.GUESTS_WRITE}


class SignUps(msgspec.Struct):
    """Places of a session and its waves, and who has them; who waits has a `place` in the queue."""

    places: Places
    waves: list[WavePlaces]
    people: list[SignedUp]


class ToSignUp(msgspec.Struct):
    """A guest by number; `anyway`: a place although none is free."""

    guest: str
    wave: str = ""
    anyway: bool = False


class SignedUpNow(msgspec.Struct):
    """How the guest stands, and which sessions of theirs are at the same time."""

    booked: bool
    place: int | None
    overlaps: list[str]


@get(_ROOT + "/signups", opt=_LOOK, tags=["Agenda"])
async def api_signups(
    session: FromPath[UUID], gathering: NamedDependency[Gathering], reach: NamedDependency[Scope]
) -> SignUps:
    """Who is signed up for a session, and who waits in which order."""
    row = await session_in(gathering, session)
    return SignUps(await places_of(row), await places_by_wave(row), await signed_up(session, scope=reach))


@post(_ROOT + "/signups", opt=_WRITE, status_code=200, tags=["Agenda"])
async def api_sign_up(
    request: Request[Any, Any, Any],
    session: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> SignedUpNow:
    """Sign a guest up: booked, or at a place of the waiting list; sessions at the same time are told, not refused."""
    told = await read_json(request, ToSignUp)
    guest = await guest_numbered(told.guest, gathering)
    joined: Joined = await join(
        session, guest, gathering=gathering, by=access.actor, now=now, wave=told.wave, anyway=told.anyway
    )
    await announce(gathering.id)
    beside = await overlapping(session, guest, language=language_of(request, staff=True))
    return SignedUpNow(joined.booked, joined.place, list(beside))


@delete(_ROOT + "/signups/{guest:str}", opt=_WRITE, status_code=200, tags=["Agenda"])
async def api_sign_off(
    session: FromPath[UUID],
    guest: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    now: NamedDependency[datetime],
) -> SignUps:
    """Take a guest (by number) off a session or its waiting list; who waits longest moves up."""
    await leave(
        session, await guest_numbered(guest, gathering), gathering=gathering, by=access.actor, now=now
    )
    await announce(gathering.id)
    row = await session_in(gathering, session)
    return SignUps(await places_of(row), await places_by_wave(row), await signed_up(session, scope=reach))


@put(_ROOT + "/waves", opt=_WRITE, tags=["Agenda"])
async def api_waves(
    request: Request[Any, Any, Any],
    session: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> list[WavePlaces]:
    """Say which waves a session has, each with times and places of its own; 409 where somebody is in one that would go."""
    told = await read_json(request, list[WaveTold])
    await set_waves(session, told, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return await places_by_wave(await session_in(gathering, session))


HANDLERS = [api_signups, api_sign_up, api_sign_off, api_waves]
