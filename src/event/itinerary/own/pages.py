"""The own programme behind the guest's link: to read, to subscribe to; and as staff see it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.agenda.feeds.answering import calendar_answer
from event.gathering.tables import Gathering
from event.http import go, language_of, page
from event.itinerary.own.calendar import OwnCalendar
from event.itinerary.own.queries import guest_within, programme_of
from event.itinerary.own.revisions import given_up_by, sequence_of
from event.itinerary.own.sessions import sessions_of, sessions_off
from event.itinerary.own.shown import shown_programme
from event.itinerary.planning.noticing import called_off, notices_of, seen
from event.people.rules import Permission
from event.registration.mails import guest_address, guest_path
from event.registration.own.framing import proven
from event.registration.queries import Scope
from event.registration.rules import LEFT
from event.registration.tables import Guest, Standing

_PROVEN = {"event-proven": "yes"}
"""Told to the browser's worker, which keeps no page that was opened with a proof."""


@get("/t/{code:str}/programme", opt={"public": True}, include_in_schema=False)
async def own_programme_page(
    request: Request[Any, Any, Any],
    own: NamedDependency[Guest],
    own_gathering: NamedDependency[Gathering],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Everything of the guest day by day; the room's number only after a proof."""
    language = language_of(request)
    known = proven(request, own, now=now)
    told = await shown_programme(own, own_gathering, language=language, proven=known)
    answer = page(
        request, "itinerary/own/programme.html", held=own_gathering, own_path=guest_path(own.id),
        paper=f"{guest_path(own.id)}/programme.pdf", back=guest_path(own.id), as_staff=False,
        feed=f"{guest_address(own.id)}/programme.ics?lang={language}", **told,
    )  # fmt: skip
    if known:
        answer.headers.update(_PROVEN)
    return answer


@post("/t/{code:str}/programme/read", opt={"public": True}, include_in_schema=False)
async def read_news(own: NamedDependency[Guest], now: NamedDependency[datetime]) -> Response[Any]:
    """The guest has read what has changed."""
    await seen(own.id, now=now)
    return go(f"{guest_path(own.id)}/programme")


@get("/t/{code:str}/programme.ics", opt={"public": True}, include_in_schema=False)
async def own_feed(
    request: Request[Any, Any, Any], own: NamedDependency[Guest], own_gathering: NamedDependency[Gathering]
) -> Response[bytes]:
    """The own programme for calendars that ask again by themselves; never with a room."""
    content = await calendar_of(own, own_gathering, language=language_of(request))
    return calendar_answer(request, content, "programme")


@get(
    "/console/{slug:str}/guests/{guest:uuid}/programme",
    opt={"permission": Permission.GUESTS_READ},
    include_in_schema=False,
)
async def programme_for_staff(
    request: Request[Any, Any, Any],
    guest: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    reach: NamedDependency[Scope],
) -> Response[Any]:
    """A guest's programme as the guest has it, room included, in the reader's language."""
    row = await guest_within(guest, gathering=gathering, scope=reach)
    path = f"/console/{gathering.slug}/guests/{guest}"
    told = await shown_programme(row, gathering, language=language_of(request, staff=True), proven=True)
    return page(
        request, "itinerary/own/programme.html", staff=True, own_path=path, paper=f"{path}/programme.pdf", back=path,
        as_staff=True, feed="", **told,
    )  # fmt: skip


async def calendar_of(guest: Guest, gathering: Gathering, *, language: str) -> bytes:
    """A guest's calendar; of who does not come any more, everything is cancelled."""
    made = OwnCalendar(
        guest, gathering, await sequence_of(guest), language=language, link=f"{guest_address(guest.id)}/programme"
    )  # fmt: skip
    notices = await notices_of(guest.id)
    if Standing(guest.standing) in LEFT:
        gone = await given_up_by(guest)
        made.cancelled(await sessions_of(guest, language=language, zone=gathering.zone), gone)
        days = sum(one.kind == "visit" for one in gone)
    else:
        own = await programme_of(guest, gathering, language=language, proven=False)
        made.programme(own)
        days = len(own.visits)
    made.cancelled(await sessions_off(guest, language=language, zone=gathering.zone), ())
    made.called_off(called_off(notices, days=days, language=language))
    return made.file()


HANDLERS = [own_programme_page, read_news, own_feed, programme_for_staff]
