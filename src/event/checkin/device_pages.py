"""Scanners in the console: let in with a QR that is shown once, watched, changed and revoked."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.checkin.checkpoint_forms import typed_moment
from event.checkin.device_forms import checked_device, read_device, until_it_is_over
from event.checkin.device_list import DeviceState, checkpoint_ids, devices_of, one_device
from event.checkin.devices import change_device, let_in, let_in_again, revoke
from event.checkin.errors import DeviceNameTaken
from event.checkin.queries import checkpoints_of
from event.errors import Invalid, Problem
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page
from event.language import Message
from event.people.browsers import LetIn
from event.people.rules import Access, Permission
from event.people.undoing import undo_path
from event.qr import qr_address
from event.settings import settings

STATES: dict[DeviceState, Message] = {
    DeviceState.REVOKED: Message("Revoked"),
    DeviceState.EXPIRED: Message("Its time is over"),
    DeviceState.WAITING: Message("Not enrolled yet"),
    DeviceState.LAPSED: Message("Code expired"),
    DeviceState.SILENT: Message("Silent for 5 min"),
    DeviceState.IN_USE: Message("In use"),
}
CHIPS: dict[DeviceState, str] = {
    DeviceState.REVOKED: "declined",
    DeviceState.EXPIRED: "withdrawn",
    DeviceState.WAITING: "submitted",
    DeviceState.LAPSED: "withdrawn",
    DeviceState.SILENT: "waitlisted",
    DeviceState.IN_USE: "approved",
}


@get("/console/{slug:str}/devices", opt={"permission": Permission.GATHERING_WRITE}, include_in_schema=False)
async def devices_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], now: NamedDependency[datetime]
) -> Response[Any]:
    """Every scanner with how it is, and a form to let in another one."""
    return await _list(request, gathering, now)


@post(
    "/console/{slug:str}/devices",
    opt={"permission": Permission.GATHERING_WRITE},
    include_in_schema=False,
    status_code=200,
)
async def send_device(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Let in a scanner, and show the code with which it is enrolled."""
    told, unread = read_device(form, gathering)
    try:
        name, checkpoints, until = checked_device(
            told, checkpoints=await checkpoint_ids(gathering), now=now, unread=unread
        )
        let = await let_in(
            name, checkpoints=checkpoints, expires_at=until or until_it_is_over(gathering, now),
            gathering=gathering, by=access.actor, now=now,
        )  # fmt: skip
    except (Invalid, DeviceNameTaken) as error:
        return await _list(request, gathering, now, form, error.problems)
    await announce(gathering.id)
    return await _shown_once(request, gathering, let, now)


@get(
    "/console/{slug:str}/devices/{device:uuid}",
    opt={"permission": Permission.GATHERING_WRITE},
    include_in_schema=False,
)
async def device_page(
    request: Request[Any, Any, Any],
    device: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """One scanner: how it is, and what it may do."""
    return await _page(request, gathering, device, now)


@post(
    "/console/{slug:str}/devices/{device:uuid}",
    opt={"permission": Permission.GATHERING_WRITE},
    include_in_schema=False,
)
async def send_device_changes(
    request: Request[Any, Any, Any],
    device: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Change what a scanner may do."""
    told, unread = read_device(form, gathering)
    known = await one_device(device, gathering=gathering, now=now)
    try:
        name, checkpoints, until = checked_device(
            told, checkpoints=await checkpoint_ids(gathering), now=now, unread=unread
        )
        await change_device(
            device, name=name, checkpoints=checkpoints, expires_at=until or known.expires_at,
            gathering=gathering, by=access.actor, now=now,
        )  # fmt: skip
    except (Invalid, DeviceNameTaken) as error:
        return await _page(request, gathering, device, now, form, error.problems)
    await announce(gathering.id)
    return go(f"/console/{gathering.slug}/devices/{device}", say=Message("Saved."))


@post(
    "/console/{slug:str}/devices/{device:uuid}/revoke",
    opt={"permission": Permission.GATHERING_WRITE},
    include_in_schema=False,
)
async def send_revocation(
    device: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """End a scanner's access at once."""
    step = await revoke(device, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    say = Message("The scanner is revoked: its next request is refused, and it forgets its guests.")
    return go(f"/console/{gathering.slug}/devices/{device}", say=say, undo=undo_path(step, gathering))


@post(
    "/console/{slug:str}/devices/{device:uuid}/again",
    opt={"permission": Permission.GATHERING_WRITE},
    include_in_schema=False,
    status_code=200,
)
async def send_device_again(
    request: Request[Any, Any, Any],
    device: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """A new code, as for another phone; the old one ends."""
    let = await let_in_again(device, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return await _shown_once(request, gathering, let, now)


def enrolment_address(code: str) -> str:
    """What the QR of a scanner says."""
    return f"{settings().address}/scan#{code}"


async def _shown_once(
    request: Request[Any, Any, Any], gathering: Gathering, let: LetIn, now: datetime
) -> Response[Any]:
    link, device = enrolment_address(let.code), await one_device(let.id, gathering=gathering, now=now)
    known = await checkpoints_of(gathering, language=language_of(request, staff=True))
    return page(
        request, "checkin/device_code.html", staff=True, link=link, qr=qr_address(link, module=8), device=device,
        doors=[one.name for one in known if one.code in device.checkpoints],
    )  # fmt: skip


async def _list(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    now: datetime,
    form: Form | None = None,
    problems: dict[str, Problem] | None = None,
) -> Response[Any]:
    language = language_of(request, staff=True)
    typed = {"name": "", "expires_at": typed_moment(until_it_is_over(gathering, now), gathering.zone)}
    return page(
        request, "checkin/devices.html", status=422 if problems else 200, staff=True,
        devices=await devices_of(gathering, now=now), states=STATES, chips=CHIPS,
        checkpoints=await checkpoints_of(gathering, language=language), typed=typed | (form.typed if form else {}),
        chosen=form.texts("checkpoints") if form else [],
        problems={name: problem.told(language) for name, problem in (problems or {}).items()},
    )  # fmt: skip


async def _page(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    device: UUID,
    now: datetime,
    form: Form | None = None,
    problems: dict[str, Problem] | None = None,
) -> Response[Any]:
    language = language_of(request, staff=True)
    one = await one_device(device, gathering=gathering, now=now)
    typed = {"name": one.name, "expires_at": typed_moment(one.expires_at, gathering.zone)}
    return page(
        request, "checkin/device.html", status=422 if problems else 200, staff=True, device=one, states=STATES,
        chips=CHIPS, checkpoints=await checkpoints_of(gathering, language=language),
        typed=typed | (form.typed if form else {}), chosen=form.texts("checkpoints") if form else one.checkpoints,
        problems={name: problem.told(language) for name, problem in (problems or {}).items()},
    )  # fmt: skip


HANDLERS = [
    devices_page, send_device, device_page, send_device_changes, send_revocation, send_device_again,
]  # fmt: skip
