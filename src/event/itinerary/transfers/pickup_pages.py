"""Proposed pickups in the console: shown as a difference, then written or not."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from event.errors import Conflict, Refusal
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page, with_query
from event.itinerary.transfers.fetching import Options, propose_pickups
from event.itinerary.transfers.operations import accept_pickups
from event.itinerary.transfers.pages import CHANGE, ROOT
from event.itinerary.transfers.reading import traffic_of
from event.itinerary.transfers.views import pickups_seen
from event.language import Message
from event.people.rules import Access

_MINUTES = {"flight_ready": 40, "train_ready": 15, "trip": 90}
_LONGEST = 24 * 60


@get(f"{ROOT}/proposal", opt=CHANGE, include_in_schema=False)
async def pickups_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """Proposed pickups; nothing is written yet."""
    asked = request.query_params
    told = {name: asked.get(name, "") for name in (*_MINUTES, "day", "again")}
    return await _pickups(request, gathering, _options(told, tuple(asked.getall("vehicle", []))))


@post(f"{ROOT}/proposal", opt=CHANGE, include_in_schema=False)
async def send_pickups(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Write the pickups as they were shown."""
    options = _options(form.typed, tuple(form.texts("vehicle")))
    try:
        await accept_pickups(options, seen=form.text("seen"), gathering=gathering, by=access.actor, now=now)
    except Conflict as error:
        return await _pickups(request, gathering, options, error=error)
    await announce(gathering.id)
    own = f"/console/{gathering.slug}/visit/transfers"
    return go(with_query(own, day=options.day), say=Message("The proposed pickups are written."))


def _options(told: dict[str, str], vehicles: tuple[str, ...]) -> Options:
    minutes = {}
    for name, usual in _MINUTES.items():
        text = told.get(name, "").strip()
        minutes[name] = (
            int(text) if text.isascii() and text.isdigit() and int(text[:6]) <= _LONGEST else usual
        )
    return Options(
        **minutes, vehicles=vehicles, again=told.get("again") == "on", day=told.get("day", "")[:10]
    )


async def _pickups(
    request: Request[Any, Any, Any], gathering: Gathering, options: Options, *, error: Refusal | None = None
) -> Response[Any]:
    traffic, language = await traffic_of(gathering), language_of(request, staff=True)
    made = propose_pickups(traffic, options, gathering.zone)
    return page(
        request, "itinerary/transfers/proposal.html", status=409 if error else 200, staff=True, options=options,
        proposal=pickups_seen(traffic, made, language), cars=[car for car in traffic.cars.values() if car.seats],
        days=sorted({flight.on_day for flight in traffic.flights.values()}), labels={car.code: car.label for car in traffic.cars.values()},
        error=error.told(language) if error else "", minutes=[(name, getattr(options, name)) for name in _MINUTES],
    )  # fmt: skip


HANDLERS = [pickups_page, send_pickups]
