"""Where doors disagreed: a device let in whom the server would not, or two devices let in the same guest.

Of those let in twice the first by device time stands; the others are conflicts until an organizer has looked.
What was taken back is none, nor is who went out in between.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

import msgspec

from event.checkin.errors import UnknownScan
from event.database import fetch, fetch_one, writing
from event.gathering.tables import Gathering
from event.language import in_language
from event.people.audit import record
from event.people.rules import Actor
from event.text import latin_of

_LONGEST_NOTE = 300


class ConflictKind(StrEnum):
    """What the doors disagreed about."""

    DOUBLED = "doubled"
    ADMITTED_WHILE_VOID = "admitted_while_void"
    ADMITTED_THOUGH_REFUSED = "admitted_though_refused"


class AtDoor(msgspec.Struct, frozen=True):
    """A scan as a conflict tells of it; `at` is the device's time put right."""

    scan: UUID
    checkpoint: str
    checkpoint_name: str
    device: str
    at: datetime


class Conflict(msgspec.Struct, frozen=True):
    """A scan that should not have let in; `stands` is the one that counts where there are two.

    `reason` says why the server refused; guest fields are empty where the ticket is nobody's.
    """

    kind: ConflictKind
    scan: AtDoor
    stands: AtDoor | None
    reason: str
    guest: UUID | None
    number: str
    name_zh: str
    latin: str
    seen_at: datetime | None
    seen_by: str
    note: str


_CONFLICTS = """
WITH let_in_wrongly AS MATERIALIZED (
    SELECT s.*, p.admits FROM scan s JOIN checkpoint p ON p.id = s.checkpoint
    WHERE s.gathering = $1 AND s.device_verdict = 'admitted' AND s.verdict <> 'admitted'
        AND NOT EXISTS (SELECT 1 FROM scan_undo u WHERE u.scan = s.id)
), counted AS (
    SELECT DISTINCT guest, scope, occasion FROM let_in_wrongly
    WHERE verdict = 'already_in' AND direction = 'in' AND admits <> 'always'
), let_in AS (
    SELECT s.*, first_value(s.id) OVER (PARTITION BY s.guest, s.scope, s.occasion ORDER BY s.at, s.device, s.id) AS first
    FROM counted c JOIN scan s ON s.guest = c.guest AND s.scope = c.scope AND s.occasion = c.occasion
    JOIN checkpoint p ON p.id = s.checkpoint
    WHERE s.direction = 'in' AND p.admits <> 'always' AND s.verdict <> 'refused' AND s.reason <> 'back'
        AND coalesce(nullif(s.device_verdict, ''), s.verdict) = 'admitted'
        AND NOT EXISTS (SELECT 1 FROM scan_undo u WHERE u.scan = s.id)
), conflict AS (
    SELECT l.id, 'doubled' AS kind, l.first AS stands FROM let_in l JOIN scan f ON f.id = l.first
    WHERE l.id <> l.first AND NOT EXISTS (
        SELECT 1 FROM scan o WHERE o.guest = l.guest AND o.at BETWEEN f.at AND l.at AND o.place = l.place
            AND o.direction = 'out' AND o.verdict <> 'refused'
            AND NOT EXISTS (SELECT 1 FROM scan_undo u WHERE u.scan = o.id))
    UNION ALL
    SELECT w.id, 'doubled', near.id FROM let_in_wrongly w LEFT JOIN LATERAL (
        SELECT s.id FROM scan s WHERE s.guest = w.guest AND s.checkpoint = w.checkpoint AND s.id <> w.id
            AND s.verdict = 'admitted' AND s.at BETWEEN w.at - interval '1 minute' AND w.at + interval '1 minute'
            AND NOT EXISTS (SELECT 1 FROM scan_undo u WHERE u.scan = s.id)
        ORDER BY abs(extract(epoch FROM s.at - w.at)), s.id LIMIT 1) near ON true
    WHERE w.verdict = 'already_in' AND (w.direction = 'out' OR w.admits = 'always') AND near.id IS NOT NULL
    UNION ALL
    SELECT id, CASE reason WHEN 'void' THEN 'admitted_while_void' ELSE 'admitted_though_refused' END, NULL
    FROM let_in_wrongly WHERE verdict = 'refused'
)
SELECT c.kind, s.id, s.reason, s.device, s.at, p.code, p.name_zh AS point_zh, p.name_en AS point_en,
    f.id AS first_id, f.device AS first_device, f.at AS first_at, q.code AS first_code, q.name_zh AS first_zh,
    q.name_en AS first_en, g.id AS guest, g.number, g.name_zh, g.latin_surname, g.latin_given, g.surname_first,
    seen.at AS seen_at, coalesce(person.name, seen.by, '') AS seen_by, coalesce(seen.note, '') AS note
FROM conflict c JOIN scan s ON s.id = c.id JOIN checkpoint p ON p.id = s.checkpoint
LEFT JOIN scan f ON f.id = c.stands LEFT JOIN checkpoint q ON q.id = f.checkpoint
LEFT JOIN guest g ON g.id = s.guest
LEFT JOIN conflict_seen seen ON seen.scan = s.id
LEFT JOIN users person ON seen.by = 'user:' || person.id
WHERE $2::boolean OR seen.id IS NULL
ORDER BY s.at DESC, s.id
"""


async def conflicts_of(gathering: Gathering, *, language: str, seen: bool = False) -> list[Conflict]:
    """The gathering's conflicts, newest first; those that were looked at only with `seen`."""
    return [_conflict(row, language) for row in await fetch(_CONFLICTS, gathering.id, seen)]


async def mark_seen(scan: UUID, note: str, *, gathering: Gathering, by: Actor, now: datetime) -> None:
    """Note that an organizer has looked at a conflict; the first note stays. Raises UnknownScan."""
    async with writing():
        if not await fetch_one("SELECT 1 FROM scan WHERE id = $1 AND gathering = $2", scan, gathering.id):
            raise UnknownScan
        made = await fetch_one(
            "INSERT INTO conflict_seen (id, gathering, scan, note, by, at) VALUES ($1, $2, $3, $4, $5, $6)"
            " ON CONFLICT DO NOTHING RETURNING id",
            uuid4(), gathering.id, scan, note[:_LONGEST_NOTE], by.mark, now,
        )  # fmt: skip
        if made is not None:
            await record("conflict.seen", subject=f"scan:{scan}", by=by, now=now, gathering=gathering.id)


def _conflict(row: Any, language: str) -> Conflict:
    def name(zh: str, en: str) -> str:
        return in_language(language, zh=row[zh], en=row[en])

    known = row["guest"] is not None
    return Conflict(
        kind=ConflictKind(row["kind"]),
        scan=AtDoor(row["id"], row["code"], name("point_zh", "point_en"), row["device"], row["at"]),
        stands=AtDoor(
            row["first_id"], row["first_code"], name("first_zh", "first_en"), row["first_device"], row["first_at"]
        ) if row["first_id"] else None,
        reason=row["reason"], guest=row["guest"], number=row["number"] or "", name_zh=row["name_zh"] or "",
        latin=latin_of(row) if known else "",
        seen_at=row["seen_at"], seen_by=row["seen_by"], note=row["note"],
    )  # fmt: skip
