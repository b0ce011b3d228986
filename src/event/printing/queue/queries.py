"""Stations and the queue as organizers see them."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec

from event.database import fetch, fetch_one
from event.gathering.tables import Gathering
from event.printing.queue.errors import UnknownJob, UnknownStation
from event.printing.queue.tables import JobState
from event.text import name_in

_AWAY = timedelta(seconds=30)
_ENDED_SHOWN = 30


class StationState(StrEnum):
    """How a station is; the first that fits."""

    REVOKED = "revoked"
    WAITING = "waiting"
    LAPSED = "lapsed"
    CLOSED = "closed"
    OPEN = "open"


class StationView(msgspec.Struct, frozen=True):
    """A print station. waiting: its code was not used yet, lapsed: nor in time; closed: no page is open.

    `queued`: badges that wait for it; `perhaps`: those of which nobody knows; `scanners` may have new badges made there.
    """

    id: UUID
    name: str
    size: str
    state: StationState
    code_expires_at: datetime
    enrolled_at: datetime | None
    revoked_at: datetime | None
    seen_at: datetime | None
    queued: int
    perhaps: int
    scanners: list[UUID]


class JobView(msgspec.Struct, frozen=True):
    """A badge in the queue. `waited` is in seconds, until it was printed; `problem` is a key: load, void, did_not.

    `again`: it is a further print of another job; `printed_again`: there is a further print of this one.
    """

    id: UUID
    state: JobState
    station: UUID
    station_name: str
    guest: UUID
    name: str
    guest_number: str
    class_code: str
    badge_number: str
    new_badge: bool
    again: bool
    printed_again: bool
    void: bool
    queued_at: datetime
    queued_by: str
    ready_at: datetime
    ended_at: datetime | None
    waited: int
    tries: int
    problem: str


class QueueView(msgspec.Struct, frozen=True):
    """The queue: what needs somebody first, then what goes on by itself, then the last that ended.

    `usual_wait`: seconds from asking to printed, the middle of the last twenty; None where none was printed.
    """

    perhaps: list[JobView]
    failed: list[JobView]
    printing: list[JobView]
    waiting: list[JobView]
    ended: list[JobView]
    usual_wait: int | None


async def stations_of(gathering: Gathering, *, now: datetime) -> list[StationView]:
    """The gathering's stations by name, revoked ones last."""
    return [_station(row, now) for row in await fetch(_STATIONS, gathering.id, None)]


async def one_station(station: UUID, *, gathering: Gathering, now: datetime) -> StationView:
    """One station. Raises UnknownStation."""
    rows = await fetch(_STATIONS, gathering.id, station)
    if not rows:
        raise UnknownStation
    return _station(rows[0], now)


async def queue_of(gathering: Gathering, *, now: datetime) -> QueueView:
    """What waits, is being printed, perhaps was, failed, and the last thirty that ended."""
    jobs = [
        _job(row, now)
        for row in await fetch(_JOBS, gathering.id, None, _ENDED_SHOWN, _OPEN, now - _SHOWN_FOR)
    ]
    by_state = {state: [one for one in jobs if one.state == state] for state in JobState}
    ended = sorted(by_state[JobState.PRINTED] + by_state[JobState.CANCELLED], key=_when_ended, reverse=True)
    usual: Any = await fetch_one(_USUAL_WAIT, gathering.id)
    return QueueView(
        by_state[JobState.PERHAPS], by_state[JobState.FAILED], by_state[JobState.PRINTING],
        by_state[JobState.WAITING], ended, usual["seconds"],
    )  # fmt: skip


async def one_job(job: UUID, *, gathering: Gathering, now: datetime) -> JobView:
    """One badge of the queue. Raises UnknownJob."""
    rows = await fetch(_JOBS, gathering.id, job, 0, _OPEN, now)
    if not rows:
        raise UnknownJob
    return _job(rows[0], now)


async def unsure_at(station: UUID) -> list[Any]:
    """Badges that the station perhaps printed: job, badge number and name, the oldest first."""
    return await fetch(
        "SELECT j.id, t.badge_number, g.name_zh, g.latin_surname, g.latin_given, g.surname_first FROM print_job j"
        " JOIN ticket t ON t.id = j.ticket JOIN guest g ON g.id = j.guest"
        " WHERE j.station = $1 AND j.state = 'perhaps' ORDER BY j.queued_at, j.place LIMIT 20",
        station,
    )


