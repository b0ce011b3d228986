"""A hotel's rooms: who sleeps where, who has no room yet, who shares without being meant to, what is spare."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from event.database import fetch
from event.itinerary.as_of import Place, places_as_of
from event.itinerary.lodging.reading import named_together
from event.itinerary.lodging.rules import Sleeper, Stay, strangers
from event.language import Message
from event.registration.as_of import WHO
from event.reports.told import Asked, Told

SINGLE = 1


async def rooming_list(asked: Asked) -> Told:
    """The rooming list of a hotel as it was planned, and what is wrong with it among those who come."""
    hotel, rooms = asked.values["hotel"], await _rooms(asked)
    numbers, places = await planned_numbers(asked), await in_hotel(asked, hotel)
    own = [row for row in rooms.values() if row["hotel"] == hotel and not row["spare"]]
    here = [place for place in places if place.comes]
    single = sum(row["beds"] == SINGLE for row in own)
    without = sorted(numbers[place.row["planned_for"]] for place in places if place.row["room"] is None)
    return Told(
        {
            "hotel": hotel, "rooms": len(own), "single": single, "twin": len(own) - single, "guests": len(places),
            "after_changes": len(here), "assigned": len(places) - len(without), "unassigned": without,
            "mixed_sex_twins": _mixed(here, rooms),
        },
        (
            Message("Number"), Message("Name"), Message("Room"), Message("Type"), Message("Check-in day"),
            Message("Check-out day"),
        ),
        [
            (
                place.then.number, place.then.name, rooms[place.row["room"]]["number"] if place.row["room"] else "",
                place.row["room_type"], str(place.row["check_in"] or ""), str(place.row["check_out"] or ""),
            )
            for place in here
        ],
        (
            (Message("Rooms"), str(len(own))), (Message("Guests"), str(len(here))),
            (Message("Without a room"), str(sum(place.row["room"] is None for place in here))),
        ),
    )  # fmt: skip


def _mixed(here: list[Place], rooms: dict[UUID, Any]) -> list[dict[str, Any]]:
    together: dict[UUID, list[Place]] = {}
    for place in here:
        if place.row["room"] is not None:
            together.setdefault(place.row["room"], []).append(place)
    doubtful = {
        room: places for room, places in together.items() if len(places) > 1 and _strangers(places, {})
    }
    companions = _companions(here, doubtful)
    found = []
    for room, places in sorted(doubtful.items(), key=lambda one: str(rooms[one[0]]["number"])):
        apart = {one.guest for one in _strangers(places, companions)}
        if apart:
            numbers = [place.then.number for place in places if place.then.id in apart]
            found.append({"room": rooms[room]["number"], "guests": numbers})
    return found


def _companions(here: list[Place], doubtful: dict[UUID, list[Place]]) -> dict[UUID, frozenset[UUID]]:
    """Who named each other to share a room with; nobody need be looked up where nobody in a doubtful room wrote a name."""
    if not any(_roommate(place) for places in doubtful.values() for place in places):
        return {}
    return named_together(dict(place.then.row) | {"roommate": _roommate(place)} for place in here)


def _roommate(place: Place) -> str:
    return str(place.then.answers.get("roommate", ""))


def _strangers(places: list[Place], companions: dict[UUID, frozenset[UUID]]) -> list[Sleeper]:
    return strangers([_sleeper(place, companions) for place in places])


def _sleeper(place: Place, companions: dict[UUID, frozenset[UUID]]) -> Sleeper:
    row, key = place.then.row, place.then.id
    stay = Stay(place.row["check_in"], place.row["check_out"])
    return Sleeper(key, row["sex"], row["travel_party"], stay, companions.get(key, frozenset()))


async def spare_rooms(asked: Asked) -> Told:
    """Spare rooms in which nobody sleeps, by hotel."""
    rooms = await _rooms(asked)
    taken = {
        place.row["room"]
        for place in await places_as_of("rooming", asked.gathering, asked.at, columns=WHO)
        if place.comes
    }
    hotels = sorted({row["hotel"] for row in rooms.values()})
    spare = [row for key, row in rooms.items() if row["spare"] and key not in taken]
    by_hotel = {code: sum(row["hotel"] == code for row in spare) for code in hotels}
    return Told(
        {"spare": len(spare), "by_hotel": by_hotel},
        (Message("Hotel"), Message("Room"), Message("Type"), Message("Beds")),
        [
            (row["hotel"], row["number"], row["room_type"], str(row["beds"]))
            for row in sorted(spare, key=lambda row: (row["hotel"], row["number"]))
        ],
        ((Message("Spare rooms"), str(len(spare))),),
    )


async def in_hotel(
    asked: Asked, hotel: str, *, columns: Sequence[str] = (*WHO, "sex", "answers")
) -> list[Place]:
    """Everybody for whom a bed in a hotel was planned, whoever has it then."""
    (row,) = await fetch(
        "SELECT array_agg(id) AS ids FROM hotel WHERE gathering = $1 AND code = $2", asked.gathering.id, hotel
    )
    ids = row["ids"] or []
    places = await places_as_of("rooming", asked.gathering, asked.at, scope=asked.scope, columns=columns)
    return [place for place in places if place.row["hotel"] in ids]


async def planned_numbers(asked: Asked) -> dict[UUID, str]:
    """The numbers of everybody in the list."""
    rows = await fetch("SELECT id, number FROM guest WHERE gathering = $1", asked.gathering.id)
    return {row["id"]: row["number"] for row in rows}


async def _rooms(asked: Asked) -> dict[UUID, Any]:
    rows = await fetch(
        "SELECT r.id, r.number, r.room_type, r.beds, r.spare, h.code AS hotel FROM room r"
        " JOIN hotel h ON h.id = r.hotel WHERE h.gathering = $1",
        asked.gathering.id,
    )
    return {row["id"]: row for row in rows}
