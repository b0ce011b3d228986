"""Where this browser has badges printed: remembered in a cookie, until the station is gone."""

from typing import Any
from uuid import UUID

from litestar import Request
from litestar.datastructures import Cookie

from event.gathering.tables import Gathering
from event.http import cookie_rules
from event.printing.queue.queries import StationState, StationView

COOKIE = "event_prints_at"
_A_MONTH = 31 * 24 * 3600


def open_stations(stations: list[StationView]) -> list[StationView]:
    """Those that can be chosen: not revoked."""
    return [one for one in stations if one.state is not StationState.REVOKED]


def station_chosen(request: Request[Any, Any, Any], stations: list[StationView]) -> StationView | None:
    """The station this browser chose; None: badges open as PDF."""
    wanted = request.cookies.get(COOKIE, "")
    return next((one for one in open_stations(stations) if str(one.id) == wanted), None)


def remembering(station: UUID | None, gathering: Gathering) -> Cookie:
    """The cookie of a choice."""
    rules = cookie_rules() | {"path": f"/console/{gathering.slug}"}
    if station is None:
        return Cookie(COOKIE, value="", max_age=0, **rules)
    return Cookie(COOKIE, value=str(station), max_age=_A_MONTH, **rules)
