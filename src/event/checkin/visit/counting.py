"""The roll calls of buses as they are now, and counting somebody by hand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from event.checkin.answers import Answer
from event.checkin.errors import UnknownCheckpoint
from event.checkin.operations import record_scans
from event.checkin.scanned import Scanned, Undone
from event.checkin.tables import ScanSource
from event.checkin.undoing import take_back
from event.checkin.visit.errors import UnknownBus
from event.checkin.visit.points import points_of
from event.checkin.visit.rules import (
    Point,
    RollCall,
    Seen,
    boarded,
    in_the_order_of,
    last_taken,
    next_to_take,
    roll_calls,
    tails,
)
from event.database import fetch
from event.gathering.tables import Gathering
from event.itinerary.riding import BusNow, Rider, buses_now, riders
from event.itinerary.visiting import RouteNow, routes_now
from event.people.rules import Actor
from event.registration.errors import UnknownGuest

BY_HAND = "roll call"
"""The device of scans that somebody made by a tap on a name."""
_TAKEN_BACK = "counted by mistake at the roll call"


@dataclass(frozen=True)
class BusDay:
    """A bus with who has a seat on it and its roll calls in order."""

    bus: BusNow
    route: RouteNow
    riders: tuple[Rider, ...]
    calls: tuple[RollCall, ...]

    @property
    def booked(self) -> int:
        return len(self.riders)

    @property
    def aboard(self) -> set[UUID]:
        """Who was counted on it at all."""
        return boarded(self.calls)

    @property
    def last(self) -> RollCall | None:
        return last_taken(self.calls)

    @property
    def open_call(self) -> RollCall | None:
        """The roll call to go on with."""
        return next_to_take(self.calls)

    @property
    def missing(self) -> list[Rider]:
        """Who is missing now: at the last roll call, or, when none was taken, nobody yet."""
        return self.named(self.last.missing) if self.last else []

    @property
    def not_boarded(self) -> list[Rider]:
        """Who has a seat and was not counted at all."""
        return [one for one in self.riders if one.guest not in self.aboard]

    def named(self, guests: Iterable[UUID]) -> list[Rider]:
        """The riders with these ids, in the order of the list."""
        wanted = set(guests)
        return [one for one in self.riders if one.guest in wanted]

    def call(self, tail: str) -> RollCall | None:
        return next((one for one in self.calls if one.point.tail == tail), None)


async def bus_days(gathering: Gathering, *, bus: str = "") -> list[BusDay]:
    """Every bus of the visit, or one, with its roll calls as they are now."""
    buses = [one for one in await buses_now(gathering) if bus in ("", one.code)]
    routes, points = await routes_now(gathering), await points_of(gathering, bus=bus)
    seen, seated = await _seen_at(points), dict[str, list[Rider]]()
    for one in await riders(gathering, bus=bus):
        seated.setdefault(one.bus, []).append(one)
    return [_day(one, routes[one.route], points, seated.get(one.code, []), seen, gathering) for one in buses]


async def bus_day(gathering: Gathering, bus: str) -> BusDay:
    """One bus with its roll calls. Raises UnknownBus."""
    found = await bus_days(gathering, bus=bus) if bus else []
    if not found:
        raise UnknownBus
    return found[0]


def _day(
    bus: BusNow,
    route: RouteNow,
    points: Sequence[Point],
    seated: list[Rider],
    seen: dict[UUID, dict[UUID, Seen]],
    gathering: Gathering,
) -> BusDay:
    wanted = tails(route, gathering.zone)
    # a roll call that the plan has no use for any more stays where somebody was counted
    own = [one for one in points if one.bus == bus.code and (one.tail in wanted or seen.get(one.id))]
    calls = roll_calls(in_the_order_of(wanted, own), [one.guest for one in seated], seen)
    return BusDay(bus, route, tuple(seated), tuple(calls))


async def _seen_at(points: Iterable[Point]) -> dict[UUID, dict[UUID, Seen]]:
    """Who was let in at checkpoints, by checkpoint and guest: the first scan that was not taken back."""
    found: dict[UUID, dict[UUID, Seen]] = {}
    for row in await fetch(_SEEN, [one.id for one in points]):
        found.setdefault(row["checkpoint"], {})[row["guest"]] = Seen(row["id"], row["at"])
    return found


_SEEN = """
SELECT DISTINCT ON (s.checkpoint, s.guest) s.checkpoint, s.guest, s.id, s.at FROM scan s
WHERE s.checkpoint = ANY($1::uuid[]) AND s.guest IS NOT NULL AND s.verdict <> 'refused' AND s.direction = 'in'
    AND NOT EXISTS (SELECT 1 FROM scan_undo u WHERE u.scan = s.id)
