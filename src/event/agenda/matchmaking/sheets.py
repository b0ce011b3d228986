"""The matchmaking as a sheet of the office's workbook, as it can be taken in again."""

from datetime import datetime
from typing import Any

from event.agenda.matchmaking.importing import BOOKED, HEADINGS, SHEET
from event.database import fetch
from event.gathering.tables import Gathering
from event.registration.exporting.office import OfficeSheet, note_of
from event.text import full_name, latin_name


async def matchmaking_sheets(gathering: Gathering, now: datetime) -> list[OfficeSheet]:
    """对接洽谈 with who has booked; none where there are no zones."""
    rows = await fetch(
        "SELECT z.code, z.unit_zh, s.number AS slot, s.starts_at, s.ends_at, g.number, g.name_zh, g.latin_surname, g.latin_given,"
        " g.surname_first, d.name_zh AS delegation FROM match_zone z JOIN match_slot s ON s.zone = z.id"
        " LEFT JOIN match_booking b ON b.slot = s.id LEFT JOIN guest g ON g.id = b.guest"
        " LEFT JOIN delegation d ON d.id = g.delegation WHERE z.gathering = $1 ORDER BY z.position, z.code, s.number",
        gathering.id,
    )
    if not rows:
        return []
    zones, slots = len({row["code"] for row in rows}), max(row["slot"] for row in rows)
    title = f"对接洽谈预约表({zones}个洽谈区×{slots}个时段)"
    return [
        OfficeSheet(
            SHEET, title, note_of(gathering, now, ""), HEADINGS, [_row(row, gathering) for row in rows]
        )
    ]


def _row(row: Any, gathering: Gathering) -> tuple[Any, ...]:
    begins, ends = (row[name].astimezone(gathering.zone) for name in ("starts_at", "ends_at"))
    told: tuple[Any, ...] = (None, None, None, None)
    if row["number"]:
        latin = latin_name(row["latin_surname"], row["latin_given"], surname_first=row["surname_first"])
        told = (row["number"], full_name(row["name_zh"], latin), row["delegation"], BOOKED)
    return (row["code"], row["unit_zh"], row["slot"], f"{begins:%H:%M}", f"{ends:%H:%M}", *told)
