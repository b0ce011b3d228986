"""When the flights and trains land with which guests come, as the newest board or the replies tell."""

from datetime import datetime

from event.agenda.rules import Landing
from event.database import fetch
from event.gathering.tables import Gathering

_LANDINGS = """
WITH seen AS (
    SELECT s.id, s.number, s.on_day, s.planned_at, n.state, n.estimated_at, n.arrived_at
    FROM service s LEFT JOIN LATERAL (
        SELECT * FROM service_seen e WHERE e.service = s.id AND e.seen_at <= $2 ORDER BY e.seen_at DESC LIMIT 1
    ) n ON true WHERE s.gathering = $1
), fetched AS (
    SELECT t.guest, t.service FROM transfer t JOIN guest g ON g.id = t.guest
    WHERE g.gathering = $1 AND g.standing = 'approved' AND t.direction = 'arrival'
), told AS (
    SELECT j.number, j.on_day, (j.on_day + j.at_time) AT TIME ZONE $3 AS at, g.id AS guest
    FROM journey j JOIN guest g ON g.id = j.guest LEFT JOIN fetched f ON f.guest = g.id
    WHERE g.gathering = $1 AND g.standing = 'approved' AND j.direction = 'arrival' AND j.mode IN ('flight', 'train')
        AND j.number <> '' AND j.on_day IS NOT NULL AND f.service IS NULL
), due AS (
    SELECT s.number, coalesce(s.arrived_at, s.estimated_at, s.planned_at) AS at,
        (SELECT count(*) FROM fetched f WHERE f.service = s.id)
        + (SELECT count(*) FROM told t WHERE t.number = s.number AND t.on_day = s.on_day) AS guests
    FROM seen s WHERE s.state IS DISTINCT FROM 'cancelled'
    UNION ALL
    SELECT t.number, min(t.at), count(*) FROM told t
    WHERE NOT EXISTS (SELECT 1 FROM seen s WHERE s.number = t.number AND s.on_day = t.on_day)
    GROUP BY t.number, t.on_day HAVING min(t.at) IS NOT NULL
)
SELECT number, at, guests::int FROM due WHERE guests > 0 ORDER BY at, number
"""


async def landings(gathering: Gathering, now: datetime) -> list[Landing]:
    """Flights and trains with guests by time, as they have landed or are expected to as far as was known at `now`."""
    rows = await fetch(_LANDINGS, gathering.id, now, gathering.timezone)
    return [Landing(row["number"], row["at"].astimezone(gathering.zone), row["guests"]) for row in rows]
