"""A hotel with rooms, in the database, and giving them."""

from datetime import date
from uuid import UUID

from event.database import fetch
from event.gathering.tables import Gathering
from event.itinerary.lodging.beds import Beds, Place
from event.itinerary.lodging.forms import HotelTold, RoomsTold
from event.itinerary.lodging.hotels import add_hotel, add_rooms
from event.itinerary.lodging.operations import give_place
from event.itinerary.lodging.reading import beds_of
from event.itinerary.lodging.rules import Stay
from event.people.rules import COMMAND_LINE
from tests import cast

TWIN, SINGLE = "普通标间", "商务单间"


async def a_hotel(held: Gathering, code: str = "H1", **blocks: int) -> UUID:
    """A hotel with the twin rooms 301 and 302 and the single room 501."""
    told = HotelTold(code, f"{code}酒店", blocks=blocks or {TWIN: 2, SINGLE: 1})
    made = await add_hotel(told, gathering=held, by=COMMAND_LINE, now=cast.NOW)
    for numbers, kind, beds in (("301-302", TWIN, 2), ("501", SINGLE, 1)):
        await add_rooms(code, RoomsTold(numbers, kind, beds), gathering=held, by=COMMAND_LINE, now=cast.NOW)
    return made


def nights(first: int = 15, last: int = 17) -> Stay:
    return Stay(date(2026, 10, first), date(2026, 10, last))


async def give(
    held: Gathering, guest: UUID, room: str, *, stay: Stay | None = None, seen: str | None = None
) -> None:
    """Give somebody a room of H1, as whoever has just looked at the place."""
    beds: Beds = await beds_of(held)
    row = beds.room_of("H1", room)
    place = Place(row.hotel, row.id, row.room_type, stay or nights(), breakfast=True)
    mark = beds.person(guest).mark if seen is None else seen
    await give_place(guest, place, seen=mark, gathering=held, scope=None, by=COMMAND_LINE, now=cast.NOW)


async def sleeping() -> list[tuple[str, str | None]]:
    """Who sleeps where, by number."""
    rows = await fetch(
        "SELECT g.number, r.number AS room FROM rooming p JOIN guest g ON g.id = p.guest"
        " LEFT JOIN room r ON r.id = p.room ORDER BY 1"
    )
    return [(row["number"], row["room"]) for row in rows]
