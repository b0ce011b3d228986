"""Vehicles and crews as pages and programs see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from event.comparing import marks
from event.database import fetch
from event.gathering.tables import Gathering
from event.itinerary.crews.errors import UnknownMember, UnknownVehicle
from event.itinerary.crews.rules import Shift, Span
from event.itinerary.crews.told import CrewOn, MemberTold, VehicleTold
from event.itinerary.visiting import in_order
from event.text import name_in

_VEHICLES = """
SELECT v.*, coalesce(r.code, '') AS route_code, coalesce(h.code, '') AS hotel_code,
    (SELECT count(*) FROM vehicle_seat s JOIN guest g ON g.id = s.guest
      WHERE s.vehicle = v.id AND g.standing = 'approved') AS booked,
    (SELECT count(*) FROM transfer t WHERE t.vehicle = v.id) AS fetched
FROM vehicle v LEFT JOIN route r ON r.id = v.route LEFT JOIN hotel h ON h.id = v.hotel WHERE v.gathering = $1
"""
_CREW = """
SELECT c.vehicle, c.role, c.number, c.name FROM vehicle_crew c JOIN vehicle v ON v.id = c.vehicle
WHERE v.gathering = $1 ORDER BY array_position(ARRAY['driver', 'captain', 'guide', 'interpreter', 'volunteer', 'medic'],
    c.role::text), c.number
"""
_DAYS = """
SELECT d.route, d.on_day, d.leaves_at, d.returns_at FROM route_day d JOIN route r ON r.id = d.route
WHERE r.gathering = $1 AND d.returns_at IS NOT NULL
"""


class VehicleView(VehicleTold, frozen=True, kw_only=True):
    """A vehicle with its route, how many guests have a place on it, how many it fetches, and its crew's names by number."""

    id: UUID
    route: str
    booked: int
    fetched: int
    names: dict[str, str]
    seen: str


class MemberView(MemberTold, frozen=True, kw_only=True):
    """Somebody of the crews; no `id`: a list put them on a vehicle and nobody told more; `vehicles`: role by code."""

    id: UUID | None
    vehicles: dict[str, str]
    on_the_list: bool
    seen: str


@dataclass(frozen=True)
class Fleet:
    """All vehicles with their crews, and everybody who may work on them."""

    vehicles: Sequence[VehicleView]
    members: Sequence[MemberView]
    spans: Mapping[UUID, tuple[Span, ...]]
    badges: Mapping[str, str]

    def vehicle(self, which: UUID) -> VehicleView:
        """One vehicle; raises UnknownVehicle."""
        for one in self.vehicles:
            if one.id == which:
                return one
        raise UnknownVehicle

    def member(self, which: UUID) -> MemberView:
        """Somebody; raises UnknownMember."""
        for one in self.members:
            if one.id == which:
                return one
        raise UnknownMember

    def known(self, number: str) -> str | None:
        """The name of somebody of the crews or the badge list; None where nobody has the number."""
        names = {one.number: one.name for one in self.members}
        return names.get(number) or self.badges.get(number)

    def shift(self, vehicle: VehicleView) -> Shift:
        """The hours of a vehicle and who works on it."""
        crew = tuple((one.role, one.number) for one in vehicle.crew)
        return Shift(vehicle.code, self.spans[vehicle.id], crew)

    def hours(self) -> dict[str, Span]:
        """From when until when people work, where that was told."""
        return {
            one.number: (one.begins_at, one.ends_at) for one in self.members if one.begins_at and one.ends_at
        }


async def fleet_of(gathering: Gathering) -> Fleet:
    """All of it, vehicles by code and people by number."""
    crews: dict[UUID, list[Any]] = {}
    for row in await fetch(_CREW, gathering.id):
        crews.setdefault(row["vehicle"], []).append(row)
    days: dict[UUID, list[Any]] = {}
    for row in await fetch(_DAYS, gathering.id):
        days.setdefault(row["route"], []).append(row)
    badges = await _badges(gathering)
    members = await fetch("SELECT * FROM crew_member WHERE gathering = $1", gathering.id)
    names = badges | {row["number"]: row["name"] for row in members if row["name"]}
    rows = await fetch(_VEHICLES, gathering.id)
    vehicles = [_vehicle(row, crews.get(row["id"], ()), names) for row in rows]
    vehicles.sort(key=lambda one: (not one.route, in_order(one.code)))
    spans = {
        row["id"]: spans_of(row["musters_at"], row["departs_at"], days.get(row["route"], ()), gathering.zone)
        for row in rows
    }
    return Fleet(vehicles, _members(members, vehicles, badges), spans, badges)


