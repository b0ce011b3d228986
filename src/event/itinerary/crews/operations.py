"""Entering vehicles and crews: add, change, remove; no vehicle comes to break a rule."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec

from event.comparing import refuse_changed
from event.database import fetch, writing
from event.errors import Invalid, Problem
from event.gathering.tables import Gathering
from event.itinerary.crews.errors import MemberInPlans, MemberInUse, VehicleInPlans, VehicleInUse
from event.itinerary.crews.kept import Fleet, bare_member, bare_vehicle, fleet_of, spans_of
from event.itinerary.crews.rules import Shift, Span, crew_problem, too_few_seats
from event.itinerary.crews.told import MemberTold, VehicleTold, checked_member, checked_vehicle
from event.itinerary.places.operations import in_plans
from event.itinerary.planning.following import noted
from event.itinerary.tables import CrewMember, Vehicle, VehicleCrew
from event.language import Message
from event.people.audit import record
from event.people.rules import Actor
from event.people.undoing import Rows, undoable
from event.registration.adding import insert_all, lock
from event.registration.fields import CODE_TAKEN

_NOBODY = Message("Nobody of the crews or the badge list has the number {number}.")
_ON_VEHICLES = Message("{vehicles}: take them off there first.")
_ON_VEHICLE_THEN = Message("They are on vehicle {vehicle} from {begins} to {ends}.")


async def hotels_by_code(gathering: Gathering) -> dict[str, UUID]:
    """Where vehicles may start."""
    rows = await fetch("SELECT code, id FROM hotel WHERE gathering = $1 ORDER BY code", gathering.id)
    return {row["code"]: row["id"] for row in rows}


async def add_vehicle(told: VehicleTold, *, gathering: Gathering, by: Actor, now: datetime) -> UUID:
    """Add a vehicle. Raises Invalid."""
    made = uuid4()
    await _save_vehicle(made, told, None, gathering=gathering, by=by, now=now)
    return made


async def change_vehicle(
    vehicle: UUID, told: VehicleTold, *, seen: str, gathering: Gathering, by: Actor, now: datetime
) -> None:
    """Change a vehicle; `seen`: the marks it had when it was looked at. Raises Invalid, UnknownVehicle, ChangedSince."""
    await _save_vehicle(vehicle, told, seen, gathering=gathering, by=by, now=now)


async def _save_vehicle(
    vehicle: UUID, told: VehicleTold, seen: str | None, *, gathering: Gathering, by: Actor, now: datetime
) -> None:
    hotels = await hotels_by_code(gathering)
    kept = checked_vehicle(told, hotels)
    try:
        async with writing():
            await lock(gathering)
            fleet = await fleet_of(gathering)
            before = fleet.vehicle(vehicle) if seen is not None else None
            if before is not None and seen is not None:
                refuse_changed(seen, bare_vehicle(before))
            await _refuse_broken(kept, vehicle, fleet, gathering)
            async with noted(gathering, by=by, now=now):
                await _write_vehicle(vehicle, kept, fleet, gathering, hotels)
            await record(
                "vehicle.change" if before else "vehicle.add", subject=f"vehicle:{vehicle}", by=by, now=now,
                gathering=gathering.id, code=kept.code, seats=kept.seats, crew=[one.number for one in kept.crew],
            )  # fmt: skip
    except asyncpg.UniqueViolationError:
        raise Invalid({"code": Problem(CODE_TAKEN)}) from None


async def _refuse_broken(kept: VehicleTold, vehicle: UUID, fleet: Fleet, gathering: Gathering) -> None:
    before = next((one for one in fleet.vehicles if one.id == vehicle), None)
    crew = tuple((one.role, one.number) for one in kept.crew)
    problems = {}
    if wrong := too_few_seats(kept.seats, crew, before.booked if before else 0):
        problems["seats"] = wrong
    unknown = [number for _, number in crew if fleet.known(number) is None]
    own = Shift(kept.code, await _spans(kept, vehicle, gathering), crew)
    others = [fleet.shift(one) for one in fleet.vehicles if one.id != vehicle]
    if unknown:
        problems["crew"] = Problem(_NOBODY, {"number": unknown[0]})
    elif wrong := crew_problem(own, others, fleet.hours()):
        who = str(wrong.data.get("who", ""))
        problems["crew"] = Problem(wrong.sentence, wrong.data | {"who": fleet.known(who) or who})
    if problems:
        raise Invalid(problems)


async def _spans(kept: VehicleTold, vehicle: UUID, gathering: Gathering) -> tuple[Span, ...]:
    days = await fetch(
        "SELECT d.on_day, d.leaves_at, d.returns_at FROM route_day d JOIN vehicle v ON v.route = d.route"
        " WHERE v.id = $1 AND d.returns_at IS NOT NULL",
        vehicle,
    )
    return spans_of(kept.musters_at, kept.departs_at, days, gathering.zone)


async def _write_vehicle(
    vehicle: UUID, kept: VehicleTold, fleet: Fleet, gathering: Gathering, hotels: dict[str, UUID]
) -> None:
    row = await Vehicle.objects().get(Vehicle.id == vehicle) or Vehicle(id=vehicle, gathering=gathering.id)
    for name, value in msgspec.structs.asdict(kept).items():
        if name not in ("hotel", "crew"):
            setattr(row, name, value)
    row.hotel = hotels.get(kept.hotel)
    await row.save()
    await fetch("DELETE FROM vehicle_crew WHERE vehicle = $1", vehicle)
    crew: list[Any] = [
        VehicleCrew(
            id=uuid4(), vehicle=vehicle, role=one.role, number=one.number, name=fleet.known(one.number) or ""
        )
        for one in kept.crew
    ]
    await insert_all(VehicleCrew, crew)


async def remove_vehicle(vehicle: UUID, *, gathering: Gathering, by: Actor, now: datetime) -> UUID:
    """Remove a vehicle on which nobody has a place; answers with what undoes it.

    Raises UnknownVehicle, VehicleInUse, VehicleInPlans.
    """
    async with writing():
        await lock(gathering)
        before = (await fleet_of(gathering)).vehicle(vehicle)
        seats = await fetch("SELECT 1 FROM vehicle_seat WHERE vehicle = $1", vehicle)
        if used := len(seats) + before.fetched:
            raise VehicleInUse(booked=used)
        if await in_plans(gathering, vehicle):
            raise VehicleInPlans
        async with undoable(
            "vehicle.remove", Rows("vehicle", "id", [vehicle]), Rows("vehicle_crew", "vehicle", [vehicle]),
            subject=f"vehicle:{vehicle}", by=by, now=now, gathering=gathering.id,
        ) as step:  # fmt: skip
            await fetch("DELETE FROM vehicle_crew WHERE vehicle = $1", vehicle)
            await fetch("DELETE FROM vehicle WHERE id = $1", vehicle)
        await record(
            "vehicle.remove",
            subject=f"vehicle:{vehicle}",
            by=by,
            now=now,
            gathering=gathering.id,
            code=before.code,
        )
    return step


async def add_member(told: MemberTold, *, gathering: Gathering, by: Actor, now: datetime) -> UUID:
    """Add somebody to the crews. Raises Invalid."""
    made = uuid4()
    await _save_member(made, told, None, gathering=gathering, by=by, now=now)
    return made


async def change_member(
    member: UUID, told: MemberTold, *, seen: str, gathering: Gathering, by: Actor, now: datetime
) -> None:
    """Change what is known of somebody; `seen` as for vehicles. Raises Invalid, UnknownMember, ChangedSince."""
    await _save_member(member, told, seen, gathering=gathering, by=by, now=now)


async def _save_member(
    member: UUID, told: MemberTold, seen: str | None, *, gathering: Gathering, by: Actor, now: datetime
) -> None:
    try:
        async with writing():
            await lock(gathering)
            fleet = await fleet_of(gathering)
            kept = checked_member(told, fleet.badges)
            before = fleet.member(member) if seen is not None else None
            if before is not None and seen is not None:
                refuse_changed(seen, bare_member(before))
                if before.number != kept.number and before.vehicles:
                    raise Invalid({"number": Problem(_ON_VEHICLES, {"vehicles": "、".join(before.vehicles)})})
            _refuse_hours(kept, fleet)
            await _write_member(member, kept, gathering)
            await record(
                "crew.change" if before else "crew.add", subject=f"crew:{member}", by=by, now=now,
                gathering=gathering.id, number=kept.number,
            )  # fmt: skip
    except asyncpg.UniqueViolationError:
        raise Invalid({"number": Problem(CODE_TAKEN)}) from None


def _refuse_hours(kept: MemberTold, fleet: Fleet) -> None:
    """Whoever is on a vehicle is there as long as it drives."""
    if kept.begins_at is None or kept.ends_at is None:
        return
    for vehicle in fleet.vehicles:
        for begins, ends in fleet.spans[vehicle.id]:
            works = any(one.number == kept.number for one in vehicle.crew)
            outside = begins < kept.begins_at or kept.ends_at < ends
            if works and outside:
                told = {
                    "vehicle": vehicle.code,
                    "begins": f"{begins:%m-%d %H:%M}",
                    "ends": f"{ends:%m-%d %H:%M}",
                }
                raise Invalid({"begins_at": Problem(_ON_VEHICLE_THEN, told)})


async def _write_member(member: UUID, kept: MemberTold, gathering: Gathering) -> None:
    row = await CrewMember.objects().get(CrewMember.id == member) or CrewMember(
        id=member, gathering=gathering.id
    )
    for name, value in msgspec.structs.asdict(kept).items():
        setattr(row, name, list(value) if isinstance(value, tuple) else value)
    await row.save()
    await fetch(
        "UPDATE vehicle_crew c SET name = $3 FROM vehicle v WHERE v.id = c.vehicle AND v.gathering = $1 AND c.number = $2",
        gathering.id, kept.number, kept.name,
    )  # fmt: skip


async def remove_member(member: UUID, *, gathering: Gathering, by: Actor, now: datetime) -> UUID:
    """Forget somebody who is on no vehicle and in no plan; answers with what undoes it.

    Raises UnknownMember, MemberInUse, MemberInPlans.
    """
    async with writing():
        await lock(gathering)
        before = (await fleet_of(gathering)).member(member)
        if before.vehicles:
            raise MemberInUse(name=before.name, vehicles="、".join(before.vehicles))
        if await in_plans(gathering, before.number, published=False):
            raise MemberInPlans(name=before.name)
        async with undoable(
            "crew.remove", Rows("crew_member", "id", [member]), subject=f"crew:{member}", by=by, now=now,
            gathering=gathering.id,
        ) as step:  # fmt: skip
            await fetch("DELETE FROM crew_member WHERE id = $1", member)
        await record(
            "crew.remove",
            subject=f"crew:{member}",
            by=by,
            now=now,
            gathering=gathering.id,
            number=before.number,
        )
    return step
