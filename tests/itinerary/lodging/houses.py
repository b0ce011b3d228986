"""A hotel or two and the people who are to sleep there, without a database."""

from datetime import date
from uuid import UUID

from event.itinerary.lodging.beds import Beds, HotelRow, Person, Place, RoomRow, Wishes
from event.itinerary.lodging.rules import Stay

FIRST = 15
TWIN, SINGLE = "普通标间", "商务单间"


def key(kind: int, number: int) -> UUID:
    return UUID(int=kind * 1000 + number)


def nights(first: int = 0, count: int = 2) -> Stay:
    return Stay(date(2026, 10, FIRST + first), date(2026, 10, FIRST + first + count))


def hotel(number: int = 1, **blocks: int) -> HotelRow:
    return HotelRow(key(1, number), f"H{number}", f"{number}号酒店", "", "", "", dict(blocks))


def room(number: int, *, beds: int = 2, of: int = 1, spare: bool = False, kind: str = "") -> RoomRow:
    usual = TWIN if beds > 1 else SINGLE
    return RoomRow(key(2, number), key(1, of), str(number), kind or usual, beds, spare)


def person(number: int, sex: str = "F", **told: object) -> Person:
    """A guest: `party`, `stay`, `room` and `of` (the hotel) by number, `wish` (a type), `with_` (companions by number)."""
    party, stay = told.get("party"), told.get("stay", nights())
    wishes = Wishes(str(told.get("hotel", "")), str(told.get("wish", "")), "", Stay(None, None))
    place = None
    if "of" in told or "room" in told:
        place = Place(
            key(1, int(str(told.get("of", 1)))),
            key(2, int(str(told["room"]))) if "room" in told else None,
            "", stay,  # type: ignore[arg-type] # a stay
            True, "",
        )  # fmt: skip
    with_ = told.get("with_", ())
    return Person(
        key(3, number), f"EX-{number:03d}", f"客{number}", "", sex, key(4, int(str(party))) if party else None, "",
        None, "", "", "", "G", "approved", wishes, stay, False, place,  # type: ignore[arg-type] # a stay
        frozenset(key(3, int(str(other))) for other in with_),  # type: ignore[attr-defined] # numbers
    )  # fmt: skip


def house(hotels: list[HotelRow], rooms: list[RoomRow], people: list[Person]) -> Beds:
    return Beds(
        {one.id: one for one in hotels}, {one.id: one for one in rooms}, {one.id: one for one in people}
    )
