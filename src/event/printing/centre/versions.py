"""Which version of a paper is in hand: the audit trail remembers what was printed, so that what differs is counted on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from event.crypto import ring
from event.database import fetch
from event.gathering.tables import Gathering


@dataclass(frozen=True)
class Version:
    """The number, a keyed hash from which nothing can be read, and the moment this version came to be."""

    number: int
    digest: str
    since: datetime

    @property
    def kept(self) -> list[str | int]:
        """As the audit trail has it."""
        return [self.number, self.digest, self.since.isoformat()]


def digest(content: Any) -> str:
    """What stands on a part, as a keyed hash."""
    return ring().blind("paper", repr(content))[:16]


async def numbered(
    document: str, gathering: Gathering, parts: Mapping[str, Any], *, now: datetime
) -> dict[str, Version]:
    """The version of each part: that of before where nothing has changed since, otherwise the next, as of now.

    Inside the caller's `writing()`, which holds the gathering's row.
    """
    rows = await fetch(
        "SELECT DISTINCT ON (p.key) p.key, (p.value->>0)::int AS version, p.value->>1 AS digest,"
        " coalesce((p.value->>2)::timestamptz, a.at) AS since FROM audit_entry a, jsonb_each(a.details->'parts') p"
        " WHERE a.gathering = $1 AND a.action = 'document.print' AND a.subject = $2 AND p.key = ANY($3::text[])"
        " ORDER BY p.key, a.id DESC",
        gathering.id, f"document:{document}", list(parts),
    )  # fmt: skip
    before = {row["key"]: Version(row["version"], row["digest"], row["since"]) for row in rows}
    found = {}
    for key, content in parts.items():
        made, last = digest(content), before.get(key)
        found[key] = (
            last if last and last.digest == made else Version(last.number + 1 if last else 1, made, now)
        )
    return found
