"""How many people came to each session, from the log as it was known at a moment."""

from event.database import fetch
from event.reports.doors.log import DOORS
from event.reports.told import Asked

_ATTENDED = """
WITH doors AS MATERIALIZED (
    SELECT p.id, p.agenda_session FROM checkpoint p WHERE p.gathering = $1 AND p.agenda_session IS NOT NULL AND (p.kind = ANY($4)
        OR ($5 AND p.kind = 'bus' AND NOT EXISTS (SELECT 1 FROM checkpoint o WHERE o.agenda_session = p.agenda_session AND o.kind = ANY($4))))
), people AS MATERIALIZED (
    SELECT g.id, c.counts_as_guest FROM guest g JOIN guest_class c ON c.id = g.guest_class
    WHERE g.gathering = $1 AND ($3::uuid[] IS NULL OR g.delegation = ANY($3))
), came AS MATERIALIZED (
    SELECT d.agenda_session, s.guest, count(*) AS scans FROM doors d JOIN scan s ON s.checkpoint = d.id
    WHERE s.gathering = $1 AND s.verdict <> 'refused' AND s.direction = 'in' AND (s.recorded_at <= $2
            OR s.id IN (SELECT scan FROM scan_repeat WHERE gathering = $1 AND NOT changed AND recorded_at <= $2))
        AND s.id NOT IN (SELECT scan FROM scan_undo WHERE recorded_at <= $2)
        AND (s.ticket IS NULL OR s.ticket NOT IN (SELECT id FROM ticket WHERE voided_at IS NOT NULL)
            OR NOT EXISTS (SELECT 1 FROM ticket t WHERE t.id = s.ticket AND t.voided_at <= s.at))
    GROUP BY 1, 2
)
SELECT a.code, count(*)::int AS people FROM came JOIN agenda_session a ON a.id = came.agenda_session
JOIN people p ON p.id = came.guest WHERE p.counts_as_guest
    OR EXISTS (SELECT 1 FROM booking b WHERE b.guest = came.guest AND b.agenda_session = came.agenda_session)
GROUP BY a.code ORDER BY a.code
"""
"""Says the same as `passed` of doors/log.py, each guest of a session once before anything else is looked up: half the time.

The scans are counted so that PostgreSQL gathers them by hashing; without it, it sorts them on disk.
"""


async def attended(asked: Asked, *, buses: bool = False) -> dict[str, int]:
    """People by session, each once, of those whom the reader may see; people who count as guests, or have booked the session.

    `buses`: a session without doors is counted by the roll calls of its buses.
    """
    scope = None if asked.scope is None else list(asked.scope)
    rows = await fetch(_ATTENDED, asked.gathering.id, asked.at, scope, list(DOORS), buses)
    return {row["code"]: row["people"] for row in rows}