def spans_of(
    musters: datetime | None, departs: datetime | None, days: Sequence[Any], zone: ZoneInfo
) -> tuple[Span, ...]:
    """The hours of a vehicle: from when guests gather until its route is back, or until midnight; none where none are known."""
    spans = {row["on_day"]: (row["leaves_at"], row["returns_at"]) for row in days if row["leaves_at"]}
    if begins := musters or departs:
        day = begins.astimezone(zone).date()
        midnight = datetime.combine(day + timedelta(days=1), time(0), zone)
        ends = [
            row["returns_at"] for row in days if begins < row["returns_at"] <= midnight
        ]  # a route without a day has one all the same
        spans[day] = (begins, max(ends, default=midnight))
    return tuple(
        (begins.astimezone(zone), ends.astimezone(zone)) for begins, ends in spans.values() if begins < ends
    )


async def _badges(gathering: Gathering) -> dict[str, str]:
    """The names of those with a badge who count as no guests, by number."""
    rows = await fetch(
        "SELECT g.number, g.name_zh, g.latin_surname, g.latin_given, g.surname_first FROM guest g"
        " JOIN guest_class c ON c.id = g.guest_class"
        " WHERE g.gathering = $1 AND NOT c.counts_as_guest AND g.standing = 'approved' ORDER BY g.number",
        gathering.id,
    )
    return {row["number"]: name_in(row) for row in rows}


def _vehicle(row: Any, crew: Sequence[Any], names: Mapping[str, str]) -> VehicleView:
    told = VehicleTold(
        code=row["code"], plate=row["plate"], model=row["model"], seats=row["seats"],
        wheelchair_places=row["wheelchair_places"], hotel=row["hotel_code"], muster=row["muster"],
        musters_at=row["musters_at"], departs_at=row["departs_at"],
        crew=tuple(CrewOn(one["role"], one["number"]) for one in crew),
    )  # fmt: skip
    return VehicleView(
        **_fields(told), id=row["id"], route=row["route_code"], booked=row["booked"], fetched=row["fetched"],
        names={one["number"]: one["name"] or names.get(one["number"], "") for one in crew}, seen=marks(told),
    )  # fmt: skip


def _members(
    rows: Sequence[Any], vehicles: Sequence[VehicleView], badges: Mapping[str, str]
) -> list[MemberView]:
    works: dict[str, dict[str, str]] = {}
    names: dict[str, str] = {}
    for vehicle in vehicles:
        for one in vehicle.crew:
            works.setdefault(one.number, {})[vehicle.code] = one.role
            names[one.number] = vehicle.names[one.number]
    told = {row["number"]: (row["id"], _member(row)) for row in rows}
    untold = {
        number: (None, MemberTold(number=number, name=names[number]))
        for number in works
        if number not in told
    }
    return [
        MemberView(
            **_fields(member), id=key, vehicles=works.get(number, {}), on_the_list=number in badges, seen=marks(member)
        )
        for number, (key, member) in sorted((told | untold).items(), key=lambda item: in_order(item[0]))
    ]  # fmt: skip


def _member(row: Any) -> MemberTold:
    return MemberTold(
        number=row["number"], name=row["name"], roles=tuple(row["roles"] or ()),
        languages=tuple(row["languages"] or ()), begins_at=row["begins_at"], ends_at=row["ends_at"],
    )  # fmt: skip


def _fields(told: msgspec.Struct) -> dict[str, Any]:
    return {name: getattr(told, name) for name in told.__struct_fields__}


def bare_vehicle(view: VehicleView) -> VehicleTold:
    """What of a vehicle can be set."""
    return VehicleTold(**{name: getattr(view, name) for name in VehicleTold.__struct_fields__})


def bare_member(view: MemberView) -> MemberTold:
    """What of somebody can be set."""
    return MemberTold(**{name: getattr(view, name) for name in MemberTold.__struct_fields__})
