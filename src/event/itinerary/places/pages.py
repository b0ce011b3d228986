"""Stops and canteens in the console: what there is, and one of them to look at or to change."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.comparing import ChangedSince, marks, with_theirs
from event.errors import Conflict, Invalid, Problem
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page
from event.itinerary.places.kept import (
    Kept,
    Sort,
    canteens_of,
    days_to_open,
    kept_place,
    kept_places,
    stops_of,
)
from event.itinerary.places.operations import add_place, change_place, checked, remove_place
from event.itinerary.places.told import (
    DIETS,
    CanteenTold,
    PlaceTold,
    StopTold,
    read_canteen,
    read_stop,
    typed_place,
)
from event.language import Message, traditional
from event.people.rules import Access, Permission
from event.people.undoing import undo_path
from event.registration.fields import Typed, settled
from event.registration.labels import DIET_LABELS
from event.registration.sealed import masked

_STOPS = "/console/{slug:str}/visit/stops"
_CANTEENS = _STOPS + "/canteens"
_NEW: dict[Sort, PlaceTold] = {
    "stop": StopTold(code="", name_zh=""),
    "canteen": CanteenTold(code="", name_zh=""),
}
_ADDED: dict[Sort, Message] = {
    "stop": Message("The stop is added."),
    "canteen": Message("The canteen is added."),
}
_REMOVED: dict[Sort, Message] = {
    "stop": Message("The stop is removed."),
    "canteen": Message("The canteen is removed."),
}
LABELS: dict[str, Message] = {
    "code": Message("Code"), "name_zh": Message("Name in simplified Chinese"),
    "name_hant": Message("Name in traditional Chinese"), "name_en": Message("Name in English"), "kind": Message("Kind"),
    "themes": Message("Themes"), "town": Message("Town"), "address": Message("Address"),
    "latitude": Message("Latitude"), "longitude": Message("Longitude"), "step_free": Message("Step-free"),
    "opens_at": Message("Opens"), "closes_at": Message("Closes"), "hours": Message("Other hours on single days"),
    "capacity": Message("Guests at once"), "usual_stay": Message("Usual stay, minutes"),
    "shortest_stay": Message("Shortest stay, minutes"), "stay": Message("A meal takes, minutes"),
    "diets": Message("Can cook"), "fact_zh": Message("In Chinese"), "fact_en": Message("In English"),
    "contact_name": Message("Name"), "contact_phone": Message("Phone"),
}  # fmt: skip


@get(_STOPS, opt={"permission": Permission.GUESTS_READ}, include_in_schema=False)
async def stops_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], access: NamedDependency[Access]
) -> Response[Any]:
    """Every stop and every canteen."""
    phones = access.may(Permission.GUESTS_CONTACT, gathering.id)
    return page(
        request, "itinerary/places/stops.html", staff=True, stops=await stops_of(gathering, phones=phones),
        canteens=await canteens_of(gathering, phones=phones), diets=DIET_LABELS,
    )  # fmt: skip


@get(
    [f"{_STOPS}/new", f"{_CANTEENS}/new"],
    opt={"permission": Permission.GUESTS_WRITE},
    include_in_schema=False,
)
async def new_place_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """A stop or a canteen to be added."""
    return await _page(request, gathering, None, typed_place(_NEW[_sort(request)]))


@post(
    [f"{_STOPS}/new", f"{_CANTEENS}/new"],
    opt={"permission": Permission.GUESTS_WRITE},
    include_in_schema=False,
)
async def send_new_place(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Add a stop or a canteen."""
    sort = _sort(request)
    told, unread = _read(form, gathering, sort, await days_to_open(gathering, None))
    try:
        await add_place(settled(told, checked, unread), gathering=gathering, by=access.actor, now=now)
    except Invalid as error:
        return await _page(request, gathering, None, _typed(told, form), problems=error.problems)
    await announce(gathering.id)
    return go(f"/console/{gathering.slug}/visit/stops", say=_ADDED[sort])


@get(
    [_STOPS + "/{place:uuid}", _CANTEENS + "/{place:uuid}"],
    opt={"permission": Permission.GUESTS_READ},
    include_in_schema=False,
)
async def place_page(
    request: Request[Any, Any, Any],
    place: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
) -> Response[Any]:
    """One stop or canteen as it is; who may change it gets the fields to do so."""
    kept = await kept_place(gathering, _sort(request), place)
    typed = typed_place(kept.told)
    if not access.may(Permission.GUESTS_CONTACT, gathering.id):
        typed["contact_phone"] = masked(kept.told.contact_phone)
    return await _page(request, gathering, kept, typed, seen=marks(kept.told))


