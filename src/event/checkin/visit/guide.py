"""What the guide of a bus sees on a phone: the day, whom to call, who rides, and the roll calls."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from event.checkin.visit.counting import BusDay, bus_day
from event.checkin.visit.links import BusLink
from event.checkin.visit.meals import Heads, heads
from event.checkin.visit.points import label
from event.gathering.keys import keys_of
from event.gathering.tables import local_day
from event.itinerary.riding import Rider
from event.itinerary.visiting import RouteDay, Site, Visit, sites_now
from event.registration.needs import in_a_wheelchair
from event.registration.sealed import opened

_A_CHILD = 14
"""Younger guests are marked as children."""


class GuideStop(msgspec.Struct, frozen=True):
    """A stop of the day with its fact sheet and whom to call there."""

    code: str
    name: str
    arrives: datetime | None
    leaves: datetime | None
    address: str
    fact: str
    step_free: bool
    contact: str
    phone: str


class GuideLunch(msgspec.Struct, frozen=True):
    """A lunch of the day."""

    place: str
    at: datetime | None
    address: str
    contact: str
    phone: str


class GuideRider(msgspec.Struct, frozen=True):
    """A guest with a seat; `phone` only where the link shows telephone numbers."""

    guest: UUID
    seat: str
    name: str
    latin: str
    class_code: str
    delegation: str
    wheelchair: bool
    child: bool
    phone: str


class GuideCall(msgspec.Struct, frozen=True):
    """A roll call: `counted` names the scan by which each guest was counted."""

    at: str
    label: str
    open: bool
    expected: int
    counted: dict[UUID, UUID]


class GuideState(msgspec.Struct, frozen=True):
    """Who is counted as of now; `version` changes with the plan of the bus, so that the page is loaded anew."""

    as_of: datetime
    version: str
    calls: dict[str, dict[UUID, UUID]]


class GuideCrew(msgspec.Struct, frozen=True):
    """Somebody of the crew."""

    role: str
    name: str
    phone: str


class GuideView(msgspec.Struct, frozen=True):
    """The day of one bus, for who has its link."""

    as_of: datetime
    version: str
    bus: str
    plate: str
    route: str
    muster: str
    musters_at: datetime | None
    departs_at: datetime | None
    back_at: list[datetime]
    stops: list[GuideStop]
    lunches: list[GuideLunch]
    crew: list[GuideCrew]
    office_phone: str
    eats: Heads
    riders: list[GuideRider]
    calls: list[GuideCall]
    open_call: str
    phones: bool


@dataclass(frozen=True)
class _Sites:
    stops: Mapping[str, Site]
    canteens: Mapping[str, Site]
    language: str


async def guide_view(link: BusLink, *, language: str, now: datetime) -> GuideView:
    """The day of the bus behind a link. Raises UnknownBus where it has no route any more."""
    day, held = await bus_day(link.gathering, link.bus), link.gathering
    sites = _Sites(await sites_now(held, "stop"), await sites_now(held, "canteen"), language)
    keys = await keys_of(held.id)
    clear = {one.guest: opened(keys, one.guest, one.row) for one in day.riders}
    needs = {guest: one.needs for guest, one in clear.items()}
    phones = {guest: one.phone if link.phones else "" for guest, one in clear.items()}
    today = local_day(now, held.zone)
    call = day.open_call
    return GuideView(
        now, version_of(day), day.bus.code, day.bus.plate, day.route.name(language), day.bus.muster,
        day.bus.musters, day.bus.departs, [one.back for one in day.route.days if one.back],
        [_stop(one, sites) for one in day.route.visits], [_lunch(one, sites) for one in day.route.days if one.lunch],
        [GuideCrew(one.role, one.name, one.phone) for one in day.bus.crew], held.office_phone,
        heads(day.riders, needs),
        [_rider(one, needs[one.guest], phones[one.guest], today, language) for one in day.riders],
        [
            GuideCall(
                one.point.tail, label(one.point, dict(sites.stops), language=language), one.point.active,
                len(one.expected), {guest: seen.scan for guest, seen in one.counted.items()},
            )
            for one in day.calls
        ],
        call.point.tail if call else "", link.phones,
    )  # fmt: skip


async def guide_state(link: BusLink, *, now: datetime) -> GuideState:
    """Who is counted on the bus behind a link."""
    day = await bus_day(link.gathering, link.bus)
    calls = {one.point.tail: {guest: seen.scan for guest, seen in one.counted.items()} for one in day.calls}
    return GuideState(now, version_of(day), calls)


def version_of(day: BusDay) -> str:
    """Changes with the plan of the bus: its times, stops, riders and roll calls."""
    told: list[Any] = [
        day.bus,
        day.route.visits,
        day.route.days,
        [(one.guest, one.seat) for one in day.riders],
    ]
    told.append([call.point.tail for call in day.calls])
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def _stop(visit: Visit, sites: _Sites) -> GuideStop:
    stop = sites.stops[visit.stop]
    return GuideStop(
        stop.code, stop.name(sites.language), visit.arrives, visit.leaves, stop.address, stop.fact(sites.language),
        stop.step_free, stop.contact, stop.phone,
    )  # fmt: skip


def _lunch(day: RouteDay, sites: _Sites) -> GuideLunch:
    canteen = sites.canteens.get(day.canteen)
    if canteen is None:
        return GuideLunch("", day.lunch, "", "", "")
    return GuideLunch(
        canteen.name(sites.language), day.lunch, canteen.address, canteen.contact, canteen.phone
    )


def _rider(one: Rider, needs: Mapping[str, str], phone: str, today: Any, language: str) -> GuideRider:
    born = one.row["birth_date"]
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day)) if born else _A_CHILD
    return GuideRider(
        one.guest, one.seat, one.name, one.latin if one.latin != one.name else "", one.class_code,
        one.home(language), in_a_wheelchair(needs), age < _A_CHILD, phone,
    )  # fmt: skip
