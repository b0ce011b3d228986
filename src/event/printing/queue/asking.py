"""Asking for badges: a guest's, a delegation's, or a new one in the place of one that is lost."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from event.database import fetch, fetch_one, writing
from event.gathering.tables import Gathering
from event.people.audit import record
from event.people.rules import Actor
from event.printing.errors import NothingToPrint
from event.printing.queue.errors import BadgeMadeMeanwhile, UnknownStation
from event.printing.queue.tables import StepKind
from event.registration.adding import issue_ticket, lock, standing_ticket, void_ticket
from event.registration.errors import NoTicket
from event.registration.operations import held_guest
from event.registration.queries import Scope
from event.registration.tables import Standing, Ticket


@dataclass(frozen=True)
class Asked:
    """How many badges a request put into the queue; none of them twice. `before`: those that wait ahead of them."""

    jobs: list[UUID]
    station: str
    before: int


@dataclass(frozen=True)
class NewBadge:
    """The ticket that a guest has now, and its job where a station prints it."""

    ticket: Ticket
    asked: Asked | None


async def ask(
    *,
    gathering: Gathering,
    station: UUID,
    request: UUID,
    by: Actor,
    now: datetime,
    guest: UUID | None = None,
    delegation: UUID | None = None,
    scope: Scope = None,
) -> Asked:
    """Have the badges of a guest or of a delegation printed as they are; the same request again is the same jobs.

    Raises UnknownStation, NothingToPrint.
    """
    async with writing():
        name = await _open_station(gathering, station)
        rows = await fetch(
            _ASK, gathering.id, station, request, now, by.mark, guest, delegation,
            list(scope) if scope is not None else None,
        )  # fmt: skip
        if rows:
            await note_steps([row["id"] for row in rows], StepKind.QUEUED, by=by, now=now)
            await record(
                "print.queue", subject=f"station:{station}", by=by, now=now, gathering=gathering.id,
                count=len(rows), **({"guest": guest} if guest else {"delegation": delegation}),
            )  # fmt: skip
        asked = await _asked(request, name)
        if not asked.jobs:
            raise NothingToPrint
    return asked


async def new_badge(
    guest: UUID,
    *,
    gathering: Gathering,
    reason: str,
    station: UUID | None,
    request: UUID,
    seen: str | None,
    by: Actor,
    now: datetime,
) -> NewBadge:
    """Void a guest's ticket, issue another, and have its badge printed, all of it or nothing.

    `seen`: the badge number that whoever asks has before them; where the guest has another by now, nothing is made.
    The same request again is answered as the first time. Raises UnknownGuest, NoTicket, UnknownStation, BadgeMadeMeanwhile.
    """
    async with writing():
        await lock(gathering)
        row = await held_guest(gathering, guest)
        name = await _open_station(gathering, station) if station else ""
        made = await fetch_one(
            "SELECT ticket FROM print_job WHERE request = $1 AND guest = $2", request, guest
        )
        if made:
            ticket = await Ticket.objects().get(Ticket.id == made["ticket"])
            if ticket is None:
                raise LookupError(made["ticket"])
            return NewBadge(ticket, await _asked(request, name))
        standing = await standing_ticket(guest)
        if row.standing != Standing.APPROVED or standing is None:
            raise NoTicket(name=row.name)
        if seen is not None and seen != standing.badge_number:
            raise BadgeMadeMeanwhile(name=row.name, badge=standing.badge_number)
        await void_ticket(guest, reason=reason, now=now)
        ticket = await issue_ticket(gathering, row, now=now)
        await record("ticket.reissue", subject=f"guest:{guest}", by=by, now=now, gathering=gathering.id)
        if station is None:
            return NewBadge(ticket, None)
        await _queue_new(ticket, station, request, by=by, now=now)
        return NewBadge(ticket, await _asked(request, name))


async def _queue_new(ticket: Ticket, station: UUID, request: UUID, *, by: Actor, now: datetime) -> None:
    """The job of a new badge; badges of the ticket before that still wait will not be printed."""
    job = uuid4()
    await fetch(
        "INSERT INTO print_job (id, gathering, station, guest, ticket, request, new_badge, state, queued_at,"
        " queued_by, ready_at) VALUES ($1, $2, $3, $4, $5, $6, true, 'waiting', $7, $8, $7)",
        job, ticket.gathering, station, ticket.guest, ticket.id, request, now, by.mark,
    )  # fmt: skip
    await note_steps([job], StepKind.QUEUED, by=by, now=now)
    await record(
        "print.queue", subject=f"station:{station}", by=by, now=now, gathering=ticket.gathering, count=1,
        guest=ticket.guest,
    )  # fmt: skip


async def note_steps(
    jobs: list[UUID], kind: StepKind, *, by: Actor, now: datetime, claim: UUID | None = None, detail: str = ""
) -> None:
    """Keep a step of each job, inside the caller's `writing()`."""
    await fetch(
        'INSERT INTO print_step (id, job, kind, claim, at, "by", detail)'
        " SELECT gen_random_uuid(), job, $2, $3, $4, $5, $6 FROM unnest($1::uuid[]) AS t (job)",
        jobs, str(kind), claim, now, by.mark, detail,
    )  # fmt: skip


async def _open_station(gathering: Gathering, station: UUID) -> str:
    row = await fetch_one(
        "SELECT name FROM print_station WHERE id = $1 AND gathering = $2 AND revoked_at IS NULL",
        station, gathering.id,
    )  # fmt: skip
    if row is None:
        raise UnknownStation
    return str(row["name"])


async def _asked(request: UUID, station: str) -> Asked:
    row: Any = await fetch_one(_ASKED, request)
    return Asked(list(row["jobs"]), station, row["before"])


_ASK = """
INSERT INTO print_job (id, gathering, station, guest, ticket, request, place, new_badge, state, queued_at, queued_by, ready_at)
SELECT gen_random_uuid(), $1, $2, g.id, t.id, $3, row_number() OVER (ORDER BY c.position, g.number), false, 'waiting', $4, $5, $4
FROM guest g JOIN guest_class c ON c.id = g.guest_class JOIN ticket t ON t.guest = g.id AND t.voided_at IS NULL
WHERE g.gathering = $1 AND g.standing = 'approved' AND (g.id = $6::uuid OR g.delegation = $7::uuid)
    AND ($8::uuid[] IS NULL OR g.delegation = ANY($8))
ON CONFLICT (request, guest) DO NOTHING RETURNING id
"""

_ASKED = """
SELECT coalesce(array_agg(j.id ORDER BY j.place), '{}') AS jobs,
    (SELECT count(*) FROM print_job o WHERE o.state IN ('waiting', 'printing') AND o.station = min(j.station::text)::uuid
        AND (o.queued_at, o.place) < (min(j.queued_at), min(j.place)) AND o.request <> $1) AS before
FROM print_job j WHERE j.request = $1
"""
