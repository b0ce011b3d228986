"""Everything that follows from the scans, made anew from the scans alone."""

from event.checkin.recording import DOORS
from event.database import fetch, writing
from event.gathering.tables import Gathering


async def recount(gathering: Gathering) -> None:
    """Make arrivals, who is where, and the tallies of a gathering anew; while it runs, scans wait.

    A guest counts as let in by the scan that was told so; where that one was taken back, by the earliest other.
    """
    async with writing():
        await fetch("SELECT pg_advisory_xact_lock($1::int, hashtext($2::text))", DOORS, str(gathering.id))
        for statement in (*_EMPTIED, _ARRIVALS, _PRESENCE, _INSIDE, _TALLY, _MINUTES):
            await fetch(statement, gathering.id)


_EMPTIED = (
    "DELETE FROM arrival WHERE checkpoint IN (SELECT id FROM checkpoint WHERE gathering = $1)",
    "DELETE FROM presence WHERE guest IN (SELECT id FROM guest WHERE gathering = $1)",
    "DELETE FROM tally_inside WHERE gathering = $1",
    "DELETE FROM tally WHERE gathering = $1",
    "DELETE FROM tally_minute WHERE gathering = $1",
)

_ARRIVALS = """
INSERT INTO arrival (id, guest, checkpoint, scope, occasion, scan, scanned_at, recorded_at)
SELECT DISTINCT ON (s.guest, s.scope, s.occasion)
    gen_random_uuid(), s.guest, s.checkpoint, s.scope, s.occasion, s.id, s.at, s.recorded_at
FROM scan s JOIN checkpoint p ON p.id = s.checkpoint
WHERE s.gathering = $1 AND s.guest IS NOT NULL AND s.verdict <> 'refused' AND s.direction = 'in'
    AND p.admits <> 'always' AND NOT EXISTS (SELECT 1 FROM scan_undo u WHERE u.scan = s.id)
ORDER BY s.guest, s.scope, s.occasion, (s.verdict = 'admitted' AND s.reason = '') DESC, s.at, s.id
"""

_PRESENCE = """
INSERT INTO presence (id, guest, place, inside, was_inside, at)
SELECT DISTINCT ON (s.guest, s.place) gen_random_uuid(), s.guest, s.place, s.direction = 'in', false, s.at
FROM scan s
WHERE s.gathering = $1 AND s.guest IS NOT NULL AND s.place IS NOT NULL AND s.verdict <> 'refused'
    AND NOT EXISTS (SELECT 1 FROM scan_undo u WHERE u.scan = s.id)
ORDER BY s.guest, s.place, s.at DESC, s.seq DESC
"""

_INSIDE = """
INSERT INTO tally_inside (place, gathering, people)
SELECT r.place, $1, count(*) FROM presence r JOIN guest g ON g.id = r.guest
WHERE g.gathering = $1 AND r.inside GROUP BY r.place
"""

_TALLY = """
INSERT INTO tally (id, gathering, checkpoint, verdict, delegation, guest_class, people)
SELECT gen_random_uuid(), $1, checkpoint, verdict, delegation, guest_class, n FROM (
    SELECT s.checkpoint, g.delegation, g.guest_class, count(*) AS n,
        CASE WHEN s.verdict = 'refused' THEN 'refused' WHEN a.scan IS NOT NULL THEN 'admitted'
            WHEN s.reason = 'back' THEN 'back' ELSE s.verdict END AS verdict
    FROM scan s LEFT JOIN guest g ON g.id = s.guest LEFT JOIN arrival a ON a.scan = s.id
    WHERE s.gathering = $1
        AND (s.verdict = 'refused' OR NOT EXISTS (SELECT 1 FROM scan_undo u WHERE u.scan = s.id))
    GROUP BY 1, 2, 3, 5) t
"""

_MINUTES = """
INSERT INTO tally_minute (id, gathering, checkpoint, minute, people)
SELECT gen_random_uuid(), $1, checkpoint, minute, n FROM (
    SELECT s.checkpoint, date_trunc('minute', s.at) AS minute, count(*) AS n
    FROM scan s LEFT JOIN arrival a ON a.scan = s.id
    WHERE s.gathering = $1 AND s.direction = 'in' AND s.verdict <> 'refused'
        AND (a.scan IS NOT NULL OR (s.verdict = 'admitted' AND s.reason = ''))
        AND NOT EXISTS (SELECT 1 FROM scan_undo u WHERE u.scan = s.id)
    GROUP BY 1, 2) t
"""
