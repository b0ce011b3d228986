"""What somebody changed of an agreement, a batch or a project: kept field by field, and told to who edits the same."""

import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import msgspec

from event.database import fetch, fetch_one
from event.people.rules import Actor
from event.signing.errors import ChangedMeanwhile
from event.signing.forms import ItemTold
from event.signing.money import plain as without_zeros
from event.signing.rules import party_mark

_HIDDEN = ("phone", "stand_in_phone")


def flat(told: msgspec.Struct) -> dict[str, Any]:
    """What was told, by field: lists of people as texts, parties as 甲.organisation_zh."""
    plain: dict[str, Any] = msgspec.to_builtins(told)
    parties = plain.pop("parties", ()) if isinstance(told, ItemTold) else ()
    for name, value in plain.items():
        if isinstance(getattr(told, name), Decimal):
            plain[name] = without_zeros(getattr(told, name))
        elif isinstance(value, list | tuple):
            plain[name] = "、".join(f"{one['title']} {one['name']}".strip() for one in value)
    for place, party in enumerate(parties, start=1):
        signatories = party.pop("signatories")
        plain |= {f"{party_mark(place)}.{name}": value for name, value in party.items()}
        for number, one in enumerate(signatories, start=1):
            at = f"{party_mark(place)}.{number}" if number > 1 else party_mark(place)
            plain |= {f"{at}.signatory.{name}": value for name, value in one.items()}
    return plain


def differences(before: msgspec.Struct | None, after: msgspec.Struct) -> dict[str, list[Any]]:
    """What is not the same, {field: [before, after]}; telephone numbers are only said to differ."""
    old, new = (flat(before) if before else {}), flat(after)
    return {
        name: ["•", "•"] if name.rpartition(".")[2] in _HIDDEN else [old.get(name), new.get(name)]
        for name in [*new, *(name for name in old if name not in new)]
        if _said(old.get(name)) != _said(new.get(name))
    }


def _said(value: Any) -> Any:
    """Nothing, an empty text and no are the same where a field was not there before."""
    return value or None


async def note_change(
    subject: UUID,
    revision: int,
    changes: Mapping[str, Any],
    *,
    gathering: UUID,
    by: Actor,
    now: datetime,
) -> None:
    """Keep what was changed, inside the caller's `writing()`."""
    await fetch(
        "INSERT INTO signing_change (id, gathering, subject, revision, changes, by, by_name, at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        uuid4(), gathering, subject, revision, json.dumps(changes, ensure_ascii=False), by.mark,
        await name_of_actor(by), now,
    )  # fmt: skip


async def name_of_actor(by: Actor) -> str:
    """Who it is, as colleagues call them."""
    kind, _, key = by.mark.partition(":")
    row = await fetch_one("SELECT name FROM users WHERE id = $1", UUID(key)) if kind == "user" else None
    return str(row["name"])[:80] if row else by.mark[:80]


async def refuse_if_changed(subject: UUID, revision: int, opened: int | None) -> None:
    """Tell the second of two editors: raises ChangedMeanwhile where the revision somebody opened is not the last one."""
    if opened is None or opened == revision:
        return
    rows = await fetch(
        "SELECT by_name, changes FROM signing_change WHERE subject = $1 AND revision > $2 ORDER BY revision",
        subject, opened,
    )  # fmt: skip
    changes: dict[str, Any] = {}
    for row in rows:
        for name, (before, after) in json.loads(row["changes"]).items():
            changes[name] = [changes.get(name, [before])[0], after]
    who = "、".join(dict.fromkeys(row["by_name"] for row in rows)) or "–"
    raise ChangedMeanwhile(who=who, changes=changes, revision=revision)


class Changed(msgspec.Struct):
    """One revision of a thing: who changed what and when."""

    revision: int
    at: datetime
    by: str
    changes: dict[str, Any]


async def changes_of(subject: UUID) -> list[Changed]:
    """Every revision, the newest first."""
    rows = await fetch(
        "SELECT revision, at, by_name, changes FROM signing_change WHERE subject = $1 ORDER BY revision DESC",
        subject,
    )
    return [Changed(row["revision"], row["at"], row["by_name"], json.loads(row["changes"])) for row in rows]
