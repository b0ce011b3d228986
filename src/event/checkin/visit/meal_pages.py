"""Head counts of the day of the visit as a page and for programs."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from event.checkin.visit.meals import MealsView, meals_view, note_who_ate_what
from event.checkin.visit.views import reader_of
from event.gathering.tables import Gathering
from event.http import language_of, page
from event.people.rules import Access, Permission
from event.registration.labels import DIET_LABELS


@get("/console/{slug:str}/visit/meals", opt={"permission": Permission.GUESTS_READ}, include_in_schema=False)
async def meals_page(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
    names: FromQuery[bool] = False,
) -> Response[Any]:
    """Guests and diets by canteen, bus and stop; with names if asked for, which is recorded."""
    told = await _told(request, gathering, access, now, names=names)
    may = access.may(Permission.GUESTS_CONTACT, gathering.id)
    return page(
        request, "checkin/visit/meals.html", staff=True, told=told, diets=DIET_LABELS, now=now, may_see_names=may
    )  # fmt: skip


@get(
    "/api/v1/gatherings/{slug:str}/visit/meals",
    opt={"permission": Permission.GUESTS_READ},
    tags=["Homeland visit"],
)
async def api_meals(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
    names: FromQuery[bool] = False,
) -> MealsView:
    """Head counts and diets by canteen, bus and stop as of now.

    With `names`, who eats what, for readers who may see contacts; that they looked is recorded.
    """
    return await _told(request, gathering, access, now, names=names)


async def _told(
    request: Request[Any, Any, Any], gathering: Gathering, access: Access, now: datetime, *, names: bool
) -> MealsView:
    reader = await reader_of(access, gathering, language=language_of(request, staff=True))
    if names and reader.contact:
        await note_who_ate_what(gathering, by=access.actor, now=now)
    return await meals_view(gathering, reader, names=names, now=now)


HANDLERS = [meals_page, api_meals]
