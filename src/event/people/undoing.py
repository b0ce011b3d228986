"""Undo in place of "are you sure": what was done is kept for a day, with the rows it touched before and after."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec

from event.database import fetch, fetch_one, writing
from event.errors import Conflict, NotFound
from event.gathering.tables import Gathering
from event.language import Message
from event.people.audit import record
from event.people.rules import Access, Actor, Permission

KEPT_FOR = timedelta(days=1)
"""So long what was done can be undone; longer, nothing is kept twice."""


class UnknownStep(NotFound):
    """Nothing of this id can be undone: it is older than a day, or not the reader's."""

    sentence = Message("There is nothing to undo any more.")


class ChangedSince(Conflict):
    """What was touched is not as it was left, so nothing is put back."""

    sentence = Message("Something was changed here since, or this was undone already. Nothing was undone.")


@dataclass(frozen=True)
class Rows:
    """The rows of a table that something touches: where `column` has one of `values`; `only`: the columns it changes.

    Naming more rows than are touched makes undoing stricter: a change of any of them in between refuses it. Those
    that are only `watched` are never put back themselves.
    """

    table: str
    column: str
    values: Sequence[Any]
    only: tuple[str, ...] = ()
    watched: bool = False
    before: list[dict[str, Any]] = field(default_factory=list)
    after: list[dict[str, Any]] = field(default_factory=list)


class StepView(msgspec.Struct, frozen=True):
    """Something that was done within the last day and can be undone."""

    id: UUID
    action: str
    subject: str
    at: datetime
    by: str


@asynccontextmanager
async def undoable(
    action: str, *rows: Rows, subject: str, by: Actor, now: datetime, gathering: UUID | None,
    needs: Permission = Permission.GUESTS_WRITE,
) -> AsyncIterator[UUID]:  # fmt: skip
    """Keep the rows as they are before and after the block, inside the caller's `writing()`; yields what undoes it.

    Rows that others point to are named before those. Who undoes needs the permission `needs`.
    """
    step = uuid4()
    for one in rows:
        one.before.extend(await _now(one))
    yield step
    for one in rows:
        one.after.extend(await _now(one))
    await _keep(step, action, rows, subject=subject, by=by, now=now, gathering=gathering, needs=needs)


async def undo(step: UUID, *, gathering: UUID | None, access: Access, now: datetime) -> UUID:
    """Put back the very same rows; answers with what does it again. Raises UnknownStep, ChangedSince."""
    try:
        async with writing():
            # As operations do: the gathering first, then its rows; steps that are being kept meanwhile do not wait for it.
            await fetch("SELECT 1 FROM gathering WHERE id = $1 FOR NO KEY UPDATE", gathering)
            row = await _held(step, gathering, access, now)
            rows = [Rows(**one) for one in json.loads(row["rows"])]
            if row["undone_at"] or [await _now(one) for one in rows] != [one.after for one in rows]:
                raise ChangedSince
            await _put_back(rows)
            await fetch("UPDATE undo_step SET undone_at = $2 WHERE id = $1", step, now)
            again = uuid4()
            turned = [replace(one, before=one.after, after=one.before) for one in rows]
            await _keep(
                again, f"{row['action']}.undo"[:60], turned, subject=row["subject"], by=access.actor, now=now,
                gathering=gathering, needs=Permission(row["permission"]),
            )  # fmt: skip
            await record(
                "undo", subject=row["subject"], by=access.actor, now=now, gathering=gathering,
                undone=row["action"], step=step,
            )  # fmt: skip
    except asyncpg.IntegrityConstraintViolationError:
        raise ChangedSince from None  # somebody took the name, or what it belongs to is gone
    return again


async def undoable_steps(*, gathering: UUID | None, access: Access, now: datetime) -> list[StepView]:
    """What the reader may undo, the newest first; undoing refuses what has changed since."""
    rows = await fetch(
        "SELECT * FROM undo_step WHERE gathering IS NOT DISTINCT FROM $1 AND undone_at IS NULL AND at > $2"
        " ORDER BY at DESC, id LIMIT 100",
        gathering, now - KEPT_FOR,
    )  # fmt: skip
    return [
        StepView(row["id"], row["action"], row["subject"], row["at"], row["by"])
        for row in rows
        if _may(row, gathering, access)
    ]


