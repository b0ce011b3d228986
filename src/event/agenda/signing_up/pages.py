"""Who is signed up for a session, in the console: added, taken off, given a place; its waves."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.agenda.kept import kept_session
from event.agenda.matchmaking.operations import guest_numbered
from event.agenda.signing_up.operations import WaveTold, join, leave, set_waves
from event.agenda.signing_up.places import places_by_wave, places_of, session_in, waves_of
from event.agenda.signing_up.queries import overlapping, signed_up
from event.agenda.signing_up.waves import typed_waves, waves_in
from event.errors import Conflict, Invalid, NotFound, Refusal
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, needed_id, page, with_query
from event.language import Message, translated
from event.people.rules import Access, Permission
from event.registration.errors import UnknownGuest
from event.registration.queries import Scope

ROOT = "/console/{slug:str}/agenda/sessions/{session:uuid}/signups"
_LOOK, _WRITE = {"permission": Permission.GUESTS_READ}, {"permission": Permission.GUESTS_WRITE}
_PAGE = 40
_ADDED, _WAITS = Message("Signed up."), Message("No place is free: waiting, at place {place}.")
_OVERLAPS = Message("It overlaps with: {titles}.")
_OFF = Message("Taken off. Whoever waits longest has the place now.")
_SAVED = Message("The waves are saved.")


@get(ROOT, opt=_LOOK, include_in_schema=False)
async def signups_page(
    request: Request[Any, Any, Any],
    session: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    reach: NamedDependency[Scope],
) -> Response[Any]:
    """Places, who is signed up, who waits."""
    return await _page(request, gathering, session, reach, {})


@post(ROOT, opt=_WRITE, include_in_schema=False)
async def send_signup(
    request: Request[Any, Any, Any],
    session: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Sign somebody up, take them off, or give a place to who waits."""
    told: dict[str, Any] = {"gathering": gathering, "by": access.actor, "now": now}
    language = language_of(request, staff=True)
    try:
        if off := form.text("off"):
            await leave(session, needed_id(off, UnknownGuest), **told)
            say = translated(_OFF, language)
        else:
            given = form.text("give")
            guest = (
                needed_id(given, UnknownGuest)
                if given
                else await guest_numbered(form.text("guest"), gathering)
            )
            anyway = bool(given) or form.text("anyway") == "on"
            joined = await join(session, guest, wave=form.text("wave"), anyway=anyway, **told)
            say = translated(_ADDED if joined.booked else _WAITS, language).format(place=joined.place)
            if beside := await overlapping(session, guest, language=language):
                say += " " + translated(_OVERLAPS, language).format(titles=", ".join(beside))
    except (Conflict, NotFound) as error:
        return await _page(request, gathering, session, reach, form.typed, refused=error)
    await announce(gathering.id)
    return go(f"/console/{gathering.slug}/agenda/sessions/{session}/signups", say=say)


@post(f"{ROOT}/waves", opt=_WRITE, include_in_schema=False)
async def send_waves(
    request: Request[Any, Any, Any],
    session: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Say which waves the session has."""
    try:
        told: list[WaveTold] = waves_in(form.text("waves"), await session_in(gathering, session), gathering)
        await set_waves(session, told, gathering=gathering, by=access.actor, now=now)
    except (Invalid, Conflict) as error:
        return await _page(request, gathering, session, reach, form.typed, refused=error)
    await announce(gathering.id)
    return go(f"/console/{gathering.slug}/agenda/sessions/{session}/signups", say=_SAVED)


async def _page(
    request: Request[Any, Any, Any], gathering: Gathering, session: UUID, reach: Scope, typed: Any,
    *, refused: Refusal | None = None,
) -> Response[Any]:  # fmt: skip
    language = language_of(request, staff=True)
    kept, row = await kept_session(gathering, session), await session_in(gathering, session)
    everybody = await signed_up(session, scope=reach)
    booked = [one for one in everybody if one.place is None]
    number = request.query_params.get("page", "1")
    asked = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1  # noqa: PLR2004
    pages = max(1, -(-len(booked) // _PAGE))
    own, shown = f"/console/{gathering.slug}/agenda/sessions/{session}/signups", min(max(1, asked), pages)
    return page(
        request, "agenda/signups.html", status=422 if refused else 200, staff=True, kept=kept, row=row, own=own,
        places=await places_of(row), by_wave=await places_by_wave(row), booked=booked[(shown - 1) * _PAGE : shown * _PAGE],
        waiting=[one for one in everybody if one.place is not None], shown=shown, pages=pages,
        page_url=lambda number: with_query(own, page=number),
        typed={"waves": typed_waves(await waves_of(session), gathering)} | dict(typed),
        problem=refused.told(language) if refused else "",
        problems=refused.told_fields(language) if isinstance(refused, Invalid) else {},
    )  # fmt: skip


HANDLERS = [signups_page, send_signup, send_waves]
