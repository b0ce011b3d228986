"""The print page: choose, make, download."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from event.errors import Refusal
from event.gathering.tables import Gathering
from event.http import Form, language_of, page
from event.language import GUEST_LANGUAGES, Message, chosen
from event.people.rules import Access, Permission
from event.printing.chunks import Wanted
from event.printing.documents import print_document, refuse_if_not_allowed
from event.registration.queries import classes_of, delegations_of

DOCUMENT_LABELS = (
    ("badges-four-up", Message("Badges, four on an A4 sheet")),
    ("badges", Message("Badges, one on a page of badge stock")),
    ("agenda", Message("Programme by day and hall")),
)


@get("/console/{slug:str}/print", opt={"permission": Permission.PRINT}, include_in_schema=False)
async def print_page(request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]) -> Response[Any]:
    """What can be printed."""
    return await _page(request, gathering, typed={})


@post(
    "/console/{slug:str}/print",
    opt={"permission": Permission.PRINT},
    include_in_schema=False,
    status_code=200,
)
async def make_document(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Make a document and send it as a file."""
    refuse_if_not_allowed(form.text("document"), access, gathering)
    try:
        printed = await print_document(
            form.text("document"), gathering, _wanted(form, await _codes(gathering)), by=access.actor, now=now
        )
    except Refusal as error:
        return await _page(
            request, gathering, typed=form.typed, problem=error.told(language_of(request, staff=True))
        )
    name = f"{gathering.slug}-{form.text('document')}.pdf"
    return Response(
        printed.pdf, media_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


def _wanted(form: Form, delegations: dict[str, UUID]) -> Wanted:
    guest = form.text("guest")
    try:
        guests: tuple[UUID, ...] | None = (UUID(guest),) if guest else None
    except ValueError:
        guests = ()
    return Wanted(
        language=chosen(form.text("language"), GUEST_LANGUAGES) or "zh-Hans",
        guests=guests,
        class_codes=(form.text("class"),) if form.text("class") else None,
        delegation=delegations.get(form.text("delegation")),
    )


async def _codes(gathering: Gathering) -> dict[str, UUID]:
    return {one.code: one.id for one in await delegations_of(gathering.id)}


async def _page(
    request: Request[Any, Any, Any], gathering: Gathering, *, typed: dict[str, str], problem: str = ""
) -> Response[Any]:
    return page(
        request, "printing/print.html", status=409 if problem else 200, staff=True, documents=DOCUMENT_LABELS,
        typed=typed, problem=problem, classes=await classes_of(gathering.id),
        delegations=await delegations_of(gathering.id),
    )  # fmt: skip


HANDLERS = [print_page, make_document]
