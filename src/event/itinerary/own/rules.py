"""A guest's days in order, and which session of the programme is the homeland visit itself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from event.gathering.tables import local_day
from event.itinerary.own.programme import OwnProgramme, Session, Visit

_NEAR = timedelta(hours=1)


@dataclass(frozen=True)
class Entry:
    """Something of a day: a session, arrival, check_in, visit, check_out or departure; `thing` has the rest."""

    kind: str
    at: datetime | None
    thing: Any


@dataclass(frozen=True)
class Day:
    """A day of the guest with everything in order."""

    day: date
    entries: tuple[Entry, ...]


def days_of(own: OwnProgramme, zone: ZoneInfo) -> list[Day]:
    """Every day on which something happens; leaving the hotel comes first, moving in after the arrival."""
    found: list[tuple[date, int, datetime | None, Entry]] = []

    def put(kind: str, at: datetime | None, thing: Any, day: date | None = None, turn: int = 1) -> None:
        on = day or (local_day(at, zone) if at else None)
        if on is not None:
            found.append((on, turn, at, Entry(kind, at, thing)))

    for session in own.sessions:
        put("session", session.starts_at, session)
    for visit in own.visits:
        put("visit", visit.begins_at, visit)
    for transfer in (own.arrival, own.departure):
        if transfer is not None:
            put(transfer.direction, transfer.at, transfer)
    if own.stay is not None:
        arrival = own.arrival.at if own.arrival else None
        same_day = arrival is not None and local_day(arrival, zone) == own.stay.check_in
        put("check_in", arrival if same_day else None, own.stay, own.stay.check_in, 1 if same_day else 0)
        put("check_out", None, own.stay, own.stay.check_out, 0)
    found.sort(
        key=lambda one: (one[0], one[1], one[2].timestamp() if one[2] else 0, one[3].kind == "check_in")
    )
    by_day: dict[date, list[Entry]] = {}
    for day, _, _, entry in found:
        by_day.setdefault(day, []).append(entry)
    return [Day(day, tuple(entries)) for day, entries in by_day.items()]


def without_the_visit(
    sessions: Sequence[Session], visits: Sequence[Visit]
) -> tuple[tuple[Session, ...], tuple[Visit, ...]]:
    """The line of the programme that is the visit itself is told once: the visit takes its title.

    It is in no hall, begins within an hour of the bus's leaving and lasts about until it is back.
    """
    left, named = list(sessions), []
    for visit in visits:
        same = next((one for one in left if _is_the_visit(one, visit)), None)
        if same is not None:
            left.remove(same)
            visit = replace(visit, title=same.title)  # noqa: PLW2901 - the same visit, named
        named.append(visit)
    return tuple(left), tuple(named)


def _is_the_visit(session: Session, visit: Visit) -> bool:
    leaves = visit.departs_at or visit.begins_at
    if session.hall or leaves is None or session.ends_at is None or visit.returns_at is None:
        return False
    return abs(session.starts_at - leaves) <= _NEAR and abs(session.ends_at - visit.returns_at) <= _NEAR
