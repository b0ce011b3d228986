"""Print stations in the console: made with a code that is shown once, changed, revoked."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.checkin.device_list import DeviceState, devices_of
from event.errors import Invalid, Problem
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page
from event.language import Message
from event.people.browsers import LetIn
from event.people.rules import Access, Permission
from event.people.undoing import undo_path
from event.printing.queue.errors import StationNameTaken
from event.printing.queue.forms import SIZE_LABELS, checked_station
from event.printing.queue.queries import StationState, one_station, stations_of
from event.printing.queue.stations import (
    change_station,
    let_in_another,
    make_station,
    revoke_station,
)
from event.qr import qr_address
from event.settings import settings

STATES: dict[StationState, Message] = {
    StationState.REVOKED: Message("Revoked"), StationState.WAITING: Message("Not enrolled yet"),
    StationState.LAPSED: Message("Code expired"), StationState.CLOSED: Message("Its page is closed"),
    StationState.OPEN: Message("In use"),
}  # fmt: skip
CHIPS: dict[StationState, str] = {
    StationState.REVOKED: "declined", StationState.WAITING: "submitted", StationState.LAPSED: "withdrawn",
    StationState.CLOSED: "waitlisted", StationState.OPEN: "approved",
}  # fmt: skip


@get("/console/{slug:str}/print/stations", opt={"permission": Permission.PRINT}, include_in_schema=False)
async def stations_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], now: NamedDependency[datetime]
) -> Response[Any]:
    """Every station with how it is, and a form to make another."""
    return await _list(request, gathering, now)


@post(
    "/console/{slug:str}/print/stations",
    opt={"permission": Permission.PRINT},
    include_in_schema=False,
    status_code=200,
)
async def send_station(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Make a station, and show the code that lets a computer in."""
    try:
        told = checked_station(form.text("name"), form.text("size"), [])
        made = await make_station(told.name, size=told.size, gathering=gathering, by=access.actor, now=now)
    except (Invalid, StationNameTaken) as error:
        return await _list(request, gathering, now, form, error.problems)
    return await _shown_once(request, gathering, made, now)


@get(
    "/console/{slug:str}/print/stations/{station:uuid}",
    opt={"permission": Permission.PRINT},
    include_in_schema=False,
)
async def station_page(
    request: Request[Any, Any, Any],
    station: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """One station: how it is, its size, and whose scanners print there."""
    return await _page(request, gathering, station, now)


@post(
    "/console/{slug:str}/print/stations/{station:uuid}",
    opt={"permission": Permission.PRINT},
    include_in_schema=False,
)
async def send_station_changes(
    request: Request[Any, Any, Any],
    station: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Change a station."""
    try:
        told = checked_station(form.text("name"), form.text("size"), form.texts("scanners"))
        await change_station(
            station, name=told.name, size=told.size, scanners=told.scanners, gathering=gathering,
            by=access.actor, now=now,
        )  # fmt: skip
    except (Invalid, StationNameTaken) as error:
        return await _page(request, gathering, station, now, form, error.problems)
    await announce(gathering.id)
    return go(f"/console/{gathering.slug}/print/stations/{station}", say=Message("Saved."))


@post(
    "/console/{slug:str}/print/stations/{station:uuid}/again",
    opt={"permission": Permission.PRINT},
    include_in_schema=False,
    status_code=200,
)
async def send_station_again(
    request: Request[Any, Any, Any],
    station: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """A new code, as for another computer; the key so far ends."""
    made = await let_in_another(station, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return await _shown_once(request, gathering, made, now)


@post(
    "/console/{slug:str}/print/stations/{station:uuid}/revoke",
    opt={"permission": Permission.PRINT},
    include_in_schema=False,
)
async def send_station_revocation(
    station: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """End a station's access at once."""
    step = await revoke_station(station, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    say = Message("The station is revoked: it prints nothing more. Move what waits for it to another one.")
    own = f"/console/{gathering.slug}/print/stations/{station}"
    return go(own, say=say, undo=undo_path(step, gathering))


def station_address(code: str) -> str:
    """Where a computer becomes the station."""
    return f"{settings().address}/station#{code}"


async def _shown_once(
    request: Request[Any, Any, Any], gathering: Gathering, made: LetIn, now: datetime
) -> Response[Any]:
    link = station_address(made.code)
    return page(
        request, "printing/queue/station_code.html", staff=True, link=link, qr=qr_address(link, module=8),
        station=await one_station(made.id, gathering=gathering, now=now), kiosk=f"{settings().address}/station",
    )  # fmt: skip


async def _list(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    now: datetime,
    form: Form | None = None,
    problems: dict[str, Problem] | None = None,
) -> Response[Any]:
    language = language_of(request, staff=True)
    return page(
        request, "printing/queue/stations.html", status=422 if problems else 200, staff=True,
        stations=await stations_of(gathering, now=now), states=STATES, chips=CHIPS, sizes=SIZE_LABELS,
        typed={"name": "", "size": next(iter(SIZE_LABELS))} | (form.typed if form else {}),
        problems={name: problem.told(language) for name, problem in (problems or {}).items()},
    )  # fmt: skip


async def _page(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    station: UUID,
    now: datetime,
    form: Form | None = None,
    problems: dict[str, Problem] | None = None,
) -> Response[Any]:
    language = language_of(request, staff=True)
    one = await one_station(station, gathering=gathering, now=now)
    over = (DeviceState.REVOKED, DeviceState.EXPIRED)
    return page(
        request, "printing/queue/station.html", status=422 if problems else 200, staff=True, station=one,
        states=STATES, chips=CHIPS, sizes=SIZE_LABELS,
        scanners=[each for each in await devices_of(gathering, now=now) if each.state not in over],
        typed={"name": one.name, "size": one.size} | (form.typed if form else {}),
        chosen=form.texts("scanners") if form else [str(each) for each in one.scanners],
        problems={name: problem.told(language) for name, problem in (problems or {}).items()},
    )  # fmt: skip


HANDLERS = [
    stations_page, send_station, station_page, send_station_changes, send_station_again, send_station_revocation,
]  # fmt: skip
