"""A flight or train in the console: what the board shows, who comes with it, and who fetches them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.database import fetch
from event.errors import Conflict, Invalid, Refusal
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page, with_query
from event.itinerary.transfers.forms import read_news, read_service
from event.itinerary.transfers.operations import add_service, change_service, remove_service, tell_news
from event.itinerary.transfers.pages import CHANGE, LOOK, MODES, ROOT, STATES, clear_for
from event.itinerary.transfers.reading import traffic_of
from event.itinerary.transfers.traffic import Flight, Traffic
from event.itinerary.transfers.views import rides_seen, service_seen
from event.language import Message
from event.people.rules import Access, Permission
from event.people.undoing import undo_path
from event.registration.queries import Scope

_SERVICES = f"{ROOT}/services"


@get(f"{_SERVICES}/new", opt=CHANGE, include_in_schema=False)
async def new_service_page(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
) -> Response[Any]:
    """A flight or train to be added."""
    return await _page(request, gathering, access, reach, None)


@post(f"{_SERVICES}/new", opt=CHANGE, include_in_schema=False)
async def send_new_service(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Add a flight or train."""
    try:
        made = await add_service(read_service(form, gathering), gathering=gathering, by=access.actor, now=now)
    except Invalid as error:
        return await _page(request, gathering, access, reach, None, form=form, error=error)
    return go(_own(gathering, made), say=Message("The flight or train is added."))


@get(f"{_SERVICES}/{{service:uuid}}", opt=LOOK, include_in_schema=False)
async def service_page(
    request: Request[Any, Any, Any],
    service: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
) -> Response[Any]:
    """One flight or train."""
    return await _page(request, gathering, access, reach, service)


@post(f"{_SERVICES}/{{service:uuid}}", opt=CHANGE, include_in_schema=False)
async def send_service(
    request: Request[Any, Any, Any],
    service: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Note the news of the board, change the flight or train, or remove it."""
    who: dict[str, Any] = {"seen": form.text("seen"), "gathering": gathering, "by": access.actor, "now": now}
    do = form.text("do")
    try:
        if do == "remove":
            step = await remove_service(service, **who)
            return go(
                f"/console/{gathering.slug}/visit/transfers", say=Message("The flight or train is removed."),
                undo=undo_path(step, gathering),
            )  # fmt: skip
        if do == "news":
            await tell_news(service, read_news(form, gathering), **who)
        else:
            await change_service(service, read_service(form, gathering), **who)
    except (Invalid, Conflict) as error:
        return await _page(request, gathering, access, reach, service, form=form, error=error)
    await announce(gathering.id)
    return go(_own(gathering, service), say=Message("Saved."))


def _own(gathering: Gathering, service: UUID) -> str:
    return with_query(f"/console/{gathering.slug}/visit/transfers/services/{service}")


async def _page(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    access: Access,
    reach: Scope,
    service: UUID | None,
    *,
    form: Form | None = None,
    error: Refusal | None = None,
) -> Response[Any]:
    traffic, language = await traffic_of(gathering), language_of(request, staff=True)
    flight = traffic.flight(service) if service else None
    every = rides_seen(traffic, "arrival", reach, language, clear_for(access, gathering)) if service else []
    problems = error.told_fields(language) if isinstance(error, Invalid) else {}
    typed = _typed(flight, traffic, gathering) | (form.typed if form is not None else {})
    return page(
        request, "itinerary/transfers/service.html", status=200 if error is None else 422 if problems else 409, staff=True,
        one=service_seen(traffic, flight) if flight else None, typed=typed, problems=problems, states=STATES, modes=MODES,
        error=error.told(language) if error and not problems else "", cars=list(traffic.cars.values()),
        guests=[ride for ride in every if ride.service == service and ride.known],
        offered=[ride for ride in every if ride.service == service and not ride.known], waves=list(traffic.waves.values()),
        news=await _news(service), car_labels={car.code: car.label for car in traffic.cars.values()},
        contact=access.may(Permission.GUESTS_CONTACT, gathering.id),
    )  # fmt: skip


def _typed(flight: Flight | None, traffic: Traffic, gathering: Gathering) -> dict[str, str]:
    def written(at: datetime | None) -> str:
        return f"{at.astimezone(gathering.zone):%Y-%m-%dT%H:%M}" if at else ""

    if flight is None:
        names = ("number", "origin", "terminal", "wave", "planned_at")
        return dict.fromkeys(names, "") | {"mode": "flight"}
    return {
        "number": flight.number, "mode": flight.mode or "flight", "origin": flight.origin, "terminal": flight.terminal,
        "wave": traffic.waves[flight.wave].code if flight.wave else "", "planned_at": written(flight.planned_at),
        "state": flight.state.value, "estimated_at": written(flight.estimated_at), "arrived_at": written(flight.arrived_at),
    }  # fmt: skip


async def _news(service: UUID | None) -> list[Any]:
    return await fetch(
        "SELECT seen_at, state, estimated_at, arrived_at FROM service_seen WHERE service = $1 ORDER BY seen_at DESC LIMIT 20",
        service,
    )


HANDLERS = [new_service_page, send_new_service, service_page, send_service]
