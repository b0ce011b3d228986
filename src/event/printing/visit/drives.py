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
class Fetched:
    """A guest on a drive; `party`: how many come together."""

    rider: Rider
    luggage: int | None
    courtesy: str
    party: int


@dataclass(frozen=True)
class Drive:
    """Guests who go together: one flight or train, one vehicle.

    `at`: when it lands, or when the vehicle leaves the hotel; `meets`: when a departure takes off; `now`: landed, or
    expected, as the board showed it last.
    """

    day: date | None
    wave: str
    wave_name: str
    number: str
    place: str
    terminal: str
    at: datetime | None
    meets: datetime | None
    now: datetime | None
    state: ServiceState
    vehicle: Vehicle | None
    greeter: str
    greeter_phone: str
    sign: str
    hotel: tuple[str, str]
    guests: tuple[Fetched, ...] = ()

    @property
    def luggage(self) -> int:
        return sum(one.luggage or 0 for one in self.guests)


async def drives(gathering: Gathering, choice: Choice, direction: str) -> list[Drive]:
    """The drives of the choice in the order of day, wave and time."""
    rows = await fetch(
        "SELECT t.*, s.number AS service_number, s.on_day, s.origin, s.terminal, s.planned_at, n.state, n.estimated_at, n.arrived_at,"
        " coalesce(w.code, '') AS wave_code, coalesce(w.name_zh, '') AS wave_name, h.name_zh AS hotel_zh, h.name_en AS hotel_en"
        " FROM transfer t JOIN guest g ON g.id = t.guest LEFT JOIN service s ON s.id = t.service"
        " LEFT JOIN transfer_wave w ON w.id = t.wave LEFT JOIN rooming l ON l.guest = t.guest LEFT JOIN hotel h ON h.id = l.hotel"
        " LEFT JOIN LATERAL (SELECT * FROM service_seen e WHERE e.service = s.id ORDER BY e.seen_at DESC LIMIT 1) n ON true"
        " WHERE g.gathering = $1 AND t.direction = $2 AND t.mode NOT IN ('self', 'local')",
        gathering.id, direction,
    )  # fmt: skip
    keys, cars = await keys_of(gathering.id), {one.id: one for one in await vehicles(gathering)}
    riders = await riders_of(gathering, [row["guest"] for row in rows])
    heads: dict[Drive, list[Fetched]] = {}
    for row in rows:
        if row["guest"] not in riders:
            continue
        phone = keys.open(row["greeter_phone"], table="transfer", column="greeter_phone", row=row["id"])
        drive = _drive(row, cars.get(row["vehicle"]), phone, gathering)
        heads.setdefault(drive, []).append(Fetched(riders[row["guest"]], row["luggage"], row["courtesy"], 1))
    found = [_with(drive, guests) for drive, guests in heads.items()]
    return sorted((one for one in found if _is_chosen(one, choice)), key=_order)


def _drive(row: Any, vehicle: Vehicle | None, phone: str, gathering: Gathering) -> Drive:
    arrives = row["direction"] == "arrival"
    at = row["planned_at"] if arrives else row["leaves_at"]
    day = row["on_day"] if arrives and row["on_day"] else local_day(at, gathering.zone) if at else None
    return Drive(
        day, row["wave_code"], row["wave_name"], (row["service_number"] if arrives else row["number"]) or "",
        (row["origin"] if arrives else row["place"]) or "", row["terminal"] or "", at, row["service_at"],
        row["arrived_at"] or row["estimated_at"], ServiceState(row["state"] or ServiceState.PLANNED), vehicle,
        row["greeter_name"], phone, row["sign"], ("", "") if arrives else (row["hotel_zh"] or "", row["hotel_en"] or ""),
    )  # fmt: skip


def _with(drive: Drive, guests: list[Fetched]) -> Drive:
    """A drive with its guests, parties together, each with how many they are."""
    guests.sort(key=lambda one: (one.rider.party or one.rider.number, one.rider.number))
    told: list[Fetched] = []
    for _, same in groupby(guests, key=lambda one: one.rider.party or one.rider.number):
        party = list(same)
        told += [Fetched(one.rider, one.luggage, one.courtesy, len(party)) for one in party]
    return Drive(
        **{name: getattr(drive, name) for name in Drive.__dataclass_fields__ if name != "guests"},
        guests=tuple(told),
    )


def _is_chosen(one: Drive, choice: Choice) -> bool:
    code = one.vehicle.code if one.vehicle else ""
    return (choice.day is None or one.day == choice.day) and (not choice.bus or code == choice.bus)


def _order(one: Drive) -> Any:
    at = one.at.timestamp() if one.at else float("inf")
    return (str(one.day or "9"), one.wave, at, one.number, one.vehicle.code if one.vehicle else "")


def together(found: Iterable[Drive], by: Callable[[Drive], Any]) -> list[tuple[Any, list[Drive]]]:
    """Drives in groups, in their order."""
    return [(key, list(same)) for key, same in groupby(found, key=by)]
