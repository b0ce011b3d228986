"""A route is late: choose it, see what becomes of it and whom to tell, and move its times."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from event.checkin.checkpoint_forms import read_moment, typed_moment
from event.checkin.visit.late import LateView, late_view, usual_after
from event.checkin.visit.views import reader_of
from event.errors import Conflict, Invalid, NotFound, Problem
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page, with_query
from event.itinerary.riding import buses_now
from event.itinerary.shifting import MOST_MINUTES, UnknownRoute, shift_route
from event.itinerary.visiting import routes_now
from event.language import Message
from event.people.rules import Access, Permission

USUAL = 15
_DONE = Message("The times of the route are moved. The people on it and at its places still have to be told.")
_NOT_A_NUMBER = Message("Write how many minutes: 1 to {most}, with a minus if the route is early.")
_NO_TIME = Message("Please say from when on the times are moved.")


@get("/console/{slug:str}/visit/late", opt={"permission": Permission.GUESTS_READ}, include_in_schema=False)
async def late_page(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
    bus: FromQuery[str] = "",
) -> Response[Any]:
    """The form, and once a route is chosen what becomes of it."""
    routes = await routes_now(gathering)
    of_bus = {one.code: one.route for one in await buses_now(gathering)}
    asked = {name: request.query_params.get(name, "") for name in ("route", "minutes", "after")}
    chosen = asked["route"] or of_bus.get(bus, "")
    typed = {
        "route": chosen, "minutes": asked["minutes"] or str(USUAL),
        "after": asked["after"] or typed_moment(usual_after(routes.values(), now), gathering.zone),
    }  # fmt: skip
    return await _page(request, gathering, access, typed, look=bool(chosen))


@post("/console/{slug:str}/visit/late", opt={"permission": Permission.GUESTS_WRITE}, include_in_schema=False)
async def send_late(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Move the times of a route as they were shown."""
    typed = {name: form.text(name) for name in ("route", "minutes", "after")}
    minutes, after, problems = _read(typed, gathering)
    if problems or after is None:
        return await _page(request, gathering, access, typed, look=False, problems=problems)
    try:
        await shift_route(
            typed["route"], minutes, after, gathering=gathering, by=access.actor, now=now, seen=form.text("seen"),
            tell=form.ticked("tell"),
        )  # fmt: skip
    except (Conflict, Invalid, NotFound) as error:
        told = (
            error.problems if isinstance(error, Invalid) else {"route": Problem(error.sentence, error.data)}
        )
        return await _page(request, gathering, access, typed, look=False, problems=told)
    await announce(gathering.id)
    path = with_query(f"/console/{gathering.slug}/visit/late", route=typed["route"])
    return go(path, say=_DONE)


def _read(typed: dict[str, str], gathering: Gathering) -> tuple[int, datetime | None, dict[str, Problem]]:
    problems: dict[str, Problem] = {}
    after = read_moment(typed["after"], gathering.zone, "after", problems)
    if after is None or not 2000 <= after.year < 2200:  # noqa: PLR2004
        problems.setdefault("after", Problem(_NO_TIME))
        after = None
    try:
        minutes = int(typed["minutes"].replace("−", "-"))
    except ValueError:
        problems["minutes"] = Problem(_NOT_A_NUMBER, {"most": MOST_MINUTES})
        minutes = 0
    return minutes, after, problems


async def _page(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    access: Access,
    typed: dict[str, str],
    *,
    look: bool,
    problems: dict[str, Problem] | None = None,
) -> Response[Any]:
    language = language_of(request, staff=True)
    told: LateView | None = None
    minutes, after, wrong = _read(typed, gathering)
    if look and not wrong and after is not None:
        reader = await reader_of(access, gathering, language=language)
        try:
            told = await late_view(gathering, typed["route"], minutes, after, reader=reader)
        except Invalid as error:
            wrong = error.problems
        except (Conflict, UnknownRoute) as error:
            wrong = {"route": Problem(error.sentence, error.data)}
    problems = (problems or {}) | (wrong if look else {})
    buses: dict[str, list[str]] = {}
    for one in await buses_now(gathering):
        buses.setdefault(one.route, []).append(one.code)
    return page(
        request, "checkin/visit/late.html", status=422 if problems else 200, staff=True, typed=typed, told=told,
        routes=list((await routes_now(gathering)).values()), buses=buses,
        problems={name: problem.told(language) for name, problem in problems.items()},
    )  # fmt: skip


HANDLERS = [late_page, send_late]
