"""What was changed of a session: kept whole before and after, so that any last change can be taken back."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec

from event.agenda.errors import CannotUndo, SessionInUse, UnknownChange
from event.agenda.freeing import give_back, set_free
from event.agenda.tables import AgendaChange, AgendaItem, AgendaPerson, AgendaSession
from event.comparing import mark
from event.database import fetch, fetch_one, writing
from event.gathering.tables import Gathering
from event.people.audit import record
from event.people.rules import Actor
from event.registration.adding import insert_all, lock
from event.registration.places import move_up_where_free

_HISTORY = 30
_TITLES = ("title_zh", "title_en")
IN_USE = (asyncpg.RestrictViolationError, asyncpg.ForeignKeyViolationError)
"""What PostgreSQL says where other things belong to a row."""


class ChangeView(msgspec.Struct, frozen=True):
    """One change of a session; it can be undone while the session has not changed again."""

    id: UUID
    session: UUID
    title: str
    revision: int
    action: str
    at: datetime
    by: str
    undoes: UUID | None
    can_undo: bool


@dataclass
class Change:
    """A change under way: the session it is about, and its id once it is kept (None where nothing changed)."""

    session: UUID
    kept: UUID | None = None


@asynccontextmanager
async def changing(
    session: UUID, action: str, *, gathering: Gathering, by: Actor, now: datetime, undoes: UUID | None = None
) -> AsyncIterator[Change]:
    """One transaction that changes one session, with what it was and what it is kept; its places are free while it is cancelled."""
    change = Change(session)
    async with writing():
        await lock(gathering)
        before = await _whole(gathering, session)
        yield change
        after = await _whole(gathering, session)
        if _without_revision(before) == _without_revision(after):
            return
        revision = 1 + await _revisions(session, before)
        if after is not None:
            after["session"]["revision"] = revision
            await fetch("UPDATE agenda_session SET revision = $2 WHERE id = $1", session, revision)
        if _is_off(before) != _is_off(after):
            await (set_free if _is_off(after) else give_back)(session, by=by, now=now)
            await move_up_where_free(gathering.id)
        change.kept = uuid4()
        await AgendaChange(
            id=change.kept, gathering=gathering.id, session=session, revision=revision, action=action,
            before=None if before is None else json.dumps(before, ensure_ascii=False),
            after=None if after is None else json.dumps(after, ensure_ascii=False), undoes=undoes, by=by.mark,
            by_name=await _name_of(by), at=now,
        ).save()  # fmt: skip
        await record(
            f"agenda.{action}", subject=f"agenda_session:{session}", by=by, now=now, gathering=gathering.id,
            revision=revision,
        )  # fmt: skip


async def undo(change: UUID, *, gathering: Gathering, by: Actor, now: datetime) -> Change:
    """Put a session back to what it was before its last change. Raises UnknownChange, CannotUndo, SessionInUse."""
    row = await fetch_one(
        "SELECT * FROM agenda_change WHERE id = $1 AND gathering = $2", change, gathering.id
    )
    if row is None:
        raise UnknownChange
    try:
        async with changing(
            row["session"], "undo", gathering=gathering, by=by, now=now, undoes=change
        ) as turned:
            last = await fetch_one(
                "SELECT id FROM agenda_change WHERE session = $1 ORDER BY revision DESC LIMIT 1",
                row["session"],
            )
            if last is None or last["id"] != change:
                raise CannotUndo
            await _put_back(row["session"], json.loads(row["before"]) if row["before"] else None)
    except IN_USE:
        raise SessionInUse from None
    except asyncpg.UniqueViolationError:
        raise CannotUndo from None
    return turned


async def changes_of(gathering: Gathering, session: UUID | None = None) -> list[ChangeView]:
    """The last changes of a session, or of the whole programme, the newest first."""
    rows = await fetch(
        "SELECT c.id, c.session, c.revision, c.action, c.at, c.by_name, c.undoes,"
        " coalesce(c.after, c.before)->'session'->>'title_zh' AS title,"
        " c.revision = coalesce(s.revision, (SELECT max(m.revision) FROM agenda_change m WHERE m.session = c.session)) AS last"
        " FROM agenda_change c LEFT JOIN agenda_session s ON s.id = c.session WHERE c.gathering = $1 AND ($2::uuid IS NULL OR c.session = $2)"
        " ORDER BY c.at DESC, c.revision DESC LIMIT $3",
        gathering.id, session, _HISTORY,
    )  # fmt: skip
    return [
        ChangeView(
            row["id"], row["session"], row["title"] or "", row["revision"], row["action"],
            row["at"].astimezone(gathering.zone), row["by_name"], row["undoes"], row["last"],
        )
        for row in rows
    ]  # fmt: skip


async def change_to_undo(gathering: Gathering, text: str) -> ChangeView | None:
    """The change that a page has just made and offers to undo; None where that is not possible any more."""
    try:
        wanted = UUID(text)
    except ValueError:
        return None
    row = await fetch_one(
        "SELECT session FROM agenda_change WHERE id = $1 AND gathering = $2", wanted, gathering.id
    )
    if row is None:
        return None
    found = [one for one in await changes_of(gathering, row["session"]) if one.id == wanted]
    return found[0] if found and found[0].can_undo else None


async def _whole(gathering: Gathering, session: UUID) -> dict[str, Any] | None:
    """A session with its items and people, column by column, as JSON has them; its row is held."""
    row = await (
        AgendaSession.objects()
        .where((AgendaSession.id == session) & (AgendaSession.gathering == gathering.id))
        .lock_rows("UPDATE")
        .first()
    )
    if row is None:
        return None
    items = await AgendaItem.objects().where(AgendaItem.agenda_session == session).order_by(AgendaItem.id)
    people = (
        await AgendaPerson.objects().where(AgendaPerson.agenda_session == session).order_by(AgendaPerson.id)
    )
    whole = {
        "session": row.to_dict(),
        "items": [one.to_dict() for one in items],
        "people": [_nameless(one.to_dict()) for one in people],
    }
    plain: dict[str, Any] = msgspec.to_builtins(whole)
    return plain


def _nameless(person: dict[str, Any]) -> dict[str, Any]:
    """A part without what is told of a guest, who may be erased while changes stay; `told` is another mark for other titles."""
    if person["guest"] is None:
        return person
    titles = {name: person[name] for name in _TITLES}
    return person | dict.fromkeys(_TITLES, "") | {"told": mark(list(titles.values()))}


def _is_off(whole: dict[str, Any] | None) -> bool:
    return whole is not None and whole["session"].get("cancelled_at") is not None


def _without_revision(whole: dict[str, Any] | None) -> Any:
    return whole and whole | {"session": {**whole["session"], "revision": 0}}


async def _revisions(session: UUID, before: dict[str, Any] | None) -> int:
    """The last revision of a session that may have been taken out meanwhile."""
    row = await fetch_one("SELECT max(revision) AS last FROM agenda_change WHERE session = $1", session)
    known = before["session"]["revision"] if before else 0
    return max(known, (row["last"] if row else None) or 0)


async def _put_back(session: UUID, whole: dict[str, Any] | None) -> None:
    titles = {
        str(row["id"]): {name: row[name] for name in _TITLES}
        for row in await fetch("SELECT * FROM agenda_person WHERE agenda_session = $1", session)
    }
    await fetch("DELETE FROM agenda_person WHERE agenda_session = $1", session)
    await fetch("DELETE FROM agenda_item WHERE agenda_session = $1", session)
    if whole is None:
        await fetch("DELETE FROM agenda_session WHERE id = $1", session)
        return
    stored = await AgendaSession.objects().get(AgendaSession.id == session)
    if stored is None:
        await AgendaSession(**_columns(AgendaSession, whole["session"])).save()
    else:
        for name, value in _columns(AgendaSession, whole["session"]).items():
            setattr(stored, name, value)
        await stored.save()
    await insert_all(AgendaItem, [AgendaItem(**_columns(AgendaItem, one)) for one in whole["items"]])
    await insert_all(
        AgendaPerson,
        [AgendaPerson(**_columns(AgendaPerson, _titled(one, titles))) for one in whole["people"]],
    )


def _titled(person: dict[str, Any], titles: dict[str, dict[str, str]]) -> dict[str, Any]:
    """A part with the titles that a guest has in it now; those of a part that was taken away are the list's."""
    return person | titles.get(person["id"], {}) if person["guest"] else person


def _columns(table: Any, row: dict[str, Any]) -> dict[str, Any]:
    """The columns of a row as they were, each in its own type; those that the table does not have any more are left out."""
    kinds = {column._meta.name: column.value_type for column in table._meta.columns}  # noqa: SLF001 - Piccolo's own description
    return {
        name: msgspec.convert(value, kinds[name]) if isinstance(value, str) and kinds[name] in (UUID, datetime) else value
        for name, value in row.items()
        if name in kinds
    }  # fmt: skip


async def _name_of(by: Actor) -> str:
    """Who it is, as colleagues call them."""
    kind, _, key = by.mark.partition(":")
    row = await fetch_one("SELECT name FROM users WHERE id = $1", UUID(key)) if kind == "user" else None
    return str(row["name"])[:80] if row else by.mark[:80]
