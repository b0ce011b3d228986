"""The programme for programs."""

from datetime import date
from typing import Any

import msgspec
from litestar import Request, get
from litestar.di import NamedDependency

from event.agenda.publishing.reading import published_programme
from event.agenda.queries import SessionLine
from event.gathering.tables import Gathering
from event.http import language_of


class DayView(msgspec.Struct):
    """One day with its sessions; times with the gathering's zone."""

    day: date
    sessions: list[SessionLine]


@get("/api/v1/gatherings/{slug:str}/agenda", opt={"public": True}, tags=["Agenda"])
async def api_agenda(request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]) -> list[DayView]:
    """The programme by day as guests see it (the last published version), in the language asked for (`?lang=` or Accept-Language)."""
    days = await published_programme(gathering, language=language_of(request))
    return [DayView(one.day, one.sessions) for one in days]


HANDLERS = [api_agenda]
