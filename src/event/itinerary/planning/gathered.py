"""The facts of a visit as they are in the database now."""

import json
import re
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from event.database import fetch
from event.gathering.keys import Keys, keys_of
from event.gathering.tables import Gathering
from event.itinerary.places.ways import Place, Told, Ways
from event.itinerary.places.ways import minutes as ways_between
from event.itinerary.planner.weights import Importance, Weighed
from event.itinerary.planning.facts import Coach, DayFact, Facts, GuideFact, Hours, Meeting, Site, Traveller
from event.itinerary.planning.plan import What
from event.itinerary.usual import USUAL_LUNCH, USUAL_STAY
from event.registration.needs import in_a_wheelchair
from event.registration.sealed import opened
from event.text import full_name, latin_of

_SEVERAL = re.compile("[、,;/ ]+")


async def facts_of(gathering: Gathering) -> Facts:
    """What is known now."""
    number = gathering.id
    sites = await _sites(number)
    coaches = await _coaches(number)
    meetings = await _meetings(number)
    rules = await fetch("SELECT * FROM planning_rules WHERE gathering = $1", number)
    bonds = await fetch("SELECT one, other, apart FROM bond WHERE gathering = $1", number)
    days = await fetch("SELECT * FROM visit_day WHERE gathering = $1 ORDER BY on_day", number)
    places = [Place(one.ref, one.latitude, one.longitude) for one in sites.values()]
    hotels = await fetch(
        "SELECT id, latitude, longitude FROM hotel WHERE gathering = $1 ORDER BY code", number
    )
    venues = await fetch("SELECT id, latitude, longitude FROM venue WHERE gathering = $1", number)
    places += [Place(row["id"], row["latitude"], row["longitude"]) for row in (*hotels, *venues)]
    travellers, substitutes = await _travellers(gathering)
    return Facts(
        gathering, travellers, substitutes, sites, coaches, await _guides(number), meetings,
        tuple(
            DayFact(
                row["on_day"], row["leaves_at"], row["back_by"], row["lunch_from"], row["lunch_until"],
                row["driving_minutes"],
            )
            for row in days
        ),
        tuple((row["one"], row["other"]) for row in bonds if not row["apart"]),
        tuple((row["one"], row["other"]) for row in bonds if row["apart"]),
        weighed(json.loads(rules[0]["weighed"]) if rules else {}), tuple(row["id"] for row in hotels),
        await _ways(number, places, rules[0]["kilometres_an_hour"] if rules else 40),
    )  # fmt: skip


def weighed(told: dict[str, str]) -> Weighed:
    """What an organizer finds important, as it is stored; what is not told is as usual."""
    known = {one.name.lower(): one for one in Importance}
    return Weighed(
        **{
            name: known[word]
            for name, word in told.items()
            if name in Weighed.__struct_fields__ and word in known
        }
    )


async def _sites(gathering: UUID) -> dict[UUID, Site]:
    hours: dict[UUID, dict[date, Hours]] = {}
    for row in await fetch(
        "SELECT h.* FROM stop_hours h JOIN stop s ON s.id = h.stop WHERE s.gathering = $1", gathering
    ):
        hours.setdefault(row["stop"], {})[row["on_day"]] = _hours(row)
    stops = await fetch("SELECT * FROM stop WHERE gathering = $1 ORDER BY code", gathering)
    canteens = await fetch("SELECT * FROM canteen WHERE gathering = $1 ORDER BY code", gathering)
    found = [
        Site(
            What.STOP, row["id"], row["code"], row["name_zh"], row["name_en"], row["name_hant"], row["capacity"],
            row["latitude"], row["longitude"], row["usual_stay"] or USUAL_STAY, row["shortest_stay"] or 0,
            tuple(row["themes"] or ()), row["step_free"], _hours(row), hours.get(row["id"], {}),
        )
        for row in stops
    ]  # fmt: skip
    found += [
        Site(
            What.CANTEEN, row["id"], row["code"], row["name_zh"], row["name_en"], "", row["capacity"],
            row["latitude"], row["longitude"], row["stay"] or USUAL_LUNCH, 0, (), True, _hours(row), {},
        )
        for row in canteens
    ]  # fmt: skip
    return {one.ref: one for one in found}


def _hours(row: Any) -> Hours:
    opens, closes = row["opens_at"], row["closes_at"]
    if opens is None and closes is None:
        return None
    return opens or time(0), closes or time(23, 59)


async def _coaches(gathering: UUID) -> dict[UUID, Coach]:
    rows = await fetch(
        "SELECT v.*, (SELECT count(*) FROM vehicle_crew c WHERE c.vehicle = v.id AND c.role <> 'driver') AS crew"
        " FROM vehicle v WHERE v.gathering = $1",
        gathering,
    )
    return {
        row["id"]: Coach(
            row["id"], row["code"], row["plate"], row["seats"] or 0, row["crew"], row["wheelchair_places"],
            row["hotel"], row["departs_at"],
        )
        for row in rows
    }  # fmt: skip


