"""The audit trail: a chain of hashes to which entries are only added."""

import hashlib
import json
from datetime import datetime
from typing import Any
from uuid import UUID

from event.database import fetch, fetch_one
from event.people.rules import Actor

_LOCK = 0x6175646974  # "audit"
_FIRST = "0" * 64


async def record(
    action: str,
    *,
    subject: str,
    by: Actor,
    now: datetime,
    gathering: UUID | None = None,
    **details: Any,
) -> None:
    """Add an entry, inside the caller's `writing()`; ids and figures only, no personal data."""
    await fetch("SELECT pg_advisory_xact_lock($1)", _LOCK)
    last = await fetch_one("SELECT id, hash FROM audit_entry ORDER BY id DESC LIMIT 1")
    number, previous = (last["id"] + 1, last["hash"]) if last else (1, _FIRST)
    written = json.dumps(details, ensure_ascii=False, sort_keys=True, default=str)
    digest = entry_hash(previous, number, now, by.mark, action, subject, gathering, written)
    await fetch(
        "INSERT INTO audit_entry (id, at, actor, action, subject, gathering, details, previous_hash, hash)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        number, now, by.mark, action, subject, gathering, written, previous, digest,
    )  # fmt: skip


def entry_hash(
    previous: str,
    number: int,
    at: datetime,
    actor: str,
    action: str,
    subject: str,
    gathering: UUID | None,
    details: str,
) -> str:
    """SHA-256 over the previous hash and every field of the entry."""
    content = json.dumps(
        [previous, number, at.isoformat(), actor, action, subject, str(gathering), json.loads(details)],
        ensure_ascii=False, sort_keys=True,
    )  # fmt: skip
    return hashlib.sha256(content.encode()).hexdigest()


async def broken_at() -> int | None:
    """The number of the first entry whose hash does not follow, or None where the chain holds."""
    previous = _FIRST
    expected = 1
    for row in await fetch("SELECT * FROM audit_entry ORDER BY id"):
        digest = entry_hash(
            previous, row["id"], row["at"], row["actor"], row["action"], row["subject"],
            row["gathering"], row["details"],
        )  # fmt: skip
        if row["id"] != expected or row["hash"] != digest or row["previous_hash"] != previous:
            return expected
        previous, expected = row["hash"], expected + 1
    return None
