"""Scanners as organizers see them: where they are let in, and how they are."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec

from event.checkin.errors import UnknownDevice
from event.database import fetch
from event.gathering.tables import Gathering

SILENT = timedelta(minutes=5)


class DeviceState(StrEnum):
    """How a scanner is; the first that fits."""

    REVOKED = "revoked"
    EXPIRED = "expired"
    WAITING = "waiting"
    LAPSED = "lapsed"
    SILENT = "silent"
    IN_USE = "in_use"


class DeviceView(msgspec.Struct, frozen=True):
    """A scanner with its checkpoints by code and what it told of itself at its last contact.

    `clock_offset_ms` is what has to be added to its clock; waiting: its code was not used yet, lapsed: nor in time.
    """

    id: UUID
    name: str
    state: DeviceState
    checkpoints: list[str]
    expires_at: datetime
    code_expires_at: datetime
    enrolled_at: datetime | None
    revoked_at: datetime | None
    seen_at: datetime | None
    queued: int | None
    battery: int | None
    clock_offset_ms: int | None
    app: str


_DEVICES = """
SELECT d.*, ARRAY(SELECT code FROM checkpoint p WHERE d.checkpoints ? p.id::text AND p.gathering = $1
        ORDER BY p.position, p.code) AS codes
FROM device d WHERE d.gathering = $1 AND ($2::uuid IS NULL OR d.id = $2)
ORDER BY d.revoked_at IS NOT NULL, d.name
"""


async def devices_of(gathering: Gathering, *, now: datetime) -> list[DeviceView]:
    """The gathering's scanners by name, revoked ones last."""
    return [_view(row, now) for row in await fetch(_DEVICES, gathering.id, None)]


async def one_device(device: UUID, *, gathering: Gathering, now: datetime) -> DeviceView:
    """One scanner. Raises UnknownDevice."""
    rows = await fetch(_DEVICES, gathering.id, device)
    if not rows:
        raise UnknownDevice
    return _view(rows[0], now)


async def checkpoint_ids(gathering: Gathering) -> dict[str, UUID]:
    """The gathering's checkpoints by code."""
    rows = await fetch("SELECT code, id FROM checkpoint WHERE gathering = $1", gathering.id)
    return {row["code"]: row["id"] for row in rows}


def device_state(
    *,
    revoked_at: datetime | None,
    expires_at: datetime,
    enrolled: bool,
    code_expires_at: datetime,
    seen_at: datetime | None,
    now: datetime,
) -> DeviceState:
    """How a scanner is now."""
    if revoked_at is not None:
        return DeviceState.REVOKED
    if expires_at <= now:
        return DeviceState.EXPIRED
    if not enrolled:
        return DeviceState.WAITING if code_expires_at > now else DeviceState.LAPSED
    return DeviceState.SILENT if seen_at is None or seen_at < now - SILENT else DeviceState.IN_USE


def _view(row: Any, now: datetime) -> DeviceView:
    state = device_state(
        revoked_at=row["revoked_at"], expires_at=row["expires_at"], enrolled=row["token_hash"] != "",
        code_expires_at=row["code_expires_at"], seen_at=row["seen_at"], now=now,
    )  # fmt: skip
    fields = {
        name: row[name] for name in DeviceView.__struct_fields__ if name not in ("state", "checkpoints")
    }
    return DeviceView(state=state, checkpoints=list(row["codes"]), **fields)
