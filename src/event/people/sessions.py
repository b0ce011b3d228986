"""Signing in and out: a session is a token only the browser knows, new at every sign-in."""

import asyncio
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from event.crypto import ring
from event.database import fetch, fetch_one, writing
from event.people.audit import record
from event.people.errors import WrongSetupCode, WrongSignIn
from event.people.rates import SIGN_IN_NAME, SIGN_IN_NETWORK, count, network
from event.people.rules import Access, Actor
from event.people.tables import Role, Session

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
_SEEN_EVERY = timedelta(minutes=1)
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_NOBODY = _hasher.hash("nobody has this password")
_two_at_once = asyncio.Semaphore(2)


@dataclass(frozen=True)
class SignedIn:
    """What the browser gets: the token for its cookie."""

    token: str
    user: UUID


async def sign_in(name: str, password: str, *, address: str, agent: str, now: datetime) -> SignedIn:
    """Start a session. Raises WrongSignIn, TooOften."""
    folded = name.strip().lower()
    await count(SIGN_IN_NETWORK, network(address), now=now)
    await count(SIGN_IN_NAME, folded, now=now)
    row = await fetch_one("SELECT id, password_hash FROM users WHERE sign_in_name = $1 AND active", folded)
    known = row["password_hash"] if row and row["password_hash"] else _NOBODY
    if not await _holds(known, password) or row is None:
        raise WrongSignIn
    async with writing():
        token = await _start(row["id"], agent=agent, now=now)
        await record("user.sign_in", subject=f"user:{row['id']}", by=Actor.user(row["id"]), now=now)
    return SignedIn(token, row["id"])


async def set_password(code: str, password: str, *, address: str, agent: str, now: datetime) -> SignedIn:
    """Use a one-time code to choose a password and start a session. Raises WrongSetupCode, TooOften."""
    await count(SIGN_IN_NETWORK, network(address), now=now)
    hashed = await hashed_password(password)
    async with writing():
        row = await fetch_one(
            "UPDATE users SET password_hash = $2, setup_code_hash = '', setup_code_expires = NULL"
            " WHERE setup_code_hash = $1 AND setup_code_expires > $3 AND active RETURNING id",
            code_hash(code), hashed, now,
        )  # fmt: skip
        if row is None:
            raise WrongSetupCode
        await end_all(row["id"], now=now)
        token = await _start(row["id"], agent=agent, now=now)
        await record("user.set_password", subject=f"user:{row['id']}", by=Actor.user(row["id"]), now=now)
    return SignedIn(token, row["id"])


async def access_of(token: str, *, now: datetime) -> Access | None:
    """Who this token is, with their roles; None where the session has ended or idled out."""
    rows = await fetch(
        "SELECT s.id, s.seen_at, u.id AS user_id, u.name, u.language, r.role, r.gathering"
        ' FROM web_session s JOIN users u ON u.id = s."user" LEFT JOIN user_role r ON r."user" = u.id'
        " WHERE s.id = $1 AND s.ended_at IS NULL AND s.expires_at > $2 AND s.seen_at > $3 AND u.active",
        token_hash(token), now, now - IDLE,
    )  # fmt: skip
    if not rows:
        return None
    if now - rows[0]["seen_at"] > _SEEN_EVERY:
        await fetch("UPDATE web_session SET seen_at = $2 WHERE id = $1", rows[0]["id"], now)
    grants = frozenset((Role(row["role"]), row["gathering"]) for row in rows if row["role"])
    return Access(rows[0]["user_id"], rows[0]["name"], rows[0]["language"], grants)


async def sign_out(token: str, *, now: datetime) -> None:
    """End the session."""
    async with writing():
        await fetch(
            "UPDATE web_session SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL", token_hash(token), now
        )


async def end_all(user: UUID, *, now: datetime) -> None:
    """End every session of a user, inside the caller's `writing()`."""
    await fetch('UPDATE web_session SET ended_at = $2 WHERE "user" = $1 AND ended_at IS NULL', user, now)


async def forget_old_sessions(*, now: datetime) -> None:
    """Delete sessions that ended more than a week ago."""
    await fetch("DELETE FROM web_session WHERE expires_at < $1", now - timedelta(days=7))


def form_token(token: str) -> str:
    """What a form of this session must bring back: nobody without the token can make it."""
    return ring().mac("form", token).hex()[:40]


def form_token_holds(token: str, brought: str) -> bool:
    """Whether a form brought its session's token, compared in constant time."""
    return hmac.compare_digest(form_token(token).encode(), brought.encode())


async def hashed_password(password: str) -> str:
    """argon2id, in a thread, at most two at once."""
    async with _two_at_once:
        return await asyncio.to_thread(_hasher.hash, password)


def token_hash(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def code_hash(code: str) -> str:
    """What the database keeps of a set-up code; case and dashes do not matter."""
    return hashlib.sha256("".join(code.upper().replace("-", "").split()).encode()).hexdigest()


async def _holds(known: str, password: str) -> bool:
    async with _two_at_once:
        try:
            return await asyncio.to_thread(_hasher.verify, known, password)
        except (VerificationError, InvalidHashError):
            return False


async def _start(user: UUID, *, agent: str, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    await Session(
        id=token_hash(token), user=user, created_at=now, seen_at=now, expires_at=now + LONGEST,
        agent=agent[:200],
    ).save()  # fmt: skip
    return token
