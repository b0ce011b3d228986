"""Setting up for programs: what the steps do, one address each."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, get, post, put
from litestar.di import NamedDependency

from event.errors import Invalid, Problem
from event.faults import TOO_LONG
from event.gathering.classes import ClassTold, classes_told, set_classes
from event.gathering.hall_list import HallTold, halls_told, set_halls
from event.gathering.live import announce
from event.gathering.operations import change_columns
from event.gathering.setting_up import progress_of
from event.gathering.tables import Gathering
from event.http import read_json
from event.language import GUEST_LANGUAGES, Message
from event.messages.addresses import mailable
from event.people.rules import Access, Permission
from event.web.setting_up.beginning import founded
from event.web.setting_up.itself import parse_founding

_ROOT = "/api/v1/gatherings/{slug:str}"
_WRITE = {"permission": Permission.GATHERING_WRITE}
_TAGS = ["Setting up"]
_NO_ADDRESS = Message("This is not an address mail can be sent to.")
_MOST = 60


class Sender(msgspec.Struct, frozen=True):
    """Who mails come from, and where answers go; both may be empty."""

    mail_name: str = ""
    reply_to: str = ""


class StepView(msgspec.Struct, frozen=True):
    """A step of setting up: done, skipped, begun, or nothing."""

    step: str
    state: str


@post("/api/v1/gatherings", opt={"permission": Permission.SIGNED_IN}, tags=_TAGS, status_code=201)
async def api_found(
    request: Request[Any, Any, Any], access: NamedDependency[Access], now: NamedDependency[datetime]
) -> dict[str, str]:
    """Found a gathering: the fields of its settings as texts, title_zh, first_day and last_day at least, and number_prefix.

    Organizers and administrators may. Answers its slug.
    """
    wanted, prefix = parse_founding(await read_json(request, dict[str, str]))
    held = await founded(wanted, prefix, access=access, now=now)
    return {"gathering": held.slug}


@get(f"{_ROOT}/set-up", opt=_WRITE, tags=_TAGS)
async def api_progress(gathering: NamedDependency[Gathering]) -> list[StepView]:
    """How far setting up is; nothing for a gathering that was not set up by steps."""
    return [StepView(one.step.key, one.state or "") for one in await progress_of(gathering)]


@put(f"{_ROOT}/halls", opt=_WRITE, tags=_TAGS)
async def api_set_halls(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> list[HallTold]:
    """Have these halls and no others: an array of {name_zh, code, name_en, house, capacity}; a new one needs no code."""
    told = await read_json(request, list[HallTold])
    await set_halls(told, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return await halls_told(gathering)


@get(f"{_ROOT}/classes", opt={"permission": Permission.AGENDA_READ}, tags=_TAGS)
async def api_classes(gathering: NamedDependency[Gathering]) -> list[ClassTold]:
    """The classes of the gathering in their order."""
    return await classes_told(gathering)


@put(f"{_ROOT}/classes", opt=_WRITE, tags=_TAGS)
async def api_set_classes(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> list[ClassTold]:
    """Have these classes and no others; one with guests, or named in the rule of a checkpoint, is refused to go."""
    told = await read_json(request, list[ClassTold])
    await set_classes(told, gathering=gathering, by=access.actor, now=now)
    await announce(gathering.id)
    return await classes_told(gathering)


@put(f"{_ROOT}/languages", opt=_WRITE, tags=_TAGS)
async def api_set_languages(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> list[str]:
    """The languages guests are offered: an array of zh-Hans, zh-Hant, en; the first is always among them."""
    wanted = await read_json(request, list[str])
    kept = [code for code in GUEST_LANGUAGES if code == GUEST_LANGUAGES[0] or code in wanted]
    await change_columns(
        gathering.id, action="gathering.set_languages", by=access.actor, now=now, languages=",".join(kept)
    )
    return kept


@put(f"{_ROOT}/sender", opt=_WRITE, tags=_TAGS)
async def api_set_sender(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Sender:
    """Who mails come from and where answers go."""
    told = await read_json(request, Sender)
    problems: dict[str, Problem] = {}
    if len(told.mail_name) > _MOST:
        problems["mail_name"] = Problem(TOO_LONG, {"most": _MOST, "length": len(told.mail_name)})
    if told.reply_to and not mailable(told.reply_to):
        problems["reply_to"] = Problem(_NO_ADDRESS)
    if problems:
        raise Invalid(problems)
    await change_columns(
        gathering.id, action="gathering.set_mail", by=access.actor, now=now, mail_name=told.mail_name,
        reply_to=told.reply_to,
    )  # fmt: skip
    return told


HANDLERS = [
    api_found,
    api_progress,
    api_set_halls,
    api_classes,
    api_set_classes,
    api_set_languages,
    api_set_sender,
]
