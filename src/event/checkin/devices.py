"""Scanners: let in by an organizer, enrolled by a code that works once, revoked at once."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from event.checkin.errors import DeviceNameTaken, UnknownDevice
from event.database import fetch, fetch_one
from event.gathering.tables import Gathering
from event.people import browsers
from event.people.browsers import Kind, LetIn
from event.people.rules import Actor, Permission
from event.people.sessions import token_hash

TOKEN = "evd_"  # noqa: S105 - how a scanner's key begins, no key
_CONTACT_EVERY = timedelta(seconds=5)
_REMEMBERED_SECONDS = 10
_MOST_SENDERS = 10_000


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


SCANNER = Kind(
    "device", TOKEN, "device", "let_in", Permission.GATHERING_WRITE, UnknownDevice, DeviceNameTaken,
    renewed=", expires_at = greatest(expires_at, $4 + interval '1 day')", holds=" AND expires_at > $3",
)  # fmt: skip


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
    columns = {"name": name, "checkpoints": _ids(checkpoints), "expires_at": expires_at}
    return await browsers.let_in(SCANNER, columns, gathering=gathering, by=by, now=now)


async def let_in_again(device: UUID, *, gathering: Gathering, by: Actor, now: datetime) -> LetIn:
    """A new code for a scanner, as for another phone; its key so far ends. Raises UnknownDevice."""
    return await browsers.let_in_again(SCANNER, device, gathering=gathering, by=by, now=now)


async def enrol(code: str, *, app: str, now: datetime) -> Enrolled:
    """Exchange a code for a key, once, whoever is first. Raises WrongEnrolment."""
    token, row = await browsers.enrol(SCANNER, code, now=now, columns={"app": app[:40]})
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
    columns = {"name": name, "checkpoints": _ids(checkpoints), "expires_at": expires_at}
    async with browsers.changing(SCANNER, device, columns, gathering=gathering, by=by, now=now):
        pass


async def revoke(device: UUID, *, gathering: Gathering, by: Actor, now: datetime) -> UUID:
    """End a scanner's access at once: its next request is refused, whatever node it reaches; answers with what undoes it.

    A scanner that was refused before that was undone has to be let in again. Raises UnknownDevice.
    """
    return await browsers.revoke(SCANNER, device, gathering=gathering, by=by, now=now)


def _ids(checkpoints: Sequence[UUID]) -> str:
    return json.dumps([str(one) for one in checkpoints])


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