def undo_path(step: UUID, gathering: Gathering | None = None) -> str:
    """Where the button in the notice takes a step back."""
    return f"/console/{gathering.slug}/undo/{step}" if gathering else f"/console/undo/{step}"


async def forget_old_steps(*, now: datetime) -> None:
    """Forget what can no longer be undone."""
    await fetch("DELETE FROM undo_step WHERE at < $1", now - KEPT_FOR)


async def forget_steps_about(subject: UUID, *, gathering: UUID) -> None:
    """Forget what was done to rows that name somebody, inside the caller's `writing()`: an erasure leaves no copy."""
    await fetch(
        "DELETE FROM undo_step WHERE gathering = $1 AND position($2 IN rows::text) > 0",
        gathering,
        str(subject),
    )


def _may(row: Any, gathering: UUID | None, access: Access) -> bool:
    """Who did it, or who sees everybody, while their role still allows it."""
    sees_all = gathering is None or access.sees_all_delegations(gathering)
    return access.may(Permission(row["permission"]), gathering) and (
        sees_all or row["by"] == access.actor.mark
    )


async def _held(step: UUID, gathering: UUID | None, access: Access, now: datetime) -> Any:
    row = await fetch_one(
        "SELECT * FROM undo_step WHERE id = $1 AND gathering IS NOT DISTINCT FROM $2 FOR UPDATE",
        step,
        gathering,
    )
    if row is None or row["at"] < now - KEPT_FOR or not _may(row, gathering, access):
        raise UnknownStep
    return row


async def _keep(
    step: UUID, action: str, rows: Sequence[Rows], *, subject: str, by: Actor, now: datetime, gathering: UUID | None,
    needs: Permission,
) -> None:  # fmt: skip
    told = json.dumps([asdict(one) for one in rows], ensure_ascii=False, default=str)
    await fetch(
        "INSERT INTO undo_step (id, gathering, action, subject, permission, rows, by, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        step, gathering, action, subject, needs.value, told, by.mark, now,
    )  # fmt: skip


async def _now(rows: Rows) -> list[dict[str, Any]]:
    """The rows as they are, held until the transaction ends."""
    columns = ", ".join(f"'{name}', t.{name}" for name in ("id", *rows.only))
    whole = f"jsonb_build_object({columns})" if rows.only else "to_jsonb(t)"
    found = await fetch(
        f"SELECT {whole} AS row FROM {rows.table} t WHERE t.{rows.column} = ANY($1) ORDER BY t.id FOR UPDATE",  # noqa: S608 - our own names
        list(rows.values),
    )
    return [json.loads(one["row"]) for one in found]


async def _put_back(touched: Sequence[Rows]) -> None:
    rows = [one for one in touched if not one.watched]
    for one in reversed(rows):
        gone = [row["id"] for row in one.after if row["id"] not in {old["id"] for old in one.before}]
        await fetch(f"DELETE FROM {one.table} WHERE id = ANY($1)", gone)  # noqa: S608 - our own names
    for one in rows:
        there = {row["id"]: row for row in one.after}
        for row in one.before:
            if row != there.get(row["id"]):
                await _write(one.table, row, new=row["id"] not in there)


async def _write(table: str, row: dict[str, Any], *, new: bool) -> None:
    names = ", ".join([f'"{name}"' for name in await _columns(table) if name in row])
    was = f"SELECT {names} FROM jsonb_populate_record(NULL::{table}, $1)"  # noqa: S608 - our own names
    await fetch(
        f"INSERT INTO {table} ({names}) {was}" if new else f"UPDATE {table} SET ({names}) = ({was}) WHERE id = $2",  # noqa: S608 - our own names
        json.dumps(row), *([] if new else [row["id"]]),
    )  # fmt: skip


async def _columns(table: str) -> list[str]:
    """The columns of a table that PostgreSQL does not compute itself."""
    rows = await fetch(
        "SELECT attname FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped"
        " AND attgenerated = ''",
        table,
    )
    return [row["attname"] for row in rows]
