"""The sessions a guest may attend, and their seats at tables."""

from typing import Any
from zoneinfo import ZoneInfo

from event.agenda.publishing.version import Session as Published
from event.agenda.publishing.version import published_sessions
from event.database import fetch
from event.itinerary.own.programme import Session, Table
from event.language import in_language
from event.registration.tables import Guest

ADMITS = (
    "p.rule = '[]' OR EXISTS (SELECT 1 FROM jsonb_array_elements(p.rule) r"
    " WHERE (coalesce(jsonb_array_length(r->'classes'), 0) = 0 OR r->'classes' ? c.code)"
    " AND (coalesce(jsonb_array_length(r->'delegations'), 0) = 0 OR coalesce(r->'delegations' ? d.code, false))"
    " AND (coalesce(jsonb_array_length(r->'booked'), 0) = 0"
    "   OR EXISTS (SELECT 1 FROM guest_booking k WHERE k.guest = g.id AND r->'booked' ? k.key)))"
)
"""Whether the rule of a checkpoint holds for a guest, as the door reads it (checkin/recording.py)."""


async def sessions_of(
    guest: Guest, *, language: str, zone: ZoneInfo, tables: tuple[Table, ...] = ()
) -> list[Session]:
    """What the guest has booked, what an entrance admits them to, and what has no entrance and nobody books.

    A cancelled session is among them until the next published version tells that it does not take place.
    """
    rows = await fetch(
        "SELECT s.*, h.name_zh AS hall_zh, h.name_en AS hall_en, h.way_zh, h.way_en, mine.booked FROM guest g"  # noqa: S608 - our own words
        " JOIN guest_class c ON c.id = g.guest_class LEFT JOIN delegation d ON d.id = g.delegation"
        " JOIN agenda_session s ON s.gathering = g.gathering LEFT JOIN hall h ON h.id = s.hall"
        " CROSS JOIN LATERAL (SELECT EXISTS (SELECT 1 FROM booking b WHERE b.agenda_session = s.id"
        "   AND b.guest = g.id) OR EXISTS (SELECT 1 FROM freed_place f WHERE f.agenda_session = s.id AND f.guest = g.id"
        "   AND f.kind = 'booking') AS booked) mine"
        " CROSS JOIN LATERAL (SELECT count(*) AS number,"
        f"   coalesce(bool_or({ADMITS}), false) AS admits FROM checkpoint p"
        "   WHERE p.agenda_session = s.id AND p.direction <> 'out') doors"
        " WHERE g.id = $1 AND (mine.booked OR doors.admits OR (doors.number = 0"
        "   AND NOT EXISTS (SELECT 1 FROM booking b WHERE b.agenda_session = s.id)"
        "   AND NOT EXISTS (SELECT 1 FROM freed_place f WHERE f.agenda_session = s.id)))"
        " ORDER BY s.starts_at, s.position, s.code",
        guest.id,
    )
    published = await published_sessions(guest.gathering)
    if published is None:
        rows = [row for row in rows if row["cancelled_at"] is None]
    else:
        rows = [
            _as_published(row, said)
            for row in rows
            if (said := published.get(row["id"])) is not None and not said.cancelled
        ]
    found = [_session(row, language, zone, tables) for row in rows]
    return sorted(found, key=lambda one: one.starts_at)


async def sessions_off(guest: Guest, *, language: str, zone: ZoneInfo) -> list[Session]:
    """Sessions that do not take place any more: calendars say that they are cancelled. Of the draft while nothing is published."""
    published = await published_sessions(guest.gathering)
    if published is None:
        rows = await fetch(
            "SELECT s.*, h.name_zh AS hall_zh, h.name_en AS hall_en, h.way_zh, h.way_en, false AS booked FROM agenda_session s"
            " LEFT JOIN hall h ON h.id = s.hall WHERE s.gathering = $1 AND s.cancelled_at IS NOT NULL ORDER BY s.starts_at",
            guest.gathering,
        )
        return [_session(row, language, zone, ()) for row in rows]
    return [
        _session(_as_published({"booked": False}, one), language, zone, ())
        for one in published.values()
        if one.cancelled
    ]


def _as_published(row: Any, said: Published) -> dict[str, Any]:
    """A row with what guests may know of it: texts, times and places of the last published version."""
    return dict(row) | {name: getattr(said, name) for name in said.__struct_fields__}


def _session(row: Any, language: str, zone: ZoneInfo, tables: tuple[Table, ...]) -> Session:
    def label(column: str) -> str:
        return in_language(language, zh=row[f"{column}_zh"] or "", en=row[f"{column}_en"] or "")

    title = row["title_zh"]
    return Session(
        code=row["code"], title=label("title"), starts_at=row["starts_at"].astimezone(zone),
        ends_at=row["ends_at"].astimezone(zone) if row["ends_at"] else None, hall=label("hall"), way=label("way"),
        place=label("place"), booked=row["booked"],
        table=next((one for one in tables if one.session == row["code"]), None)
        or next((one for one in tables if not one.session and (one.occasion in title or title in one.occasion)), None),
    )  # fmt: skip
