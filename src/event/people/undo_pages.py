"""The button in the notice that takes back what was just done, and the same for programs."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from event.errors import Conflict, NotFound
from event.gathering.live import announce
from event.gathering.operations import forget
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, own_path
from event.language import Message
from event.people.rules import Access, Permission
from event.people.undoing import StepView, undo, undo_path, undoable_steps

_SIGNED_IN = {"permission": Permission.SIGNED_IN}
_API = "/api/v1/gatherings/{slug:str}/undo"
UNDONE = Message("It is undone.")


class Undone(msgspec.Struct):
    """What was undone; `step` does it again."""

    step: UUID


@post("/console/{slug:str}/undo/{step:uuid}", opt=_SIGNED_IN, include_in_schema=False)
async def send_undo(
    request: Request[Any, Any, Any], step: FromPath[UUID], gathering: NamedDependency[Gathering],
    access: NamedDependency[Access], form: NamedDependency[Form], now: NamedDependency[datetime],
) -> Redirect:  # fmt: skip
    """Take back what was done in a gathering; the step itself says which permission that needs."""
    return await _undone(request, step, gathering, access, form, now)


@post("/console/undo/{step:uuid}", opt=_SIGNED_IN, include_in_schema=False)
async def send_undo_of_installation(
    request: Request[Any, Any, Any], step: FromPath[UUID], access: NamedDependency[Access],
    form: NamedDependency[Form], now: NamedDependency[datetime],
) -> Redirect:  # fmt: skip
    """Take back what was done to the installation, as letting a user sign in no more."""
    return await _undone(request, step, None, access, form, now)


async def _undone(
    request: Request[Any, Any, Any], step: UUID, gathering: Gathering | None, access: Access, form: Form, now: datetime
) -> Redirect:  # fmt: skip
    back = own_path(form.text("back") or "/console")
    try:
        again = await _take_back(step, gathering, access, now)
    except (Conflict, NotFound) as error:
        return go(back, say=error.told(language_of(request, staff=True)), kind="warning")
    return go(back, say=UNDONE, undo=undo_path(again, gathering), again=True)


async def _take_back(step: UUID, gathering: Gathering | None, access: Access, now: datetime) -> UUID:
    again = await undo(step, gathering=gathering.id if gathering else None, access=access, now=now)
    if gathering:
        forget(gathering.id)
        await announce(gathering.id)
    return again


@get(_API, opt=_SIGNED_IN, tags=["Undo"])
async def api_steps(
    gathering: NamedDependency[Gathering], access: NamedDependency[Access], now: NamedDependency[datetime]
) -> list[StepView]:
    """What was removed, ended or closed within the last day and you may undo, the newest first."""
    return await undoable_steps(gathering=gathering.id, access=access, now=now)


@post(_API + "/{step:uuid}", opt=_SIGNED_IN, status_code=200, tags=["Undo"])
async def api_undo(
    step: FromPath[UUID], gathering: NamedDependency[Gathering], access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Undone:  # fmt: skip
    """Put back the very same rows. 404 after a day, 409 where any of them was changed since; undoing `step` does it again."""
    return Undone(await _take_back(step, gathering, access, now))


HANDLERS = [send_undo, send_undo_of_installation, api_steps, api_undo]
