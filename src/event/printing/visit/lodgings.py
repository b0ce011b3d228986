"""Hotels with their rooms, and who sleeps where."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from event.database import fetch
from event.gathering.tables import Gathering
from event.printing.visit.buses import in_order
from event.printing.visit.choosing import Choice
from event.printing.visit.riders import Rider, riders_of

_SINGLE = 1


@dataclass(frozen=True)
class Room:
    """A room of a hotel."""

    number: str
    kind: str
    beds: int
    spare: bool


@dataclass(frozen=True)
class Stay:
    """Where a guest sleeps from which night to which morning; no room as long as none is given."""

    rider: Rider
    room: str
    kind: str
    check_in: date | None
    check_out: date | None
    breakfast: bool
    note: str

    def sleeps_on(self, night: date) -> bool:
        """Whether the guest sleeps there in the night that begins on this day."""
        begins, ends = self.check_in, self.check_out
        return (begins is None or begins <= night) and (ends is None or night < ends)


@dataclass(frozen=True)
class Hotel:
    """A hotel; `blocks`: rooms it keeps, by type; stays are in the order of rooms, those without one last."""

    code: str
    names: tuple[str, str]
    address: str
    phone: str
    rooms: tuple[Room, ...]
    blocks: tuple[tuple[str, int], ...]
    stays: tuple[Stay, ...]

    @property
    def planned(self) -> list[Room]:
        return [room for room in self.rooms if not room.spare]

    @property
    def spare(self) -> list[Room]:
        return [room for room in self.rooms if room.spare]

    @property
    def singles(self) -> int:
        return sum(room.beds == _SINGLE for room in self.planned)

    def with_(self, stay: Stay) -> list[Stay]:
        """Who else sleeps in a guest's room."""
        return [other for other in self.stays if stay.room and other.room == stay.room and other is not stay]


async def lodgings(gathering: Gathering, choice: Choice) -> list[Hotel]:
    """The hotels of the choice, with who sleeps there, or sleeps there in the chosen night."""
    hotels = await fetch(
        "SELECT * FROM hotel WHERE gathering = $1 AND ($2 = '' OR code = $2)", gathering.id, choice.hotel
    )
    rooms = await fetch(
        "SELECT r.* FROM room r JOIN hotel h ON h.id = r.hotel WHERE h.gathering = $1", gathering.id
    )
    blocks = await fetch(
        "SELECT b.* FROM hotel_block b JOIN hotel h ON h.id = b.hotel WHERE h.gathering = $1 ORDER BY b.room_type",
        gathering.id,
    )
    stays = await _stays(gathering, choice.day)
    return [
        Hotel(
            row["code"], (row["name_zh"], row["name_en"]), row["address"], row["phone"], _rooms(rooms, row["id"]),
            tuple((block["room_type"], block["rooms"]) for block in blocks if block["hotel"] == row["id"]),
            tuple(stays.get(row["id"], ())),
        )
        for row in sorted(hotels, key=lambda row: in_order(row["code"]))
    ]  # fmt: skip


def _rooms(rows: Iterable[Any], hotel: UUID) -> tuple[Room, ...]:
    own = [row for row in rows if row["hotel"] == hotel]
    own.sort(key=lambda row: in_order(row["number"]))
    return tuple(Room(row["number"], row["room_type"], row["beds"], row["spare"]) for row in own)


async def _stays(gathering: Gathering, night: date | None) -> dict[UUID, list[Stay]]:
    rows = await fetch(
        "SELECT s.*, coalesce(r.number, '') AS number FROM rooming s JOIN hotel h ON h.id = s.hotel"
        " LEFT JOIN room r ON r.id = s.room WHERE h.gathering = $1",
        gathering.id,
    )
    riders = await riders_of(gathering, [row["guest"] for row in rows])
    found: dict[UUID, list[Stay]] = {}
    for row in rows:
        if row["guest"] not in riders:
            continue
        stay = Stay(
            riders[row["guest"]], row["number"], row["room_type"], row["check_in"], row["check_out"], row["breakfast"], row["note"]
        )  # fmt: skip
        if night is None or stay.sleeps_on(night):
            found.setdefault(row["hotel"], []).append(stay)
    for stays in found.values():
        stays.sort(key=lambda one: (one.room == "", in_order(one.room), one.rider.party, one.rider.number))
    return found
