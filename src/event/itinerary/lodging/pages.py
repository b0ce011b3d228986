"""Hotels and rooms in the console: who sleeps where, who has no room, and giving rooms by hand."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.errors import Conflict, Invalid, NotFound, Refusal
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, id_in, language_of, page, with_query
from event.itinerary.lodging.beds import Beds, Person, Place
from event.itinerary.lodging.forms import day
from event.itinerary.lodging.operations import (
    give_place,
    move_to_room,
    swap_places,
    take_room_away,
)
from event.itinerary.lodging.reading import beds_of
from event.itinerary.lodging.remarks import remarks_on
from event.itinerary.lodging.rules import Stay, strangers
from event.itinerary.lodging.views import (
    hotels_seen,
    remarks_seen,
    rooms_seen,
    sleeper_seen,
    within,
)
from event.language import Message
from event.people.rules import Access, Permission
from event.people.undoing import undo_path
from event.registration.errors import UnknownGuest
from event.registration.queries import Scope

_LOOK, _CHANGE = {"permission": Permission.GUESTS_READ}, {"permission": Permission.GUESTS_WRITE}
_ROOT = "/console/{slug:str}/visit/rooms"
_GIVEN = Message("Saved.")
_MIXED = Message("Saved. The room is now shared by two sexes who are no companions: look at it again.")
_TAKEN = Message("The room is taken away.")
_SWAPPED = Message("The two have exchanged their rooms.")
NOBODY = "none"


@get(_ROOT, opt=_LOOK, include_in_schema=False)
async def rooms_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], reach: NamedDependency[Scope]
) -> Response[Any]:
    """A hotel's rooms with who sleeps there, and everybody without a room."""
    beds, language = await beds_of(gathering), language_of(request, staff=True)
    asked = request.query_params.get("hotel", "")
    hotels = hotels_seen(beds)
    hotel = next((one for one in hotels if one.code == asked), hotels[0] if hotels else None)
    people = [sleeper_seen(beds, one, language) for one in within(beds.sleepers, reach)]
    waiting = [one for one in people if not one.room]
    rooms = rooms_seen(beds, reach, language, hotel=hotel.id) if hotel else []
    free = request.query_params.get("show") == "free"
    remarks = remarks_seen(beds, remarks_on(beds, gathering, language), reach, language)
    return page(
        request, "itinerary/lodging/rooms.html", staff=True, hotels=hotels, hotel=hotel, people=people, free=free,
        rooms=[room for room in rooms if not free or len(room.sleepers) + room.others < room.beds], remarks=remarks,
        here=[one for one in waiting if hotel and one.hotel in ("", hotel.code)],
        elsewhere=sum(one.hotel not in ("", hotel.code if hotel else "") for one in waiting),
    )  # fmt: skip