ORDER BY s.checkpoint, s.guest, s.at, s.id
"""


@dataclass(frozen=True)
class LastSeen:
    """Where and when somebody was scanned last."""

    code: str
    name_zh: str
    name_en: str
    at: datetime


async def last_seen(guests: Iterable[UUID], gathering: Gathering) -> dict[UUID, LastSeen]:
    """The last scan of each that was not refused, at whatever checkpoint."""
    rows = await fetch(_LAST, list(guests), gathering.id)
    return {row["guest"]: LastSeen(*tuple(row)[1:]) for row in rows}


_LAST = """
SELECT w.guest, last.* FROM unnest($1::uuid[]) AS w(guest) CROSS JOIN LATERAL (
    SELECT p.code, p.name_zh, p.name_en, s.at FROM scan s JOIN checkpoint p ON p.id = s.checkpoint
    WHERE s.guest = w.guest AND s.gathering = $2 AND s.verdict <> 'refused'
        AND NOT EXISTS (SELECT 1 FROM scan_undo u WHERE u.scan = s.id)
    ORDER BY s.at DESC, s.seq DESC LIMIT 1) last
"""


async def count_by_hand(
    guest: UUID,
    *,
    bus: str,
    tail: str,
    gathering: Gathering,
    by: UUID | None,
    now: datetime,
    scan_id: UUID | None = None,
) -> Answer | None:
    """Count somebody at a roll call; None where they are counted already.

    Raises UnknownBus, UnknownCheckpoint, UnknownGuest for who has no seat on the bus.
    """
    day = await bus_day(gathering, bus)
    call = _call(day, tail)
    if not day.named([guest]):
        raise UnknownGuest
    if guest in call.counted:
        return None
    scan = Scanned(
        scan_id or uuid4(), str(call.point.id), "", now, device=BY_HAND, guest=str(guest), source=ScanSource.DESK
    )  # fmt: skip
    (told,) = await record_scans([scan], gathering=gathering, by=by, now=now)
    return told


async def uncount(
    guest: UUID, *, bus: str, tail: str, gathering: Gathering, by: Actor, now: datetime
) -> list[UUID]:
    """Take back that somebody was counted at a roll call, every scan of it; returns the scans.

    Raises UnknownBus, UnknownCheckpoint, UnknownGuest.
    """
    day = await bus_day(gathering, bus)
    call = _call(day, tail)
    if not day.named([guest]):
        raise UnknownGuest
    rows = await fetch(
        "SELECT id FROM scan s WHERE checkpoint = $1 AND guest = $2 AND verdict <> 'refused'"
        " AND NOT EXISTS (SELECT 1 FROM scan_undo u WHERE u.scan = s.id) ORDER BY at",
        call.point.id, guest,
    )  # fmt: skip
    scans = [row["id"] for row in rows]
    undone = [Undone(uuid4(), scan, _TAKEN_BACK, now) for scan in scans]
    await take_back(undone, gathering=gathering, by=by.mark, device=BY_HAND, now=now)
    return scans


def _call(day: BusDay, tail: str) -> RollCall:
    call = day.call(tail)
    if call is None:
        raise UnknownCheckpoint
    return call
