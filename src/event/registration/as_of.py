"""Who was in the list at a moment, and how each guest stood then."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from event.database import fetch
from event.gathering.tables import Gathering
from event.registration.queries import Scope
from event.registration.tables import Standing
from event.text import full_name, latin_of

DECISIONS = """
last_decision AS MATERIALIZED (
    SELECT DISTINCT ON (guest) guest, after FROM decision WHERE gathering = $1 AND effective_at <= $2
    ORDER BY guest, effective_at DESC, recorded_at DESC
), next_decision AS MATERIALIZED (
    SELECT DISTINCT ON (guest) guest, nullif(before, '') AS before FROM decision WHERE gathering = $1 AND effective_at > $2
    ORDER BY guest, effective_at, recorded_at
)
"""
GUESTS_THEN = """
guest g LEFT JOIN last_decision l ON l.guest = g.id LEFT JOIN next_decision n ON n.guest = g.id
    WHERE g.gathering = $1 AND (g.known_since IS NULL OR g.known_since <= $2)
"""
STANDING_THEN = "coalesce(l.after, n.before, g.standing)"
"""The standing of then of the guests known at a moment: what the last decision up to then made it; before any, what
the first later decision found; without decisions, what it is."""

WHO = (
    "number", "name_zh", "latin_surname", "latin_given", "surname_first", "guest_class", "delegation", "residence",
    "travel_party", "source", "replaces",
)  # fmt: skip
"""What most reports need of each guest."""
EVERYTHING = (
    *WHO, "sex", "birth_date", "nationality", "party_place", "association_title", "company_title", "document_kind",
    "document_number", "document_expires", "phone", "wechat", "needs", "answers", "erased_at",
)  # fmt: skip
"""What any report may tell."""


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
        latin = latin_of(row)
        return full_name(row["name_zh"], latin)

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered in the reply form, read anew each time."""
        text = self.row["answers"]
        return dict(msgspec.json.decode(text)) if text != "{}" else {}


async def guests_as_of(
    gathering: Gathering,
    at: datetime,
    *,
    scope: Scope = None,
    columns: Sequence[str] = EVERYTHING,
    only: Collection[UUID] | None = None,
) -> list[GuestThen]:
    """The guests known at a moment, by number, all or `only` some; their rows have these columns."""
    told = ", ".join(f"g.{column}" for column in columns)
    rows = await fetch(
        f"WITH {DECISIONS} SELECT g.id, {STANDING_THEN} AS standing_then, {told} FROM {GUESTS_THEN}"  # noqa: S608 - our own text
        " AND ($3::uuid[] IS NULL OR g.delegation = ANY($3)) AND ($4::uuid[] IS NULL OR g.id = ANY($4))",
        gathering.id, at, None if scope is None else list(scope), None if only is None else list(only),
    )  # fmt: skip
    found = [GuestThen(row["id"], row["number"], _STANDINGS[row["standing_then"]], row) for row in rows]
    found.sort(key=lambda one: (one.number, one.id))
    return found


_STANDINGS = {one.value: one for one in Standing}
