"""Who is in the hall of the ceremony now, from the scans at its doors, and whom to call about those who are not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from event.agenda.tables import AgendaSession
from event.database import fetch
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering
from event.text import name_in


@dataclass(frozen=True)
class Contact:
    """Whom to call about a guest: the liaison the reply names by number, otherwise the delegation's."""

    name: str = ""
    phone: str = ""


async def in_the_hall(ceremony: AgendaSession, guests: Sequence[UUID]) -> dict[UUID, datetime]:
    """Those of some guests whose last scan at a door of the ceremony's hall let them in, with when."""
    rows = await fetch(_LAST, ceremony.gathering, ceremony.id, ceremony.hall, list(guests)) if guests else []
    return {row["guest"]: row["at"] for row in rows if row["direction"] == "in"}


async def liaisons_of(gathering: Gathering, guests: Sequence[UUID]) -> dict[UUID, Contact]:
    """Whom to call about each of some guests."""
    rows = await fetch(_LIAISONS, list(guests), gathering.id) if guests else []
    keys = await keys_of(gathering.id)
    return {
        row["id"]: Contact(
            name_in(row) if row["staff"] else row["liaison"] or "",
            keys.open(row["phone"], table="guest", column="phone", row=row["staff"]) if row["staff"] else "",
        )
        for row in rows
    }


_LAST = """
SELECT DISTINCT ON (s.guest) s.guest, s.direction, s.at FROM scan s JOIN checkpoint p ON p.id = s.checkpoint
LEFT JOIN ticket t ON t.id = s.ticket
WHERE s.guest = ANY($4::uuid[]) AND p.gathering = $1 AND p.kind NOT IN ('arrival', 'bus', 'stop')
    AND (p.agenda_session = $2 OR p.hall = $3) AND s.verdict <> 'refused'
    AND (t.voided_at IS NULL OR t.voided_at > s.at)
    AND NOT EXISTS (SELECT 1 FROM scan_undo u WHERE u.scan = s.id)
ORDER BY s.guest, s.at DESC, s.id DESC
"""

_LIAISONS = """
SELECT g.id, u.name AS liaison, s.id AS staff, s.name_zh, s.latin_surname, s.latin_given, s.surname_first, s.phone
FROM guest g LEFT JOIN delegation d ON d.id = g.delegation LEFT JOIN users u ON u.id = d.liaison
LEFT JOIN LATERAL (SELECT * FROM guest WHERE gathering = $2
    AND number = split_part(g.answers->>'liaison', ' ', 1) LIMIT 1) s ON true
WHERE g.id = ANY($1::uuid[])
"""
