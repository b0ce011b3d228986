"""Travel times in the console: who knows what, all ways of one place to be entered, and lists to be pasted."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.comparing import marks
from event.errors import Conflict, Invalid, Problem
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page
from event.itinerary.places.ways import HowKnown
from event.itinerary.places.ways_kept import (
    PlaceLine,
    place_of,
    places_of,
    speed_of,
    told_times,
    ways_between,
)
from event.itinerary.places.ways_operations import WITH_A_POINT_HERE, set_point, set_ways
from event.itinerary.places.ways_told import (
    Minutes,
    PointTold,
    checked_point,
    listed_ways,
    pasted,
    read_minutes,
)
from event.itinerary.planning.tables import Known
from event.language import Message, translated
from event.people.rules import Access, Permission
from event.registration.fields import Typed, settled

_ROOT = "/console/{slug:str}/visit/ways"
KINDS = {
    "hotel": Message("Hotel"), "venue": Message("Venue"), "stop": Message("Stop"), "canteen": Message("Canteen"),
}  # fmt: skip
SURENESS = {
    HowKnown.ENTERED: Message("entered"), HowKnown.IMPORTED: Message("from a list"),
    HowKnown.ESTIMATED: Message("estimated"), HowKnown.UNKNOWN: Message("not known"),
}  # fmt: skip
_TAKEN = Message("{count} travel times are new.")


@get(_ROOT, opt={"permission": Permission.GUESTS_READ}, include_in_schema=False)
async def ways_page(request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]) -> Response[Any]:
    """The minutes between every two places."""
    return await _overview(request, gathering)


@post(_ROOT, opt={"permission": Permission.GUESTS_WRITE}, include_in_schema=False)
async def send_list_of_ways(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Take in a list, pasted or as a file: all of it or nothing."""
    language, file = language_of(request, staff=True), form.files.get("file")
    try:
        content, above = (file.content, 0) if file and file.content else pasted(form.text("text"))
        ways = listed_ways(content, await places_of(gathering), language, above=above)
    except Invalid as error:
        return await _overview(request, gathering, typed=form.text("text"), problems=error.problems)
    count = await set_ways(ways, known=Known.IMPORTED, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return go(f"/console/{gathering.slug}/visit/ways", say=translated(_TAKEN, language).format(count=count))


@get(_ROOT + "/{place:uuid}", opt={"permission": Permission.GUESTS_READ}, include_in_schema=False)
async def ways_from_page(
    request: Request[Any, Any, Any], place: FromPath[UUID], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """The ways from one place and back, to be entered."""
    return await _ways_from(request, gathering, place)


@post(_ROOT + "/{place:uuid}", opt={"permission": Permission.GUESTS_WRITE}, include_in_schema=False)
async def send_ways_from(
    request: Request[Any, Any, Any],
    place: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Save the ways that were typed anew; others stay."""
    typed, seen, problems = Minutes(), Minutes(), dict[str, Problem]()
    for pair in _pairs(await places_of(gathering), place):
        field = f"{pair[0]}-{pair[1]}"
        told, was = read_minutes(form.text(field)), read_minutes(form.text(f"was-{field}"))
        if isinstance(told, Problem):
            problems[field] = told
        elif field in form.values and not isinstance(was, Problem) and told != was:
            typed[pair], seen[pair] = told, was
    if problems:
        return await _ways_from(request, gathering, place, form=form, refused=Invalid(problems))
    try:
        await set_ways(typed, known=Known.ENTERED, gathering=gathering, by=access.actor, now=now, seen=seen)
    except Invalid as error:
        return await _ways_from(request, gathering, place, form=form, refused=error)
    await announce(gathering.id)
    return go(f"/console/{gathering.slug}/visit/ways/{place}", say=Message("Saved."))


@post(_ROOT + "/{place:uuid}/point", opt={"permission": Permission.GUESTS_WRITE}, include_in_schema=False)
async def send_point(
    request: Request[Any, Any, Any],
    place: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Say where a hotel or a venue is on the map."""
    typed = Typed(form, gathering.zone)
    told = PointTold(**typed.point())
    try:
        told = settled(told, checked_point, typed.problems)
        await set_point(place, told, seen=form.text("seen"), gathering=gathering, by=access.actor, now=now)
    except Invalid as error:
        return await _ways_from(request, gathering, place, form=form, refused=error)
    await announce(gathering.id)
    return go(f"/console/{gathering.slug}/visit/ways/{place}", say=Message("Saved."))


def _pairs(places: list[PlaceLine], place: UUID) -> list[tuple[UUID, UUID]]:
    others = [one.id for one in places if one.id != place]
    return [pair for other in others for pair in ((place, other), (other, place))]


async def _overview(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    *,
    typed: str = "",
    problems: dict[str, Problem] | None = None,
) -> Response[Any]:
    language, places = language_of(request, staff=True), await places_of(gathering)
    return page(
        request, "itinerary/places/ways.html", status=422 if problems else 200, staff=True, places=places,
        ways=await ways_between(gathering, places), kinds=KINDS, sureness=SURENESS, speed=await speed_of(gathering),
        typed=typed, problems={name: problem.told(language) for name, problem in (problems or {}).items()},
    )  # fmt: skip


async def _ways_from(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    place: UUID,
    *,
    form: Form | None = None,
    refused: Invalid | None = None,
) -> Response[Any]:
    language, places = language_of(request, staff=True), await places_of(gathering)
    here = await place_of(gathering, place)
    point = {
        name: "" if (at := getattr(here, name)) is None else str(at) for name in PointTold.__struct_fields__
    }
    told = {f"{one}-{other}": way.minutes for (one, other), way in (await told_times(gathering)).items()}
    problems = refused.told_fields(language) if refused else {}
    crossed = refused.told(language) if isinstance(refused, Conflict) else ""
    return page(
        request, "itinerary/places/ways_from.html", status=409 if crossed else 422 if refused else 200, staff=True,
        here=here, places=places, ways=await ways_between(gathering, places), told=told, kinds=KINDS,
        sureness=SURENESS, typed=told | point | (form.typed if form else {}), problems=problems, crossed=crossed,
        names={one.id: one.name(language) for one in places},
        pointed=here.kind in WITH_A_POINT_HERE, seen=marks(PointTold(here.latitude, here.longitude)),
    )  # fmt: skip


HANDLERS = [ways_page, send_list_of_ways, ways_from_page, send_ways_from, send_point]
