"""Scanners: let in by an organizer, enrolled by a code that works once, revoked at once."""

import json
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import asyncpg

from event.checkin.errors import DeviceNameTaken, UnknownDevice, WrongEnrolment
from event.checkin.tables import Device
from event.database import fetch, fetch_one, writing
from event.gathering.tables import Gathering
from event.people.audit import record
from event.people.rules import Actor, Permission
from event.people.sessions import token_hash
from event.people.undoing import Rows, undoable

TOKEN = "evd_"  # noqa: S105 - how a scanner's key begins, no key
CODE_HOLDS = timedelta(minutes=30)
_CONTACT_EVERY = timedelta(seconds=5)
_REMEMBERED_SECONDS = 10
_MOST_SENDERS = 10_000


@dataclass(frozen=True)
class LetIn:
    """A scanner's row and the code its QR carries, told once."""

    device: UUID
    code: str


@dataclass(frozen=True)
class Enrolled:
    """What a scanner gets in exchange for its code: the key with which it speaks from now on."""

    token: str
    device: UUID
    name: str
    gathering: UUID
    expires_at: datetime


@dataclass(frozen=True)
class KnownDevice:
    """A scanner as its key names it."""

    id: UUID
    gathering: UUID
    name: str
    key: str


_senders: dict[str, tuple[KnownDevice, float]] = {}
_contacts: dict[UUID, tuple[datetime, int | None]] = {}


async def let_in(
    name: str,
    *,
    checkpoints: Sequence[UUID],
    expires_at: datetime,
    gathering: Gathering,
    by: Actor,
    now: datetime,
) -> LetIn:
    """Make a scanner that may be enrolled within half an hour. Raises DeviceNameTaken."""
    code = secrets.token_urlsafe(32)
    device = Device(
        id=uuid4(), gathering=gathering.id, name=name, checkpoints=json.dumps([str(one) for one in checkpoints]),
        code_hash=token_hash(code), code_expires_at=now + CODE_HOLDS, created_at=now, created_by=by.mark,
        expires_at=expires_at,
    )  # fmt: skip
    try:
        async with writing():
            await device.save()
            await record(
                "device.let_in", subject=f"device:{device.id}", by=by, now=now, gathering=gathering.id
            )
    except asyncpg.UniqueViolationError:
        raise DeviceNameTaken(name=name) from None
    return LetIn(device.id, code)


async def let_in_again(device: UUID, *, gathering: Gathering, by: Actor, now: datetime) -> LetIn:
    """A new code for a scanner, as for another phone; its key so far ends. Raises UnknownDevice."""
    code = secrets.token_urlsafe(32)
    async with writing():
        row = await fetch_one(
            "UPDATE device SET code_hash = $3, code_expires_at = $4, token_hash = '', revoked_at = NULL,"
            " enrolled_at = NULL, expires_at = greatest(expires_at, $5) WHERE id = $1 AND gathering = $2 RETURNING id",
            device, gathering.id, token_hash(code), now + CODE_HOLDS, now + timedelta(days=1),
        )  # fmt: skip
        if row is None:
            raise UnknownDevice
        await record(
            "device.let_in_again", subject=f"device:{device}", by=by, now=now, gathering=gathering.id
        )
    return LetIn(device, code)


async def enrol(code: str, *, app: str, now: datetime) -> Enrolled:
    """Exchange a code for a key, once, whoever is first. Raises WrongEnrolment."""
    token = TOKEN + secrets.token_urlsafe(32)
    async with writing():
        row = await fetch_one(
            "UPDATE device SET token_hash = $2, code_hash = '', enrolled_at = $3, seen_at = $3, app = $4"
            " WHERE code_hash = $1 AND code_expires_at > $3 AND revoked_at IS NULL AND expires_at > $3"
            " RETURNING id, name, gathering, expires_at",
            token_hash(code), token_hash(token), now, app[:40],
        )  # fmt: skip
        if row is None:
            raise WrongEnrolment
        await record(
            "device.enrol", subject=f"device:{row['id']}", by=Actor(f"device:{row['id']}"), now=now,
            gathering=row["gathering"],
        )  # fmt: skip
    return Enrolled(token, row["id"], row["name"], row["gathering"], row["expires_at"])


