"""The papers of the signing for programs."""

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
from event.printing.signing.documents import PREFIX, SIGNING_DOCUMENTS


class SigningDocumentView(msgspec.Struct):
    """A paper by name; `asks`: what may be chosen of it."""

    name: str
    title: str
    about: str
    asks: list[str]


@get(
    "/api/v1/gatherings/{slug:str}/documents/signing",
    opt={"permission": Permission.SIGNING_READ},
    tags=["Documents"],
)
async def api_signing_documents(request: Request[Any, Any, Any]) -> list[SigningDocumentView]:
    """The papers there are of the signing."""
    language = language_of(request, staff=True)
    return [
        SigningDocumentView(
            name.removeprefix(PREFIX),
            translated(one.label, language),
            translated(one.about, language),
            parameters(one)[1:],
        )
        for name, one in SIGNING_DOCUMENTS.items()
    ]


@get(
    "/api/v1/gatherings/{slug:str}/documents/signing/{name:str}",
    opt={"permission": Permission.SIGNING_READ},
    tags=["Documents"],
)
async def api_signing_document(
    name: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
    language: FromQuery[str] = "zh-Hans",
    batch: FromQuery[str] = "",
    item: FromQuery[str] = "",
    day: FromQuery[str] = "",
    who: FromQuery[str] = "",
    size: FromQuery[str] = "",
) -> Response[bytes]:
    """A paper as PDF: list, run-sheet, places, cards, slides, ledger, overdue or annual-report.

    `batch`: only this one, by number; `item`: by code, for table cards and the ledger; `day`: as of this day, 2027-10-16,
    otherwise today; `who`: whose table cards: of signatories where it is empty, others (witnesses and hosts), all; `size`: A4 for the list
    and the ledger, which are A3 otherwise. While the
    order of signing is not frozen, papers that show it say that they are drafts. Every paper is in the audit trail.
    """
    asked = {"language": language, "batch": batch, "item": item, "day": day, "who": who, "size": size}
    return as_file(await made_for(PREFIX + name, asked, gathering, access, now))


HANDLERS = [api_signing_documents, api_signing_document]
