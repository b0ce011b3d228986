"""The order of signing is frozen before it is printed: each freezing is a change of the batch that stays."""

import json
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from event.database import fetch
from event.gathering.tables import Gathering
from event.people.audit import record
from event.people.rules import Actor
from event.signing.ceremony.errors import NothingToFreeze, OrderFrozen
from event.signing.changing import note_change

_FROZEN = "frozen"


async def frozen_since(gathering: UUID) -> dict[int, datetime]:
    """Batches whose order is frozen, by number, with since when."""
    rows = await fetch(
        "SELECT DISTINCT ON (b.number) b.number, c.changes, c.at FROM signing_batch b JOIN signing_change c"
        " ON c.subject = b.id WHERE b.gathering = $1 AND c.changes ? $2 ORDER BY b.number, c.revision DESC",
        gathering, _FROZEN,
    )  # fmt: skip
    return {row["number"]: row["at"] for row in rows if json.loads(row["changes"])[_FROZEN][1]}


async def refuse_if_frozen(gathering: UUID, batches: Iterable[int | None]) -> None:
    """Inside the caller's `writing()`; raises OrderFrozen where the order of one of the batches is frozen."""
    if set(await frozen_since(gathering)) & set(batches):
        raise OrderFrozen


async def freeze(gathering: Gathering, *, by: Actor, now: datetime, frozen: bool = True) -> None:
    """Say that the order of every batch with agreements is frozen, or free again, inside the caller's `writing()`.

    Raises NothingToFreeze.
    """
    known = set(await frozen_since(gathering.id))
    rows = await fetch(
        "SELECT b.id, b.number, b.revision FROM signing_batch b WHERE b.gathering = $1 AND EXISTS (SELECT 1"
        " FROM signing_item i WHERE i.batch = b.id AND i.withdrawn_at IS NULL) ORDER BY b.number",
        gathering.id,
    )
    if frozen and not rows:
        raise NothingToFreeze
    for row in rows:
        if (row["number"] in known) == frozen:
            continue
        revision = row["revision"] + 1
        await fetch("UPDATE signing_batch SET revision = $2 WHERE id = $1", row["id"], revision)
        changes = {_FROZEN: [not frozen, frozen]}
        await note_change(row["id"], revision, changes, gathering=gathering.id, by=by, now=now)
    await record(
        "signing.freeze" if frozen else "signing.unfreeze", subject=f"gathering:{gathering.id}", by=by, now=now,
        gathering=gathering.id,
    )  # fmt: skip
