"""Who is fetched by which vehicle from which flight or train, and who is taken back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from event.database import fetch
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering, local_day
from event.itinerary.transfers.tables import ServiceState
from event.printing.visit.buses import Vehicle, vehicles
from event.printing.visit.choosing import Choice
from event.printing.visit.riders import Rider, riders_of


@dataclass(frozen=True)
class Meets:
    """The flight or train a guest comes by, or is taken to; `place`: where it comes from or goes to."""

    number: str
    place: str
    terminal: str
    at: datetime | None


@dataclass(frozen=True)
class Passenger:
    """A guest on a drive; `party`: how many come together; `hotel`: where they are fetched for a departure."""

    rider: Rider
    meets: Meets
    luggage: int | None
    courtesy: str
    hotel: tuple[str, str]
    party: int


@dataclass(frozen=True)
class Drive:
    """Guests who go together in one vehicle: from one flight or train, or leaving a hotel at one time.

    `now`: landed or expected, as the board showed it last, with its `state`.
    """

    day: date | None
    wave: str
    wave_name: str
    at: datetime | None
    now: datetime | None
    state: ServiceState
    vehicle: Vehicle | None
    greeter: str
    greeter_phone: str
    sign: str
    guests: tuple[Passenger, ...]

    @property
    def meets(self) -> Meets:
        """The flight or train of those who are fetched: it is the same for all."""
        return self.guests[0].meets

    @property
    def luggage(self) -> int:
        return sum(one.luggage or 0 for one in self.guests)


async def drives(gathering: Gathering, choice: Choice, direction: str) -> list[Drive]:
    """The drives of the choice in the order of day, wave and time. `direction`: arrival or departure."""
    rows = await fetch(
        "SELECT t.*, s.number AS service_number, s.on_day, s.origin, s.terminal, s.planned_at, n.state, n.estimated_at, n.arrived_at,"
        " coalesce(w.code, '') AS wave_code, coalesce(w.name_zh, '') AS wave_name, coalesce(h.name_zh, '') AS hotel_zh,"
        " coalesce(h.name_en, '') AS hotel_en"
        " FROM transfer t JOIN guest g ON g.id = t.guest LEFT JOIN service s ON s.id = t.service"
        " LEFT JOIN transfer_wave w ON w.id = t.wave LEFT JOIN rooming l ON l.guest = t.guest LEFT JOIN hotel h ON h.id = l.hotel"
        " LEFT JOIN LATERAL (SELECT * FROM service_seen e WHERE e.service = s.id ORDER BY e.seen_at DESC LIMIT 1) n ON true"
        " WHERE g.gathering = $1 AND t.direction = $2 AND t.mode NOT IN ('self', 'local')",
        gathering.id, direction,
    )  # fmt: skip
    keys, cars = await keys_of(gathering.id), {one.id: one for one in await vehicles(gathering)}
    riders = await riders_of(gathering, [row["guest"] for row in rows])
    trips: dict[Any, list[Any]] = {}
    for row in rows:
        if row["guest"] in riders:
            phone = keys.open(row["greeter_phone"], table="transfer", column="greeter_phone", row=row["id"])
            head = (
                _at(row),
                row["service"],
                row["wave_code"],
                row["vehicle"],
                row["greeter_name"],
                phone,
                row["sign"],
            )
            trips.setdefault(head, []).append(row)
    found = [
        _drive(same, cars.get(vehicle), phone, riders, gathering)
        for (_, _, _, vehicle, _, phone, _), same in trips.items()
    ]  # fmt: skip
    return sorted((one for one in found if _is_chosen(one, choice)), key=_order)


def _at(row: Any) -> datetime | None:
    """When a flight or train comes in, or a vehicle leaves the hotel."""
    at: datetime | None = row["planned_at"] if row["direction"] == "arrival" else row["leaves_at"]
    return at


def _drive(
    same: list[Any], vehicle: Vehicle | None, phone: str, riders: dict[Any, Rider], gathering: Gathering
) -> Drive:
    row, at = same[0], _at(same[0])
    day = row["on_day"] or (local_day(at, gathering.zone) if at else None)
    return Drive(
        day, row["wave_code"], row["wave_name"], at, row["arrived_at"] or row["estimated_at"],
        ServiceState(row["state"] or ServiceState.PLANNED), vehicle, row["greeter_name"], phone, row["sign"],
        tuple(_passengers(same, riders)),
    )  # fmt: skip


def _passengers(same: list[Any], riders: dict[Any, Rider]) -> Iterable[Passenger]:
    """Parties together, each guest with how many they are."""

    def party(row: Any) -> tuple[str, str, str]:
        rider = riders[row["guest"]]
        return (
            row["hotel_zh"] if row["direction"] == "departure" else "",
            row["number"],
            rider.party or rider.number,
        )

    same.sort(key=lambda row: (party(row), riders[row["guest"]].number))
    for _, members in groupby(same, key=party):
        rows = list(members)
        for row in rows:
            yield Passenger(
                riders[row["guest"]], _meets(row), row["luggage"], row["courtesy"], (row["hotel_zh"], row["hotel_en"]), len(rows)
            )  # fmt: skip


def _meets(row: Any) -> Meets:
    if row["direction"] == "departure":
        return Meets(row["number"], row["place"], "", row["service_at"])
    return Meets(row["service_number"] or "", row["origin"] or "", row["terminal"] or "", row["planned_at"])


def _is_chosen(one: Drive, choice: Choice) -> bool:
    code = one.vehicle.code if one.vehicle else ""
    return (choice.day is None or one.day == choice.day) and (not choice.bus or code == choice.bus)


def _order(one: Drive) -> Any:
    at = one.at.timestamp() if one.at else float("inf")
    return (str(one.day or "9"), one.wave, at, one.meets.number, one.vehicle.code if one.vehicle else "")


def together(found: Iterable[Drive], by: Callable[[Drive], Any]) -> list[tuple[Any, list[Drive]]]:
    """Drives in groups, in their order."""
    return [(key, list(same)) for key, same in groupby(found, key=by)]
