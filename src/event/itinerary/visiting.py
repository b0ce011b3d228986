"""The homeland visit as it stands: routes with their stops and lunches, buses with their crews, and who rides."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from event.database import fetch
from event.gathering.keys import Keys, keys_of
from event.gathering.tables import Gathering
from event.language import in_language
from event.registration.queries import Scope
from event.text import full_name, latin_name


@dataclass(frozen=True)
class Visit:
    """A stop of a route, by its code, from when to when; without times where none are known yet."""

    route: str
    stop: str
    arrives: datetime | None
    leaves: datetime | None

    def later(self, by: timedelta, after: datetime) -> "Visit":
        """The same with what lies after a moment moved."""
        return replace(self, arrives=moved(self.arrives, by, after), leaves=moved(self.leaves, by, after))


@dataclass(frozen=True)
class RouteDay:
    """A day of a route: when it leaves, its lunch at the canteen of a code, and when it is back."""

    id: UUID
    route: str
    on_day: date | None
    leaves: datetime | None
    canteen: str
    lunch: datetime | None
    lunch_ends: datetime | None
    back: datetime | None

    def later(self, by: timedelta, after: datetime) -> "RouteDay":
        """The same with what lies after a moment moved."""
        return replace(
            self, lunch=moved(self.lunch, by, after), lunch_ends=moved(self.lunch_ends, by, after),
            back=moved(self.back, by, after),
        )  # fmt: skip


@dataclass(frozen=True)
class RouteNow:
    """A route with its stops in order and its days."""

    id: UUID
    code: str
    name_zh: str
    name_en: str
    visits: tuple[Visit, ...]
    days: tuple[RouteDay, ...]

    def name(self, language: str) -> str:
        return in_language(language, zh=self.name_zh, en=self.name_en)

    def later(self, by: timedelta, after: datetime) -> "RouteNow":
        """The same with what lies after a moment moved."""
        return replace(
            self, visits=tuple(one.later(by, after) for one in self.visits),
            days=tuple(one.later(by, after) for one in self.days),
        )  # fmt: skip

    @property
    def stops(self) -> list[str]:
        """The codes of its stops in order, each once."""
        return list(dict.fromkeys(one.stop for one in self.visits))


@dataclass(frozen=True)
class Site:
    """A stop or a canteen: its hours (`hours` of single days go before), how many it takes, whom to call there."""

    code: str
    name_zh: str
    name_en: str
    name_hant: str
    address: str
    opens: time | None
    closes: time | None
    hours: Mapping[date, tuple[time | None, time | None]]
    capacity: int | None
    contact: str
    phone: str
    stay: timedelta | None = None
    fact_zh: str = ""
    fact_en: str = ""
    step_free: bool = True

    def name(self, language: str) -> str:
        return in_language(language, zh=self.name_zh, en=self.name_en, hant=self.name_hant)

    def fact(self, language: str) -> str:
        return in_language(language, zh=self.fact_zh, en=self.fact_en)

    def open_from(self, moment: datetime, zone: ZoneInfo) -> bool:
        """Whether it has opened by then."""
        opens, _ = self._hours_of(moment, zone)
        return opens is None or opens <= moment.astimezone(zone).time()

    def open_until(self, moment: datetime, zone: ZoneInfo) -> bool:
        """Whether it has not closed before then."""
        _, closes = self._hours_of(moment, zone)
        return closes is None or moment.astimezone(zone).time() <= closes

    def closing(self, moment: datetime, zone: ZoneInfo) -> time | None:
        """When it closes on that day."""
        return self._hours_of(moment, zone)[1]

    def _hours_of(self, moment: datetime, zone: ZoneInfo) -> tuple[time | None, time | None]:
        return self.hours.get(moment.astimezone(zone).date(), (self.opens, self.closes))


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


def moved(moment: datetime | None, by: timedelta, after: datetime) -> datetime | None:
    """A moment that lies after another one, so much later."""
    return moment + by if moment is not None and moment > after else moment


def in_order(code: str) -> list[tuple[int, int | str]]:
    """Sorts 2 before 10."""
    return [
        (0, int(part)) if part.isascii() and part.isdigit() else (1, part)
        for part in re.findall(r"[0-9]+|[^0-9]+", code)
    ]


def most_at_once(stays: Iterable[tuple[datetime, datetime, int]]) -> int:
    """The most people that are there at once, of stays from when to when of how many."""
    there = list(stays)
    return max((sum(n for begins, ends, n in there if begins <= at < ends) for at, _, _ in there), default=0)


async def routes_now(gathering: Gathering) -> dict[str, RouteNow]:
    """The routes by code, in the office's order."""
    visits: dict[UUID, list[Visit]] = {}
    for row in await fetch(
        "SELECT r.id, r.code AS route, s.code AS stop, v.arrives_at, v.leaves_at FROM route_visit v"
        " JOIN route r ON r.id = v.route JOIN stop s ON s.id = v.stop WHERE r.gathering = $1 ORDER BY v.position",
        gathering.id,
    ):
        visits.setdefault(row["id"], []).append(Visit(*tuple(row)[1:]))
    days: dict[UUID, list[RouteDay]] = {}
    for row in await fetch(
        "SELECT d.route, d.id, r.code, d.on_day, d.leaves_at, coalesce(c.code, ''), d.lunch_at, d.lunch_ends_at,"
        " d.returns_at FROM route_day d JOIN route r ON r.id = d.route LEFT JOIN canteen c ON c.id = d.canteen"
        " WHERE r.gathering = $1 ORDER BY d.on_day NULLS FIRST",
        gathering.id,
    ):
        days.setdefault(row["route"], []).append(RouteDay(*tuple(row)[1:]))
    rows = await fetch(
        "SELECT id, code, name_zh, name_en FROM route WHERE gathering = $1 ORDER BY position, code",
        gathering.id,
    )
    return {
        row["code"]: RouteNow(
            row["id"],
            row["code"],
            row["name_zh"],
            row["name_en"],
            tuple(visits.get(row["id"], ())),
            tuple(days.get(row["id"], ())),
        )
        for row in rows
    }


