"""New badges from a scanner: only where an organizer gave the scanner a print station."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency

from event.errors import Invalid, Problem
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import read_json
from event.language import Message
from event.people.rates import Rate, count
from event.people.rules import Access, Permission
from event.printing.queue.asking import new_badge
from event.printing.queue.errors import NoStationForScanner
from event.printing.queue.stations import station_for_scanner

_NO_REASON = Message("Please say why a new badge is printed.")
_BADGES_OF_SCANNER = Rate("new badges scanner", 60, 10)


class ScannerStation(msgspec.Struct):
    """The station that prints for a scanner; empty where its holder may have no badges made."""

    station: str


class LostBadge(msgspec.Struct):
    """Whose badge is lost or damaged, and the number that the scanner shows."""

    request: UUID
    guest: UUID
    seen: str
    reason: str


class BadgeComing(msgspec.Struct):
    """The new badge's number, where it comes out, and how many come out before it."""

    badge_number: str
    station: str
    before: int


@get("/api/v1/device/print-station", opt={"permission": Permission.ROSTER}, tags=["Scanners"])
async def api_scanner_station(
    gathering: NamedDependency[Gathering], access: NamedDependency[Access]
) -> ScannerStation:
    """Where the scanner's new badges are printed."""
    station = await station_for_scanner(access.user, gathering=gathering.id)
    return ScannerStation(station.name if station else "")


@post("/api/v1/device/new-badge", opt={"permission": Permission.ROSTER}, tags=["Scanners"], status_code=200)
async def api_scanner_badge(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> BadgeComing:
    """Void a guest's badge and have another made and printed; the same request again is the same badge."""
    station = await station_for_scanner(access.user, gathering=gathering.id)
    if station is None:
        raise NoStationForScanner
    await count(_BADGES_OF_SCANNER, str(access.user), now=now)
    told = await read_json(request, LostBadge)
    reason = told.reason.replace("\x00", "").strip()
    if not reason:
        raise Invalid({"reason": Problem(_NO_REASON)})
    made = await new_badge(
        told.guest, gathering=gathering, reason=reason, station=station.id, request=told.request, seen=told.seen,
        by=access.actor, now=now,
    )  # fmt: skip
    await announce(gathering.id)
    return BadgeComing(made.ticket.badge_number, station.name, made.asked.before if made.asked else 0)


HANDLERS = [api_scanner_station, api_scanner_badge]
