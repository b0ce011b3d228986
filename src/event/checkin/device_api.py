"""Scanners for programs: let in, watched, changed and revoked."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.checkin.device_forms import DeviceTold, checked_device, until_it_is_over
from event.checkin.device_list import DeviceView, checkpoint_ids, devices_of, one_device
from event.checkin.device_pages import enrolment_address
from event.checkin.devices import change_device, let_in, let_in_again, revoke
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import read_json
from event.people.browsers import LetIn
from event.people.rules import Access, Permission

_ROOT = "/api/v1/gatherings/{slug:str}/devices"


class DeviceLetIn(msgspec.Struct):
    """A scanner with the code that enrols it, told only here; `address` is what its QR says."""

    device: DeviceView
    code: str
    address: str


class DeviceChanges(msgspec.Struct):
    """What is to be changed; what is not named stays. Checkpoints by code."""

    name: str | msgspec.UnsetType = msgspec.UNSET
    checkpoints: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    expires_at: datetime | msgspec.UnsetType = msgspec.UNSET


@get(_ROOT, opt={"permission": Permission.GATHERING_WRITE}, tags=["Scanners"])
async def api_devices(
    gathering: NamedDependency[Gathering], now: NamedDependency[datetime]
) -> list[DeviceView]:
    """The gathering's scanners with what they told of themselves at their last contact."""
    return await devices_of(gathering, now=now)


@post(_ROOT, opt={"permission": Permission.GATHERING_WRITE}, tags=["Scanners"])
async def api_let_in(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> DeviceLetIn:
    """Let in a scanner. Its code enrols one device, within half an hour, and is not told again."""
    name, checkpoints, until = checked_device(
        await read_json(request, DeviceTold), checkpoints=await checkpoint_ids(gathering), now=now
    )
    let = await let_in(
        name, checkpoints=checkpoints, expires_at=until or until_it_is_over(gathering, now),
        gathering=gathering, by=access.actor, now=now,
    )  # fmt: skip
    return await _told(let, gathering, now)


@get(_ROOT + "/{device:uuid}", opt={"permission": Permission.GATHERING_WRITE}, tags=["Scanners"])
async def api_device(
    device: FromPath[UUID], gathering: NamedDependency[Gathering], now: NamedDependency[datetime]
) -> DeviceView:
    """One scanner."""
    return await one_device(device, gathering=gathering, now=now)


@patch(_ROOT + "/{device:uuid}", opt={"permission": Permission.GATHERING_WRITE}, tags=["Scanners"])
async def api_change_device(
    request: Request[Any, Any, Any],
    device: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> DeviceView:
    """Change a scanner's name, checkpoints or end; it holds from its next request."""
    known = await one_device(device, gathering=gathering, now=now)
    asked = await read_json(request, DeviceChanges)
    told = DeviceTold(
        known.name if asked.name is msgspec.UNSET else asked.name,
        tuple(known.checkpoints) if asked.checkpoints is msgspec.UNSET else asked.checkpoints,
        None if asked.expires_at is msgspec.UNSET else asked.expires_at,
    )
    name, checkpoints, until = checked_device(told, checkpoints=await checkpoint_ids(gathering), now=now)
    await change_device(
        device, name=name, checkpoints=checkpoints, expires_at=until or known.expires_at, gathering=gathering,
        by=access.actor, now=now,
    )  # fmt: skip
    await announce(gathering.id)
    return await one_device(device, gathering=gathering, now=now)


@post(
    _ROOT + "/{device:uuid}/revoke",
    opt={"permission": Permission.GATHERING_WRITE},
    tags=["Scanners"],
    status_code=200,
)
async def api_revoke(
    device: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> DeviceView:
    """End a scanner's access at once."""
    await revoke(device, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return await one_device(device, gathering=gathering, now=now)


@post(
    _ROOT + "/{device:uuid}/let-in-again",
    opt={"permission": Permission.GATHERING_WRITE},
    tags=["Scanners"],
    status_code=200,
)
async def api_let_in_again(
    device: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> DeviceLetIn:
    """A new code for a scanner, as for another phone; the key it had ends."""
    return await _told(
        await let_in_again(device, gathering=gathering, by=access.actor, now=now), gathering, now
    )


async def _told(let: LetIn, gathering: Gathering, now: datetime) -> DeviceLetIn:
    await announce(gathering.id)
    device = await one_device(let.id, gathering=gathering, now=now)
    return DeviceLetIn(device, let.code, enrolment_address(let.code))


HANDLERS = [api_devices, api_let_in, api_device, api_change_device, api_revoke, api_let_in_again]