@post(f"{_ROOT}/move", opt=_CHANGE, include_in_schema=False)
async def send_move(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Put a guest into the room, or back among those without one, to which they were dragged."""
    back = with_query(f"/console/{gathering.slug}/visit/rooms", hotel=form.text("hotel"))
    who: dict[str, Any] = {
        "seen": form.text("seen"), "gathering": gathering, "scope": reach, "by": access.actor, "now": now,
    }  # fmt: skip
    guest, room = _key(form.text("guest")), form.text("room")
    say, kind = str(_GIVEN), "success"
    try:
        if room == NOBODY:
            await take_room_away(guest, wholly=False, **who)
            say = _TAKEN
        else:
            say, kind = await _said(gathering, await move_to_room(guest, _key(room), **who))
    except (Conflict, NotFound) as error:
        return go(back, say=error.told(language_of(request, staff=True)), kind="warning")
    await announce(gathering.id)
    return go(back, say=say, kind=kind)


@get(f"{_ROOT}/guests/{{guest:uuid}}", opt=_LOOK, include_in_schema=False)
async def guest_room_page(
    request: Request[Any, Any, Any],
    guest: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    reach: NamedDependency[Scope],
) -> Response[Any]:
    """Where one guest sleeps, the beds that are free for them, and with whom they could exchange."""
    return await _guest(request, guest, gathering, reach)


@post(f"{_ROOT}/guests/{{guest:uuid}}", opt=_CHANGE, include_in_schema=False)
async def send_guest_room(
    request: Request[Any, Any, Any],
    guest: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Give, exchange or take away one guest's room."""
    who: dict[str, Any] = {"gathering": gathering, "scope": reach, "by": access.actor, "now": now}
    seen, do = form.text("seen"), form.text("do")
    own = f"/console/{gathering.slug}/visit/rooms"
    say, kind, undo = str(_GIVEN), "success", ""
    try:
        if do == "swap":
            other, _, other_seen = form.text("other").partition(":")
            await swap_places(guest, _key(other), seen=seen, other_seen=other_seen, **who)
            say = _SWAPPED
        elif do in ("take", "none"):
            step = await take_room_away(guest, wholly=do == "none", seen=seen, **who)
            say, undo = _TAKEN, undo_path(step, gathering) if step else ""
        else:
            place = _read_place(form, await beds_of(gathering))
            say, kind = await _said(gathering, await give_place(guest, place, seen=seen, **who))
    except (Invalid, Conflict) as error:
        return await _guest(request, guest, gathering, reach, form=form, error=error)
    await announce(gathering.id)
    beds = await beds_of(gathering)
    one = beds.people.get(guest)
    code = beds.hotels[one.place.hotel].code if one and one.place else ""
    return go(with_query(own, hotel=code), say=say, kind=kind, undo=undo)


async def _guest(
    request: Request[Any, Any, Any],
    guest: UUID,
    gathering: Gathering,
    reach: Scope,
    *,
    form: Form | None = None,
    error: Refusal | None = None,
) -> Response[Any]:
    beds, language = await beds_of(gathering), language_of(request, staff=True)
    one = beds.person(guest)
    if not within([one], reach):
        raise UnknownGuest
    view = sleeper_seen(beds, one, language)
    here = f"{one.place.hotel}:{one.place.room or ''}" if one.place else ""
    typed: dict[str, Any] = {
        "where": here, "check_in": view.check_in, "check_out": view.check_out, "note": view.note,
        "breakfast": view.breakfast,
    }  # fmt: skip
    if form is not None and form.text("do") == "give":
        typed |= form.typed | {"breakfast": form.ticked("breakfast")}
    problems = error.told_fields(language) if isinstance(error, Invalid) else {}
    status = 200 if error is None else 422 if problems else 409
    return page(
        request, "itinerary/lodging/guest.html", status=status, staff=True, one=view, person=one, typed=typed,
        problems=problems, error=error.told(language) if error and not problems else "", stay_guessed=one.guessed,
        choices=_choices(beds, one, str(typed["where"]).partition(":")[2] or here.partition(":")[2]), others=_others(beds, one, reach), hotels=beds.hotels,
        beside=[sleeper_seen(beds, other, language) for other in _beside(beds, one, reach)],
    )  # fmt: skip


def _choices(beds: Beds, one: Person, shown: str) -> list[tuple[Any, list[tuple[Any, int, list[Person]]]]]:
    """By hotel, the rooms with a bed free for all nights: the room, free beds, who sleeps there in these nights.

    The room that is `shown` in the form is among them in any case.
    """
    found = []
    for hotel in beds.hotels.values():
        rooms = [
            (room, free, [other for other in beds.in_room(room.id, but=[one.id]) if other.stay.overlaps(one.stay)])
            for room in beds.rooms.values()
            if room.hotel == hotel.id
            and ((free := beds.free_beds(room, one.stay, but=[one.id])) or str(room.id) == shown)
        ]  # fmt: skip
        found.append((hotel, rooms))
    return found


def _others(beds: Beds, one: Person, reach: Scope) -> list[tuple[Person, str, str]]:
    """Guests in other rooms, with hotel and room."""
    if one.place is None or one.place.room is None:
        return []
    return [
        (other, beds.hotels[other.place.hotel].code, beds.rooms[other.place.room].number)
        for other in within(beds.people.values(), reach)
        if other.place and other.place.room and other.place.room != one.place.room
    ]


def _beside(beds: Beds, one: Person, reach: Scope) -> list[Person]:
    room = one.place.room if one.place else None
    return within(beds.in_room(room, but=[one.id]), reach) if room else []


def _read_place(form: Form, beds: Beds) -> Place:
    hotel, _, room = form.text("where").partition(":")
    stay = Stay(day(form.text("check_in"), "check_in"), day(form.text("check_out"), "check_out"))
    one = beds.people.get(_key(form.text("guest")))
    kind = one.place.room_type if one and one.place else one.wishes.room_type if one else ""
    return Place(
        _key(hotel), _key(room) if room else None, kind, stay, form.ticked("breakfast"), form.text("note")[:200]
    )  # fmt: skip


async def _said(gathering: Gathering, one: Person) -> tuple[str, str]:
    """What is said after a room was given: more where strangers of two sexes share it now."""
    beds = await beds_of(gathering)
    room = one.place.room if one.place else None
    apart = strangers([other.sleeper for other in beds.in_room(room)]) if room else []
    return (_MIXED, "warning") if any(other.guest == one.id for other in apart) else (_GIVEN, "success")


def _key(text: str) -> UUID:
    return id_in(text) or UUID(int=0)  # nobody's


HANDLERS = [
    rooms_page, send_move, guest_room_page, send_guest_room,
]  # fmt: skip
