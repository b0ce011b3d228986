"""The log of the doors as the server had received it by a moment, each scan judged by the devices' time.

So judged, it does not depend on the order in which scans came in: a ticket is void from when it was declared
void, the later of two scans at the same checkpoint within a minute is the duplicate, and of a scan sent several
times the first receipt counts.
"""

from typing import Any
from uuid import UUID

from event.checkin.rules import TWICE
from event.database import fetch
from event.reports.told import Asked

DOORS = ("arrival", "session", "hall", "meal")
"""Kinds of checkpoints where guests are counted for a session; buses and stops have roll calls instead."""
_LOG = f"""
again AS (
    SELECT scan, seq, recorded_at, offline, changed FROM scan_repeat WHERE gathering = $1 AND recorded_at <= $2
), received AS (
    SELECT id AS scan, seq, recorded_at, offline, false AS changed, 1::bigint AS turn FROM scan
    WHERE gathering = $1 AND recorded_at <= $2 AND NOT EXISTS (SELECT 1 FROM again WHERE again.scan = scan.id)
    UNION ALL SELECT u.*, row_number() OVER (PARTITION BY scan ORDER BY changed, recorded_at, seq) FROM (
        SELECT id AS scan, seq, recorded_at, offline, false AS changed FROM scan
        WHERE gathering = $1 AND recorded_at <= $2 AND id IN (SELECT again.scan FROM again)
        UNION ALL SELECT * FROM again) u
), repeats AS (
    SELECT scan, min(recorded_at) AS recorded_at, (array_agg(offline ORDER BY recorded_at, seq))[1] AS offline
    FROM scan_repeat WHERE gathering = $1 AND NOT changed GROUP BY scan
), known AS NOT MATERIALIZED (
    SELECT s.id, coalesce(nullif(s.name, ''), s.id::text) AS name, s.at, s.source, s.device, s.direction,
        least(s.recorded_at, r.recorded_at) AS received,
        CASE WHEN r.recorded_at < s.recorded_at THEN r.offline ELSE s.offline END AS offline,
        s.checkpoint, p.code, p.kind, p.place, p.agenda_session,
        a.code AS session, s.guest, g.number, g.name_zh, g.latin_surname, g.latin_given, g.surname_first,
        g.delegation, c.code AS guest_class, s.ticket,
        coalesce(nullif(t.alias, ''), t.badge_number, s.ticket_text) AS ticket_label,
        coalesce(c.counts_as_guest, false) OR EXISTS (SELECT 1 FROM booking b WHERE b.guest = s.guest
            AND b.agenda_session = p.agenda_session) AS counted,
        CASE WHEN u.scan IS NOT NULL THEN 'taken_back'
            WHEN s.verdict = 'refused' THEN CASE s.reason WHEN 'not_booked' THEN 'refused:no_booking'
                WHEN 'unknown_ticket' THEN 'refused:unknown' WHEN 'undone' THEN 'taken_back'
                ELSE 'refused:' || s.reason END
            WHEN t.voided_at <= s.at THEN 'refused:void' ELSE '' END AS why,
        u.scan IS NULL AND s.verdict <> 'refused' AND (t.voided_at <= s.at) IS NOT TRUE AS passes
    FROM scan s JOIN checkpoint p ON p.id = s.checkpoint LEFT JOIN repeats r ON r.scan = s.id
    LEFT JOIN scan_undo u ON u.scan = s.id AND u.recorded_at <= $2
    LEFT JOIN agenda_session a ON a.id = p.agenda_session LEFT JOIN ticket t ON t.id = s.ticket
    LEFT JOIN guest g ON g.id = s.guest LEFT JOIN guest_class c ON c.id = g.guest_class
    WHERE s.gathering = $1 AND least(s.recorded_at, r.recorded_at) <= $2
        AND ($3::uuid[] IS NULL OR g.delegation = ANY($3))
), judged AS (
    SELECT id, name, code, number,
        CASE WHEN why <> '' THEN why
            WHEN at - lag(at) OVER here < interval '{TWICE.total_seconds()} seconds' THEN 'duplicate'
            ELSE 'accepted' END AS verdict
    FROM known WINDOW here AS (PARTITION BY guest, checkpoint, why ORDER BY at, id)
), passed AS (
    SELECT * FROM known WHERE passes
)
"""  # noqa: S608 - our own text
"""`received`: every upload, `turn` 1 for what was taken of it; `known`: every scan once, of guests the reader may see, `why` it was
refused; `judged`: with its verdict; `passed`: who was let in or out (`passes`
says the same as an empty `why`, in a way of which PostgreSQL can tell how many there are). `counted`: people who count as guests, or have
booked the session."""


async def of_the_log(asked: Asked, query: str, *more: Any) -> list[Any]:
    """Rows of a query over the log; its own parameters begin with $4."""
    scope = None if asked.scope is None else list(asked.scope)
    return await fetch(f"WITH {_LOG} {query}", asked.gathering.id, asked.at, scope, *more)


async def arrivals(asked: Asked) -> dict[UUID, Any]:
    """When each guest arrived (报到): the first scan that let them in at an arrival desk."""
    rows = await of_the_log(
        asked,
        "SELECT guest, min(at) AS at FROM passed WHERE kind = 'arrival' AND direction = 'in' GROUP BY guest",
    )
    return {row["guest"]: row["at"] for row in rows}
