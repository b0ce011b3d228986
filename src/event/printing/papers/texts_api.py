"""The texts of the office for programs."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.gathering.tables import Gathering
from event.http import read_json
from event.language import GUEST_LANGUAGES
from event.people.rules import Access, Permission
from event.printing.papers.errors import UnknownPart
from event.printing.papers.texts import PARTS, TEXTS, OfficeTexts, leave_out, texts_of, write_texts

_PLACE = "/api/v1/gatherings/{slug:str}/handbook"


class HandbookView(msgspec.Struct):
    """`texts` by language and part, without empty ones; `known` and `parts`: what there may be; `left_out`: parts that are not printed."""

    texts: dict[str, dict[str, str]]
    known: list[str]
    parts: list[str]
    left_out: list[str]


class PartsLeftOut(msgspec.Struct):
    """Parts of the handbook by name."""

    left_out: list[str]


@get(_PLACE, opt={"permission": Permission.PRINT}, tags=["Documents"])
async def api_handbook(gathering: NamedDependency[Gathering]) -> HandbookView:
    """What the office has written for the handbook and the certificates, and which parts the handbook is without."""
    return _view(await texts_of(gathering))


@put(_PLACE + "/texts/{language:str}", opt={"permission": Permission.GATHERING_WRITE}, tags=["Documents"])
async def api_write_texts(
    request: Request[Any, Any, Any],
    language: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> HandbookView:
    """Write texts of a language: {"welcome": "…", "notes": ""}. Those not named stay; an empty one is taken away."""
    if language not in GUEST_LANGUAGES:
        raise UnknownPart(part=language[:40])
    told = await read_json(request, dict[str, str])
    return _view(await write_texts(gathering, told, language=language, by=access.actor, now=now))


@put(_PLACE + "/parts", opt={"permission": Permission.GATHERING_WRITE}, tags=["Documents"])
async def api_leave_out(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> HandbookView:
    """Say which parts the handbook is without: {"left_out": ["seats"]}; all others are printed where there is something."""
    told = await read_json(request, PartsLeftOut)
    await leave_out(gathering, frozenset(told.left_out), by=access.actor, now=now)
    return _view(await texts_of(gathering))


def _view(known: OfficeTexts) -> HandbookView:
    texts: dict[str, dict[str, str]] = {}
    for (part, language), text in sorted(known.texts.items()):
        texts.setdefault(language, {})[part] = text
    return HandbookView(texts, list(TEXTS), list(PARTS), sorted(known.left_out))


HANDLERS = [api_handbook, api_write_texts, api_leave_out]
