"""The print queue for programs."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.errors import Invalid, Problem
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import read_json
from event.language import Message
from event.people.rules import Access, NotAllowed, Permission
from event.printing.queue.asking import Asked, ask, new_badge
from event.printing.queue.queries import (
    JobView,
    QueueView,
    one_job,
    queue_of,
)
from event.printing.queue.settling import cancel, it_came_out, move, print_again
from event.printing.queue.stations_api import HANDLERS as STATIONS
from event.registration.errors import UnknownDelegation
from event.registration.queries import Scope, delegations_of

_QUEUE = "/api/v1/gatherings/{slug:str}/print-queue"
_TAG = ["Print stations"]
_NO_REASON = Message("Please say why a new badge is printed.")
_WHOSE = Message("Name a guest or a delegation.")


class BadgesAsked(msgspec.Struct):
    """Badges to print as they are: of a guest by id, or of a delegation by code.

    `request` is an id of the sender's: sent again with the same one, nothing is printed twice.
    """

    station: UUID
    guest: UUID | None = None
    delegation: str = ""
    request: UUID = msgspec.field(default_factory=uuid4)


class NewBadgeAsked(msgspec.Struct):
    """A new badge for one that is lost or damaged; the old ticket is void. Without `station` none is printed.

    `seen`: the badge number the sender knows; where the guest has another by now the answer is 409 and nothing is made.
    """

    reason: str
    station: UUID | None = None
    seen: str | None = None
    request: UUID = msgspec.field(default_factory=uuid4)


class BadgesQueued(msgspec.Struct):
    """The jobs of a request, the station's name, and how many badges wait ahead of them."""

    jobs: list[UUID]
    station: str
    before: int


class NewBadgeMade(msgspec.Struct):
    """The number of the badge that holds now, and its place in the queue."""

    badge_number: str
    queued: BadgesQueued | None


class Elsewhere(msgspec.Struct):
    """Another station by id."""

    station: UUID


class AgainAsked(msgspec.Struct):
    """A further print; at the same station unless another is named."""

    request: UUID = msgspec.field(default_factory=uuid4)
    station: UUID | None = None


@get(_QUEUE, opt={"permission": Permission.PRINT}, tags=_TAG)
async def api_queue(gathering: NamedDependency[Gathering], now: NamedDependency[datetime]) -> QueueView:
    """What waits, is being printed, perhaps was printed, failed, and the last thirty that ended."""
    return await queue_of(gathering, now=now)


@post(_QUEUE, opt={"permission": Permission.PRINT}, tags=_TAG)
async def api_ask(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    now: NamedDependency[datetime],
) -> BadgesQueued:
    """Have badges printed as they are: a guest's, or everybody's of a delegation."""
    asked = await read_json(request, BadgesAsked)
    if (asked.guest is None) == (not asked.delegation):
        raise Invalid({"guest": Problem(_WHOSE)})
    known = {one.code: one.id for one in await delegations_of(gathering.id)}
    if asked.delegation and asked.delegation not in known:
        raise UnknownDelegation
    told = await ask(
        gathering=gathering, station=asked.station, request=asked.request, guest=asked.guest,
        delegation=known.get(asked.delegation), scope=reach, by=access.actor, now=now,
    )  # fmt: skip
    await announce(gathering.id)
    return _queued(told)


@post(
    "/api/v1/gatherings/{slug:str}/guests/{guest:uuid}/new-badge",
    opt={"permission": Permission.GUESTS_WRITE},
    tags=_TAG,
)
async def api_new_badge(
    request: Request[Any, Any, Any],
    guest: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> NewBadgeMade:
    """Void a guest's badge, make another with a new number, and have a station print it."""
    if not access.may(Permission.PRINT, gathering.id):
        raise NotAllowed
    asked = await read_json(request, NewBadgeAsked)
    if not asked.reason.strip():
        raise Invalid({"reason": Problem(_NO_REASON)})
    made = await new_badge(
        guest, gathering=gathering, reason=asked.reason.replace("\x00", ""), station=asked.station,
        request=asked.request, seen=asked.seen, by=access.actor, now=now,
    )  # fmt: skip
    await announce(gathering.id)
    return NewBadgeMade(made.ticket.badge_number, _queued(made.asked) if made.asked else None)


@post(_QUEUE + "/{job:uuid}/came-out", opt={"permission": Permission.PRINT}, tags=_TAG, status_code=200)
async def api_came_out(
    job: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> JobView:
    """Somebody looked at the tray: a badge that perhaps was printed is there."""
    await it_came_out(job, gathering=gathering.id, by=access.actor, now=now)
    await announce(gathering.id)
    return await one_job(job, gathering=gathering, now=now)


@post(_QUEUE + "/{job:uuid}/again", opt={"permission": Permission.PRINT}, tags=_TAG)
async def api_again(
    request: Request[Any, Any, Any],
    job: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> JobView:
    """A further print of a badge that ended, or that perhaps was printed and did not come out: a job of its own."""
    asked = await read_json(request, AgainAsked, otherwise=b"{}")
    made = await print_again(
        job, gathering=gathering.id, request=asked.request, station=asked.station, by=access.actor, now=now
    )
    await announce(gathering.id)
    return await one_job(made, gathering=gathering, now=now)


@post(_QUEUE + "/{job:uuid}/cancel", opt={"permission": Permission.PRINT}, tags=_TAG, status_code=200)
async def api_cancel(
    job: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> JobView:
    """A badge that waits is not printed."""
    await cancel(job, gathering=gathering.id, by=access.actor, now=now)
    await announce(gathering.id)
    return await one_job(job, gathering=gathering, now=now)


@post(_QUEUE + "/{job:uuid}/move", opt={"permission": Permission.PRINT}, tags=_TAG, status_code=200)
async def api_move(
    request: Request[Any, Any, Any],
    job: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> JobView:
    """A badge that waits is printed at another station."""
    station = (await read_json(request, Elsewhere)).station
    await move(job, station=station, gathering=gathering.id, by=access.actor, now=now)
    await announce(gathering.id)
    return await one_job(job, gathering=gathering, now=now)


def _queued(asked: Asked) -> BadgesQueued:
    return BadgesQueued(asked.jobs, asked.station, asked.before)


HANDLERS = [*STATIONS, api_queue, api_ask, api_new_badge, api_came_out, api_again, api_cancel, api_move]
