"""Managing users: added with a one-time set-up code instead of a default password."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from asyncpg import UniqueViolationError

from event.database import fetch, fetch_one, writing
from event.people.audit import record
from event.people.errors import AlreadyBegun, LastAdministrator, NameTaken, UnknownUser
from event.people.rules import Actor, Permission
from event.people.sessions import code_hash, end_all, hashed_password
from event.people.tables import Role, User, UserRole
from event.people.undoing import Rows, undoable

CODE_HOLDS = timedelta(days=7)
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@dataclass(frozen=True)
class Invited:
    """A user who has yet to choose a password, and the code that lets them; shown once."""

    user: UUID
    sign_in_name: str
    setup_code: str


@dataclass(frozen=True)
class Listed:
    """A user as the administrator sees them."""

    user: UUID
    sign_in_name: str
    name: str
    active: bool
    has_password: bool
    roles: tuple[tuple[str, str | None], ...]


async def add_user(
    sign_in_name: str,
    *,
    name: str,
    roles: Sequence[tuple[Role, UUID | None]],
    by: Actor,
    now: datetime,
    password: str | None = None,
    language: str = "zh-Hans",
    only_first: bool = False,
) -> Invited:
    """Add a user; without a password they get a set-up code. Raises NameTaken; AlreadyBegun where only the first
    user of an installation may be added so.
    """
    folded = sign_in_name.strip().lower()
    hashed = await hashed_password(password) if password else ""
    code = "" if password else _new_code()
    user = User(
        id=uuid4(), sign_in_name=folded, name=name or folded, language=language, password_hash=hashed,
        setup_code_hash=code_hash(code) if code else "",
        setup_code_expires=now + CODE_HOLDS if code else None, created_at=now,
    )  # fmt: skip
    try:
        async with writing():
            if only_first:
                await fetch("LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE")
                if await fetch_one("SELECT 1 FROM users LIMIT 1"):
                    raise AlreadyBegun
            await user.save()
            for role, gathering in dict.fromkeys(roles):
                await UserRole(
                    id=uuid4(), user=user.id, role=role, gathering=gathering, granted_at=now
                ).save()
            await record(
                "user.add", subject=f"user:{user.id}", by=by, now=now, roles=[role for role, _ in roles]
            )
    except UniqueViolationError:
        raise NameTaken(name=folded) from None
    return Invited(user.id, folded, code)


async def grant(user: UUID, role: Role, *, gathering: UUID | None, by: Actor, now: datetime) -> None:
    """Give a user a role in a gathering, or with none in every one; having it already changes nothing."""
    async with writing():
        await fetch(
            'INSERT INTO user_role (id, "user", role, gathering, granted_at) VALUES ($1, $2, $3, $4, $5)'
            " ON CONFLICT DO NOTHING",
            uuid4(), user, role, gathering, now,
        )  # fmt: skip
        await record("user.grant", subject=f"user:{user}", by=by, now=now, gathering=gathering, roles=[role])


async def reset_user(sign_in_name: str, *, by: Actor, now: datetime) -> Invited:
    """Take a user's password away and give a new set-up code. Raises UnknownUser."""
    folded = sign_in_name.strip().lower()
    code = _new_code()
    async with writing():
        row = await fetch_one(
            "UPDATE users SET password_hash = '', active = true, setup_code_hash = $2,"
            " setup_code_expires = $3 WHERE sign_in_name = $1 RETURNING id",
            folded, code_hash(code), now + CODE_HOLDS,
        )  # fmt: skip
        if row is None:
            raise UnknownUser(name=folded)
        await end_all(row["id"], now=now)
        await record("user.reset", subject=f"user:{row['id']}", by=by, now=now)
    return Invited(row["id"], folded, code)


async def disable_user(sign_in_name: str, *, by: Actor, now: datetime) -> UUID:
    """Let a user sign in no more; sessions end at once; answers with what undoes it. Raises UnknownUser, LastAdministrator."""
    folded = sign_in_name.strip().lower()
    async with writing():
        await fetch("LOCK TABLE user_role IN SHARE ROW EXCLUSIVE MODE")
        row = await fetch_one("SELECT id FROM users WHERE sign_in_name = $1 FOR UPDATE", folded)
        if row is None:
            raise UnknownUser(name=folded)
        others = await fetch_one(
            "SELECT count(*) FILTER (WHERE u.id <> $1) AS others, bool_or(u.id = $1) AS one_of_them"
            ' FROM user_role r JOIN users u ON u.id = r."user"'
            " WHERE r.role = 'administrator' AND u.active",
            row["id"],
        )
        if others and others["one_of_them"] and others["others"] == 0:
            raise LastAdministrator(name=folded)
        async with undoable(
            "user.disable", Rows("users", "id", [row["id"]], only=("active",)), subject=f"user:{row['id']}", by=by,
            now=now, gathering=None, needs=Permission.USERS,
        ) as step:  # fmt: skip
            await fetch("UPDATE users SET active = false WHERE id = $1", row["id"])
        await end_all(row["id"], now=now)
        await record("user.disable", subject=f"user:{row['id']}", by=by, now=now)
    return step


async def users() -> list[Listed]:
    """Every user with their roles, by sign-in name."""
    rows = await fetch(
        "SELECT u.id, u.sign_in_name, u.name, u.active, u.password_hash <> '' AS has_password,"
        " coalesce(array_agg(r.role ORDER BY r.role) FILTER (WHERE r.role IS NOT NULL), '{}') AS roles,"
        " coalesce(array_agg(coalesce(g.slug, '') ORDER BY r.role) FILTER (WHERE r.role IS NOT NULL), '{}')"
        ' AS places FROM users u LEFT JOIN user_role r ON r."user" = u.id'
        " LEFT JOIN gathering g ON g.id = r.gathering GROUP BY u.id ORDER BY u.sign_in_name"
    )
    return [
        Listed(
            row["id"], row["sign_in_name"], row["name"], row["active"], row["has_password"],
            tuple((role, place or None) for role, place in zip(row["roles"], row["places"], strict=True)),
        )
        for row in rows
    ]  # fmt: skip


def _new_code() -> str:
    letters = "".join(secrets.choice(_LETTERS) for _ in range(16))
    return "-".join(letters[place : place + 4] for place in range(0, 16, 4))
