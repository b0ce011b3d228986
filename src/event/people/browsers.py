"""Browsers that speak for the office without an account: let in by a code that works once, changed, renewed, ended.

Scanners and print stations are of this kind. Codes and keys are kept as hashes; each is told once.
"""

import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from event.database import fetch, fetch_one, writing
from event.errors import Conflict, Forbidden, NotFound, Problem
from event.gathering.tables import Gathering
from event.language import Message
from event.people.audit import record
from event.people.rules import Actor, Permission
from event.people.sessions import token_hash
from event.people.undoing import Rows, undoable

CODE_HOLDS_MINUTES = 30
"""So long a code lets a browser in."""


class NameTaken(Conflict):
    """Another one of the gathering has this name."""

    @property
    def problems(self) -> dict[str, Problem]:
        """What is wrong with the field `name`, as Invalid says it."""
        return {"name": Problem(self.sentence, self.data)}


class WrongEnrolment(Forbidden):
    """The code is used, expired or mistyped."""

    sentence = Message("This code is used or has expired. Ask an organizer to show a new one.")


@dataclass(frozen=True)
class Kind:
    """What a browser is let in as: its table, how its key begins, how the audit trail calls it, what is refused.

    `made`: the trail's word for making one; `renewed`, `ended`: further columns that are then set, $4 being now;
    `holds`: what else a code asks for, $3 being now; `given`: a table whose rows go when it ends, and the column naming it.
    """

    table: str
    key: str
    subject: str
    made: str
    needs: Permission
    unknown: type[NotFound]
    name_taken: type[NameTaken]
    renewed: str = ""
    ended: str = ""
    holds: str = ""
    given: tuple[str, str] | None = None

    def actor(self, browser: UUID) -> Actor:
        """Who acts where the browser does."""
        return Actor(f"{self.subject}:{browser}")

    async def tell(
        self, done: str, browser: UUID, *, gathering: UUID, by: Actor, now: datetime, **told: Any
    ) -> None:
        """Write into the audit trail what was done to a browser."""
        mark = self.actor(browser).mark
        await record(f"{self.table}.{done}", subject=mark, by=by, now=now, gathering=gathering, **told)


@dataclass(frozen=True)
class LetIn:
    """The row of a browser and the code that lets it in, told once."""

    id: UUID
    code: str


async def let_in(
    kind: Kind, columns: Mapping[str, Any], *, gathering: Gathering, by: Actor, now: datetime
) -> LetIn:
    """Make a browser with a name and columns of its own; it may be enrolled within half an hour. Raises `name_taken`."""
    made = LetIn(uuid4(), secrets.token_urlsafe(32))
    names, values = _listed(columns, first=6)
    try:
        async with writing():
            await fetch(
                f"INSERT INTO {kind.table} (id, gathering, code_hash, created_at, created_by, code_expires_at, {names})"  # noqa: S608 - our own names
                f" VALUES ($1, $2, $3, $4, $5, $4::timestamptz + interval '{CODE_HOLDS_MINUTES} minutes', {values})",
                made.id, gathering.id, token_hash(made.code), now, by.mark, *columns.values(),
            )  # fmt: skip
            await kind.tell(kind.made, made.id, gathering=gathering.id, by=by, now=now)
    except asyncpg.UniqueViolationError:
        raise kind.name_taken(name=columns["name"]) from None
    return made


async def let_in_again(kind: Kind, browser: UUID, *, gathering: Gathering, by: Actor, now: datetime) -> LetIn:
    """A new code, as for another phone or computer; the key so far ends. Raises `unknown`."""
    code = secrets.token_urlsafe(32)
    async with writing():
        row = await fetch_one(
            f"UPDATE {kind.table} SET code_hash = $3, token_hash = '', revoked_at = NULL, enrolled_at = NULL,"  # noqa: S608 - our own names
            f" code_expires_at = $4::timestamptz + interval '{CODE_HOLDS_MINUTES} minutes'{kind.renewed}"
            " WHERE id = $1 AND gathering = $2 RETURNING id",
            browser, gathering.id, token_hash(code), now,
        )  # fmt: skip
        if row is None:
            raise kind.unknown
        await kind.tell("let_in_again", browser, gathering=gathering.id, by=by, now=now)
    return LetIn(browser, code)


