"""What the page of a station does: hold the station, take a badge, say what became of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from event.database import fetch, fetch_one, writing
from event.people.rules import SYSTEM
from event.printing.queue.asking import note_steps
from event.printing.queue.errors import BadgeVoid, JobNotYours, StationElsewhere, StationNotLetIn
from event.printing.queue.rules import again_at
from event.printing.queue.stations import KnownStation
from event.printing.queue.tables import JobState, StepKind

PAGE_HOLDS = timedelta(seconds=15)
"""A page that was not heard of for so long no longer holds its station."""
LEASE = timedelta(minutes=2)
"""So long a page may take from a badge's claim to saying that it is printed."""
VOID = "void"


@dataclass(frozen=True)
class Claimed:
    """A badge that a page is to print; `claim` names this try."""

    job: UUID
    claim: UUID
    guest: UUID
    badge_number: str
    lease_until: datetime


@dataclass(frozen=True)
class Taken:
    """What a page has to do now: a badge or nothing; `changed`: there is something to see in the queue."""

    job: Claimed | None
    changed: bool


async def take(station: KnownStation, *, page: UUID, here: bool, now: datetime) -> Taken:
    """Hold the station for this page and take the next badge.

    `here`: take the station over from another page. A badge that this page took and never got is given to it again.
    Raises StationElsewhere, StationNotLetIn.
    """
    async with writing():
        before = await _hold(station, page, here=here, now=now)
        settled = await _settle(station, everything=before != page, now=now)
        underway = await fetch_one(
            "SELECT j.*, t.badge_number FROM print_job j JOIN ticket t ON t.id = j.ticket"
            " WHERE j.station = $1 AND j.state = 'printing'",
            station.id,
        )  # fmt: skip
        if underway:
            return Taken(None if underway["sent_at"] else _claimed(underway), settled)
        row = await fetch_one(_CLAIM, station.id, now, uuid4(), now + LEASE)
        if row is None:
            return Taken(None, settled or before != page)
        await note_steps([row["id"]], StepKind.CLAIMED, by=station.actor, now=now, claim=row["claim"])
    return Taken(_claimed(row), changed=True)


async def let_go(station: KnownStation, *, page: UUID) -> None:
    """A page closes: another may hold the station at once."""
    await fetch(
        "UPDATE print_station SET page = NULL, page_until = NULL WHERE id = $1 AND page = $2",
        station.id, page,
    )  # fmt: skip


async def guest_to_print(station: KnownStation, job: UUID, *, claim: UUID) -> UUID:
    """Whose badge a page is to load. Raises JobNotYours."""
    row = await fetch_one(
        "SELECT guest FROM print_job WHERE id = $1 AND station = $2 AND claim = $3 AND state = 'printing'",
        job, station.id, claim,
    )  # fmt: skip
    if row is None:
        raise JobNotYours
    return UUID(str(row["guest"]))


async def sent(station: KnownStation, job: UUID, *, claim: UUID, now: datetime) -> None:
    """The badge goes to the page: from now on it may have been printed. Raises JobNotYours, BadgeVoid."""
    async with writing():
        row = await _of_page(station, job, claim, (JobState.PRINTING,))
        if row["voided_at"] is None:
            await fetch(
                "UPDATE print_job SET sent_at = $2, lease_until = $3 WHERE id = $1", job, now, now + LEASE
            )
            await note_steps([job], StepKind.SENT, by=station.actor, now=now, claim=claim)
            return
        await _end(row, JobState.CANCELLED, problem=VOID, now=now)
        await note_steps([job], StepKind.CANCELLED, by=SYSTEM, now=now, claim=claim, detail=VOID)
    raise BadgeVoid(badge=row["badge_number"])


async def printed(station: KnownStation, job: UUID, *, claim: UUID, now: datetime) -> None:
    """The page says it has printed the badge; said twice is said once. Raises JobNotYours."""
    async with writing():
        row = await _of_page(station, job, claim, tuple(JobState))
        if row["state"] in (JobState.PRINTING, JobState.PERHAPS):
            await _end(row, JobState.PRINTED, now=now)
            await note_steps([job], StepKind.PRINTED, by=station.actor, now=now, claim=claim)


