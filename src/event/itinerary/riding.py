"""Buses of the homeland visit with their crews, and who has a seat on them, as it stands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from event.database import fetch
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering
from event.itinerary.visiting import in_order
from event.language import in_language
from event.registration.queries import Scope
from event.text import full_name, latin_of


@dataclass(frozen=True)
class Crew:
    """Somebody who works on a bus: `guest` is their row of the badge list, where they have one."""

    role: str
    number: str
    name: str
    guest: UUID | None
    phone: str


@dataclass(frozen=True)
class BusNow:
    """A bus of the visit with its route's code and its crew, captains first."""

    id: UUID
    code: str
    route: str
    plate: str
    model: str
    seats: int | None
    muster: str
    musters: datetime | None
    departs: datetime | None
    crew: tuple[Crew, ...]

    def of(self, role: str) -> list[Crew]:
        """Those of its crew with a role."""
        return [one for one in self.crew if one.role == role]


@dataclass(frozen=True)
class Rider:
    """A guest with a seat on a bus who comes; `row` has the sealed columns as stored."""

    guest: UUID
    bus: str
    seat: str
    number: str
    name: str
    latin: str
    class_code: str
    delegation: UUID | None
    delegation_zh: str
    delegation_en: str
    row: Any

    def home(self, language: str) -> str:
        """The name of the delegation, empty without one."""
        return in_language(language, zh=self.delegation_zh, en=self.delegation_en)

    def within(self, scope: Scope) -> bool:
        """Whether the reader may see them by name."""
        return scope is None or self.delegation in scope


async def buses_now(gathering: Gathering) -> list[BusNow]:
    """The buses that have a route, in order."""
    keys, crews = await keys_of(gathering.id), dict[UUID, list[Crew]]()
    for row in await fetch(_CREWS, gathering.id):
        phone = (
            keys.open(row["phone"], table="guest", column="phone", row=row["guest"]) if row["guest"] else ""
        )
        crews.setdefault(row["vehicle"], []).append(
            Crew(row["role"], row["number"], row["name"], row["guest"], phone)
        )
    rows = await fetch(
        "SELECT v.id, v.code, r.code AS route, v.plate, v.model, v.seats, v.muster, v.musters_at, v.departs_at"
        " FROM vehicle v JOIN route r ON r.id = v.route WHERE v.gathering = $1",
        gathering.id,
    )
    found = [
        BusNow(
            row["id"], row["code"], row["route"], row["plate"], row["model"], row["seats"], row["muster"],
            row["musters_at"], row["departs_at"], tuple(crews.get(row["id"], ())),
        )
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda bus: in_order(bus.code))


async def riders(gathering: Gathering, *, bus: str = "") -> list[Rider]:
    """Who comes and has a seat on a bus of the visit, or on one bus, in the order of seats and numbers."""
    rows = await fetch(_RIDERS, gathering.id, bus)
    return sorted(map(_rider, rows), key=lambda one: (in_order(one.bus), in_order(one.seat), one.number))


def _rider(row: Any) -> Rider:
    latin = latin_of(row)
    return Rider(
        row["id"], row["bus"], row["seat"], row["number"], full_name(row["name_zh"], latin), latin,
        row["class_code"], row["delegation"], row["delegation_zh"] or "", row["delegation_en"] or "", row,
    )  # fmt: skip


_CREWS = """
SELECT c.vehicle, c.role, c.number, coalesce(nullif(c.name, ''), g.name_zh, '') AS name, g.id AS guest, g.phone
FROM vehicle_crew c JOIN vehicle v ON v.id = c.vehicle
LEFT JOIN guest g ON g.gathering = v.gathering AND g.number = c.number
WHERE v.gathering = $1 AND v.route IS NOT NULL
ORDER BY array_position(ARRAY['captain', 'guide', 'interpreter', 'medic', 'volunteer', 'driver'], c.role), c.number
"""
_RIDERS = """
SELECT g.*, v.code AS bus, w.seat, c.code AS class_code, d.name_zh AS delegation_zh, d.name_en AS delegation_en
FROM vehicle_seat w JOIN vehicle v ON v.id = w.vehicle JOIN guest g ON g.id = w.guest
JOIN guest_class c ON c.id = g.guest_class LEFT JOIN delegation d ON d.id = g.delegation
WHERE v.gathering = $1 AND v.route IS NOT NULL AND ($2 = '' OR v.code = $2) AND g.standing = 'approved'
"""