async def _guides(gathering: UUID) -> dict[str, GuideFact]:
    rows = await fetch(
        "SELECT number, name, languages FROM crew_member WHERE gathering = $1 AND 'guide' = ANY(roles)"
        " UNION ALL SELECT c.number, c.name, coalesce(m.languages, '{}') FROM vehicle_crew c"
        "   JOIN vehicle v ON v.id = c.vehicle"
        "   LEFT JOIN crew_member m ON m.gathering = v.gathering AND m.number = c.number"
        " WHERE v.gathering = $1 AND c.role = 'guide'",
        gathering,
    )
    return {
        row["number"]: GuideFact(row["number"], row["name"], tuple(row["languages"] or ())) for row in rows
    }


async def _meetings(gathering: UUID) -> dict[UUID, Meeting]:
    rows = await fetch(
        "SELECT s.id, s.title_zh, s.title_en, s.starts_at, s.ends_at, h.venue, c.signing_only FROM commitment c"
        " JOIN agenda_session s ON s.id = c.session LEFT JOIN hall h ON h.id = s.hall"
        " WHERE s.gathering = $1 AND s.ends_at IS NOT NULL AND s.cancelled_at IS NULL ORDER BY s.starts_at",
        gathering,
    )
    return {
        row["id"]: Meeting(
            row["id"], row["title_zh"], row["title_en"], row["starts_at"], row["ends_at"], row["venue"],
            row["signing_only"],
        )
        for row in rows
    }  # fmt: skip


async def _ways(gathering: UUID, places: list[Place], speed: int) -> Ways:
    rows = await fetch(
        "SELECT origin, target, minutes, known FROM travel_time WHERE gathering = $1", gathering
    )
    known = {place.id for place in places}
    told = [
        Told(row["origin"], row["target"], row["minutes"], row["known"])
        for row in rows
        if row["origin"] in known and row["target"] in known
    ]
    return ways_between(places, told, kilometres_an_hour=speed)


_TRAVELLERS = """
SELECT g.id, g.number, g.name_zh, g.latin_surname, g.latin_given, g.surname_first, g.travel_party, g.replaces,
    g.delegation, coalesce(d.code, '') AS delegation_code, coalesce(d.name_zh, '') AS delegation_name,
    g.phone, g.wechat, g.document_number, g.needs, g.answers,
    (SELECT j.on_day + j.at_time FROM journey j WHERE j.guest = g.id AND j.direction = 'arrival') AS arrives,
    (SELECT j.on_day + j.at_time FROM journey j WHERE j.guest = g.id AND j.direction = 'departure') AS departs,
    (SELECT t.leaves_at FROM transfer t WHERE t.guest = g.id AND t.direction = 'departure') AS leaves_hotel
FROM guest g JOIN guest_class c ON c.id = g.guest_class LEFT JOIN delegation d ON d.id = g.delegation
WHERE g.gathering = $1 AND g.standing = 'approved' AND c.counts_as_guest
ORDER BY g.number
"""


async def _travellers(gathering: Gathering) -> tuple[dict[UUID, Traveller], dict[UUID, UUID]]:
    keys = await keys_of(gathering.id)
    rows = await fetch(_TRAVELLERS, gathering.id)
    replaced = await fetch(
        "SELECT id, replaces FROM guest WHERE gathering = $1 AND replaces IS NOT NULL", gathering.id
    )
    found = {row["id"]: _traveller(row, gathering, keys) for row in rows}
    return found, {row["replaces"]: row["id"] for row in replaced}


def _traveller(row: Any, gathering: Gathering, keys: Keys) -> Traveller:
    answers = json.loads(row["answers"] or "{}")
    latin = latin_of(row)
    needs = opened(keys, row["id"], row).needs if row["needs"] else {}
    routes = [str(answers.get(key) or "") for key in ("route_1", "route_2")]
    return Traveller(
        row["id"], row["number"], full_name(row["name_zh"], latin), row["travel_party"] or row["id"],
        row["delegation"], row["delegation_code"], row["delegation_name"], tuple(_texts(answers.get("languages"))),
        in_a_wheelchair(needs), answers.get("signing") in ("yes", True), tuple(one for one in routes if one),
        tuple(_texts(answers.get("themes"))), _local(row["arrives"], gathering),
        row["leaves_hotel"] or _local(row["departs"], gathering),
    )  # fmt: skip


def _local(moment: datetime | None, gathering: Gathering) -> datetime | None:
    return moment.replace(tzinfo=gathering.zone) if moment else None


def _texts(told: Any) -> Iterable[str]:
    if isinstance(told, str):
        return [part for part in _SEVERAL.split(told) if part]
    return [str(part) for part in told] if isinstance(told, list) else []
