"""Who had which place at a moment, whatever was replaced or cancelled since."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from event.database import fetch
from event.gathering.tables import Gathering
from event.registration.as_of import EVERYTHING, GuestThen, guests_as_of
from event.registration.queries import Scope
from event.registration.rules import LEFT
from event.registration.tables import Standing


@dataclass(slots=True, eq=False)
class Place:
    """A place (a row of its table) and who had it then; `comes`: they were approved."""

    then: GuestThen
    row: Any

    @property
    def comes(self) -> bool:
        return self.then.standing is Standing.APPROVED


async def places_as_of(
    table: str,
    gathering: Gathering,
    at: datetime,
    *,
    scope: Scope = None,
    columns: Sequence[str] = EVERYTHING,
    only: Collection[UUID] | None = None,
    direction: str = "",
    known: Mapping[UUID, GuestThen] | None = None,
) -> list[Place]:
    """The places of a table by guest, all or those that `only` some had: those of substitutes are told of whom they
    replace until they came.

    `direction`: of transfers, arrival or departure. `known`: all guests of the moment, where they were read already. Places that somebody gave up are there too, so that they are known of moments before.
    """
    replaces = await _replaces(gathering)
    (mine, theirs) = ("AND t.direction = $4", "AND p.place->>'direction' = $4") if direction else ("", "")
    asked = None if only is None else {*only, *replaces.keys(), *replaces.values()}
    rows = await fetch(
        f"SELECT t.*, NULL::timestamptz AS left_at FROM {table} t JOIN guest g ON g.id = t.guest"  # noqa: S608 - our own names
        " WHERE g.gathering = $1 AND ($3::uuid[] IS NULL OR t.guest = ANY($3))"
        f" {mine} UNION ALL SELECT (jsonb_populate_record(NULL::{table}, p.place)).*,"
        "   (SELECT max(d.effective_at) FROM decision d WHERE d.guest = p.guest AND d.after = ANY($2::text[]))"
        " FROM given_up_place p"
        f" JOIN guest g ON g.id = p.guest WHERE g.gathering = $1 AND p.kind = '{table}'"
        f" AND ($3::uuid[] IS NULL OR p.guest = ANY($3)) {theirs}"
        f" AND NOT EXISTS (SELECT 1 FROM {table} t WHERE t.guest = p.guest)",
        gathering.id, [standing.value for standing in LEFT], None if asked is None else list(asked),
        *([direction] if direction else []),
    )  # fmt: skip
    if known is None:
        known = {one.id: one for one in await guests_as_of(gathering, at, columns=columns, only=asked)}
    found = []
    for row in rows:
        guest = row["guest"]
        one = known.get(guest)
        while one is None and guest in replaces:
            guest = replaces[guest]
            one = known.get(guest)
        if one is None or (scope is not None and one.row["delegation"] not in scope):
            continue
        if only is not None and guest not in only:
            continue
        # who comes after all, having given the place up, does not have it back
        left = row["left_at"]
        if left is None or left > at or one.standing is not Standing.APPROVED:
            found.append(Place(one, row))
    found.sort(key=lambda place: place.then.number)
    return found


async def _replaces(gathering: Gathering) -> dict[UUID, UUID]:
    """Whom each substitute replaces."""
    rows = await fetch(
        "SELECT id, replaces FROM guest WHERE gathering = $1 AND replaces IS NOT NULL", gathering.id
    )
    return {row["id"]: row["replaces"] for row in rows}
