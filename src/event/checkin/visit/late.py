"""A route that runs late: its new times, what does not hold any more, and whom to tell."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from event.checkin.visit.views import CrewView, Reader
from event.database import fetch
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering
from event.itinerary.lateness import Broken, Day, Trouble, broken
from event.itinerary.riding import Rider, buses_now, riders
from event.itinerary.shifting import Shifted, UnknownRoute, mark_of, shifted
from event.itinerary.visiting import RouteNow, Site, routes_now, sites_now
from event.language import Message, in_language, translated
from event.registration.sealed import masked
from event.text import full_name, latin_of

SAID: dict[Trouble, Message] = {
    Trouble.CLOSES: Message("{place} closes at {closes}, before the route leaves at {at}."),
    Trouble.NOT_OPEN: Message("{place} is not open yet at {at}."),
    Trouble.STOP_FULL: Message("{place} is too full at {at}: {people} guests, {places} places."),
    Trouble.SERVES_NO_MORE: Message("{place} serves until {closes}; the route comes at {at}."),
    Trouble.SERVES_NOT_YET: Message("{place} does not serve yet at {at}."),
    Trouble.CANTEEN_FULL: Message("{place} is too full at {at}: {people} guests, {places} places."),
}
_SESSION = Message("“{title}” begins at {at}; the route is back at {back}.")
_DEPARTURES = Message("{number} guests of the route leave at {at} or later, before it is back at {back}.")


class MovedView(msgspec.Struct, frozen=True):
    """A stop, lunch (`kind` lunch) or return (`kind` back) before and after; times are null where none are known."""

    kind: str
    place: str
    old: datetime | None
    new: datetime | None
    old_until: datetime | None = None
    new_until: datetime | None = None
    contact: str = ""
    phone: str = ""


class LiaisonView(msgspec.Struct, frozen=True):
    """Who looks after guests of the route, and how many."""

    name: str
    phone: str
    guests: int


class LateView(msgspec.Struct, frozen=True):
    """What becomes of a route that is so many minutes late from a moment on.

    `seen` is to be sent back when it is applied: if the times have changed by then, nothing is moved.
    """

    route: str
    name: str
    minutes: int
    after: datetime
    seen: str
    moved: list[MovedView]
    broken: list[str]
    buses: list[str]
    crews: list[CrewView]
    liaisons: list[LiaisonView]
    guests: int


async def late_view(
    gathering: Gathering, route: str, minutes: int, after: datetime, *, reader: Reader
) -> LateView:
    """What would become of a route. Raises UnknownRoute, Invalid, NothingLeft, TooEarly."""
    routes = await routes_now(gathering)
    if route not in routes:
        raise UnknownRoute
    told = shifted(routes[route], minutes, after, gathering=gathering)
    stops, canteens = await sites_now(gathering, "stop"), await sites_now(gathering, "canteen")
    buses = [one for one in await buses_now(gathering) if one.route == route]
    every = await riders(gathering)
    of_bus = {bus.code: bus.route for bus in await buses_now(gathering)}
    counts: dict[str, int] = {}
    for one in every:
        counts[of_bus[one.bus]] = counts.get(of_bus[one.bus], 0) + 1
    mine = [one for one in every if of_bus[one.bus] == route]
    day = Day(routes | {route: told.after}, counts, stops, canteens, gathering.zone)
    wrong = _new_troubles(told, day)
    sentences = [_sentence(one, day, reader.language) for one in wrong]
    sentences += await _afterwards(told, mine, gathering, reader.language)
    return LateView(
        route, told.after.name(reader.language), minutes, after, mark_of(told.before),
        _moved(told, day, reader), sentences, [bus.code for bus in buses],
        [CrewView(one.role, one.name, _phone(one.phone, reader)) for bus in buses for one in bus.crew if one.role != "volunteer"],
        await _liaisons(mine, gathering, reader), len(mine),
    )  # fmt: skip


def _new_troubles(told: Shifted, day: Day) -> list[Broken]:
    """What does not hold then and did before, or is worse then."""
    before = {(one.trouble, one.site, one.people) for one in broken(told.before, _with(day, told.before))}
    return [one for one in broken(told.after, day) if (one.trouble, one.site, one.people) not in before]


def _with(day: Day, route: RouteNow) -> Day:
    return replace(day, routes=dict(day.routes) | {route.code: route})


def _sentence(one: Broken, day: Day, language: str) -> str:
    sites: Mapping[str, Site] = day.stops if one.site in day.stops else day.canteens
    if one.trouble in (Trouble.SERVES_NO_MORE, Trouble.SERVES_NOT_YET, Trouble.CANTEEN_FULL):
        sites = day.canteens
    site = sites[one.site]
    closes = site.closing(one.at, day.zone)
    return translated(SAID[one.trouble], language).format(
        place=site.name(language), at=_hour(one.at, day.zone), people=one.people, places=one.places,
        closes=f"{closes:%H:%M}" if closes else "–",
    )  # fmt: skip


def _hour(moment: datetime, zone: Any) -> str:
    return f"{moment.astimezone(zone):%H:%M}"


async def _afterwards(told: Shifted, mine: Iterable[Rider], gathering: Gathering, language: str) -> list[str]:
    """The session and the departures that the route would come back too late for."""
    found = []
    for old, new in told.days:
        if old.back is None or new.back is None or new.back <= old.back:
            continue
        words = {"back": _hour(new.back, gathering.zone)}
        for row in await fetch(_SESSIONS, gathering.id, old.back, new.back):
            title = in_language(language, zh=row["title_zh"], en=row["title_en"])
            at = _hour(row["starts_at"], gathering.zone)
            found.append(translated(_SESSION, language).format(title=title, at=at, **words))
        (row,) = await fetch(_LEAVING, [one.guest for one in mine], old.back, new.back)
        if row["number"]:
            at = _hour(row["first"], gathering.zone)
            found.append(translated(_DEPARTURES, language).format(number=row["number"], at=at, **words))
    return found


def _moved(told: Shifted, day: Day, reader: Reader) -> list[MovedView]:
    """What is moved, with whom to call there, in the order of the day."""
    found = [
        MovedView(
            "stop", day.stops[new.stop].name(reader.language), old.arrives, new.arrives, old.leaves, new.leaves,
            day.stops[new.stop].contact, _phone(day.stops[new.stop].phone, reader),
        )
        for old, new in told.visits
    ]  # fmt: skip
    for was, now in told.days:
        canteen = day.canteens.get(now.canteen)
        if was.lunch != now.lunch:
            found.append(
                MovedView(
                    "lunch", canteen.name(reader.language) if canteen else "", was.lunch, now.lunch,
                    contact=canteen.contact if canteen else "", phone=_phone(canteen.phone, reader) if canteen else "",
                )
            )  # fmt: skip
        if was.back != now.back:
            found.append(MovedView("back", "", was.back, now.back))
    return found


def _phone(phone: str, reader: Reader) -> str:
    return phone if reader.contact else masked(phone)


async def _liaisons(mine: Iterable[Rider], gathering: Gathering, reader: Reader) -> list[LiaisonView]:
    """Whom guests of the route know as their liaison: by the number of the badge list, otherwise the delegation's."""
    keys, found = await keys_of(gathering.id), dict[tuple[UUID | None, str], LiaisonView]()
    for row in await fetch(_LIAISONS, [one.guest for one in mine], gathering.id):
        name, phone = row["liaison"] or "", ""
        if row["staff"]:
            latin = latin_of(row)
            name = full_name(row["name_zh"], latin)
            phone = keys.open(row["phone"], table="guest", column="phone", row=row["staff"])
        if name:
            found[row["staff"], name] = LiaisonView(name, _phone(phone, reader), row["guests"])
    return sorted(found.values(), key=lambda one: (-one.guests, one.name))


