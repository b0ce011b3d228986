"""Proposed rooms in the console: shown as a difference, then written or not."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from event.errors import Conflict, Refusal
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page, with_query
from event.itinerary.lodging.operations import accept_proposal
from event.itinerary.lodging.proposing import Options, propose_rooms
from event.itinerary.lodging.reading import beds_of
from event.itinerary.lodging.views import proposal_seen
from event.language import Message
from event.people.rules import Access, Permission

_CHANGE = {"permission": Permission.GUESTS_WRITE}
_ROOT = "/console/{slug:str}/visit/rooms"
_ACCEPTED = Message("The proposed rooms are given.")


@get(f"{_ROOT}/proposal", opt=_CHANGE, include_in_schema=False)
async def proposal_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """Proposed rooms as a difference from what is; nothing is written yet."""
    asked = request.query_params
    return await _proposal(request, gathering, Options(asked.get("hotel", ""), asked.get("again") == "on"))


@post(f"{_ROOT}/proposal", opt=_CHANGE, include_in_schema=False)
async def send_proposal(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Write the proposal as it was shown."""
    options = Options(form.text("hotel"), form.ticked("again"))
    try:
        await accept_proposal(options, seen=form.text("seen"), gathering=gathering, by=access.actor, now=now)
    except Conflict as error:
        return await _proposal(request, gathering, options, error=error)
    await announce(gathering.id)
    return go(with_query(f"/console/{gathering.slug}/visit/rooms", hotel=options.hotel), say=_ACCEPTED)


async def _proposal(
    request: Request[Any, Any, Any], gathering: Gathering, options: Options, *, error: Refusal | None = None
) -> Response[Any]:
    beds, language = await beds_of(gathering), language_of(request, staff=True)
    if options.hotel and options.hotel not in {one.code for one in beds.hotels.values()}:
        options = replace(options, hotel="")
    found = proposal_seen(beds, propose_rooms(beds, options), language)
    return page(
        request, "itinerary/lodging/proposal.html", status=409 if error else 200, staff=True, options=options,
        proposal=found, hotels=list(beds.hotels.values()), error=error.told(language) if error else "",
    )  # fmt: skip


HANDLERS = [proposal_page, send_proposal]
