"""The console's pages on exports: which columns, which guests, which format; and the gathering's own sets."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.errors import Invalid
from event.gathering.tables import Gathering
from event.http import Form, go, language_of, page
from event.language import Message
from event.people.rules import Access, Permission
from event.people.undoing import undo_path
from event.registration.exporting.api import as_file, shown_to
from event.registration.exporting.columns import Mark
from event.registration.exporting.operations import export_guests
from event.registration.exporting.sets import (
    ALL,
    NamedSet,
    delete_set,
    known_columns,
    own_set,
    save_set,
    sets_of,
)
from event.registration.labels import STANDING_LABELS
from event.registration.queries import GuestFilter, Scope, classes_of, delegations_of

_AT_THE_END = 10_000
MARK_LABELS = {
    Mark.CONTACT: Message("contact"), Mark.DOCUMENT: Message("identity document"), Mark.NEEDS: Message("needs"),
}  # fmt: skip


@get("/console/{slug:str}/export", opt={"permission": Permission.GUESTS_EXPORT}, include_in_schema=False)
async def export_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], access: NamedDependency[Access]
) -> Response[Any]:
    """What can be written, for whom, and the sets."""
    language = language_of(request, staff=True)
    return page(
        request, "registration/export.html", staff=True, sets=await sets_of(gathering), all=ALL,
        labels={one.name: one.label(language) for one in await sets_of(gathering)},
        classes=await classes_of(gathering.id), delegations=await delegations_of(gathering.id),
        standings=STANDING_LABELS, may_documents=access.may(Permission.GUESTS_DOCUMENTS, gathering.id),
    )  # fmt: skip


@post(
    "/console/{slug:str}/export",
    opt={"permission": Permission.GUESTS_EXPORT},
    include_in_schema=False,
    status_code=200,
)
async def write_export(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Write the file and send it."""
    wanted = GuestFilter(
        form.text("q")[:80], form.text("class")[:2], form.text("delegation")[:20], form.text("standing")[:20]
    )
    made = await export_guests(
        gathering, by=access.actor, now=now,
        shown=shown_to(access, gathering, documents=form.ticked("documents")), columns=form.text("set") or ALL,
        format_=form.text("format") or "xlsx", wanted=wanted, scope=reach, language=language_of(request, staff=True),
    )  # fmt: skip
    return as_file(made)


@get(
    "/console/{slug:str}/export/sets/new",
    opt={"permission": Permission.GUESTS_EXPORT},
    include_in_schema=False,
)
async def new_set_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """A new set; nothing is ticked yet."""
    return await _set_page(request, gathering, NamedSet("", ()))


@get(
    "/console/{slug:str}/export/sets/{key:uuid}",
    opt={"permission": Permission.GUESTS_EXPORT},
    include_in_schema=False,
)
async def set_page(
    request: Request[Any, Any, Any], key: FromPath[UUID], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """One of the gathering's own sets."""
    return await _set_page(request, gathering, await own_set(gathering, key))


@post(
    ["/console/{slug:str}/export/sets/new", "/console/{slug:str}/export/sets/{key:uuid}"],
    opt={"permission": Permission.GUESTS_EXPORT},
    include_in_schema=False,
)
async def send_set(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
    key: FromPath[UUID | None] = None,
) -> Response[Any]:
    """Keep a set, or delete it."""
    if key is not None and form.text("do") == "delete":
        step = await delete_set(key, gathering=gathering, by=access.actor, now=now)
        back, say = f"/console/{gathering.slug}/export", Message("The column set is deleted.")
        return go(back, say=say, undo=undo_path(step, gathering))
    columns = in_order(form)
    try:
        await save_set(
            key, name=form.text("name"), columns=columns, gathering=gathering, by=access.actor, now=now
        )
    except Invalid as error:
        problems = error.told_fields(language_of(request, staff=True))
        return await _set_page(request, gathering, NamedSet(form.text("name"), tuple(columns), key), problems)
    return go(f"/console/{gathering.slug}/export", say=Message("The column set is saved."))


def in_order(form: Form) -> list[str]:
    """The ticked columns by the numbers beside them; those without a number follow as they stand."""

    def place(key: str) -> int:
        text = form.text(f"order_{key}")
        return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else _AT_THE_END  # noqa: PLR2004

    return sorted(form.texts("column"), key=place)


async def _set_page(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    one: NamedSet,
    problems: dict[str, str] | None = None,
) -> Response[Any]:
    language = language_of(request, staff=True)
    columns = await known_columns(gathering)
    first = [columns[key] for key in one.columns if key in columns]
    rest = [column for key, column in columns.items() if key not in one.columns]
    return page(
        request, "registration/export_set.html", status=422 if problems else 200, staff=True, one=one,
        columns=[(column, column.words.said(language)) for column in (*first, *rest)],
        chosen={key: place for place, key in enumerate(one.columns, start=1)}, marks=MARK_LABELS,
        problems=problems or {},
    )  # fmt: skip


HANDLERS = [export_page, write_export, new_set_page, set_page, send_set]
