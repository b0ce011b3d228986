"""Places of who does not come any more: they stand in the office's lists as cancelled, as long as nobody came instead."""

from typing import Any
from uuid import UUID

from event.database import fetch
from event.registration.rules import LEFT


async def given_up(kind: str, gathering: UUID) -> list[dict[str, Any]]:
    """The rows of a table (`kind`) that guests gave up, in the order of their numbers."""
    rows = await fetch(
        f"SELECT DISTINCT ON (g.number, p.place->>'direction') t.* FROM given_up_place p JOIN guest g ON g.id = p.guest"  # noqa: S608 - our own names
        f" CROSS JOIN LATERAL jsonb_populate_record(NULL::{kind}, p.place) t"
        " WHERE g.gathering = $1 AND p.kind = $2 AND g.standing = ANY($3::text[])"
        " AND NOT EXISTS (SELECT 1 FROM guest n WHERE n.replaces = g.id)"
        f" AND NOT EXISTS (SELECT 1 FROM {kind} k WHERE k.guest = g.id) ORDER BY g.number, p.place->>'direction', p.id",
        gathering, kind, [standing.value for standing in LEFT],
    )  # fmt: skip
    return [dict(row) for row in rows]
