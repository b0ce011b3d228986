"""How many people came to each session, from what the doors have counted."""

from uuid import UUID

from event.database import fetch
from event.gathering.tables import Gathering

_CAME = """
SELECT p.agenda_session AS session, count(DISTINCT a.guest)::int AS came
FROM arrival a JOIN checkpoint p ON p.id = a.checkpoint JOIN guest g ON g.id = a.guest
JOIN guest_class c ON c.id = g.guest_class
WHERE p.gathering = $1 AND p.agenda_session IS NOT NULL AND p.direction = 'in'
    AND (c.counts_as_guest OR EXISTS (SELECT 1 FROM booking b WHERE b.guest = a.guest AND b.agenda_session = p.agenda_session))
GROUP BY 1
"""


async def came(gathering: Gathering) -> dict[UUID, int]:
    """People by session, each once; of classes that do not count as guests only who has booked it."""
    return {row["session"]: row["came"] for row in await fetch(_CAME, gathering.id)}