async def sites_now(gathering: Gathering, table: Literal["stop", "canteen"]) -> dict[str, Site]:
    """The stops, or the canteens, by code, with the telephone numbers in clear."""
    keys, hours = await keys_of(gathering.id), dict[UUID, dict[date, tuple[time | None, time | None]]]()
    if table == "stop":
        for row in await fetch(
            "SELECT h.stop, h.on_day, h.opens_at, h.closes_at FROM stop_hours h JOIN stop s ON s.id = h.stop"
            " WHERE s.gathering = $1",
            gathering.id,
        ):
            # without times it is closed all day
            told = (row["opens_at"] or time.max, row["closes_at"] or time.min)
            hours.setdefault(row["stop"], {})[row["on_day"]] = told
    rows = await fetch(f"SELECT * FROM {table} WHERE gathering = $1 ORDER BY code", gathering.id)  # noqa: S608 - our own names
    return {row["code"]: _site(dict(row), table, hours.get(row["id"], {}), keys) for row in rows}


def _site(row: dict[str, Any], table: str, hours: Mapping[date, Any], keys: Keys) -> Site:
    stay = row.get("stay") if table == "canteen" else row.get("usual_stay")
    return Site(
        row["code"], row["name_zh"], row["name_en"], row.get("name_hant", ""), row["address"], row["opens_at"],
        row["closes_at"], hours, row["capacity"], row["contact_name"],
        keys.open(row["contact_phone"], table=table, column="contact_phone", row=row["id"]),
        timedelta(minutes=stay) if stay else None, row.get("fact_zh", ""), row.get("fact_en", ""),
        row.get("step_free", True),
    )  # fmt: skip


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
    latin = latin_name(row["latin_surname"], row["latin_given"], surname_first=row["surname_first"])
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
