"""The registration form for programs."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, get, put
from litestar.di import NamedDependency

from event.gathering.tables import Gathering
from event.http import read_json
from event.people.rules import Access, Permission
from event.registration.asking.definition import RegistrationForm
from event.registration.asking.operations import save_form
from event.registration.asking.queries import form_of, offered_sessions, places_left


class FormView(msgspec.Struct):
    """What is asked now, the sessions to choose from, and how many places limited answers have left."""

    form: dict[str, Any]
    sessions: dict[str, int | None]
    places_left: dict[str, dict[str, int]]


@get("/api/v1/gatherings/{slug:str}/form", opt={"public": True}, tags=["Registration form"])
async def api_form(gathering: NamedDependency[Gathering]) -> FormView:
    """The form as it is asked now, with live capacity."""
    form = await form_of(gathering.id)
    left: dict[str, dict[str, int]] = {}
    for (question, answer), free in (await places_left(gathering, form)).items():
        left.setdefault(question, {})[answer] = free
    sessions = {offer.code: offer.free for offer in await offered_sessions(gathering, form)}
    return FormView(msgspec.to_builtins(form), sessions, left)


@put(
    "/api/v1/gatherings/{slug:str}/form",
    opt={"permission": Permission.GATHERING_WRITE},
    tags=["Registration form"],
    status_code=200,
)
async def api_save_form(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> dict[str, int]:
    """Keep a form; `version` is the one it was made from, and the answer says the new one."""
    form = await read_json(request, RegistrationForm)
    made = await save_form(gathering, form, by=access.actor, now=now)
    return {"version": made.version}


HANDLERS = [api_form, api_save_form]
