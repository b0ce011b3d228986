"""Checkpoints for programs: everything the pages can do to them."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.checkin.checkpoint_forms import CheckpointTold, Clause
from event.checkin.checkpoint_list import (
    CheckpointView,
    checkpoint_in_full,
    checkpoints_in_full,
    choices_of,
)
from event.checkin.checkpoints import (
    add_checkpoint,
    change_checkpoint,
    open_checkpoint,
    put_at,
    remove_checkpoint,
)
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import language_of, read_json
from event.people.rules import Access, Permission

_ROOT = "/api/v1/gatherings/{slug:str}/checkpoints"


class CheckpointChanges(msgspec.Struct):
    """What is to be changed; what is not named stays. `position` counts from 0 in the whole list."""

    code: str | msgspec.UnsetType = msgspec.UNSET
    name_zh: str | msgspec.UnsetType = msgspec.UNSET
    name_en: str | msgspec.UnsetType = msgspec.UNSET
    kind: str | msgspec.UnsetType = msgspec.UNSET
    direction: str | msgspec.UnsetType = msgspec.UNSET
    admits: str | msgspec.UnsetType = msgspec.UNSET
    hall: str | msgspec.UnsetType = msgspec.UNSET
    session: str | msgspec.UnsetType = msgspec.UNSET
    opens_at: datetime | msgspec.UnsetType | None = msgspec.UNSET
    closes_at: datetime | msgspec.UnsetType | None = msgspec.UNSET
    counts_inside: bool | msgspec.UnsetType = msgspec.UNSET
    hands_out_zh: str | msgspec.UnsetType = msgspec.UNSET
    hands_out_en: str | msgspec.UnsetType = msgspec.UNSET
    rule: tuple[Clause, ...] | msgspec.UnsetType = msgspec.UNSET
    active: bool | msgspec.UnsetType = msgspec.UNSET
    position: int | msgspec.UnsetType = msgspec.UNSET


@get(_ROOT, opt={"permission": Permission.SCAN}, tags=["Checkpoints"])
async def api_checkpoints(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]
) -> list[CheckpointView]:
    """The gathering's checkpoints as the office orders them, each with its rule and a sentence of it."""
    return await checkpoints_in_full(gathering, language=language_of(request, staff=True))


@post(_ROOT, opt={"permission": Permission.GATHERING_WRITE}, tags=["Checkpoints"])
async def api_add_checkpoint(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> CheckpointView:
    """Add a checkpoint. `rule`: lines of which one is enough; of each list that is not empty a guest needs one.

    What guests book is named session:CODE, route:CODE or bus:CODE.
    """
    told = await read_json(request, CheckpointTold)
    language = language_of(request, staff=True)
    offered = (await choices_of(gathering, language=language)).offered
    made = await add_checkpoint(told, offered=offered, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return await checkpoint_in_full(gathering, which=made, language=language)


@get(_ROOT + "/{code:path}", opt={"permission": Permission.SCAN}, tags=["Checkpoints"])
async def api_checkpoint(
    request: Request[Any, Any, Any], code: FromPath[str], gathering: NamedDependency[Gathering]
) -> CheckpointView:
    """One checkpoint by its code, which may contain slashes."""
    return await checkpoint_in_full(
        gathering, which=code.removeprefix("/"), language=language_of(request, staff=True)
    )


@patch(_ROOT + "/{code:path}", opt={"permission": Permission.GATHERING_WRITE}, tags=["Checkpoints"])
async def api_change_checkpoint(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> CheckpointView:
    """Change a checkpoint, close (`active`: false) or open it, or put it elsewhere in the list."""
    language = language_of(request, staff=True)
    one = await checkpoint_in_full(gathering, which=code.removeprefix("/"), language=language)
    sent = msgspec.structs.asdict(await read_json(request, CheckpointChanges))
    named = {name: value for name, value in sent.items() if value is not msgspec.UNSET}
    active, position = named.pop("active", one.active), named.pop("position", one.position)
    if named:
        told = msgspec.structs.replace(one.told, **named)
        offered = (await choices_of(gathering, language=language)).offered
        await change_checkpoint(one.id, told, offered=offered, gathering=gathering, by=access.actor, now=now)
    if active != one.active:
        await open_checkpoint(one.id, active=active, gathering=gathering, by=access.actor, now=now)
    if position != one.position:
        await put_at(one.id, position, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return await checkpoint_in_full(gathering, which=one.id, language=language)


@delete(_ROOT + "/{code:path}", opt={"permission": Permission.GATHERING_WRITE}, tags=["Checkpoints"])
async def api_remove_checkpoint(
    code: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> None:
    """Remove a checkpoint where nobody was scanned; others can be closed."""
    one = await checkpoint_in_full(gathering, which=code.removeprefix("/"), language="en")
    await remove_checkpoint(one.id, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)


HANDLERS = [
    api_checkpoints, api_add_checkpoint, api_checkpoint, api_change_checkpoint, api_remove_checkpoint,
]  # fmt: skip
