"""The homeland visit as it stands: routes with their stops and lunches, stops and canteens with their hours."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from event.database import fetch
from event.gathering.keys import Keys, keys_of
from event.gathering.tables import Gathering
from event.language import in_language


@dataclass(frozen=True)
class Rest:
    """What is still to come of a day: later than `after`, before `until`."""

    after: datetime
    until: datetime

    @classmethod
    def of_the_day(cls, after: datetime, zone: ZoneInfo) -> "Rest":
        """Until midnight where the gathering is."""
        day = after.astimezone(zone).date() + timedelta(days=1)
        return cls(after, datetime.combine(day, time(), tzinfo=zone))

    def covers(self, moment: datetime | None) -> bool:
        return moment is not None and self.after < moment < self.until

    def moved(self, moment: datetime | None, by: timedelta) -> datetime | None:
        """A moment, so much later if it is still to come."""
        return moment + by if moment is not None and self.covers(moment) else moment


EVERYTHING = Rest(datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))


@dataclass(frozen=True)
class Visit:
    """A stop of a route, by its code, from when to when; without times where none are known yet."""

    route: str
    stop: str
    arrives: datetime | None
    leaves: datetime | None

    def later(self, by: timedelta, rest: "Rest") -> "Visit":
        """The same with what is still to come moved."""
        return replace(self, arrives=rest.moved(self.arrives, by), leaves=rest.moved(self.leaves, by))


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

    def later(self, by: timedelta, rest: "Rest") -> "RouteDay":
        """The same with what is still to come moved; when it leaves stays."""
        return replace(
            self, lunch=rest.moved(self.lunch, by), lunch_ends=rest.moved(self.lunch_ends, by),
            back=rest.moved(self.back, by),
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

    def later(self, by: timedelta, rest: "Rest") -> "RouteNow":
        """The same with what is still to come moved."""
        return replace(
            self, visits=tuple(one.later(by, rest) for one in self.visits),
            days=tuple(one.later(by, rest) for one in self.days),
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
