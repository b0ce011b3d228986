"""Reads everything about a gathering's beds at one moment."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from event.database import fetch
from event.gathering.tables import Gathering
from event.itinerary.lodging.beds import Beds, HotelRow, Person, Place, RoomRow, Wishes
from event.itinerary.lodging.rules import Stay, companions, usual_stay
from event.text import folded, full_name, latin_of

_GUESTS = """
SELECT g.id, g.number, g.name_zh, g.latin_surname, g.latin_given, g.surname_first, g.sex, g.travel_party, g.standing,
  coalesce(p.code, '') AS party_code, g.delegation, coalesce(d.code, '') AS delegation_code, d.name_zh AS delegation_zh,
  d.name_en AS delegation_en, c.code AS class_code,
  s.id IS NOT NULL OR coalesce(g.answers->>'lodging', '') = 'yes' AS needs_bed,
  coalesce(g.answers->>'hotel', '') AS wished_hotel, coalesce(g.answers->>'room_wish', '') AS wished_type,
  coalesce(g.answers->>'roommate', '') AS roommate, g.answers->>'check_in' AS wished_first,
  g.answers->>'check_out' AS wished_last, a.on_day AS arrives, l.on_day AS departs,
  s.id AS place, s.planned_for, s.hotel, s.room, s.room_type, s.check_in, s.check_out, s.breakfast, s.note
FROM guest g JOIN guest_class c ON c.id = g.guest_class LEFT JOIN delegation d ON d.id = g.delegation
  LEFT JOIN travel_party p ON p.id = g.travel_party LEFT JOIN rooming s ON s.guest = g.id
  LEFT JOIN journey a ON a.guest = g.id AND a.direction = 'arrival'
  LEFT JOIN journey l ON l.guest = g.id AND l.direction = 'departure'
WHERE g.gathering = $1 AND (s.id IS NOT NULL OR g.standing = 'approved')
ORDER BY g.number
"""


async def beds_of(gathering: Gathering) -> Beds:
    """The beds of a gathering, inside the caller's transaction if there is one."""
    hotels = {
        row["id"]: HotelRow(row["id"], row["code"], row["name_zh"], row["name_en"], row["address"], row["phone"])
        for row in await fetch("SELECT * FROM hotel WHERE gathering = $1 ORDER BY code", gathering.id)
    }  # fmt: skip
    for row in await fetch(
        "SELECT b.hotel, b.room_type, b.rooms FROM hotel_block b JOIN hotel h ON h.id = b.hotel"
        " WHERE h.gathering = $1 ORDER BY b.room_type",
        gathering.id,
    ):
        hotels[row["hotel"]].blocks[row["room_type"]] = row["rooms"]
    rooms = {
        row["id"]: RoomRow(row["id"], row["hotel"], row["number"], row["room_type"], row["beds"], row["spare"])
        for row in await fetch(
            "SELECT r.* FROM room r JOIN hotel h ON h.id = r.hotel WHERE h.gathering = $1"
            " ORDER BY h.code, lpad(r.number, 20), r.number",
            gathering.id,
        )
    }  # fmt: skip
    rows = await fetch(_GUESTS, gathering.id)
    shared = named_together(rows)
    people = {row["id"]: _person(row, gathering, shared.get(row["id"], frozenset())) for row in rows}
    return Beds(hotels, rooms, people)


def named_together(rows: Iterable[Any]) -> dict[UUID, frozenset[UUID]]:
    """Which guests named each other to share a room with; rows of guests with what they wrote as `roommate`."""
    every = list(rows)
    wrote = [{"id": row["id"], "roommate": folded(row["roommate"])} for row in every]
    return companions(wrote, {row["id"]: _names(row) for row in every})


def _names(row: Any) -> frozenset[str]:
    surname, given = row["latin_surname"], row["latin_given"]
    told = (row["number"], row["name_zh"], f"{surname} {given}", f"{given} {surname}")
    return frozenset(folded(name) for name in told if name.strip())


def _person(row: Any, gathering: Gathering, shared: frozenset[UUID]) -> Person:
    wished = Stay(_day(row["wished_first"]), _day(row["wished_last"]))
    usual, guessed = usual_stay(
        wished, arrives=row["arrives"], departs=row["departs"], first_day=gathering.first_day,
        last_day=gathering.last_day,
    )  # fmt: skip
    latin = latin_of(row)
    place = None
    if row["place"]:
        stay = Stay(row["check_in"], row["check_out"])
        place = Place(row["hotel"], row["room"], row["room_type"], stay, row["breakfast"], row["note"])
    return Person(
        row["id"], row["number"], full_name(row["name_zh"], latin), latin if row["name_zh"] else "", row["sex"],
        row["travel_party"], row["party_code"], row["delegation"], row["delegation_code"], row["delegation_zh"] or "",
        row["delegation_en"] or "", row["class_code"], row["standing"],
        Wishes(row["wished_hotel"], row["wished_type"], row["roommate"], wished), usual, guessed, place, shared,
        row["needs_bed"],
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