async def change_device(
    device: UUID,
    *,
    name: str,
    checkpoints: Sequence[UUID],
    expires_at: datetime,
    gathering: Gathering,
    by: Actor,
    now: datetime,
) -> None:
    """Change what a scanner may do; it holds from its next scan. Raises UnknownDevice, DeviceNameTaken."""
    try:
        async with writing():
            row = await fetch_one(
                "UPDATE device SET name = $3, checkpoints = $4, expires_at = $5 WHERE id = $1 AND gathering = $2"
                " RETURNING id",
                device, gathering.id, name, json.dumps([str(one) for one in checkpoints]), expires_at,
            )  # fmt: skip
            if row is None:
                raise UnknownDevice
            await record("device.change", subject=f"device:{device}", by=by, now=now, gathering=gathering.id)
    except asyncpg.UniqueViolationError:
        raise DeviceNameTaken(name=name) from None


async def revoke(device: UUID, *, gathering: Gathering, by: Actor, now: datetime) -> UUID:
    """End a scanner's access at once: its next request is refused, whatever node it reaches; answers with what undoes it.

    A scanner that was refused before that was undone has to be let in again. Raises UnknownDevice.
    """
    touched = Rows("device", "id", [device], only=("revoked_at", "code_hash", "token_hash"))
    async with writing():
        async with undoable(
            "device.revoke", touched, subject=f"device:{device}", by=by, now=now, gathering=gathering.id,
            needs=Permission.GATHERING_WRITE,
        ) as step:  # fmt: skip
            row = await fetch_one(
                "UPDATE device SET revoked_at = coalesce(revoked_at, $3), code_hash = ''"
                " WHERE id = $1 AND gathering = $2 RETURNING id",
                device, gathering.id, now,
            )  # fmt: skip
            if row is None:
                raise UnknownDevice
        await record("device.revoke", subject=f"device:{device}", by=by, now=now, gathering=gathering.id)
    return step


async def device_of(token: str, *, now: datetime) -> KnownDevice | None:
    """The scanner that has this key; None where it was revoked or its time is over."""
    row = await fetch_one(
        "SELECT id, gathering, name FROM device WHERE token_hash = $1 AND revoked_at IS NULL AND expires_at > $2",
        token_hash(token), now,
    )  # fmt: skip
    return KnownDevice(row["id"], row["gathering"], row["name"], token_hash(token)) if row else None


async def device_that_sends(token: str, *, now: datetime) -> KnownDevice | None:
    """As `device_of`, remembered for a moment: recording looks at the scanner again with every scan."""
    key = token_hash(token)
    known = _senders.get(key)
    if known is None or known[1] < time.monotonic():
        found = await device_of(token, now=now)
        if len(_senders) >= _MOST_SENDERS:
            _senders.clear()
        if found is None:
            _senders.pop(key, None)
            return None
        known = _senders[key] = (found, time.monotonic() + _REMEMBERED_SECONDS)
    return known[0]


def forget_senders() -> None:
    """Remember no scanner any more, as after one was found revoked."""
    _senders.clear()


async def contact(
    device: UUID,
    *,
    app: str,
    queued: int | None,
    battery: int | None,
    clock_offset: timedelta,
    now: datetime,
) -> None:
    """Keep what a scanner tells of itself, at most every five seconds unless its queue has changed."""
    last = _contacts.get(device)
    if last is not None and last[1] == queued and now - last[0] < _CONTACT_EVERY:
        return
    _contacts[device] = (now, queued)
    milliseconds = round(clock_offset.total_seconds() * 1000)
    await fetch(
        "UPDATE device SET seen_at = $2, app = coalesce(nullif($3, ''), app), queued = coalesce($4, queued),"
        " battery = coalesce($5, battery), clock_offset_ms = $6 WHERE id = $1",
        device, now, app[:40], queued, battery, max(-(2**31), min(2**31 - 1, milliseconds)),
    )  # fmt: skip
