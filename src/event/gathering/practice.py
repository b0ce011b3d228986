"""Gatherings to practise with: begun from a real one's set-up, emptied, and removed without a trace but the audit trail."""

from datetime import datetime
from uuid import UUID, uuid4

from event.database import fetch, fetch_one, writing
from event.errors import Conflict
from event.gathering.belongings import belonging, children_first, every_table
from event.gathering.operations import add_usual_classes, forget
from event.gathering.tables import Gathering
from event.language import Message
from event.people.audit import record
from event.people.rules import Actor

_STAYS = frozenset({"gathering_key", "user_role"})
"""What a practice keeps when it begins again: its keys, and who may be in it."""


class NotPractice(Conflict):
    """Only a gathering that is practice may be emptied or removed."""

    sentence = Message("This is a real gathering: only practice can be begun again or removed.")


async def empty(gathering: UUID, *, by: Actor, now: datetime) -> None:
    """Take everything out of a practice but its own settings; scanners start over. Raises NotPractice."""
    async with writing():
        await _only_practice(gathering)
        await _remove_rows(gathering, but=_STAYS)
        await fetch(
            "UPDATE gathering SET guests_numbered = 0, epoch = $2, wall_generation = wall_generation + 1 WHERE id = $1",
            gathering, uuid4(),
        )  # fmt: skip
        await add_usual_classes(gathering)
        await record("practice.empty", subject=f"gathering:{gathering}", by=by, now=now, gathering=gathering)
    forget(gathering)


async def remove(gathering: UUID, *, by: Actor, now: datetime) -> None:
    """Remove a practice wholly, with its keys. Raises NotPractice."""
    async with writing():
        await _only_practice(gathering)
        await _remove_rows(gathering, but=frozenset())
        await fetch("DELETE FROM gathering WHERE id = $1", gathering)
        await record("practice.remove", subject=f"gathering:{gathering}", by=by, now=now, gathering=gathering)
    forget(gathering)


async def _only_practice(gathering: UUID) -> None:
    row = await fetch_one("SELECT practice FROM gathering WHERE id = $1 FOR UPDATE", gathering)
    if row is None or not row["practice"]:
        raise NotPractice
    # The guard of facts lets rows of this gathering go, as it is practice, until the transaction ends.
    await fetch("SELECT set_config('event.emptied', $1, true)", str(gathering))


async def _remove_rows(gathering: UUID, *, but: frozenset[str]) -> None:
    tables = await every_table()
    told = belonging(tables)
    people = [
        row["person"]
        for row in await fetch("SELECT DISTINCT person FROM guest WHERE gathering = $1", gathering)
    ]
    order = [name for name in children_first(told, tables) if name not in but]
    # What triggers have noted while rows went is removed last.
    for name in (*order, *(name for name in order if told[name] == "gathering = $1")):
        await fetch(f"DELETE FROM {name} WHERE {told[name]}", gathering)  # noqa: S608 - names of our tables
    await fetch(
        "DELETE FROM person WHERE id = ANY($1::uuid[]) AND created_at >= (SELECT created_at FROM gathering WHERE id = $2)"
        " AND NOT EXISTS (SELECT 1 FROM guest WHERE guest.person = person.id)",
        people, gathering,
    )  # fmt: skip


def founded_like(source: Gathering) -> dict[str, object]:
    """The columns a practice takes from the gathering it practises for."""
    names = (
        "title_en", "edition", "federation_zh", "federation_en", "place_zh", "place_en", "timezone", "review",
        "languages", "mail_name", "places", "registration_opens", "registration_closes", "changes_until",
    )  # fmt: skip
    return {name: getattr(source, name) for name in names}