def usual_after(routes: Iterable[RouteNow], now: datetime) -> datetime:
    """From when on times are moved unless somebody says otherwise: now, or the beginning of the day to come."""
    moments = sorted(one.arrives for route in routes for one in route.visits if one.arrives)
    if moments and (now < moments[0] or now > moments[-1] + timedelta(hours=12)):
        return moments[0] - timedelta(minutes=1)
    return now


_SESSIONS = """
SELECT title_zh, title_en, starts_at FROM agenda_session
WHERE gathering = $1 AND cancelled_at IS NULL AND starts_at >= $2 AND starts_at < $3 ORDER BY starts_at
"""
_LEAVING = """
SELECT count(*) AS number, min(leaves_at) AS first FROM transfer
WHERE guest = ANY($1::uuid[]) AND direction = 'departure' AND leaves_at >= $2 AND leaves_at < $3
"""
_LIAISONS = """
SELECT u.name AS liaison, s.id AS staff, s.name_zh, s.latin_surname, s.latin_given, s.surname_first, s.phone,
    count(*)::int AS guests
FROM guest g LEFT JOIN delegation d ON d.id = g.delegation LEFT JOIN users u ON u.id = d.liaison
LEFT JOIN LATERAL (SELECT * FROM guest WHERE gathering = $2
    AND number = split_part(g.answers->>'liaison', ' ', 1) LIMIT 1) s ON true
WHERE g.id = ANY($1::uuid[])
GROUP BY u.name, s.id, s.name_zh, s.latin_surname, s.latin_given, s.surname_first, s.phone
"""