async def enrol(
    kind: Kind, code: str, *, now: datetime, columns: Mapping[str, Any] | None = None
) -> tuple[str, Any]:
    """Exchange a code for a key, once, whoever is first; returns the key and the row. Raises WrongEnrolment."""
    token, told = kind.key + secrets.token_urlsafe(32), columns or {}
    further = "".join(f", {name} = ${place}" for place, name in enumerate(told, start=4))
    async with writing():
        row = await fetch_one(
            f"UPDATE {kind.table} SET token_hash = $2, code_hash = '', enrolled_at = $3, seen_at = $3{further}"  # noqa: S608 - our own names
            f" WHERE code_hash = $1 AND code_expires_at > $3 AND revoked_at IS NULL{kind.holds} RETURNING *",
            token_hash(code), token_hash(token), now, *told.values(),
        )  # fmt: skip
        if row is None:
            raise WrongEnrolment
        await kind.tell("enrol", row["id"], gathering=row["gathering"], by=kind.actor(row["id"]), now=now)
    return token, row


@asynccontextmanager
async def changing(
    kind: Kind,
    browser: UUID,
    columns: Mapping[str, Any],
    *,
    gathering: Gathering,
    by: Actor,
    now: datetime,
    **told: Any,
) -> AsyncIterator[None]:
    """Change a browser's name and columns, with what the block does in the same transaction.

    Raises `unknown`, `name_taken`.
    """
    listed = ", ".join(f"{name} = ${place}" for place, name in enumerate(columns, start=3))
    try:
        async with writing():
            row = await fetch_one(
                f"UPDATE {kind.table} SET {listed} WHERE id = $1 AND gathering = $2 RETURNING id",  # noqa: S608 - our own names
                browser, gathering.id, *columns.values(),
            )  # fmt: skip
            if row is None:
                raise kind.unknown
            yield
            await kind.tell("change", browser, gathering=gathering.id, by=by, now=now, **told)
    except asyncpg.UniqueViolationError:
        raise kind.name_taken(name=columns["name"]) from None


async def revoke(kind: Kind, browser: UUID, *, gathering: Gathering, by: Actor, now: datetime) -> UUID:
    """End a browser's access at once: its next request is refused; answers with what undoes it. Raises `unknown`."""
    touched = [Rows(kind.table, "id", [browser], only=("revoked_at", "code_hash", "token_hash"))]
    if kind.given:
        touched.append(Rows(*kind.given, [browser]))
    async with writing():
        async with undoable(
            f"{kind.table}.revoke", *touched, subject=kind.actor(browser).mark, by=by, now=now,
            gathering=gathering.id, needs=kind.needs,
        ) as step:  # fmt: skip
            row = await fetch_one(
                f"UPDATE {kind.table} SET revoked_at = coalesce(revoked_at, $3), code_hash = ''{kind.ended}"  # noqa: S608 - our own names
                " WHERE id = $1 AND gathering = $2 RETURNING id",
                browser, gathering.id, now,
            )  # fmt: skip
            if row is None:
                raise kind.unknown
            if kind.given:
                table, column = kind.given
                await fetch(f"DELETE FROM {table} WHERE {column} = $1", browser)  # noqa: S608 - our own names
        await kind.tell("revoke", browser, gathering=gathering.id, by=by, now=now)
    return step


def _listed(columns: Mapping[str, Any], *, first: int) -> tuple[str, str]:
    places = range(first, first + len(columns))
    return ", ".join(columns), ", ".join(f"${place}" for place in places)
