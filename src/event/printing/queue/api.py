"""Print stations and their queue for programs."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec
from litestar import Request, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.errors import Invalid, Problem
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import read_json
from event.language import Message
from event.people.browsers import LetIn
from event.people.rules import Access, NotAllowed, Permission
from event.printing.queue.asking import Asked, ask, new_badge
from event.printing.queue.forms import checked_station
from event.printing.queue.queries import (
    JobView,
    QueueView,
    StationView,
    one_job,
    one_station,
    queue_of,
    stations_of,
)
from event.printing.queue.settling import cancel, it_came_out, move, print_again
from event.printing.queue.station_pages import station_address
from event.printing.queue.stations import (
    change_station,
    let_in_another,
    make_station,
    revoke_station,
)
from event.registration.errors import UnknownDelegation
from event.registration.queries import Scope, delegations_of

_ROOT = "/api/v1/gatherings/{slug:str}/print-stations"
_QUEUE = "/api/v1/gatherings/{slug:str}/print-queue"
_TAG = ["Print stations"]
_NO_REASON = Message("Please say why a new badge is printed.")
_WHOSE = Message("Name a guest or a delegation.")


class NewStation(msgspec.Struct):
    """A station to be made: its name and the size of its badges by name, such as 90x130, cr80 or label-62."""

    name: str
    size: str = "90x130"


class StationLetIn(msgspec.Struct):
    """A station with the code that lets one computer in, told only here; `address` is what its QR says."""

    station: StationView
    code: str
    address: str


class StationChanges(msgspec.Struct):
    """What is to be changed; what is not named stays. `scanners`: ids of those that may have new badges made there."""

    name: str | msgspec.UnsetType = msgspec.UNSET
    size: str | msgspec.UnsetType = msgspec.UNSET
    scanners: list[UUID] | msgspec.UnsetType = msgspec.UNSET


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


@get(_ROOT, opt={"permission": Permission.PRINT}, tags=_TAG)
async def api_stations(
    gathering: NamedDependency[Gathering], now: NamedDependency[datetime]
) -> list[StationView]:
    """The gathering's print stations, and how many badges wait for each."""
    return await stations_of(gathering, now=now)


@post(_ROOT, opt={"permission": Permission.PRINT}, tags=_TAG)
async def api_make_station(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> StationLetIn:
    """Make a station. Its code lets one computer in, within half an hour, and is not told again."""
    asked = await read_json(request, NewStation)
    told = checked_station(asked.name, asked.size, [])
    made = await make_station(told.name, size=told.size, gathering=gathering, by=access.actor, now=now)
    return await _let_in(made, gathering, now)


@patch(_ROOT + "/{station:uuid}", opt={"permission": Permission.PRINT}, tags=_TAG)
async def api_change_station(
    request: Request[Any, Any, Any],
    station: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> StationView:
    """Change a station's name, its badge size, or which scanners may have new badges made there."""
    known = await one_station(station, gathering=gathering, now=now)
    asked = await read_json(request, StationChanges)
    scanners = known.scanners if asked.scanners is msgspec.UNSET else asked.scanners
    told = checked_station(
        known.name if asked.name is msgspec.UNSET else asked.name,
        known.size if asked.size is msgspec.UNSET else asked.size,
        [str(one) for one in scanners],
    )
    await change_station(
        station, name=told.name, size=told.size, scanners=told.scanners, gathering=gathering, by=access.actor, now=now
    )  # fmt: skip
    await announce(gathering.id)
    return await one_station(station, gathering=gathering, now=now)


@post(
    _ROOT + "/{station:uuid}/let-in-again", opt={"permission": Permission.PRINT}, tags=_TAG, status_code=200
)
async def api_let_in_another(
    station: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> StationLetIn:
    """A new code, as for another computer; the key so far ends."""
    made = await let_in_another(station, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return await _let_in(made, gathering, now)


@post(_ROOT + "/{station:uuid}/revoke", opt={"permission": Permission.PRINT}, tags=_TAG, status_code=200)
async def api_revoke_station(
    station: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> StationView:
    """End a station's access at once; what waits for it stays and can be moved."""
    await revoke_station(station, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return await one_station(station, gathering=gathering, now=now)


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


async def _let_in(made: LetIn, gathering: Gathering, now: datetime) -> StationLetIn:
    station = await one_station(made.id, gathering=gathering, now=now)
    return StationLetIn(station, made.code, station_address(made.code))


def _queued(asked: Asked) -> BadgesQueued:
    return BadgesQueued(asked.jobs, asked.station, asked.before)


HANDLERS = [
    api_stations, api_make_station, api_change_station, api_let_in_another, api_revoke_station, api_queue, api_ask,
    api_new_badge, api_came_out, api_again, api_cancel, api_move,
]  # fmt: skip
