"""Mails to many guests for programs."""

from datetime import datetime
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.di import NamedDependency

from event.gathering.tables import Gathering
from event.people.rules import Access, Permission
from event.registration.reminding.operations import announce_programme, remind
from event.registration.reminding.queries import to_be_reminded

_ROOT = "/api/v1/gatherings/{slug:str}/mails"


class ReminderView(msgspec.Struct):
    """A guest to whom details are missing: keys of the form's questions; `told`: a reminder went out today."""

    guest: UUID
    number: str
    name: str
    missing: list[str]
    told: bool


class Written(msgspec.Struct):
    """How many mails were written."""

    mails: int


@get(_ROOT + "/reminders", opt={"permission": Permission.GUESTS_WRITE}, tags=["Mail"])
async def api_reminders(
    gathering: NamedDependency[Gathering], now: NamedDependency[datetime]
) -> list[ReminderView]:
    """Who would be reminded, and of what."""
    return [
        ReminderView(one.guest, one.number, one.name, [question.key for question in one.missing], one.told)
        for one in await to_be_reminded(gathering, now=now)
    ]


@post(_ROOT + "/reminders", opt={"permission": Permission.GUESTS_WRITE}, tags=["Mail"], status_code=202)
async def api_remind(
    gathering: NamedDependency[Gathering], access: NamedDependency[Access], now: NamedDependency[datetime]
) -> Written:
    """Remind them, each at most once a day."""
    return Written(await remind(gathering, by=access.actor, now=now))


@post(_ROOT + "/programme", opt={"permission": Permission.GUESTS_WRITE}, tags=["Mail"], status_code=202)
async def api_announce_programme(
    gathering: NamedDependency[Gathering], access: NamedDependency[Access], now: NamedDependency[datetime]
) -> Written:
    """Tell every approved guest that the programme has changed."""
    return Written(await announce_programme(gathering, by=access.actor, now=now))


HANDLERS = [api_reminders, api_remind, api_announce_programme]