async def not_printed(station: KnownStation, job: UUID, *, claim: UUID, problem: str, now: datetime) -> None:
    """The page could not load the badge, so that it cannot have printed it: tried again later, five times at most.

    Raises JobNotYours.
    """
    async with writing():
        row = await _of_page(station, job, claim, (JobState.PRINTING, JobState.PERHAPS))
        await note_steps([job], StepKind.FAILED, by=station.actor, now=now, claim=claim, detail=problem)
        ready = again_at(row["tries"], now=now)
        if ready is None:
            await _end(row, JobState.FAILED, problem=problem, now=now)
        else:
            await _back([job], ready=ready)


async def _hold(station: KnownStation, page: UUID, *, here: bool, now: datetime) -> UUID | None:
    """The station's row is the lock under which its badges are given out; answers which page held it before."""
    row = await fetch_one(
        "SELECT page, page_until FROM print_station WHERE id = $1 AND revoked_at IS NULL FOR NO KEY UPDATE",
        station.id,
    )
    if row is None:
        raise StationNotLetIn
    other = row["page"] not in (None, page) and row["page_until"] > now
    if other and not here:
        raise StationElsewhere
    await fetch(
        "UPDATE print_station SET page = $2, page_until = $3, seen_at = $4 WHERE id = $1",
        station.id, page, now + PAGE_HOLDS, now,
    )  # fmt: skip
    return UUID(str(row["page"])) if row["page"] else None


async def _settle(station: KnownStation, *, everything: bool, now: datetime) -> bool:
    """Badges whose page is gone, or too slow: what never reached it waits again, of the rest nobody knows.

    A badge whose ticket is void by now does not wait any more.
    """
    lapsed = await fetch(
        "SELECT id, sent_at FROM print_job WHERE station = $1 AND state = 'printing' AND ($2 OR lease_until <= $3)"
        " FOR UPDATE",
        station.id, everything, now,
    )  # fmt: skip
    back = [row["id"] for row in lapsed if row["sent_at"] is None]
    perhaps = [row["id"] for row in lapsed if row["sent_at"] is not None]
    await _back(back, ready=now)
    await fetch("UPDATE print_job SET state = 'perhaps' WHERE id = ANY($1::uuid[])", perhaps)
    await note_steps(back + perhaps, StepKind.LAPSED, by=SYSTEM, now=now)
    void = await fetch(
        "UPDATE print_job j SET state = 'cancelled', problem = $2, ended_at = $3 FROM ticket t WHERE t.id = j.ticket"
        " AND t.voided_at IS NOT NULL AND j.station = $1 AND j.state = 'waiting' RETURNING j.id",
        station.id, VOID, now,
    )  # fmt: skip
    await note_steps([row["id"] for row in void], StepKind.CANCELLED, by=SYSTEM, now=now, detail=VOID)
    return bool(lapsed or void)


async def _back(jobs: list[UUID], *, ready: datetime) -> None:
    await fetch(
        "UPDATE print_job SET state = 'waiting', claim = NULL, claimed_at = NULL, lease_until = NULL, sent_at = NULL,"
        " ready_at = $2 WHERE id = ANY($1::uuid[])",
        jobs, ready,
    )  # fmt: skip


async def _of_page(station: KnownStation, job: UUID, claim: UUID, states: tuple[JobState, ...]) -> Any:
    row = await fetch_one(
        "SELECT j.id, j.state, j.tries, t.badge_number, t.voided_at FROM print_job j JOIN ticket t ON t.id = j.ticket"
        " WHERE j.id = $1 AND j.station = $2 AND j.claim = $3 AND j.state = ANY($4::text[]) FOR UPDATE OF j",
        job, station.id, claim, [str(one) for one in states],
    )  # fmt: skip
    if row is None:
        raise JobNotYours
    return row


async def _end(row: Any, state: JobState, *, now: datetime, problem: str = "") -> None:
    await fetch(
        "UPDATE print_job SET state = $2, ended_at = $3, problem = $4 WHERE id = $1",
        row["id"], str(state), now, problem,
    )  # fmt: skip


def _claimed(row: Any) -> Claimed:
    return Claimed(row["id"], row["claim"], row["guest"], row["badge_number"], row["lease_until"])


_CLAIM = """
UPDATE print_job j SET state = 'printing', claim = $3, claimed_at = $2, lease_until = $4, sent_at = NULL, tries = j.tries + 1
FROM ticket t WHERE t.id = j.ticket AND j.id = (
    SELECT id FROM print_job WHERE station = $1 AND state = 'waiting' AND ready_at <= $2
    ORDER BY queued_at, place, id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING j.id, j.claim, j.guest, j.lease_until, t.badge_number
"""
