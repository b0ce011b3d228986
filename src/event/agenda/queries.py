"""The programme by day."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from event.database import fetch
from event.gathering.tables import Gathering, local_day
from event.language import in_language


@dataclass(frozen=True)
class SessionLine:
    """A session as the programme shows it, times where the gathering is."""

    id: UUID
    code: str
    title: str
    starts_at: datetime
    ends_at: datetime | None
    hall: str
    place: str
    capacity: int | None
    attendees: str
    host: str
    remark: str
    booked: int

    def times(self) -> str:
        """09:00–10:00, an open end as 12:00–."""
        end = f"{self.ends_at:%H:%M}" if self.ends_at else ""
        return f"{self.starts_at:%H:%M}–{end}"


@dataclass(frozen=True)
class Day:
    """One day of the programme."""

    day: date
    sessions: list[SessionLine]


async def programme(gathering: Gathering, *, language: str) -> list[Day]:
    """Every session that takes place, by day and time, in the reader's language."""
    rows = await fetch(
        "SELECT s.*, h.name_zh AS hall_zh, h.name_en AS hall_en,"
        " (SELECT count(*) FROM booking b JOIN guest g ON g.id = b.guest"
        "  WHERE b.agenda_session = s.id AND g.standing = 'approved') AS booked"
        " FROM agenda_session s LEFT JOIN hall h ON h.id = s.hall"
        " WHERE s.gathering = $1 AND s.cancelled_at IS NULL ORDER BY s.starts_at, s.position, s.code",
        gathering.id,
    )
    zone = gathering.zone
    lines = [_line(row, language, zone) for row in rows]
    by_day = groupby(lines, key=lambda line: local_day(line.starts_at, zone))
    return [Day(day, list(sessions)) for day, sessions in by_day]


def _line(row: Any, language: str, zone: ZoneInfo) -> SessionLine:
    cell = row.__getitem__

    def label(column: str) -> str:
        return in_language(language, zh=cell(f"{column}_zh") or "", en=cell(f"{column}_en") or "")

    return SessionLine(
        id=cell("id"), code=cell("code"), title=label("title"),
        starts_at=cell("starts_at").astimezone(zone),
        ends_at=cell("ends_at").astimezone(zone) if cell("ends_at") else None,
        hall=label("hall"), place=label("place"), capacity=cell("capacity"),
        attendees=label("attendees"), host=label("host"), remark=label("remark"), booked=cell("booked"),
    )  # fmt: skip
