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

STANDING_THEN = """
last_decision AS MATERIALIZED (
    SELECT DISTINCT ON (guest) guest, after FROM decision WHERE gathering = $1 AND effective_at <= $2
    ORDER BY guest, effective_at DESC, recorded_at DESC
), next_decision AS MATERIALIZED (
    SELECT DISTINCT ON (guest) guest, nullif(before, '') AS before FROM decision WHERE gathering = $1 AND effective_at > $2
    ORDER BY guest, effective_at, recorded_at
), standing_then AS (
    SELECT g.id, coalesce(l.after, n.before, g.standing) AS standing FROM guest g
    LEFT JOIN last_decision l ON l.guest = g.id LEFT JOIN next_decision n ON n.guest = g.id
    WHERE g.gathering = $1 AND (g.known_since IS NULL OR g.known_since <= $2)
)
"""
"""The guests known at a moment, and the standing of then: what the last decision up to then made it; before any, what
the first later decision found; without decisions, what it is."""

_COLUMNS = """
    g.id, g.number, g.name_zh, g.latin_surname, g.latin_given, g.surname_first, g.sex, g.birth_date, g.nationality,
    g.residence, g.guest_class, g.delegation, g.travel_party, g.party_place, g.association_title, g.company_title,
    g.document_kind, g.document_number, g.document_expires, g.phone, g.wechat, g.needs, g.answers, g.source, g.replaces,
    g.erased_at, s.standing AS standing_then
"""


@dataclass(slots=True, eq=False)
class GuestThen:
    """A guest as of a moment: the standing of then; `row` has what is told of them now, sealed as stored."""

    id: UUID
    number: str
    standing: Standing
    row: Any

    @property
    def name(self) -> str:
        row = self.row
        if row["name_zh"]:
            return str(row["name_zh"])
        latin = latin_name(row["latin_surname"], row["latin_given"], surname_first=row["surname_first"])
        return full_name(row["name_zh"], latin)

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered in the reply form, read anew each time."""
        text = self.row["answers"]
        return json.loads(text) if text != "{}" else {}


async def guests_as_of(gathering: Gathering, at: datetime, *, scope: Scope = None) -> list[GuestThen]:
    """The guests known at a moment, by number."""
    rows = await fetch(
        f"WITH {STANDING_THEN} SELECT {_COLUMNS} FROM standing_then s JOIN guest g ON g.id = s.id"  # noqa: S608 - our own text
        " WHERE ($3::uuid[] IS NULL OR g.delegation = ANY($3)) ORDER BY g.number, g.id",
        gathering.id, at, None if scope is None else list(scope),
    )  # fmt: skip
    return [GuestThen(row["id"], row["number"], _STANDINGS[row["standing_then"]], row) for row in rows]


_STANDINGS = {one.value: one for one in Standing}
