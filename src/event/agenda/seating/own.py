"""The seats that a guest may know of: those of released plans, with the way there."""

from dataclasses import dataclass
from uuid import UUID

from event.database import fetch
from event.language import in_language


@dataclass(frozen=True)
class OwnSeat:
    """A seat of a guest; `row`: the table at a banquet. `way`: how to find the hall."""

    occasion: str
    kind: str
    row: int
    seat: int
    hall: str
    way: str


async def own_seats(guest: UUID, *, language: str) -> list[OwnSeat]:
    """Seats in the order of time."""
    rows = await fetch(
        "SELECT p.name, p.kind, s.row_no, s.seat_no, h.name_zh, h.name_en, h.way_zh, h.way_en FROM seat s"
        " JOIN seat_plan p ON p.id = s.plan LEFT JOIN agenda_session a ON a.id = p.agenda_session"
        " LEFT JOIN hall h ON h.id = a.hall"
        " WHERE s.guest = $1 AND s.row_no IS NOT NULL AND p.released_at IS NOT NULL AND a.cancelled_at IS NULL ORDER BY a.starts_at, p.name",
        guest,
    )
    return [
        OwnSeat(
            in_language(language, zh=row["name"]), row["kind"], row["row_no"], row["seat_no"],
            in_language(language, zh=row["name_zh"] or "", en=row["name_en"] or ""),
            in_language(language, zh=row["way_zh"] or "", en=row["way_en"] or ""),
        )
        for row in rows
    ]  # fmt: skip
