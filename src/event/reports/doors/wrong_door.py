"""Guests who came to a door they have not booked, and where they were sent."""

from datetime import datetime
from typing import Any

from event.database import fetch_one
from event.gathering.tables import Gathering
from event.language import Message, in_language
from event.reports.doors.log import of_the_log
from event.reports.doors.people import name_of
from event.reports.told import Asked, Told

_REFUSED = "refused:no_booking"


async def wrong_door(asked: Asked) -> Told:
    """Scans refused for want of a booking: those with a booking for one session at the door of another, and all."""
    ticket_for, scanned_at = asked.values["ticket_for"], asked.values["scanned_at"]
    rows = await of_the_log(
        asked,
        "SELECT name, number, name_zh, latin_surname, latin_given, surname_first, code, session, at,"
        " ($4 = '' OR EXISTS (SELECT 1 FROM guest_booking b WHERE b.guest = known.guest AND b.key = 'session:' || $4))"
        " AND ($5 = '' OR $5 IN (code, session)) AS meant FROM known WHERE why = $6 ORDER BY at, id",
        ticket_for, scanned_at, _REFUSED,
    )  # fmt: skip
    meant = [row for row in rows if row["meant"]]
    place = await _place(asked, ticket_for)
    return Told(
        {
            "refused": len(meant),
            "scans": [
                {"scan": row["name"], "holder": row["number"], "at": asked.clock(row["at"])} for row in meant
            ],
            "directions": place,
            "all_refused_for_no_booking": [
                {"scan": row["name"], "holder": row["number"], "checkpoint": row["code"]} for row in rows
            ],
        },
        (Message("Number"), Message("Name"), Message("Checkpoint"), Message("Scanned at"), Message("Sent to")),
        [
            (
                row["number"], name_of(row), row["code"], asked.clock(row["at"]),
                f"{place['checkpoint']} {place['hall']}".strip() if row["meant"] else "",
            )
            for row in rows
        ],
        ((Message("Refused"), str(len(meant))), (Message("Refused for want of a booking"), str(len(rows)))),
    )  # fmt: skip


async def _place(asked: Asked, session: str) -> dict[str, str]:
    """The door of a session and its hall."""
    row = await fetch_one(
        "SELECT coalesce(p.code, '') AS checkpoint, coalesce(h.name_zh, '') AS zh, coalesce(h.name_en, '') AS en"
        " FROM agenda_session s LEFT JOIN LATERAL (SELECT * FROM checkpoint c WHERE c.agenda_session = s.id"
        "   AND c.direction = 'in' AND c.active ORDER BY c.position, c.code LIMIT 1) p ON true"
        " LEFT JOIN hall h ON h.id = coalesce(p.hall, s.hall) WHERE s.gathering = $1 AND s.code = $2",
        asked.gathering.id, session,
    )  # fmt: skip
    if row is None:
        return {"checkpoint": "", "hall": ""}
    return {"checkpoint": row["checkpoint"], "hall": in_language(asked.language, zh=row["zh"], en=row["en"])}


async def last_refused_booked(gathering: Gathering, at: datetime) -> str:
    """What the guest who was refused last for want of a booking had booked for that time; empty for nothing."""
    row = await _last(gathering, at)
    return row["ticket_for"] if row else ""


async def last_refused_at(gathering: Gathering, at: datetime) -> str:
    """The checkpoint where a guest was refused last for want of a booking; empty for none."""
    row = await _last(gathering, at)
    return row["code"] if row else ""


async def _last(gathering: Gathering, at: datetime) -> Any | None:
    rows = await of_the_log(
        Asked(gathering, at, None, "en"),
        "SELECT j.code, coalesce((SELECT s.code FROM booking b JOIN agenda_session s ON s.id = b.agenda_session"
        "   WHERE b.guest = j.guest AND s.id IS DISTINCT FROM j.agenda_session"
        "   ORDER BY abs(extract(epoch FROM s.starts_at - j.at)) LIMIT 1), '') AS ticket_for"
        " FROM known j WHERE why = $4 ORDER BY j.at DESC, j.id LIMIT 1",
        _REFUSED,
    )
    return rows[0] if rows else None
