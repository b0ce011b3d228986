"""The programme for everybody: a page by day and hall, and calendars to subscribe to."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from event.agenda.feeds.answering import calendar_answer
from event.agenda.feeds.programme import programme_calendar
from event.agenda.publishing.comparing import names_in_sessions
from event.agenda.publishing.version import Session, last_version, listed, what_guests_see
from event.gathering.tables import Gathering
from event.http import language_of, page, with_query
from event.settings import settings


@get("/g/{slug:str}/agenda", opt={"public": True}, include_in_schema=False)
async def public_agenda(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """The published programme by day; `?hall=` shows one hall."""
    language, asked = language_of(request), request.query_params.get("hall", "")
    version = await last_version(gathering)
    sessions = listed(await what_guests_see(gathering), gathering.zone)
    halls = {one.hall: one.said("hall", language) for one in sessions if one.hall}
    hall = asked if asked in halls else ""
    shown = [one for one in sessions if not hall or one.hall == hall]
    return page(
        request, "agenda/programme.html", held=gathering, days_of=by_day(shown), halls=halls, hall=hall,
        people=await names_in_sessions(shown, language), version=version,
        feed=settings().address + with_query(f"/g/{gathering.slug}/agenda.ics", lang=language, hall=hall),
    )  # fmt: skip


@get("/g/{slug:str}/agenda.ics", opt={"public": True}, include_in_schema=False)
async def agenda_feed(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]
) -> Response[bytes]:
    """The programme for calendars that ask again by themselves; `?hall=` what happens in one hall."""
    return await _feed(request, gathering)


@get("/api/v1/gatherings/{slug:str}/agenda.ics", opt={"public": True}, tags=["Agenda"])
async def api_feed(request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]) -> Response[bytes]:
    """The published programme as a calendar (RFC 5545); `?hall=` by the code of a hall. Answers If-None-Match."""
    return await _feed(request, gathering)


def by_day(sessions: Iterable[Session]) -> list[tuple[date, list[Session]]]:
    """Sessions by the day on which they begin."""
    return [(day, list(of)) for day, of in groupby(sessions, key=lambda one: one.starts_at.date())]


async def _feed(request: Request[Any, Any, Any], gathering: Gathering) -> Response[bytes]:
    hall = request.query_params.get("hall", "")
    sessions = await what_guests_see(gathering)
    content = programme_calendar(gathering, sessions, language=language_of(request), hall=hall)
    return calendar_answer(request, content, "agenda")


HANDLERS = [public_agenda, agenda_feed, api_feed]
