"""A hotel in the console: its name and address, the rooms it keeps by type, and its rooms one by one."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.errors import Conflict, Invalid, NotFound, Refusal
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page, with_query
from event.itinerary.lodging.forms import MOST_BEDS, RoomsTold, RoomTold, read_hotel, whole
from event.itinerary.lodging.hotels import (
    add_hotel,
    add_rooms,
    change_hotel,
    change_room,
    remove_hotel,
    remove_room,
)
from event.itinerary.lodging.reading import beds_of
from event.itinerary.lodging.views import hotel_seen, rooms_seen
from event.language import Message
from event.people.rules import Access, Permission
from event.people.undoing import undo_path
from event.registration.asking.standard import ROOMS

_CHANGE = {"permission": Permission.GUESTS_WRITE}
_ROOT = "/console/{slug:str}/visit/rooms/hotels"
_NEW_ROWS = 2


@get(f"{_ROOT}/new", opt=_CHANGE, include_in_schema=False)
async def new_hotel_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """A hotel to be added."""
    return await _page(request, gathering, "")


@post(f"{_ROOT}/new", opt=_CHANGE, include_in_schema=False)
async def send_new_hotel(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Add a hotel."""
    try:
        told = read_hotel(form)
        await add_hotel(told, gathering=gathering, by=access.actor, now=now)
    except Invalid as error:
        return await _page(request, gathering, "", form=form, error=error)
    return go(_own(gathering, told.code.strip()), say=Message("The hotel is added. Now add its rooms."))


@get(f"{_ROOT}/{{code:str}}", opt=_CHANGE, include_in_schema=False)
async def hotel_page(
    request: Request[Any, Any, Any], code: FromPath[str], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """One hotel as it is."""
    return await _page(request, gathering, code)


@post(f"{_ROOT}/{{code:str}}", opt=_CHANGE, include_in_schema=False)
async def send_hotel(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Change a hotel, or remove it."""
    who: dict[str, Any] = {
        "seen": form.text("seen"), "gathering": gathering, "by": access.actor, "now": now,
    }  # fmt: skip
    try:
        if form.text("do") == "remove":
            step = await remove_hotel(code, **who)
            return go(
                f"/console/{gathering.slug}/visit/rooms", say=Message("The hotel is removed."),
                undo=undo_path(step, gathering),
            )  # fmt: skip
        told = read_hotel(form)
        await change_hotel(code, told, **who)
    except (Invalid, Conflict) as error:
        return await _page(request, gathering, code, form=form, error=error)
    return go(_own(gathering, told.code.strip()), say=Message("Saved."))


@post(f"{_ROOT}/{{code:str}}/rooms", opt=_CHANGE, include_in_schema=False)
async def send_room(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Add rooms, or change or remove one."""
    who: dict[str, Any] = {"gathering": gathering, "by": access.actor, "now": now}
    number, do = form.text("number"), form.text("do")
    say, undo = Message("Saved."), ""
    try:
        kind, spare = form.text("room_type"), form.ticked("spare")
        if do == "remove":
            step = await remove_room(code, number, seen=form.text("seen"), **who)
            say, undo = Message("The room is removed."), undo_path(step, gathering)
        elif do == "add":
            beds = whole(form.text("beds"), "beds", 1, MOST_BEDS)
            await add_rooms(code, RoomsTold(form.text("numbers"), kind, beds, spare), **who)
            say = Message("The rooms are added.")
        else:
            told = RoomTold(kind, whole(form.text("beds"), "beds", 1, MOST_BEDS), spare)
            await change_room(code, number, told, seen=form.text("seen"), **who)
    except Invalid as error:
        if do == "add":
            return await _page(request, gathering, code, form=form, error=error)
        sentence = "; ".join(error.told_fields(language_of(request, staff=True)).values())
        return go(_own(gathering, code), say=sentence, kind="warning")
    except (Conflict, NotFound) as error:
        return go(_own(gathering, code), say=error.told(language_of(request, staff=True)), kind="warning")
    return go(_own(gathering, code), say=say, undo=undo)


def _own(gathering: Gathering, code: str) -> str:
    return with_query(f"/console/{gathering.slug}/visit/rooms/hotels/{code}")


async def _page(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    code: str,
    *,
    form: Form | None = None,
    error: Refusal | None = None,
) -> Response[Any]:
    beds, language = await beds_of(gathering), language_of(request, staff=True)
    row = beds.hotel_of(code) if code else None
    hotel = hotel_seen(beds, row) if row else None
    names = ("code", "name_zh", "name_en", "address", "phone")
    typed = {name: getattr(row, name) if row else "" for name in names}
    blocks = [(kind, str(rooms)) for kind, rooms in row.blocks.items()] if row else []
    if form is not None and form.text("do") in ("", "save"):
        typed |= form.typed
        blocks = list(zip(form.texts("block_type"), form.texts("block_rooms"), strict=False))
    if form is not None and form.text("do") == "add":
        typed |= {name: form.text(name) for name in ("numbers", "room_type", "beds")}
    kinds = [option.key for option in ROOMS]
    kinds += sorted({room.room_type for room in beds.rooms.values()} - {"", *kinds})
    problems = error.told_fields(language) if isinstance(error, Invalid) else {}
    return page(
        request, "itinerary/lodging/hotel.html", status=200 if error is None else 422 if problems else 409, staff=True,
        hotel=hotel, typed=typed, blocks=[*[one for one in blocks if any(one)], *[("", "")] * _NEW_ROWS], kinds=kinds,
        rooms=rooms_seen(beds, None, language, hotel=row.id) if row else [], problems=problems, most_beds=MOST_BEDS,
        error=error.told(language) if error and not problems else "", adding=form is not None and form.text("do") == "add",
    )  # fmt: skip


HANDLERS = [new_hotel_page, send_new_hotel, hotel_page, send_hotel, send_room]
