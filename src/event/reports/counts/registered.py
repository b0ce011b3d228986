"""Who is approved: by place, delegation and class, with whom, how old, and who needs a bed where."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from event.database import fetch
from event.gathering.countries import country_name
from event.gathering.keys import keys_of
from event.itinerary.as_of import places_as_of
from event.language import Message, in_language, translated
from event.registration.as_of import WHO
from event.registration.sealed import opened_field
from event.reports.doors.people import Person, expected
from event.reports.told import Asked, Told
from event.reports.visit.booked import diet_of

MAINLAND = "CN"
GROWN_UP = 14
_COLUMNS = (*WHO, "party_place", "birth_date")
_PLACE, _DELEGATION, _CLASS, _HOTEL = (
    Message("Country or region"), Message("Delegation"), Message("Class"), Message("Hotel"),
)  # fmt: skip
_DIETS = {"": "无", "halal": "清真", "vegetarian": "素食"}
"""Diets as the office's lists write them, for programs."""
_SAID = {"": Message("none"), "halal": Message("halal"), "vegetarian": Message("vegetarian")}


async def registered(asked: Asked) -> Told:
    """Approved guests of classes that count, added up; `by_hotel` is single rooms, twin rooms, rooms, guests planned.

    `under14` is by the age on the first day; places are named in Chinese, as the office's lists have them.
    """
    people, hotels = await expected(asked, columns=_COLUMNS), await _hotels(asked)
    places, homes, classes = (
        Counter(country_name(str(one.then.row["residence"])) for one in people),
        Counter(one.delegation for one in people),
        Counter(one.guest_class for one in people),
    )
    mainland = sum(one.then.row["residence"] == MAINLAND for one in people)
    parties = {one.then.row["travel_party"] for one in people} - {None}
    companions = sum(one.then.row["party_place"] == "companion" for one in people)
    children = sum(_is_child(one, asked.gathering.first_day) for one in people)
    beds = sum(guests for *_, guests in hotels.values())
    return Told(
        {
            "total": len(people), "by_place": dict(places), "by_delegation": dict(homes), "by_class": dict(classes),
            "companions": companions, "under14": children, "parties": len(parties),
            "overseas_hmt": len(people) - mainland, "mainland": mainland, "need_bed": beds, "by_hotel": hotels,
        },
        (Message("Grouped by"), Message("Which"), Message("Guests")),
        [
            *_rows(asked, _PLACE, Counter(country_name(str(one.then.row["residence"]), asked.language) for one in people)),
            *_rows(asked, _DELEGATION, homes), *_rows(asked, _CLASS, classes),
            *_rows(asked, _HOTEL, {code: row[-1] for code, row in hotels.items()}),
        ],
        (
            (Message("Approved"), str(len(people))),
            (Message("From overseas, Hong Kong, Macao, Taiwan"), str(len(people) - mainland)),
            (Message("From the mainland"), str(mainland)), (Message("Companions"), str(companions)),
            (Message("Under 14"), str(children)), (Message("Travel parties"), str(len(parties))),
            (Message("Need a bed"), str(beds)),
        ),
    )  # fmt: skip


def _rows(asked: Asked, by: Message, counts: Any) -> Iterable[tuple[str, ...]]:
    said = translated(by, asked.language)
    return [
        (said, name or "–", str(number))
        for name, number in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    ]


def _is_child(one: Person, first_day: date) -> bool:
    born = one.then.row["birth_date"]
    if born is None:
        return False
    had_birthday = (first_day.month, first_day.day) >= (born.month, born.day)
    return bool(first_day.year - born.year - (not had_birthday) < GROWN_UP)


async def _hotels(asked: Asked) -> dict[str, list[int]]:
    """By hotel: single rooms, twin rooms, rooms without the spare ones, guests who have or await a bed."""
    rows = await fetch(
        "SELECT h.id, h.code, count(r.id) FILTER (WHERE r.beds = 1)::int AS single,"
        " count(r.id) FILTER (WHERE r.beds > 1)::int AS twin"
        " FROM hotel h LEFT JOIN room r ON r.hotel = h.id AND NOT r.spare WHERE h.gathering = $1 GROUP BY h.id"
        " ORDER BY h.code",
        asked.gathering.id,
    )
    places = await places_as_of("rooming", asked.gathering, asked.at, scope=asked.scope, columns=WHO)
    guests = Counter(place.row["hotel"] for place in places if place.comes)
    return {
        row["code"]: [row["single"], row["twin"], row["single"] + row["twin"], guests[row["id"]]]
        for row in rows
    }


async def diets(asked: Asked) -> Told:
    """What approved guests eat: how many of each diet; nobody is named."""
    keys = await keys_of(asked.gathering.id)
    people = await expected(asked, columns=(*WHO, "needs"))
    counts = Counter(diet_of(opened_field(keys, one.then.id, one.then.row, "needs")) for one in people)
    every = sorted({*_DIETS, *counts}, key=lambda diet: (diet != "", -counts[diet], diet))
    return Told(
        {_DIETS.get(diet, diet): counts[diet] for diet in every},
        (Message("Diet"), Message("Guests")),
        [
            (translated(_SAID[diet], asked.language) if diet in _SAID else diet, str(counts[diet]))
            for diet in every
        ],
        ((Message("Guests"), str(len(people))),),
    )


_SINCE = """
SELECT c.agenda_session, c.guest, c.booked FROM booking_change c JOIN agenda_session s ON s.id = c.agenda_session
WHERE s.gathering = $1 AND c.at > $2 AND c.booked <> c.was_booked ORDER BY c.at DESC, c.id
"""


async def session_bookings(asked: Asked) -> Told:
    """How many approved guests had booked each session; what was signed up for and left since is taken back."""
    people = {one.then.id for one in await expected(asked)}
    sessions = await fetch(
        "SELECT id, code, title_zh, title_en FROM agenda_session WHERE gathering = $1 ORDER BY starts_at, position",
        asked.gathering.id,
    )
    rows = await fetch(
        "SELECT b.agenda_session, b.guest FROM booking b JOIN agenda_session s ON s.id = b.agenda_session"
        " WHERE s.gathering = $1",
        asked.gathering.id,
    )
    pairs = {(row["agenda_session"], row["guest"]) for row in rows}
    for row in await fetch(_SINCE, asked.gathering.id, asked.at):
        (pairs.discard if row["booked"] else pairs.add)((row["agenda_session"], row["guest"]))
    counts = Counter(session for session, guest in pairs if guest in people)
    booked = [row for row in sessions if counts[row["id"]]]
    return Told(
        {row["code"]: counts[row["id"]] for row in booked},
        (Message("Session"), Message("Title"), Message("Booked")),
        [
            (
                row["code"], in_language(asked.language, zh=row["title_zh"], en=row["title_en"]),
                str(counts[row["id"]]),
            )
            for row in booked
        ],
        ((Message("Sessions"), str(len(booked))),),
    )  # fmt: skip
