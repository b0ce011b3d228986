"""Setting up checkpoints: add, change, close and open, order, and remove where nobody was scanned."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec

from event.checkin.checkpoint_forms import CheckpointTold, Offered, checked
from event.checkin.errors import UnknownCheckpoint
from event.checkin.recording import DOORS
from event.database import fetch, fetch_one, writing
from event.errors import Conflict, Invalid, Problem
from event.gathering.tables import Gathering
from event.language import Message
from event.people.audit import record
from event.people.rules import Actor, Permission
from event.people.undoing import Rows, undoable
from event.registration.adding import lock

_CODE_TAKEN = Message("There is a checkpoint with this code already.")
_COLUMNS = (
    "code", "name_zh", "name_en", "kind", "direction", "admits", "rule", "opens_at", "closes_at", "counts_inside",
    "hands_out_zh", "hands_out_en", "hall", "agenda_session",
)  # fmt: skip
_NAMES = ", ".join(_COLUMNS)
_NUMBERS = ", ".join(f"${number}" for number in range(3, 3 + len(_COLUMNS)))
_ADD = (
    f"INSERT INTO checkpoint (id, gathering, position, active, {_NAMES})"  # noqa: S608 - our own names
    " SELECT $1, $2, coalesce((SELECT max(position) + 1 FROM checkpoint WHERE gathering = $2), 0), true,"
    f" {_NUMBERS}"
)
_CHANGE = (
    f"UPDATE checkpoint SET ({_NAMES}) = ({_NUMBERS})"  # noqa: S608 - our own names
    " WHERE id = $1 AND gathering = $2 RETURNING scope, place, direction"
)


class CheckpointInUse(Conflict):
    """Scans rest on the checkpoint; without it they would count for nothing."""

    sentence = Message("Guests were scanned at this checkpoint: it can be closed, not removed.")


class CountedOtherwise(Conflict):
    """The change would make guests who were counted here count anew."""

    sentence = Message(
        "Guests were counted here already: its direction, and what they are counted once for, stay. "
        "Close this checkpoint and add another one."
    )


async def add_checkpoint(
    told: CheckpointTold, *, offered: Offered, gathering: Gathering, by: Actor, now: datetime
) -> UUID:
    """Add a checkpoint after the others; returns its id. Raises Invalid."""
    kept, made = checked(told, offered), uuid4()
    try:
        async with writing():
            await fetch(_ADD, made, gathering.id, *_values(kept, offered))
            await record(
                "checkpoint.add", subject=f"checkpoint:{made}", by=by, now=now, gathering=gathering.id,
                code=kept.code,
            )  # fmt: skip
    except asyncpg.UniqueViolationError:
        raise Invalid({"code": Problem(_CODE_TAKEN)}) from None
    return made


async def change_checkpoint(
    checkpoint: UUID,
    told: CheckpointTold,
    *,
    offered: Offered,
    gathering: Gathering,
    by: Actor,
    now: datetime,
) -> None:
    """Change a checkpoint; it holds from the next scan. Raises Invalid, UnknownCheckpoint, CountedOtherwise."""
    kept = checked(told, offered)
    try:
        async with writing():
            await _stop_the_doors(gathering)
            before = await _before(checkpoint, gathering)
            after: Any = await fetch_one(_CHANGE, checkpoint, gathering.id, *_values(kept, offered))
            if _counts_otherwise(before, after) and await _scanned(checkpoint):
                raise CountedOtherwise
            changed = [name for name, value in _told(before).items() if getattr(kept, name) != value]
            await record(
                "checkpoint.change", subject=f"checkpoint:{checkpoint}", by=by, now=now, gathering=gathering.id,
                changed=changed,
            )  # fmt: skip
    except asyncpg.UniqueViolationError:
        raise Invalid({"code": Problem(_CODE_TAKEN)}) from None


async def open_checkpoint(
    checkpoint: UUID, *, active: bool, gathering: Gathering, by: Actor, now: datetime
) -> UUID:
    """Open a checkpoint, or close it: whoever is scanned there is then told so; answers with what undoes it.

    Raises UnknownCheckpoint.
    """
    action, subject = "checkpoint.open" if active else "checkpoint.close", f"checkpoint:{checkpoint}"
    async with writing():
        async with undoable(
            action, Rows("checkpoint", "id", [checkpoint], only=("active",)), subject=subject, by=by, now=now,
            gathering=gathering.id, needs=Permission.GATHERING_WRITE,
        ) as step:  # fmt: skip
            row = await fetch_one(
                "UPDATE checkpoint SET active = $3 WHERE id = $1 AND gathering = $2 RETURNING id",
                checkpoint, gathering.id, active,
            )  # fmt: skip
            if row is None:
                raise UnknownCheckpoint
        await record(action, subject=subject, by=by, now=now, gathering=gathering.id)
    return step


async def put_at(checkpoint: UUID, place: int, *, gathering: Gathering, by: Actor, now: datetime) -> None:
    """Put a checkpoint at a place of the list, counted from 0. Raises UnknownCheckpoint."""
    async with writing():
        await lock(gathering)
        rows = await fetch(
            "SELECT id FROM checkpoint WHERE gathering = $1 ORDER BY position, code", gathering.id
        )
        order = [row["id"] for row in rows if row["id"] != checkpoint]
        if len(order) == len(rows):
            raise UnknownCheckpoint
        order.insert(max(0, min(place, len(order))), checkpoint)
        await fetch(
            "UPDATE checkpoint SET position = o.place - 1 FROM unnest($1::uuid[]) WITH ORDINALITY AS o (id, place)"
            " WHERE checkpoint.id = o.id AND checkpoint.position <> o.place - 1",
            order,
        )
        await record(
            "checkpoint.order", subject=f"checkpoint:{checkpoint}", by=by, now=now, gathering=gathering.id,
            place=order.index(checkpoint),
        )  # fmt: skip


async def remove_checkpoint(checkpoint: UUID, *, gathering: Gathering, by: Actor, now: datetime) -> UUID:
    """Remove a checkpoint where nobody was scanned; answers with what undoes it, also at the scanners that had it.

    Raises UnknownCheckpoint, CheckpointInUse.
    """
    async with writing():
        await _stop_the_doors(gathering)
        before = await _before(checkpoint, gathering)
        if await _scanned(checkpoint):
            raise CheckpointInUse
        having = await fetch(
            "SELECT id FROM device WHERE gathering = $1 AND checkpoints ? $2::text",
            gathering.id,
            str(checkpoint),
        )
        devices = [row["id"] for row in having]
        async with undoable(
            "checkpoint.remove", Rows("checkpoint", "id", [checkpoint]), Rows("device", "id", devices, only=("checkpoints",)),
            subject=f"checkpoint:{checkpoint}", by=by, now=now, gathering=gathering.id, needs=Permission.GATHERING_WRITE,
        ) as step:  # fmt: skip
            await fetch("DELETE FROM checkpoint WHERE id = $1", checkpoint)
            await fetch(
                "UPDATE device SET checkpoints = checkpoints - $2::text WHERE id = ANY($1::uuid[])",
                devices, str(checkpoint),
            )  # fmt: skip
        await record(
            "checkpoint.remove", subject=f"checkpoint:{checkpoint}", by=by, now=now, gathering=gathering.id,
            code=before["code"],
        )  # fmt: skip
    return step


async def _stop_the_doors(gathering: Gathering) -> None:
    """No scan is recorded until this transaction ends."""
    await fetch("SELECT pg_advisory_xact_lock($1::int, hashtext($2::text))", DOORS, str(gathering.id))


async def _before(checkpoint: UUID, gathering: Gathering) -> Any:
    row = await fetch_one(
        "SELECT p.*, h.code AS hall_code, s.code AS session_code FROM checkpoint p LEFT JOIN hall h ON h.id = p.hall"
        " LEFT JOIN agenda_session s ON s.id = p.agenda_session WHERE p.id = $1 AND p.gathering = $2",
        checkpoint, gathering.id,
    )  # fmt: skip
    if row is None:
        raise UnknownCheckpoint
    return row


async def _scanned(checkpoint: UUID) -> bool:
    return await fetch_one("SELECT 1 FROM scan WHERE checkpoint = $1 LIMIT 1", checkpoint) is not None


def _counts_otherwise(before: Any, after: Any) -> bool:
    """Whether guests counted so far would be counted again, or leave a hall they did not enter."""
    moved = before["place"] is not None and after["place"] is not None and before["place"] != after["place"]
    return bool(before["scope"] != after["scope"] or before["direction"] != after["direction"] or moved)


def _told(row: Any) -> dict[str, Any]:
    """What was set before, by the names of CheckpointTold."""
    same = (
        "code",
        "name_zh",
        "name_en",
        "kind",
        "direction",
        "admits",
        "opens_at",
        "closes_at",
        "counts_inside",
    )
    rule = msgspec.convert(json.loads(row["rule"]), CheckpointTold.__annotations__["rule"])
    return {
        **{name: row[name] for name in (*same, "hands_out_zh", "hands_out_en")}, "hall": row["hall_code"] or "",
        "session": row["session_code"] or "", "rule": rule,
    }  # fmt: skip


def _values(kept: CheckpointTold, offered: Offered) -> list[Any]:
    rule = json.dumps([{k: v for k, v in msgspec.structs.asdict(one).items() if v} for one in kept.rule])
    told = msgspec.structs.asdict(kept) | {
        "rule": rule, "hall": offered.halls.get(kept.hall), "agenda_session": offered.sessions.get(kept.session),
    }  # fmt: skip
    return [told[name] for name in _COLUMNS]
