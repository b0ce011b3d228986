"""Who was in the list at a moment, and how each guest stood then."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from event.database import fetch
from event.gathering.tables import Gathering
from event.registration.queries import Scope
from event.registration.tables import Standing
from event.text import full_name, latin_name


@dataclass(frozen=True)
class GuestThen:
    """A guest as of a moment: the standing of then; `row` has what is told of them now, sealed as stored."""

    id: UUID
    number: str
    name: str
    standing: Standing
    answers: dict[str, Any]
    row: Any


async def guests_as_of(gathering: Gathering, at: datetime, *, scope: Scope = None) -> list[GuestThen]:
    """The guests known at a moment, by number.

    The standing of then is what the last decision up to then made it; before any, what the first later
    decision found; without decisions, what it is.
    """
    rows = await fetch(
        "SELECT g.*, coalesce("
        " (SELECT d.after FROM decision d WHERE d.guest = g.id AND d.effective_at <= $2"
        "   ORDER BY d.effective_at DESC, d.recorded_at DESC LIMIT 1),"
        " (SELECT nullif(d.before, '') FROM decision d WHERE d.guest = g.id AND d.effective_at > $2"
        "   ORDER BY d.effective_at, d.recorded_at LIMIT 1), g.standing) AS standing_then"
        " FROM guest g WHERE g.gathering = $1 AND (g.known_since IS NULL OR g.known_since <= $2)"
        " AND ($3::uuid[] IS NULL OR g.delegation = ANY($3)) ORDER BY g.number, g.id",
        gathering.id, at, None if scope is None else list(scope),
    )  # fmt: skip
    return [
        GuestThen(
            row["id"],
            row["number"],
            _name(row),
            Standing(row["standing_then"]),
            json.loads(row["answers"]),
            row,
        )
        for row in rows
    ]


def _name(row: Any) -> str:
    latin = latin_name(row["latin_surname"], row["latin_given"], surname_first=row["surname_first"])
    return full_name(row["name_zh"], latin)
