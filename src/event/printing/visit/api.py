"""The papers of the visit, hotels and transfers for programs."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from event.gathering.tables import Gathering
from event.http import language_of
from event.language import translated
from event.people.rules import Access, Permission
from event.printing.centre.asking import parameters
from event.printing.centre.views import as_file, made_for
from event.printing.visit.documents import PREFIX, VISIT_DOCUMENTS


class DocumentView(msgspec.Struct):
    """A paper by name; `asks`: what may be chosen of it; `private`: it has telephone numbers, needs, rooms or journeys."""

    name: str
    title: str
    about: str
    asks: list[str]
    private: bool


@get(
    "/api/v1/gatherings/{slug:str}/documents/visit",
    opt={"permission": Permission.PRINT},
    tags=["Documents"],
)
async def api_visit_documents(request: Request[Any, Any, Any]) -> list[DocumentView]:
    """The papers there are of the visit, hotels and transfers."""
    language = language_of(request, staff=True)
    return [
        DocumentView(name.removeprefix(PREFIX), translated(one.label, language), translated(one.about, language), parameters(one)[1:], one.private)
        for name, one in VISIT_DOCUMENTS.items()
    ]  # fmt: skip


@get(
    "/api/v1/gatherings/{slug:str}/documents/visit/{name:str}",
    opt={"permission": Permission.PRINT},
    tags=["Documents"],
)
async def api_visit_document(
    name: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
    language: FromQuery[str] = "zh-Hans",
    format: FromQuery[str] = "pdf",  # noqa: A002 - the name in the address
    bus: FromQuery[str] = "",
    hotel: FromQuery[str] = "",
    day: FromQuery[str] = "",
) -> Response[bytes]:
    """A paper as `format` pdf or xlsx: manifest, roll-call, run-sheet, guide-sheet, vehicles, meals, rooming, hotels,
    pickups, departures or name-boards.

    `bus`: only this bus or vehicle, by code; `hotel`: by code; `day`: 2026-10-17, for rooming the night that begins
    then. Papers with telephone numbers, needs, rooms or journeys are for those who may take guests' data away; the
    meal sheet has names only for them. Every paper is in the audit trail.
    """
    asked = {"language": language, "format": format, "bus": bus, "hotel": hotel, "day": day}
    return as_file(await made_for(PREFIX + name, asked, gathering, access, now))


HANDLERS = [api_visit_documents, api_visit_document]
