"""The places a bus drives between, and how long it takes, as far as anybody knows."""

from typing import Any
from uuid import UUID

import msgspec

from event.database import fetch, fetch_one
from event.gathering.tables import Gathering
from event.itinerary.places.errors import UnknownPlace
from event.itinerary.places.ways import HowKnown, Place, Told, Ways, minutes
from event.itinerary.visiting import in_order
from event.language import in_language

USUAL_SPEED = 40
_PLACES = """
SELECT id, 'stop' AS kind, code, name_zh, name_en, name_hant, latitude, longitude FROM stop WHERE gathering = $1
UNION ALL SELECT id, 'canteen', code, name_zh, name_en, '', latitude, longitude FROM canteen WHERE gathering = $1
UNION ALL SELECT id, 'hotel', code, name_zh, name_en, '', latitude, longitude FROM hotel WHERE gathering = $1
UNION ALL SELECT id, 'venue', code, name_zh, name_en, '', latitude, longitude FROM venue WHERE gathering = $1
"""
_KINDS = ("hotel", "venue", "stop", "canteen")


class PlaceLine(msgspec.Struct, frozen=True, kw_only=True):
    """A place that buses call at; `kind`: stop, canteen, hotel or venue."""

    id: UUID
    kind: str
    code: str
    name_zh: str
    name_en: str
    name_hant: str
    latitude: float | None
    longitude: float | None

    def name(self, language: str) -> str:
        return in_language(language, zh=self.name_zh, en=self.name_en, hant=self.name_hant)


class WayLine(msgspec.Struct, frozen=True, kw_only=True):
    """Minutes from one place to another; `told`: what was told where a way around is shorter."""

    origin: UUID
    target: UUID
    minutes: int
    known: HowKnown
    told: int | None


class WaysView(msgspec.Struct, frozen=True, kw_only=True):
    """The ways between every two places; what nobody told is estimated with so many kilometres an hour."""

    kilometres_an_hour: int
    places: list[PlaceLine]
    ways: list[WayLine]


async def places_of(gathering: Gathering) -> list[PlaceLine]:
    """Hotels, venues, stops and canteens, each by code."""
    lines = [PlaceLine(**dict(row)) for row in await fetch(_PLACES, gathering.id)]
    return sorted(lines, key=lambda one: (_KINDS.index(one.kind), in_order(one.code)))


async def place_of(gathering: Gathering, place: UUID) -> PlaceLine:
    """One of the places; raises UnknownPlace."""
    for one in await places_of(gathering):
        if one.id == place:
            return one
    raise UnknownPlace


async def told_times(gathering: Gathering) -> dict[tuple[UUID, UUID], Told]:
    """What was entered or imported, by origin and target."""
    rows = await fetch(
        "SELECT origin, target, minutes, known FROM travel_time WHERE gathering = $1", gathering.id
    )
    return {(row["origin"], row["target"]): Told(*row) for row in rows}


async def speed_of(gathering: Gathering) -> int:
    """How fast buses are estimated to go, in kilometres an hour."""
    row: Any = await fetch_one(
        "SELECT kilometres_an_hour FROM planning_rules WHERE gathering = $1", gathering.id
    )
    return int(row["kilometres_an_hour"]) if row else USUAL_SPEED


async def ways_between(gathering: Gathering, places: list[PlaceLine]) -> Ways:
    """The ways between places of the gathering."""
    told = await told_times(gathering)
    on_the_map = [Place(one.id, one.latitude, one.longitude) for one in places]
    return minutes(on_the_map, told.values(), kilometres_an_hour=await speed_of(gathering))


async def ways_of(gathering: Gathering) -> WaysView:
    """The ways between every two places of the gathering."""
    places = await places_of(gathering)
    ways = await ways_between(gathering, places)
    lines = []
    for one in places:
        for other in places:
            if one is not other:
                way = ways.way(one.id, other.id)
                lines.append(
                    WayLine(
                        origin=one.id, target=other.id, minutes=way.minutes, known=way.known, told=way.told
                    )
                )
    return WaysView(kilometres_an_hour=await speed_of(gathering), places=places, ways=lines)
