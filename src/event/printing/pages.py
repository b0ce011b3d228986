"""The print centre: all documents in groups, a page for each, and what was made with its preview."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.errors import Invalid, Refusal
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page
from event.language import GUEST_LANGUAGES, Message
from event.people.rules import Access, NotAllowed, Permission
from event.printing.centre.asking import parameters
from event.printing.centre.document import Document, may_see_private
from event.printing.centre.keeping import file_of
from event.printing.centre.labels import MAKING_LABELS
from event.printing.centre.operations import ask_for, cancel
from event.printing.centre.queries import lines_for, making_of, questions_of
from event.printing.centre.tables import MakingState
from event.printing.centre.views import MEDIA, picture, sent
from event.printing.documents import document_named, refuse_if_not_allowed

WORKBOOKS = (
    ("visit", Message("Homeland visit: routes, stops, vehicles, canteens, seats")),
    ("hotels", Message("Hotels, rooms, who sleeps where")),
    ("transfers", Message("Waves, flights and trains, pickups, departures")),
)
_GOING = (MakingState.WAITING, MakingState.RUNNING)
_DOCUMENT = ["/console/{slug:str}/print/{name:str}/new", "/console/{slug:str}/print/{group:str}/{name:str}/new"]  # fmt: skip
_MAKING = "/console/{slug:str}/print/made/{run:uuid}"


@get("/console/{slug:str}/print", opt={"permission": Permission.AGENDA_READ}, include_in_schema=False)
async def print_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], access: NamedDependency[Access]
) -> Response[Any]:
    """What can be printed."""
    groups = await lines_for(gathering, access)
    if not groups:
        raise NotAllowed
    private = may_see_private(access, gathering) and access.may(Permission.PRINT, gathering.id)
    return page(request, "printing/print.html", staff=True, groups=groups, lists=WORKBOOKS if private else ())


@get(_DOCUMENT, opt={"permission": Permission.AGENDA_READ}, include_in_schema=False)
async def document_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], access: NamedDependency[Access]
) -> Response[Any]:
    """What can be chosen of a document."""
    name = _name(request)
    refuse_if_not_allowed(name, access, gathering)
    return await _choose(request, gathering, name, typed=dict(request.query_params))


@post(_DOCUMENT, opt={"permission": Permission.AGENDA_READ}, include_in_schema=False)
async def make_document(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Have a document made; what is small is there at once."""
    name, language = _name(request), language_of(request, staff=True)
    refuse_if_not_allowed(name, access, gathering)
    asked = {key: form.text(key) for key in (*parameters(document_named(name)), "format") if form.text(key)}
    try:
        run = await ask_for(
            name, asked, gathering=gathering, names=may_see_private(access, gathering), language=language, by=access.actor, now=now
        )  # fmt: skip
    except Invalid as error:
        problems = error.told_fields(language)
        return await _choose(request, gathering, name, typed=form.typed, problems=problems)
    except Refusal as error:
        return await _choose(request, gathering, name, typed=form.typed, problem=error.told(language))
    return go(f"/console/{gathering.slug}/print/made/{run}")


@get(_MAKING, opt={"permission": Permission.AGENDA_READ}, include_in_schema=False)
async def making_page(
    request: Request[Any, Any, Any],
    run: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
) -> Response[Any]:
    """How far a document is; then its pages, to be looked at, fetched and printed."""
    making = await making_of(run, gathering, access)
    shown = request.query_params.get("page", "1")
    number = int(shown) if shown.isascii() and shown.isdecimal() and len(shown) <= 6 else 1  # noqa: PLR2004
    return page(
        request, "printing/centre/made.html", staff=True, making=making, document=document_named(making.document),
        busy=making.state in _GOING, number=max(1, min(number, making.pages or 1)), state=MAKING_LABELS[MakingState(making.state)],
        own=f"/console/{gathering.slug}/print/made/{run}", again=f"/console/{gathering.slug}/print/{making.document}/new",
    )  # fmt: skip


@post(f"{_MAKING}/cancel", opt={"permission": Permission.AGENDA_READ}, include_in_schema=False)
async def cancel_making(
    run: FromPath[UUID], gathering: NamedDependency[Gathering], access: NamedDependency[Access]
) -> Response[Any]:
    """Stop a document that is being made."""
    await making_of(run, gathering, access)
    await cancel(run, gathering=gathering)
    return go(f"/console/{gathering.slug}/print/made/{run}")


@get(f"{_MAKING}/file", opt={"permission": Permission.AGENDA_READ}, include_in_schema=False)
async def made_file(
    request: Request[Any, Any, Any],
    run: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
) -> Response[Any]:
    """The file: to keep, or with `?show=1` in the browser, which prints it."""
    making = await making_of(run, gathering, access)
    content = await file_of(run, gathering)
    shown = "show" in request.query_params and making.file_format == "pdf"
    return sent(content, making.file_name, MEDIA[making.file_format], inline=shown)


@get(f"{_MAKING}/pages/{{number:int}}", opt={"permission": Permission.AGENDA_READ}, include_in_schema=False)
async def made_page(
    run: FromPath[UUID],
    number: FromPath[int],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
) -> Response[Any]:
    """A page as a picture."""
    await making_of(run, gathering, access)
    return await picture(await file_of(run, gathering), number)


def _name(request: Request[Any, Any, Any]) -> str:
    """The document in the address: badges, visit/manifest."""
    group, name = request.path_params.get("group", ""), request.path_params["name"]
    return f"{group}/{name}" if group else str(name)


async def _choose(
    request: Request[Any, Any, Any], gathering: Gathering, name: str, *, typed: dict[str, str], problem: str = "",
    problems: dict[str, str] | None = None,
) -> Response[Any]:  # fmt: skip
    language, document = language_of(request, staff=True), document_named(name)
    questions = await questions_of(document, gathering, language)
    asked = {one.name: one.label for one in questions}
    elsewhere = " ".join(text for field, text in (problems or {}).items() if field not in asked)
    return page(
        request, "printing/centre/document.html", status=422 if problem or problems else 200, staff=True, document=document,
        known_as=name, questions=questions, typed=typed, problem=problem or elsewhere, problems=problems or {}, labels=asked,
        formats=_formats(document), paper_languages=GUEST_LANGUAGES if document.languages else (),
    )  # fmt: skip


def _formats(document: Document) -> list[tuple[str, str]]:
    return [(one, {"pdf": "PDF", "xlsx": ".xlsx"}[one]) for one in document.formats]


HANDLERS = [print_page, document_page, make_document, making_page, cancel_making, made_file, made_page]
