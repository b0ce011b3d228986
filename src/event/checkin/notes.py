"""Words from the desk to a guest's liaison: sealed when written, opened for whoever may see contacts, then done."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from event.checkin.tables import DeskNote
from event.database import fetch, fetch_one, writing
from event.errors import Invalid, NotFound, Problem
from event.gathering.keys import Keys, keys_of
from event.gathering.tables import Gathering
from event.language import Message
from event.people.audit import record
from event.people.rules import Actor
from event.registration.errors import UnknownGuest
from event.registration.queries import Scope
from event.text import full_name, latin_of

LONGEST = 500
NOTHING_WRITTEN = Message("Please write what the liaison should know.")


class UnknownNote(NotFound):
    """No such note on a guest the reader may see."""

    sentence = Message("There is no such note.")


@dataclass(frozen=True)
class Note:
    """A note in clear; `by` and `done_by` are actors as the audit trail names them."""

    id: UUID
    guest: UUID
    number: str
    name: str
    text: str
    by: str
    at: datetime
    done_at: datetime | None
    done_by: str


async def leave_note(
    guest: UUID, text: str, *, gathering: Gathering, by: Actor, now: datetime, note: UUID | None = None
) -> UUID:
    """Leave a note for a guest's liaison; one that was named beforehand is left once. Raises UnknownGuest, Invalid."""
    if not text.strip():
        raise Invalid({"note": Problem(NOTHING_WRITTEN)})
    keys, note = await keys_of(gathering.id), note or uuid4()
    async with writing():
        await fetch("SELECT pg_advisory_xact_lock(hashtextextended($1::text, 0))", str(note))
        if await fetch_one("SELECT 1 FROM desk_note WHERE id = $1", note):
            return note
        if not await fetch_one(
            "SELECT 1 FROM guest WHERE id = $1 AND gathering = $2 AND erased_at IS NULL", guest, gathering.id
        ):
            raise UnknownGuest
        sealed = keys.seal(text.strip()[:LONGEST], table="desk_note", column="text", row=note)
        await DeskNote(
            id=note, gathering=gathering.id, guest=guest, text=sealed, by=by.mark, at=now
        ).save()  # fmt: skip
        await record("desk_note.leave", subject=f"guest:{guest}", by=by, now=now, gathering=gathering.id)
    return note


async def finish_note(note: UUID, *, gathering: Gathering, scope: Scope, by: Actor, now: datetime) -> UUID:
    """Say that a note is done, once; returns its guest. Raises UnknownNote."""
    async with writing():
        row = await fetch_one(
            "SELECT n.id, n.guest, n.done_at FROM desk_note n JOIN guest g ON g.id = n.guest WHERE n.id = $1"
            " AND n.gathering = $2 AND ($3::uuid[] IS NULL OR g.delegation = ANY($3)) FOR UPDATE OF n",
            note, gathering.id, _limits(scope),
        )  # fmt: skip
        if row is None:
            raise UnknownNote
        if row["done_at"] is None:
            await fetch("UPDATE desk_note SET done_at = $2, done_by = $3 WHERE id = $1", note, now, by.mark)
            await record(
                "desk_note.done", subject=f"guest:{row['guest']}", by=by, now=now, gathering=gathering.id
            )
    return UUID(str(row["guest"]))


async def notes_of(guest: UUID, *, gathering: Gathering, scope: Scope) -> list[Note]:
    """The notes on one guest, newest first. Raises UnknownGuest."""
    known = await fetch_one(
        "SELECT 1 FROM guest WHERE id = $1 AND gathering = $2 AND ($3::uuid[] IS NULL OR delegation = ANY($3))",
        guest, gathering.id, _limits(scope),
    )  # fmt: skip
    if known is None:
        raise UnknownGuest
    return await _notes(gathering, scope, "AND n.guest = $3 ORDER BY n.at DESC, n.id", guest)


async def open_notes(gathering: Gathering, *, scope: Scope) -> list[Note]:
    """The notes that are not done, oldest first, of the delegations the reader is limited to."""
    return await _notes(gathering, scope, "AND n.done_at IS NULL ORDER BY n.at, n.id")


async def how_many_open(gathering: Gathering, *, scope: Scope) -> int:
    """How many notes are not done, without opening them."""
    row: Any = await fetch_one(
        "SELECT count(*) AS open FROM desk_note n JOIN guest g ON g.id = n.guest WHERE n.gathering = $1"
        " AND n.done_at IS NULL AND ($2::uuid[] IS NULL OR g.delegation = ANY($2))",
        gathering.id, _limits(scope),
    )  # fmt: skip
    return int(row["open"])


def _limits(scope: Scope) -> list[UUID] | None:
    return list(scope) if scope is not None else None


async def _notes(gathering: Gathering, scope: Scope, wanted: str, *arguments: Any) -> list[Note]:
    keys = await keys_of(gathering.id)
    rows = await fetch(f"{_NOTES} {wanted}", gathering.id, _limits(scope), *arguments)
    return [_note(row, keys) for row in rows]


def _note(row: Any, keys: Keys) -> Note:
    latin = latin_of(row)
    return Note(
        row["id"], row["guest"], row["number"], full_name(row["name_zh"], latin),
        keys.open(row["text"], table="desk_note", column="text", row=row["id"]), row["by"], row["at"],
        row["done_at"], row["done_by"],
    )  # fmt: skip


_NOTES = """
SELECT n.id, n.guest, n.text, n.by, n.at, n.done_at, n.done_by, g.number, g.name_zh, g.latin_surname, g.latin_given,
    g.surname_first
FROM desk_note n JOIN guest g ON g.id = n.guest
WHERE n.gathering = $1 AND ($2::uuid[] IS NULL OR g.delegation = ANY($2))
"""
