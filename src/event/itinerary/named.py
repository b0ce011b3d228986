"""Whom a row of a list means: a substitute has the place of whom they replace, who does not come has none."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from event.database import fetch
from event.language import Message
from event.registration.importing.cells import Cells
from event.registration.rules import LEFT

_UNKNOWN_GUEST = Message("There is no guest with this number. Import the guest list first.")
_INSTEAD = Message("{number} comes instead and has the place.")
_GONE = Message("does not come; no place is kept.")


@dataclass(frozen=True)
class Sentences:
    """What is said about a row whose guest has changed."""

    instead: Message = _INSTEAD
    gone: Message = _GONE


@dataclass(frozen=True)
class Named:
    """Who has the place of a row: whom it was planned for, and whether they come."""

    guest: UUID
    number: str
    planned_for: UUID
    gone: bool


class People:
    """The guests of a gathering as lists name them."""

    def __init__(self, rows: Sequence[Any], said: Sentences) -> None:
        self._by_number = {row["number"]: row for row in rows}
        self._instead = {row["replaces"]: row for row in rows if row["replaces"]}
        self._said = said

    def of_number(self, number: str) -> UUID | None:
        """Whose number it is, whether they come or not."""
        row = self._by_number.get(number)
        return row["id"] if row else None

    def named(self, cells: Cells, field: str, number: str, *, needed: bool = True) -> Named | None:
        """Whom a number means now; what is to be said of it is said in the row."""
        row = self._by_number.get(number)
        if row is None:
            if number:
                (cells.refuse if needed else cells.warn)(field, _UNKNOWN_GUEST)
            return None
        first = row["id"]
        while row["id"] in self._instead:
            row = self._instead[row["id"]]
            cells.warn(field, self._said.instead, number=row["number"])
        gone = row["standing"] in LEFT
        if gone:
            cells.warn(field, self._said.gone)
        return Named(row["id"], row["number"], first, gone)


async def people_of(gathering: UUID, said: Sentences | None = None) -> People:
    """Everybody in the list."""
    rows = await fetch("SELECT id, number, standing, replaces FROM guest WHERE gathering = $1", gathering)
    return People(rows, said or Sentences())


async def give_up(table: str, guests: Sequence[UUID]) -> None:
    """Free the places of guests who do not come and keep what they were, inside the caller's `writing()`."""
    same = "coalesce(g.place->>'direction', '') = coalesce(to_jsonb(t)->>'direction', '')"
    await fetch(
        f"DELETE FROM given_up_place g USING {table} t WHERE g.kind = '{table}' AND g.guest = t.guest"  # noqa: S608 - our own names
        f" AND t.guest = ANY($1::uuid[]) AND {same}",
        list(guests),
    )
    await fetch(
        f"WITH gone AS (DELETE FROM {table} WHERE guest = ANY($1::uuid[]) RETURNING *)"  # noqa: S608 - our own names
        " INSERT INTO given_up_place (id, guest, kind, place)"
        f" SELECT gen_random_uuid(), guest, '{table}', to_jsonb(gone) FROM gone",
        list(guests),
    )
