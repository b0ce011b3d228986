"""What was changed of a task or a suggestion, field by field, kept for good and told to who edits the same."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec

from event.database import fetch
from event.people.rules import Actor
from event.signing.changing import name_of_actor


class Changed(msgspec.Struct):
    """One revision: who changed what and when; `changes`: {field: [before, after]}."""

    revision: int
    at: datetime
    by: str
    changes: dict[str, list[Any]]


def differences(
    before: msgspec.Struct | None, after: msgspec.Struct, *, hidden: Iterable[str] = ()
) -> dict[str, list[Any]]:
    """What is not the same; fields that are `hidden` are only said to differ."""
    old: dict[str, Any] = msgspec.to_builtins(before) if before else {}
    new: dict[str, Any] = msgspec.to_builtins(after)
    kept = frozenset(hidden)
    return {
        name: ["•", "•"] if name in kept else [old.get(name), value]
        for name, value in new.items()
        if (old.get(name) or None) != (value or None)
    }


async def note_change(
    kind: str, subject: UUID, revision: int, changes: dict[str, list[Any]], *, by: Actor, now: datetime
) -> None:
    """Keep what was changed of a `task` or a `suggestion`, inside the caller's `writing()`."""
    await fetch(
        f"INSERT INTO {kind}_entry (id, {kind}, revision, changes, by, by_name, at)"  # noqa: S608 - our own names
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        uuid4(), subject, revision, json.dumps(changes, ensure_ascii=False), by.mark, await name_of_actor(by), now,
    )  # fmt: skip


async def history_of(kind: str, subject: UUID) -> list[Changed]:
    """Every revision, the newest first."""
    rows = await fetch(
        f"SELECT revision, at, by_name, changes FROM {kind}_entry WHERE {kind} = $1 ORDER BY revision DESC",  # noqa: S608
        subject,
    )
    return [Changed(row["revision"], row["at"], row["by_name"], json.loads(row["changes"])) for row in rows]


async def who_changed_since(kind: str, subject: UUID, revision: int) -> str:
    """The names of those who changed it after a revision."""
    named = [one.by for one in await history_of(kind, subject) if one.revision > revision]
    return "、".join(dict.fromkeys(named)) or "–"
