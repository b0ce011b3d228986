"""Checkpoints, guests found without a camera, and the last scans."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from event.checkin.tables import Verdict
from event.database import fetch
from event.gathering.tables import Gathering
from event.language import in_language
from event.registration.sealed import index_of
from event.text import folded, full_name, latin_of


@dataclass(frozen=True)
class CheckpointLine:
    """A checkpoint to choose."""

    id: UUID
    code: str
    name: str
    kind: str
    direction: str
    active: bool


@dataclass(frozen=True)
class Found:
    """A guest as the desk may see them: no phone, no document."""

    id: UUID
    name_zh: str
    latin: str
    class_code: str
    class_name: str
    delegation: str
    badge_number: str
    standing: str
    arrived_at: datetime | None


@dataclass(frozen=True)
class LastScan:
    """A scan in the list of the last ones; `undone` says why it was taken back."""

    id: UUID
    name: str
    verdict: str
    reason: str
    source: str
    scanned_at: datetime
    undone: str

    @property
    def may_be_undone(self) -> bool:
        """Whether anything follows from it that can be taken back."""
        return self.verdict != Verdict.REFUSED and not self.undone


async def checkpoints_of(gathering: Gathering, *, language: str = "zh-Hans") -> list[CheckpointLine]:
    """The gathering's checkpoints: arrival desks first, then as the office lists them."""
    rows = await fetch(
        "SELECT id, code, name_zh, name_en, kind, direction, active FROM checkpoint"
        " WHERE gathering = $1 ORDER BY kind <> 'arrival', position, code",
        gathering.id,
    )
    return [
        CheckpointLine(
            row["id"], row["code"], in_language(language, zh=row["name_zh"], en=row["name_en"]),
            row["kind"], row["direction"], row["active"],
        )
        for row in rows
    ]  # fmt: skip


async def search_guests(
    gathering: Gathering,
    text: str,
    *,
    delegations: frozenset[UUID] | None,
    checkpoint: UUID | None = None,
    language: str = "zh-Hans",
    limit: int = 20,
) -> list[Found]:
    """Guests by name in any script, pinyin, initials, number, badge number or phone tail; best first."""
    wanted = folded(text)
    if not wanted:
        return []
    plain = wanted.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    tail = index_of("phone tail", gathering.id, wanted) if wanted.isdigit() and len(wanted) == 4 else ""  # noqa: PLR2004
    rows = await fetch(
        "SELECT g.id, g.name_zh, g.latin_surname, g.latin_given, g.surname_first, g.standing,"
        " c.code AS class_code, c.name_zh AS class_zh, c.name_en AS class_en,"
        " d.name_zh AS delegation_zh, d.name_en AS delegation_en, t.badge_number,"
        " (SELECT min(a.scanned_at) FROM arrival a WHERE a.guest = g.id AND a.checkpoint = $6) AS arrived_at"
        " FROM guest g JOIN guest_class c ON c.id = g.guest_class LEFT JOIN delegation d ON d.id = g.delegation"
        " LEFT JOIN ticket t ON t.guest = g.id AND t.voided_at IS NULL"
        " WHERE g.gathering = $1 AND g.standing IN ('approved', 'submitted', 'waitlisted')"
        " AND ($2::uuid[] IS NULL OR g.delegation = ANY($2))"
        r" AND (g.search LIKE '%' || $3 || '%' OR ($4 <> '' AND g.phone_tail_index = $4))"
        " ORDER BY (E'\\n' || g.search || E'\\n') NOT LIKE '%' || E'\\n' || $3 || E'\\n%',"
        " (E'\\n' || g.search) NOT LIKE '%' || E'\\n' || $3 || '%', g.number LIMIT $5",
        gathering.id, list(delegations) if delegations is not None else None, plain, tail, limit, checkpoint,
    )  # fmt: skip
    return [_found(row, language) for row in rows]


async def last_scans(
    gathering: Gathering, checkpoint: UUID, *, limit: int = 20, language: str = "zh-Hans"
) -> list[LastScan]:
    """The newest scans at a checkpoint."""
    rows = await fetch(
        "SELECT s.id, s.verdict, s.reason, s.source, s.scanned_at, coalesce(u.reason, '') AS undone, g.name_zh,"
        " g.latin_surname, g.latin_given, g.surname_first"
        " FROM scan s LEFT JOIN guest g ON g.id = s.guest LEFT JOIN scan_undo u ON u.scan = s.id"
        " WHERE s.gathering = $1 AND s.checkpoint = $2 ORDER BY s.seq DESC LIMIT $3",
        gathering.id, checkpoint, limit,
    )  # fmt: skip
    return [
        LastScan(row["id"], _name(row, language), row["verdict"], row["reason"], row["source"], row["scanned_at"],
                 row["undone"])
        for row in rows
    ]  # fmt: skip


def _name(row: Any, language: str) -> str:
    if row["name_zh"] is None:
        return ""
    latin = latin_of(row)
    return (latin or row["name_zh"]) if language == "en" else full_name(row["name_zh"], latin)


def _found(row: Any, language: str) -> Found:
    return Found(
        id=row["id"],
        name_zh=row["name_zh"],
        latin=latin_of(row),
        class_code=row["class_code"],
        class_name=in_language(language, zh=row["class_zh"], en=row["class_en"]),
        delegation=in_language(language, zh=row["delegation_zh"] or "", en=row["delegation_en"] or ""),
        badge_number=row["badge_number"] or "",
        standing=row["standing"],
        arrived_at=row["arrived_at"],
    )
