"""Which version of a paper is in hand: the audit trail remembers what was printed, so that what differs is counted on."""

from collections.abc import Iterable

from event.crypto import ring
from event.database import fetch
from event.gathering.tables import Gathering
from event.printing.visit.paper import Part


def digest(part: Part) -> str:
    """What stands on a part, as a keyed hash from which nothing can be read."""
    return ring().blind("paper", repr(part))[:16]


async def numbered(document: str, gathering: Gathering, parts: Iterable[Part]) -> dict[str, tuple[int, str]]:
    """Version and digest by key of the part: the version of before where nothing has changed since, otherwise the next.

    Inside the caller's `writing()`, which holds the gathering's row.
    """
    now = {part.key: digest(part) for part in parts}
    rows = await fetch(
        "SELECT DISTINCT ON (p.key) p.key, (p.value->>0)::int AS version, p.value->>1 AS digest FROM audit_entry a,"
        " jsonb_each(a.details->'parts') p WHERE a.gathering = $1 AND a.action = 'document.print' AND a.subject = $2"
        " AND p.key = ANY($3::text[]) ORDER BY p.key, a.id DESC",
        gathering.id, f"document:{document}", list(now),
    )  # fmt: skip
    before = {row["key"]: (row["version"], row["digest"]) for row in rows}
    found = {}
    for key, made in now.items():
        version, last = before.get(key, (0, ""))
        found[key] = (version if last == made else version + 1, made)
    return found