async def waiting_at(station: UUID) -> int:
    """How many badges wait for a station."""
    row: Any = await fetch_one(
        "SELECT count(*) AS n FROM print_job WHERE station = $1 AND state = 'waiting'", station
    )
    return int(row["n"])


def _when_ended(job: JobView) -> datetime:
    return job.ended_at or job.queued_at


def _station(row: Any, now: datetime) -> StationView:
    fields = {name: row[name] for name in StationView.__struct_fields__ if name not in ("state", "scanners")}
    return StationView(state=_state(row, now), scanners=list(row["scanners"]), **fields)


def _state(row: Any, now: datetime) -> StationState:
    if row["revoked_at"] is not None:
        return StationState.REVOKED
    if row["token_hash"] == "":
        return StationState.WAITING if row["code_expires_at"] > now else StationState.LAPSED
    heard = row["page"] is not None and row["seen_at"] is not None and row["seen_at"] > now - _AWAY
    return StationState.OPEN if heard else StationState.CLOSED


def _job(row: Any, now: datetime) -> JobView:
    until = row["ended_at"] or now
    fields = {
        name: row[name] for name in JobView.__struct_fields__ if name not in ("state", "name", "waited")
    }
    waited = max(0, round((until - row["queued_at"]).total_seconds()))
    return JobView(state=JobState(row["state"]), name=name_in(row), waited=waited, **fields)


_OPEN = [JobState.WAITING, JobState.PRINTING, JobState.PERHAPS, JobState.FAILED]
_SHOWN_FOR = timedelta(days=1)
"""A badge that failed is shown so long, unless it was printed again."""

_STATIONS = """
SELECT s.*, ARRAY(SELECT p.device FROM print_scanner p WHERE p.station = s.id ORDER BY p.device) AS scanners,
    (SELECT count(*) FROM print_job j WHERE j.station = s.id AND j.state = 'waiting') AS queued,
    (SELECT count(*) FROM print_job j WHERE j.station = s.id AND j.state = 'perhaps') AS perhaps
FROM print_station s WHERE s.gathering = $1 AND ($2::uuid IS NULL OR s.id = $2)
ORDER BY s.revoked_at IS NOT NULL, s.name
"""

_JOBS = """
WITH shown AS (
    SELECT * FROM print_job WHERE gathering = $1 AND id = $2
    UNION SELECT * FROM print_job j WHERE $2::uuid IS NULL AND gathering = $1 AND state = ANY($4::text[])
        AND (state <> 'failed' OR (ended_at > $5 AND NOT EXISTS (SELECT 1 FROM print_job o WHERE o.again_of = j.id)))
    UNION (SELECT * FROM print_job WHERE $2::uuid IS NULL AND gathering = $1 AND state IN ('printed', 'cancelled')
        ORDER BY ended_at DESC LIMIT $3))
SELECT j.id, j.state, j.station, s.name AS station_name, j.guest, g.name_zh, g.latin_surname, g.latin_given,
    g.surname_first, g.number AS guest_number, c.code AS class_code, t.badge_number, j.new_badge,
    j.again_of IS NOT NULL AS again, EXISTS (SELECT 1 FROM print_job o WHERE o.again_of = j.id) AS printed_again,
    t.voided_at IS NOT NULL AS void, j.queued_at, coalesce(u.name, d.name, '') AS queued_by, j.ready_at, j.ended_at, j.tries, j.problem
FROM shown j JOIN print_station s ON s.id = j.station JOIN guest g ON g.id = j.guest
JOIN guest_class c ON c.id = g.guest_class JOIN ticket t ON t.id = j.ticket
LEFT JOIN users u ON j.queued_by = 'user:' || u.id LEFT JOIN device d ON j.queued_by = 'device:' || d.id
ORDER BY j.queued_at, j.place, j.id
"""

_USUAL_WAIT = """
SELECT round(percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds))::int AS seconds FROM (
    SELECT extract(epoch FROM ended_at - queued_at) AS seconds FROM print_job
    WHERE gathering = $1 AND state = 'printed' ORDER BY ended_at DESC LIMIT 20) AS last
"""
