"""What has happened to a reply: decisions with who and why, changes with before and after, files that came."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from event.database import fetch, fetch_one
from event.language import Message, translated
from event.registration.changing import changes_of
from event.registration.importing.reports import field_label
from event.registration.tables import Guest

_SENSITIVE = frozenset({"document_number", "phone", "wechat"})
_HIDDEN = "••••"
_ACTORS = {
    "guest": Message("the guest"), "invitation": Message("the delegation's contact"), "system": Message("the system"),
    "command line": Message("the command line"), "visitor": Message("a visitor"), "user": Message("a former user"),
    "bus": Message("the guide of a bus"),
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """A decision (`after` is a standing) or a change (`fields` with before and after; secrets hidden)."""

    at: datetime
    by: str
    before: str = ""
    after: str = ""
    reason: str = ""
    effective_at: datetime | None = None
    fields: list[tuple[str, str, str]] = field(default_factory=list)


async def history_of(guest: Guest, *, language: str) -> list[Entry]:
    """Everything that was decided and changed, newest first."""
    decisions = await fetch(
        'SELECT before, after, reason, "by", effective_at, recorded_at FROM decision WHERE guest = $1',
        guest.id,
    )
    told = [
        Entry(
            row["recorded_at"], row["by"], row["before"], row["after"], row["reason"],
            row["effective_at"] if row["effective_at"] != row["recorded_at"] else None,
        )
        for row in decisions
    ]  # fmt: skip
    for change, fields in await changes_of(guest):
        shown = [
            (field_label(name, language), _shown(name, before), _shown(name, after))
            for name, (before, after) in fields.items()
        ]
        told.append(Entry(change.at, change.by, fields=shown))
    return sorted(told, key=lambda one: one.at, reverse=True)


async def names_of_actors(marks: Iterable[str], *, language: str) -> dict[str, str]:
    """What to call who did something: a user's name, the guest, a delegation's contact."""
    ids = {mark: UUID(mark.removeprefix("user:")) for mark in marks if mark.startswith("user:")}
    rows = await fetch("SELECT id, name FROM users WHERE id = ANY($1::uuid[])", list(ids.values()))
    names = {row["id"]: row["name"] for row in rows}
    told = {}
    for mark in marks:
        kind = mark.partition(":")[0]
        told[mark] = names.get(ids[mark], "") if mark in ids else ""
        told[mark] = told[mark] or (translated(_ACTORS[kind], language) if kind in _ACTORS else mark)
    return told


@dataclass(frozen=True)
class SentFile:
    """A file that came with an answer."""

    id: UUID
    question: str
    name: str
    size: int


async def files_of(guest: Guest) -> list[SentFile]:
    """The files a guest sent, newest first."""
    rows = await fetch(
        "SELECT id, question, name, size FROM answer_file WHERE guest = $1 ORDER BY created_at DESC", guest.id
    )
    return [SentFile(**dict(row)) for row in rows]


async def replaced_by(guest: UUID) -> UUID | None:
    """Who came in the place of a guest."""
    row = await fetch_one("SELECT id FROM guest WHERE replaces = $1", guest)
    return row["id"] if row else None


def _shown(name: str, value: object) -> str:
    if value in (None, "", []):
        return "–"
    if name in _SENSITIVE or name.startswith("needs."):
        return _HIDDEN
    return "、".join(str(one) for one in value) if isinstance(value, list) else str(value)
