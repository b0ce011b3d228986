"""Stops and canteens as pages and programs see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, TypeVar
from uuid import UUID

import msgspec

from event.comparing import marks
from event.database import fetch
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering
from event.itinerary.places.errors import UnknownPlace
from event.itinerary.places.told import CanteenTold, Hours, PlaceTold, StopTold
from event.itinerary.visiting import in_order
from event.language import in_language
from event.registration.sealed import masked

Sort = Literal["stop", "canteen"]
_MOST_DAYS = 31
_ROUTES: dict[Sort, str] = {
    "stop": "SELECT v.stop AS place, r.code FROM route_visit v JOIN route r ON r.id = v.route WHERE r.gathering = $1",
    "canteen": "SELECT d.canteen AS place, r.code FROM route_day d JOIN route r ON r.id = d.route"
    " WHERE r.gathering = $1 AND d.canteen IS NOT NULL",
}


class StopView(StopTold, frozen=True, kw_only=True):
    """A stop with the routes that call there; send `seen` back with a change, so that nobody is overwritten."""

    id: UUID
    routes: tuple[str, ...]
    seen: str

    def name(self, language: str) -> str:
        return in_language(language, zh=self.name_zh, en=self.name_en, hant=self.name_hant)


class CanteenView(CanteenTold, frozen=True, kw_only=True):
    """A canteen with the routes that eat there; send `seen` back with a change, so that nobody is overwritten."""

    id: UUID
    routes: tuple[str, ...]
    seen: str

    def name(self, language: str) -> str:
        return in_language(language, zh=self.name_zh, en=self.name_en)


View = TypeVar("View", StopView, CanteenView)


@dataclass(frozen=True)
class Kept:
    """A place as it is stored, with its telephone number in clear."""

    id: UUID
    told: PlaceTold
    routes: tuple[str, ...]


async def kept_places(gathering: Gathering, sort: Sort) -> list[Kept]:
    """The stops, or the canteens, by code."""
    keys = await keys_of(gathering.id)
    routes: dict[UUID, set[str]] = {}
    for row in await fetch(_ROUTES[sort], gathering.id):
        routes.setdefault(row["place"], set()).add(row["code"])
    hours: dict[UUID, list[Hours]] = {}
    if sort == "stop":
        for row in await fetch(
            "SELECT h.stop, h.on_day, h.opens_at, h.closes_at FROM stop_hours h JOIN stop s ON s.id = h.stop"
            " WHERE s.gathering = $1 ORDER BY h.on_day",
            gathering.id,
        ):
            hours.setdefault(row["stop"], []).append(Hours(*tuple(row)[1:]))
    kept = []
    for row in await fetch(f"SELECT * FROM {sort} WHERE gathering = $1", gathering.id):  # noqa: S608 - our own names
        phone = keys.open(row["contact_phone"], table=sort, column="contact_phone", row=row["id"])
        told = _told(sort, dict(row) | {"contact_phone": phone, "hours": tuple(hours.get(row["id"], ()))})
        kept.append(Kept(row["id"], told, tuple(sorted(routes.get(row["id"], ())))))
    return sorted(kept, key=lambda one: in_order(one.told.code))


def _told(sort: Sort, row: Mapping[str, Any]) -> PlaceTold:
    kind = StopTold if sort == "stop" else CanteenTold
    told: dict[str, Any] = {name: row[name] for name in kind.__struct_fields__}
    told = {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}
    return kind(**told)


async def kept_place(gathering: Gathering, sort: Sort, place: UUID) -> Kept:
    """One stop or canteen; raises UnknownPlace."""
    for one in await kept_places(gathering, sort):
        if one.id == place:
            return one
    raise UnknownPlace


def shown(kept: Kept, kind: type[View], *, phones: bool) -> View:
    """A place as a reader sees it, the telephone number hidden where it is not for them."""
    told: Any = kept.told
    if not phones:
        told = msgspec.structs.replace(told, contact_phone=masked(told.contact_phone))
    fields: dict[str, Any] = {name: getattr(told, name) for name in told.__struct_fields__}
    return kind(**fields, id=kept.id, routes=kept.routes, seen=marks(kept.told))


async def stops_of(gathering: Gathering, *, phones: bool) -> list[StopView]:
    """The stops by code."""
    return [shown(kept, StopView, phones=phones) for kept in await kept_places(gathering, "stop")]


async def canteens_of(gathering: Gathering, *, phones: bool) -> list[CanteenView]:
    """The canteens by code."""
    return [shown(kept, CanteenView, phones=phones) for kept in await kept_places(gathering, "canteen")]


async def days_to_open(gathering: Gathering, kept: Kept | None) -> list[date]:
    """The days for which a stop may have hours of its own: those of the gathering, of the visit, and what it has."""
    last = min(gathering.last_day, gathering.first_day + timedelta(days=_MOST_DAYS))
    days = {gathering.first_day + timedelta(days=n) for n in range((last - gathering.first_day).days + 1)}
    days |= {
        row["on_day"]
        for row in await fetch("SELECT on_day FROM visit_day WHERE gathering = $1", gathering.id)
    }
    if kept is not None and isinstance(kept.told, StopTold):
        days |= {one.on_day for one in kept.told.hours}
    return sorted(days)
