"""What people at the queue do: say what lies in the tray, print again, cancel, move."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from event.database import fetch, fetch_one, writing
from event.people.audit import record
from event.people.rules import Actor
from event.printing.queue.asking import note_steps
from event.printing.queue.errors import BadgeVoid, JobElsewhere, UnknownJob, UnknownStation
from event.printing.queue.tables import JobState, StepKind

DID_NOT_COME_OUT = "did_not"
_ENDED = (JobState.PERHAPS, JobState.PRINTED, JobState.FAILED, JobState.CANCELLED)


async def it_came_out(
    job: UUID, *, gathering: UUID, by: Actor, now: datetime, at: UUID | None = None
) -> None:
    """Somebody looked at the tray: the badge is there. `at`: only a job of this station. Raises UnknownJob, JobElsewhere."""
    async with writing():
        row = await _held(job, gathering, at)
        if row["state"] == JobState.PRINTED:
            return
        _refuse_unless(row, JobState.PERHAPS)
        await fetch("UPDATE print_job SET state = 'printed', ended_at = $2 WHERE id = $1", job, now)
        await note_steps([job], StepKind.CAME_OUT, by=by, now=now)
        await record("print.came_out", subject=f"job:{job}", by=by, now=now, gathering=gathering)


async def print_again(
    job: UUID,
    *,
    gathering: UUID,
    request: UUID,
    by: Actor,
    now: datetime,
    station: UUID | None = None,
    at: UUID | None = None,
) -> UUID:
    """A further print of the same badge, as a job that says so; the same request again is the same job.

    Of a badge that was perhaps printed it says that it did not come out. `at`: the station itself says so, of a job
    of its own, also of one that it has just printed.
    Raises UnknownJob, UnknownStation, JobElsewhere, BadgeVoid.
    """
    async with writing():
        row = await _held(job, gathering, at)
        made = await fetch_one(
            "SELECT id FROM print_job WHERE request = $1 AND guest = $2", request, row["guest"]
        )
        if made:
            return UUID(str(made["id"]))
        here = at is not None and row["sent_at"] is not None
        _refuse_unless(row, *_ENDED, *((JobState.PRINTING,) if here else ()))
        if row["voided_at"] is not None:
            raise BadgeVoid(badge=row["badge_number"])
        if row["state"] in (JobState.PERHAPS, JobState.PRINTING):
            await fetch(
                "UPDATE print_job SET state = 'failed', ended_at = $2, problem = $3 WHERE id = $1",
                job, now, DID_NOT_COME_OUT,
            )  # fmt: skip
            await note_steps([job], StepKind.DID_NOT, by=by, now=now)
        further = uuid4()
        await fetch(
            "INSERT INTO print_job (id, gathering, station, guest, ticket, request, new_badge, again_of, state,"
            " queued_at, queued_by, ready_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, false, $7, 'waiting', $8, $9, $8)",
            further, gathering, await _station(gathering, station or row["station"]), row["guest"], row["ticket"],
            request, job, now, by.mark,
        )  # fmt: skip
        await note_steps([further], StepKind.QUEUED, by=by, now=now)
        await record(
            "print.again", subject=f"job:{job}", by=by, now=now, gathering=gathering, guest=row["guest"]
        )
    return further


async def cancel(job: UUID, *, gathering: UUID, by: Actor, now: datetime) -> None:
    """A badge that waits is not printed. Raises UnknownJob, JobElsewhere."""
    async with writing():
        row = await _held(job, gathering)
        if row["state"] == JobState.CANCELLED:
            return
        _refuse_unless(row, JobState.WAITING)
        await fetch("UPDATE print_job SET state = 'cancelled', ended_at = $2 WHERE id = $1", job, now)
        await note_steps([job], StepKind.CANCELLED, by=by, now=now)
        await record("print.cancel", subject=f"job:{job}", by=by, now=now, gathering=gathering)


async def move(job: UUID, *, station: UUID, gathering: UUID, by: Actor, now: datetime) -> None:
    """A badge that waits is printed elsewhere. Raises UnknownJob, UnknownStation, JobElsewhere."""
    async with writing():
        row = await _held(job, gathering)
        _refuse_unless(row, JobState.WAITING)
        await fetch(
            "UPDATE print_job SET station = $2, ready_at = $3 WHERE id = $1",
            job, await _station(gathering, station), now,
        )  # fmt: skip
        await note_steps([job], StepKind.MOVED, by=by, now=now)
        await record("print.move", subject=f"job:{job}", by=by, now=now, gathering=gathering, station=station)


async def _held(job: UUID, gathering: UUID, at: UUID | None = None) -> Any:
    row = await fetch_one(
        "SELECT j.*, t.badge_number, t.voided_at FROM print_job j JOIN ticket t ON t.id = j.ticket"
        " WHERE j.id = $1 AND j.gathering = $2 AND ($3::uuid IS NULL OR j.station = $3) FOR UPDATE OF j",
        job, gathering, at,
    )  # fmt: skip
    if row is None:
        raise UnknownJob
    return row


def _refuse_unless(row: Any, *states: JobState) -> None:
    if row["state"] not in states:
        raise JobElsewhere(badge=row["badge_number"])


async def _station(gathering: UUID, station: UUID) -> UUID:
    row = await fetch_one(
        "SELECT id FROM print_station WHERE id = $1 AND gathering = $2 AND revoked_at IS NULL",
        station, gathering,
    )  # fmt: skip
    if row is None:
        raise UnknownStation
    return station
