"""Sessions to sign up for behind the guest's link."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from event.agenda.errors import UnknownSession
from event.agenda.signing_up.operations import join, leave
from event.agenda.signing_up.queries import offers_to, overlapping
from event.errors import Conflict, NotFound
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, needed_id
from event.language import Message, translated
from event.people.rules import Actor
from event.registration.mails import guest_path
from event.registration.own.framing import own_page, proven, to_prove
from event.registration.tables import Guest, Standing

_YES = Message("You are signed up.")
_WAITS = Message(
    "All places are taken. You are on the waiting list, at place {place}; a mail tells you when a place is free."
)
_OVERLAPS = Message("It overlaps with: {titles}.")
_LEFT = Message("You are no longer signed up.")


@get("/t/{code:str}/sessions", opt={"public": True}, include_in_schema=False)
async def own_signups(
    request: Request[Any, Any, Any],
    own: NamedDependency[Guest],
    own_gathering: NamedDependency[Gathering],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """The sessions to sign up for, with the places that are left."""
    return await _page(request, own, own_gathering, now)


@post("/t/{code:str}/sessions", opt={"public": True}, include_in_schema=False)
async def send_own_signup(
    request: Request[Any, Any, Any],
    own: NamedDependency[Guest],
    own_gathering: NamedDependency[Gathering],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Sign up, or leave; only who has proven to be the guest."""
    if not proven(request, own, now=now):
        return to_prove(own, "sessions")
    language = language_of(request)
    told: dict[str, Any] = {"gathering": own_gathering, "by": Actor.guest(own.id), "now": now, "online": True}
    try:
        if leaving := form.text("leave"):
            await leave(needed_id(leaving, UnknownSession), own.id, **told)
            say = translated(_LEFT, language)
        else:
            session, _, wave = form.text("join").partition(" ")
            joined = await join(needed_id(session, UnknownSession), own.id, wave=wave, **told)
            say = translated(_YES if joined.booked else _WAITS, language).format(place=joined.place)
            if beside := await overlapping(needed_id(session, UnknownSession), own.id, language=language):
                say += " " + translated(_OVERLAPS, language).format(titles=", ".join(beside))
    except (Conflict, NotFound) as error:
        return await _page(request, own, own_gathering, now, refused=error.told(language))
    await announce(own_gathering.id)
    return go(f"{guest_path(own.id)}/sessions", say=say)


async def _page(
    request: Request[Any, Any, Any], own: Guest, gathering: Gathering, now: datetime, *, refused: str = ""
) -> Response[Any]:
    return own_page(
        request, "agenda/own_signups.html", own, gathering, refused=refused, comes=own.standing == Standing.APPROVED,
        offers=await offers_to(own, gathering, language=language_of(request), now=now),
    )  # fmt: skip


HANDLERS = [own_signups, send_own_signup]
