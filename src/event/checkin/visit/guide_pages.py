"""The guide's page of a bus, behind a link with a secret: it works without an account, without scripts and offline."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.checkin.visit.counting import count_by_hand, uncount
from event.checkin.visit.errors import UnknownBusLink
from event.checkin.visit.guide import guide_view
from event.checkin.visit.guiding import tell_late
from event.checkin.visit.links import BusLink, bus_behind
from event.errors import Invalid, Problem
from event.gathering.live import announce
from event.http import Form, address_of, go, language_of, page
from event.language import Message
from event.people.rates import WRONG_LINK_NETWORK, count, network, refuse_if_full
from event.registration.errors import UnknownGuest

_TOLD = Message("The organizers have been told.")
_NOT_A_NUMBER = Message("Write how many minutes the bus is late.")


async def provide_bus_link(request: Request[Any, Any, Any], now: NamedDependency[datetime]) -> BusLink:
    """What the link leads to; wrong links are counted. Raises UnknownBusLink, TooOften."""
    who = network(address_of(request))
    await refuse_if_full(WRONG_LINK_NETWORK, who, now=now)
    try:
        return await bus_behind(request.path_params["code"], now=now)
    except UnknownBusLink:
        await count(WRONG_LINK_NETWORK, who, now=now)
        raise


@get("/b/{code:str}", opt={"public": True}, include_in_schema=False)
async def guide_page(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    bus_link: NamedDependency[BusLink],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """The day of the bus, whom to call, and everybody to count."""
    return await _page(request, code, bus_link, now)


@post("/b/{code:str}/late", opt={"public": True}, include_in_schema=False)
async def guide_late(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    bus_link: NamedDependency[BusLink],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Tell the organizers that the bus is late."""
    try:
        await tell_late(
            bus_link, minutes=_minutes(form), words=form.text("words"), note=_id_in(form), at=None,
            language=language_of(request), now=now,
        )  # fmt: skip
    except Invalid as error:
        return await _page(request, code, bus_link, now, form, error.problems)
    return go(f"/b/{code}", say=_TOLD)


@post("/b/{code:str}/count", opt={"public": True}, include_in_schema=False)
async def guide_count(
    code: FromPath[str],
    bus_link: NamedDependency[BusLink],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """One tap where no script runs."""
    back, at = form.text("take_back"), form.text("at")
    try:
        guest = UUID(back or form.text("count"))
    except ValueError:
        raise UnknownGuest from None
    where: dict[str, Any] = {"bus": bus_link.bus, "tail": at, "gathering": bus_link.gathering, "now": now}
    if back:
        await uncount(guest, by=bus_link.actor, **where)
    else:
        await count_by_hand(guest, by=bus_link.vehicle, **where)
    await announce(bus_link.gathering.id)
    return go(f"/b/{code}?at={at}#call-{at}")


def _minutes(form: Form) -> int:
    try:
        return int(form.text("minutes"))
    except ValueError:
        raise Invalid({"minutes": Problem(_NOT_A_NUMBER)}) from None


def _id_in(form: Form) -> UUID:
    try:
        return UUID(form.text("id"))
    except ValueError:
        return uuid4()


async def _page(
    request: Request[Any, Any, Any],
    code: str,
    link: BusLink,
    now: datetime,
    form: Form | None = None,
    problems: dict[str, Problem] | None = None,
) -> Response[Any]:
    language = language_of(request)
    told = await guide_view(link, language=language, now=now)
    asked = request.query_params.get("at", "")
    open_call = asked if any(call.at == asked for call in told.calls) else told.open_call
    return page(
        request, "checkin/visit/guide.html", status=422 if problems else 200, told=told, held=link.gathering,
        own=f"/b/{code}", open_call=open_call, note=uuid4(), typed=form.typed if form else {},
        problems={name: problem.told(language) for name, problem in (problems or {}).items()},
    )  # fmt: skip


HANDLERS = [guide_page, guide_late, guide_count]
