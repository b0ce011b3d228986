"""Matchmaking: how many slots there are, and how many of them guests have booked."""

from typing import Any
from uuid import UUID

from event.database import fetch
from event.itinerary.as_of import places_as_of
from event.language import Message, in_language
from event.reports.told import Asked, Told

_SLOTS = """
SELECT s.id, z.code, z.unit_zh, z.unit_en, s.number, s.starts_at FROM match_slot s JOIN match_zone z ON z.id = s.zone
WHERE z.gathering = $1 ORDER BY z.position, z.code, s.number
"""
_SINCE = """
SELECT c.slot, c.guest, c.booked FROM match_change c JOIN match_slot s ON s.id = c.slot JOIN match_zone z ON z.id = s.zone
WHERE z.gathering = $1 AND c.at > $2 ORDER BY c.at DESC, c.id
"""


async def match_slots(asked: Asked) -> Told:
    """Slots of the matchmaking as of the moment, booked by guests who came then."""
    slots = await fetch(_SLOTS, asked.gathering.id)
    booked = await _booked(asked)
    named = await _names(set(booked.values()))
    return Told(
        {"total": len(slots), "booked": len(booked)},
        (Message("Zone"), Message("Unit"), Message("Slot"), Message("Begins"), Message("Number"), Message("Name")),
        [
            (
                row["code"], in_language(asked.language, zh=row["unit_zh"], en=row["unit_en"]), str(row["number"]),
                asked.minute(row["starts_at"]), *_told(named.get(booked.get(row["id"])), asked),
            )
            for row in slots
        ],
        (
            (Message("Slots"), str(len(slots))), (Message("Slots booked"), str(len(booked))),
            (Message("Slots free"), str(len(slots) - len(booked))),
        ),
    )  # fmt: skip


async def _booked(asked: Asked) -> dict[UUID, UUID]:
    """Who had which slot: what is booked, with what was booked and freed by hand since taken back."""
    places = await places_as_of("match_booking", asked.gathering, asked.at)
    pairs = {(place.row["slot"], place.then.id) for place in places if place.comes}
    for row in await fetch(_SINCE, asked.gathering.id, asked.at):
        pair = (row["slot"], row["guest"])
        if row["booked"]:
            pairs.discard(pair)
        else:
            pairs.add(pair)
    return dict(pairs)


async def _names(guests: set[UUID]) -> dict[UUID | None, Any]:
    rows = await fetch(
        "SELECT id, number, delegation, name_zh, latin_surname, latin_given FROM guest WHERE id = ANY($1::uuid[])",
        list(guests),
    )
    return {row["id"]: row for row in rows}


def _told(row: Any, asked: Asked) -> tuple[str, str]:
    """Number and name; of guests of other delegations than the reader's only that there is somebody."""
    if row is None:
        return "", ""
    if asked.scope is not None and row["delegation"] not in asked.scope:
        return "✓", ""
    return row["number"], row["name_zh"] or f"{row['latin_surname']} {row['latin_given']}"
