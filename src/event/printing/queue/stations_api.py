"""Print stations for programs: made, changed, let in again, revoked."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import read_json
from event.people.browsers import LetIn
from event.people.rules import Access, Permission
from event.printing.queue.forms import checked_station
from event.printing.queue.queries import (
    StationView,
    one_station,
    stations_of,
)
from event.printing.queue.station_pages import station_address
from event.printing.queue.stations import (
    change_station,
    let_in_another,
    make_station,
    revoke_station,
)

_ROOT = "/api/v1/gatherings/{slug:str}/print-stations"
_TAG = ["Print stations"]


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


async def _let_in(made: LetIn, gathering: Gathering, now: datetime) -> StationLetIn:
    station = await one_station(made.id, gathering=gathering, now=now)
    return StationLetIn(station, made.code, station_address(made.code))


HANDLERS = [api_stations, api_make_station, api_change_station, api_let_in_another, api_revoke_station]
