"""The console's page on places: limits of the gathering, its classes and delegations."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from event.errors import Invalid
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page
from event.language import Message
from event.people.rules import Access, Permission
from event.registration.limits import add_delegation, online_classes, parse_limits, places_taken, set_limits
from event.registration.queries import classes_of


@get("/console/{slug:str}/places", opt={"permission": Permission.GUESTS_WRITE}, include_in_schema=False)
async def places_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """How many places there are and how many are taken."""
    return await _page(request, gathering)


@post("/console/{slug:str}/places", opt={"permission": Permission.GUESTS_WRITE}, include_in_schema=False)
async def send_places(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Keep the limits; whoever waits and now fits gets the ticket."""
    classes, delegations = await places_taken(gathering)
    try:
        limits = parse_limits(
            form.typed, classes=[one.id for one in classes], delegations=[one.id for one in delegations]
        )
    except Invalid as error:
        return await _page(
            request, gathering, form.typed, error.told_fields(language_of(request, staff=True))
        )
    await online_classes(set(form.texts("online")), gathering=gathering, by=access.actor, now=now)
    moved_up = await set_limits(limits, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    say = Message("Saved; guests who waited got their tickets.") if moved_up else Message("Saved.")
    return go(f"/console/{gathering.slug}/places", say=say)


@post(
    "/console/{slug:str}/places/delegations",
    opt={"permission": Permission.GUESTS_WRITE},
    include_in_schema=False,
)
async def send_delegation(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Add a delegation."""
    try:
        await add_delegation(
            gathering, code=form.text("code"), name_zh=form.text("name_zh"), name_en=form.text("name_en"),
            by=access.actor, now=now,
        )  # fmt: skip
    except Invalid as error:
        return await _page(
            request, gathering, form.typed, error.told_fields(language_of(request, staff=True))
        )
    return go(f"/console/{gathering.slug}/places", say=Message("The delegation is added."))


async def _page(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    typed: dict[str, str] | None = None,
    problems: dict[str, str] | None = None,
) -> Response[Any]:
    classes, delegations = await places_taken(gathering)
    current = await Gathering.objects().get(Gathering.id == gathering.id)
    stored = {"places": current.places if current else None}
    stored |= {f"class_{one.id}": one.places for one in classes}
    stored |= {f"delegation_{one.id}": one.places for one in delegations}
    shown = {name: "" if value is None else str(value) for name, value in stored.items()}
    return page(
        request, "registration/places.html", status=422 if problems else 200, staff=True, classes=classes,
        delegations=delegations, typed=shown | (typed or {}), problems=problems or {},
        online={one.code for one in await classes_of(gathering.id, online=True)},
    )  # fmt: skip


HANDLERS = [places_page, send_places, send_delegation]
