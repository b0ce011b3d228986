"""Entering stops and canteens: add, change, and remove while nothing uses them."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec

from event.comparing import refuse_changed
from event.database import fetch, fetch_one, writing
from event.errors import Invalid, Problem
from event.gathering.keys import Keys, keys_of
from event.gathering.tables import Gathering
from event.itinerary.places.errors import PlaceInPlans, PlaceInUse
from event.itinerary.places.kept import Kept, Sort, kept_place
from event.itinerary.places.told import CanteenTold, PlaceTold, StopTold, checked_canteen, checked_stop
from event.itinerary.tables import Canteen, Stop, StopHours
from event.people.audit import record
from event.people.rules import Actor
from event.people.undoing import Rows, undoable
from event.registration.adding import insert_all, lock
from event.registration.fields import CODE_TAKEN

_OWN_ROWS = ("hours", "contact_phone")


def checked(told: PlaceTold) -> PlaceTold:
    """A place as it is kept; raises Invalid."""
    return checked_stop(told) if isinstance(told, StopTold) else checked_canteen(told)


async def add_place(told: PlaceTold, *, gathering: Gathering, by: Actor, now: datetime) -> Kept:
    """Add a stop or a canteen. Raises Invalid."""
    kept, sort, keys = checked(told), _sort(told), await keys_of(gathering.id)
    made = uuid4()
    try:
        async with writing():
            await _write(made, kept, gathering, keys)
            await record(
                f"{sort}.add",
                subject=f"{sort}:{made}",
                by=by,
                now=now,
                gathering=gathering.id,
                code=kept.code,
            )
    except asyncpg.UniqueViolationError:
        raise Invalid({"code": Problem(CODE_TAKEN)}) from None
    return Kept(made, kept, ())


async def change_place(
    place: UUID, told: PlaceTold, *, seen: str, gathering: Gathering, by: Actor, now: datetime
) -> Kept:
    """Change a stop or a canteen; `seen`: the marks it had when it was looked at.

    Raises Invalid, UnknownPlace, ChangedSince.
    """
    kept, sort, keys = checked(told), _sort(told), await keys_of(gathering.id)
    try:
        async with writing():
            await lock(gathering)
            before = await kept_place(gathering, sort, place)
            refuse_changed(seen, before.told)
            changed = [n for n in kept.__struct_fields__ if getattr(kept, n) != getattr(before.told, n)]
            if changed:
                await _write(place, kept, gathering, keys)
                await record(
                    f"{sort}.change", subject=f"{sort}:{place}", by=by, now=now, gathering=gathering.id,
                    changed=changed,
                )  # fmt: skip
    except asyncpg.UniqueViolationError:
        raise Invalid({"code": Problem(CODE_TAKEN)}) from None
    return Kept(place, kept, before.routes)


async def remove_place(place: UUID, *, sort: Sort, gathering: Gathering, by: Actor, now: datetime) -> UUID:
    """Remove a stop or a canteen with its travel times; answers with what undoes it.

    Raises UnknownPlace, PlaceInUse, PlaceInPlans.
    """
    async with writing():
        await lock(gathering)
        before = await kept_place(gathering, sort, place)
        if before.routes:
            raise PlaceInUse(routes="、".join(before.routes))
        if await in_plans(gathering, place):
            raise PlaceInPlans
        async with undoable(
            f"{sort}.remove", *await _touched(place, sort), subject=f"{sort}:{place}", by=by, now=now,
            gathering=gathering.id,
        ) as step:  # fmt: skip
            await fetch("DELETE FROM travel_time WHERE origin = $1 OR target = $1", place)
            if sort == "stop":
                await fetch("DELETE FROM stop_hours WHERE stop = $1", place)
            await fetch(f"DELETE FROM {sort} WHERE id = $1", place)  # noqa: S608 - our own names
        await record(
            f"{sort}.remove", subject=f"{sort}:{place}", by=by, now=now, gathering=gathering.id,
            code=before.told.code,
        )  # fmt: skip
    return step


async def _touched(place: UUID, sort: Sort) -> list[Rows]:
    """What goes with a place; the ends of its travel times have to be there when it comes back."""
    ends = await fetch(
        "SELECT DISTINCT CASE origin WHEN $1 THEN target ELSE origin END AS id FROM travel_time"
        " WHERE origin = $1 OR target = $1",
        place,
    )
    others = [row["id"] for row in ends if row["id"] != place]
    return [
        Rows("stop", "id", others, only=("code",), watched=True), Rows("canteen", "id", others, only=("code",), watched=True),
        Rows(sort, "id", [place]), Rows("stop_hours", "stop", [place]),
        Rows("travel_time", "origin", [place]), Rows("travel_time", "target", [place]),
    ]  # fmt: skip


async def in_plans(gathering: Gathering, thing: object, *, published: bool = True) -> bool:
    """Whether the draft as it stands, or any published plan, has a place, a vehicle or somebody's number."""
    row = await fetch_one(
        "SELECT 1 FROM (SELECT s.plan FROM draft_step s JOIN draft_head h ON h.gathering = s.gathering AND h.step = s.number"
        " WHERE s.gathering = $1 UNION ALL SELECT plan FROM publication WHERE gathering = $1 AND $3) AS plans"
        " WHERE position($2 IN plan::text) > 0 LIMIT 1",
        gathering.id, f'"{thing}"', published,
    )  # fmt: skip
    return row is not None


def _sort(told: PlaceTold) -> Sort:
    return "stop" if isinstance(told, StopTold) else "canteen"


async def _write(place: UUID, told: PlaceTold, gathering: Gathering, keys: Keys) -> None:
    kind: Any = Canteen if isinstance(told, CanteenTold) else Stop
    row = await kind.objects().get(kind.id == place) or kind(id=place, gathering=gathering.id)
    for name, value in msgspec.structs.asdict(told).items():
        if name not in _OWN_ROWS:
            setattr(row, name, list(value) if isinstance(value, tuple) else value)
    phone = told.contact_phone
    row.contact_phone = (
        keys.seal(phone, table=_sort(told), column="contact_phone", row=place) if phone else None
    )
    await row.save()
    if isinstance(told, StopTold):
        await fetch("DELETE FROM stop_hours WHERE stop = $1", place)
        await insert_all(
            StopHours,
            [
                StopHours(
                    id=uuid4(), stop=place, on_day=one.on_day, opens_at=one.opens_at, closes_at=one.closes_at
                )
                for one in told.hours
            ],
        )
