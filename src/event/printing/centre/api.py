"""Documents for programs: what there is, a document at once, and large ones that are made while one waits."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from event.gathering.tables import Gathering
from event.http import language_of, read_json
from event.language import translated
from event.people.rules import Access, Permission
from event.printing.centre.asking import parameters
from event.printing.centre.document import may_see_private
from event.printing.centre.keeping import file_of
from event.printing.centre.operations import ask_for, cancel
from event.printing.centre.queries import Making, lines_for, making_of
from event.printing.centre.views import MEDIA, as_file, made_for, picture, sent
from event.printing.documents import refuse_if_not_allowed

_ROOT = "/api/v1/gatherings/{slug:str}"
_RUN = f"{_ROOT}/document-runs/{{run:uuid}}"


class DocumentView(msgspec.Struct):
    """A document: `asks` are the parameters by which something is chosen of it; `private`: it has telephone numbers, needs,
    rooms or journeys of guests. Of its last print: pages (none of a workbook), version and time.
    """

    name: str
    title: str
    about: str
    group: str
    asks: list[str]
    formats: list[str]
    private: bool
    last_pages: int | None = None
    last_version: int | None = None
    last_printed_at: datetime | None = None


class RunAsked(msgspec.Struct, forbid_unknown_fields=True):
    """A document to be made: its name, and its parameters as texts (language, format, bus …)."""

    document: str
    asked: dict[str, str] = msgspec.field(default_factory=dict)


class RunView(msgspec.Struct):
    """How a making stands: waiting, running, done, failed (`trouble` says why) or cancelled; `share` in hundredths.

    `file`: whether it can be fetched; files are kept for a day. `problems`: what to look at before printing.
    """

    id: UUID
    document: str
    state: str
    share: int
    file: bool
    file_name: str
    pages: int | None
    count: int | None
    version: int | None
    since: datetime | None
    trouble: str
    problems: list[str]


@get(f"{_ROOT}/documents", opt={"permission": Permission.AGENDA_READ}, tags=["Documents"])
async def api_documents(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], access: NamedDependency[Access]
) -> list[DocumentView]:
    """The documents the reader may have: badges, programme, papers of the visit, the hotels and the signing."""
    language = language_of(request, staff=True)
    return [
        DocumentView(
            line.name, translated(line.document.label, language), translated(line.document.about, language), str(group),
            parameters(line.document), list(line.document.formats), line.document.private,
            *((line.last.pages, line.last.version, line.last.at) if line.last else ()),
        )
        for group, _, lines in await lines_for(gathering, access)
        for line in lines
    ]  # fmt: skip


@get(
    [f"{_ROOT}/documents/{{name:str}}", f"{_ROOT}/documents/{{group:str}}/{{name:str}}"],
    opt={"permission": Permission.AGENDA_READ},
    tags=["Documents"],
)
async def api_document(
    request: Request[Any, Any, Any],
    name: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
    language: FromQuery[str] = "zh-Hans",
    format: FromQuery[str] = "",  # noqa: A002 - the name in the address
    class_code: FromQuery[str] = "",
    delegation: FromQuery[str] = "",
    guest: FromQuery[str] = "",
    session: FromQuery[str] = "",
    bus: FromQuery[str] = "",
    hotel: FromQuery[str] = "",
    day: FromQuery[str] = "",
    batch: FromQuery[str] = "",
    item: FromQuery[str] = "",
    who: FromQuery[str] = "",
    size: FromQuery[str] = "",
) -> Response[bytes]:
    """A document as `format` pdf or, where it has one, xlsx, in `language` zh-Hans, zh-Hant or en.

    What else can be chosen is in the list of documents (`asks`); what a document does not ask for is left aside.
    `class_code`, `delegation`, `hotel`, `item`: by code; `bus`: bus or vehicle by code; `guest`: number, badge number or
    id; `session`: by id; `batch`: by number; `day`: 2026-10-17, for rooming the night that begins then, for the ledger as
    of when; `who`: whose table cards: of signatories where it is empty, others, all; `size`: A4 for what is A3 otherwise.
    Every document is in the audit trail with its version.
    """
    group = request.path_params.get("group", "")
    asked = dict(request.query_params) | {
        "language": language, "format": format, "class_code": class_code, "delegation": delegation, "guest": guest, "session": session,
        "bus": bus, "hotel": hotel, "day": day, "batch": batch, "item": item, "who": who, "size": size,
    }  # fmt: skip
    known_as = f"{group}/{name}" if group else name
    told = language_of(request, staff=True)
    return as_file(await made_for(known_as[:60], asked, gathering, access, now, language=told))


@post(
    f"{_ROOT}/document-runs",
    opt={"permission": Permission.AGENDA_READ},
    tags=["Documents"],
    status_code=202,
)
async def api_make(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> RunView:
    """Have a document made: {"document": "badges", "asked": {"class_code": "V"}}. A large one is made in the background."""
    told = await read_json(request, RunAsked)
    refuse_if_not_allowed(told.document, access, gathering)
    run = await ask_for(
        told.document,
        told.asked,
        gathering=gathering,
        names=may_see_private(access, gathering),
        language=language_of(request, staff=True),
        by=access.actor,
        now=now,
    )
    return _view(await making_of(run, gathering, access))


@get(_RUN, opt={"permission": Permission.AGENDA_READ}, tags=["Documents"])
async def api_run(
    run: FromPath[UUID], gathering: NamedDependency[Gathering], access: NamedDependency[Access]
) -> RunView:
    """How far a document is."""
    return _view(await making_of(run, gathering, access))


@get(f"{_RUN}/file", opt={"permission": Permission.AGENDA_READ}, tags=["Documents"])
async def api_run_file(
    run: FromPath[UUID], gathering: NamedDependency[Gathering], access: NamedDependency[Access]
) -> Response[bytes]:
    """The file of a document that is done, for a day."""
    making = await making_of(run, gathering, access)
    return sent(await file_of(run, gathering), making.file_name, MEDIA[making.file_format])


@get(f"{_RUN}/pages/{{number:int}}", opt={"permission": Permission.AGENDA_READ}, tags=["Documents"])
async def api_run_page(
    run: FromPath[UUID],
    number: FromPath[int],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
) -> Response[bytes]:
    """A page of it as PNG; pages count from 1."""
    await making_of(run, gathering, access)
    return await picture(await file_of(run, gathering), number)


@post(f"{_RUN}/cancel", opt={"permission": Permission.AGENDA_READ}, tags=["Documents"], status_code=200)
async def api_cancel(
    run: FromPath[UUID], gathering: NamedDependency[Gathering], access: NamedDependency[Access]
) -> RunView:
    """Stop a document that is being made; one that is done stays."""
    await making_of(run, gathering, access)
    await cancel(run, gathering=gathering)
    return _view(await making_of(run, gathering, access))


def _view(one: Making) -> RunView:
    return RunView(
        one.id, one.document, one.state, one.share, one.kept, one.file_name, one.pages, one.count, one.version, one.since, one.trouble,
        list(one.problems),
    )  # fmt: skip


HANDLERS = [api_documents, api_document, api_make, api_run, api_run_file, api_run_page, api_cancel]
