"""The console's page on invitation letters for visas: who asked, who has one; issue them, print them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from event.errors import Refusal
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page
from event.language import Message
from event.people.rules import Access, Permission
from event.printing.chunks import Wanted
from event.printing.documents import VISA_LETTERS, print_document
from event.registration.labels import STANDING_LABELS
from event.registration.queries import Scope
from event.registration.visa.operations import issue_letters
from event.registration.visa.queries import letter_lines

_NOBODY = Message("Please choose at least one guest.")


@get(
    "/console/{slug:str}/visa-letters",
    opt={"permission": Permission.GUESTS_DOCUMENTS},
    include_in_schema=False,
)
async def letters_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], reach: NamedDependency[Scope]
) -> Response[Any]:
    """Who asked for a letter, and whether it is issued."""
    return await _page(request, gathering, reach)


@post(
    "/console/{slug:str}/visa-letters",
    opt={"permission": Permission.GUESTS_DOCUMENTS},
    include_in_schema=False,
)
async def issue_chosen(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Issue letters for the chosen guests: for all of them, or for none."""
    own = f"/console/{gathering.slug}/visa-letters"
    guests = _ids(form)
    if not guests:
        return go(own, say=_NOBODY, kind="warning")
    try:
        await issue_letters(guests, gathering=gathering, by=access.actor, now=now)
    except Refusal as error:
        return await _page(request, gathering, reach, error.told(language_of(request, staff=True)))
    return go(own, say=Message("The letters are issued; print, sign and seal them."))


@post(
    "/console/{slug:str}/visa-letters/print",
    opt={"permission": Permission.GUESTS_DOCUMENTS},
    include_in_schema=False,
    status_code=200,
)
async def print_letters(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """The letter of one guest, or all that are issued, as PDF; the trail says whose documents were read."""
    language = language_of(request, staff=True)
    wanted = Wanted(language=language, guests=tuple(_ids(form)) or None)
    try:
        printed = await print_document(VISA_LETTERS, gathering, wanted, by=access.actor, now=now)
    except Refusal as error:
        return await _page(request, gathering, reach, error.told(language))
    return Response(
        printed.pdf, media_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{gathering.slug}-{VISA_LETTERS}.pdf"'},
    )  # fmt: skip


async def _page(
    request: Request[Any, Any, Any], gathering: Gathering, reach: Scope, problem: str = ""
) -> Response[Any]:
    lines = await letter_lines(gathering, scope=reach, language=language_of(request, staff=True))
    return page(
        request, "printing/visa_letters.html", status=409 if problem else 200, staff=True, lines=lines,
        problem=problem, standings=STANDING_LABELS, issued=sum(one.issued_on is not None for one in lines),
        printable=sum(bool(one.letter) for one in lines),
        letterhead=bool(gathering.office_address and gathering.office_phone and gathering.letter_costs),
    )  # fmt: skip


def _ids(form: Form) -> list[UUID]:
    ids = []
    for text in form.texts("guest"):
        try:
            ids.append(UUID(text))
        except ValueError:
            continue
    return ids


HANDLERS = [letters_page, issue_chosen, print_letters]
