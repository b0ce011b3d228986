"""The hotel of a guest, and with whom of the travel party they ride and sit."""

import json
from typing import Any

from event.database import fetch, fetch_one
from event.itinerary.own.programme import Companion, Stay, Table
from event.language import in_language
from event.registration.asking.standard import ROOMS
from event.registration.tables import Guest
from event.text import name_in

_ROOM_TYPES = {option.key: option.words for option in ROOMS}


async def stay_of(guest: Guest, *, language: str, proven: bool) -> Stay | None:
    """Where a guest sleeps; the room's number only for who has `proven` to be the guest."""
    row = await fetch_one(
        "SELECT r.*, h.name_zh, h.name_en, h.address, h.phone, m.number AS room_number FROM rooming r"
        " JOIN hotel h ON h.id = r.hotel LEFT JOIN room m ON m.id = r.room WHERE r.guest = $1",
        guest.id,
    )
    if row is None:
        return None
    words = _ROOM_TYPES.get(row["room_type"])
    return Stay(
        hotel=in_language(language, zh=row["name_zh"], en=row["name_en"]),
        address=in_language(language, zh=row["address"]), phone=row["phone"],
        room=(row["room_number"] or "") if proven else "", room_given=row["room_number"] is not None,
        room_type=words.said(language) if words else in_language(language, zh=row["room_type"]),
        check_in=row["check_in"], check_out=row["check_out"], breakfast=row["breakfast"],
    )  # fmt: skip


async def party_rows(guest: Guest) -> list[Any]:
    """The guest first, then those of the same travel party who come, each with bus and tables."""
    return await fetch(
        "SELECT g.id, g.name_zh, g.latin_surname, g.latin_given, g.surname_first,"
        " coalesce((SELECT min(v.code) FROM vehicle_seat s JOIN vehicle v ON v.id = s.vehicle"
        "   WHERE s.guest = g.id AND v.route IS NOT NULL), '') AS bus,"
        " coalesce((SELECT jsonb_agg(jsonb_build_array(p.name, b.row_no, b.seat_no, p.kind, coalesce(a.code, ''))"
        "   ORDER BY a.starts_at, p.name) FROM seat b JOIN seat_plan p ON p.id = b.plan"
        "   LEFT JOIN agenda_session a ON a.id = p.agenda_session"
        "   WHERE b.guest = g.id AND b.row_no IS NOT NULL AND p.released_at IS NOT NULL AND a.cancelled_at IS NULL), '[]') AS tables"
        " FROM guest g WHERE g.id = $1 OR ($2::uuid IS NOT NULL AND g.travel_party = $2 AND g.standing = 'approved')"
        " ORDER BY g.id <> $1, g.number",
        guest.id, guest.travel_party,
    )  # fmt: skip


def tables_in(row: Any) -> tuple[Table, ...]:
    """The seats at tables in a row of the party."""
    return tuple(Table(*told) for told in json.loads(row["tables"]))


def companions_in(rows: list[Any]) -> tuple[Companion, ...]:
    """The others of the party, with bus and tables where they differ from the guest's."""
    own, *others = rows
    mine = {(one.occasion, one.table) for one in tables_in(own)}
    return tuple(
        Companion(
            name_in(row),
            bus=row["bus"] if row["bus"] != own["bus"] else "",
            tables=tuple(one for one in tables_in(row) if (one.occasion, one.table) not in mine),
        )
        for row in others
    )  # fmt: skip