@post(
    [_STOPS + "/{place:uuid}", _CANTEENS + "/{place:uuid}"],
    opt={"permission": Permission.GUESTS_WRITE},
    include_in_schema=False,
)
async def send_place(
    request: Request[Any, Any, Any],
    place: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Save a stop or a canteen, or remove it."""
    sort, own, seen = _sort(request), f"/console/{gathering.slug}/visit/stops", form.text("seen")
    if form.text("do") == "remove":
        return await _remove(request, place, gathering, access, now)
    kept = await kept_place(gathering, sort, place)
    told, unread = _read(form, gathering, sort, await days_to_open(gathering, kept))
    if not access.may(Permission.GUESTS_CONTACT, gathering.id):
        told = msgspec.structs.replace(told, contact_phone=kept.told.contact_phone)
    try:
        told = settled(told, checked, unread)
        await change_place(place, told, seen=seen, gathering=gathering, by=access.actor, now=now)
    except ChangedSince as error:
        theirs = await kept_place(gathering, sort, place)
        told = with_theirs(told, seen, theirs.told)
        return await _page(
            request, gathering, theirs, typed_place(told), seen=marks(theirs.told), problems=error.problems, crossed=error
        )  # fmt: skip
    except Invalid as error:
        typed = _typed(told, form)
        return await _page(request, gathering, kept, typed, seen=seen, problems=error.problems)
    await announce(gathering.id)
    return go(own, say=Message("Saved."))


async def _remove(
    request: Request[Any, Any, Any], place: UUID, gathering: Gathering, access: Access, now: datetime
) -> Response[Any]:
    sort, own = _sort(request), f"/console/{gathering.slug}/visit/stops"
    try:
        step = await remove_place(place, sort=sort, gathering=gathering, by=access.actor, now=now)
    except Conflict as error:
        here = f"{own}/{place}" if sort == "stop" else f"{own}/canteens/{place}"
        return go(here, say=error.told(language_of(request, staff=True)), kind="warning")
    await announce(gathering.id)
    return go(own, say=_REMOVED[sort], undo=undo_path(step, gathering))


def _sort(request: Request[Any, Any, Any]) -> Sort:
    return "canteen" if "/visit/stops/canteens/" in request.url.path else "stop"


def _read(
    form: Form, gathering: Gathering, sort: Sort, days: list[date]
) -> tuple[PlaceTold, dict[str, Problem]]:
    typed = Typed(form, gathering.zone)
    told = read_stop(typed, days) if sort == "stop" else read_canteen(typed)
    return told, typed.problems


def _typed(told: PlaceTold, form: Form) -> dict[str, str]:
    """What was typed, to be shown again: also what could not be read."""
    return typed_place(told) | {
        name: text for name, text in form.typed.items() if name not in ("diets", "step_free")
    }


async def _page(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    kept: Kept | None,
    typed: dict[str, str],
    *,
    seen: str = "",
    problems: dict[str, Problem] | None = None,
    crossed: Conflict | None = None,
) -> Response[Any]:
    sort, language = _sort(request), language_of(request, staff=True)
    form = request.state.get("form")
    chosen = form.texts("diets") if form else getattr(kept.told, "diets", ()) if kept else ()
    themes = {
        theme for one in await kept_places(gathering, "stop") for theme in getattr(one.told, "themes", ())
    }
    return page(
        request, f"itinerary/places/{sort}.html", status=409 if crossed else 422 if problems else 200, staff=True, kept=kept,
        typed=typed, seen=seen, labels=LABELS, days=await days_to_open(gathering, kept), chosen=chosen,
        diets=[(diet, DIET_LABELS[diet]) for diet in DIETS], themes=sorted(themes),
        converted=traditional(typed.get("name_zh", "")), crossed=crossed.told(language) if crossed else "",
        problems={name: problem.told(language) for name, problem in (problems or {}).items()},
    )  # fmt: skip


HANDLERS = [stops_page, new_place_page, send_new_place, place_page, send_place]
