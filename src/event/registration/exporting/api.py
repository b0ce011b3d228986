"""Exports and column sets for programs."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from event.gathering.tables import Gathering
from event.http import language_of, read_json
from event.language import STAFF_LANGUAGES, chosen
from event.people.rules import Access, NotAllowed, Permission
from event.registration.exporting.columns import Mark, marks_for
from event.registration.exporting.operations import Export, export_guests
from event.registration.exporting.sets import ALL, delete_set, known_columns, save_set, sets_of
from event.registration.queries import GuestFilter, Scope


class ColumnView(msgspec.Struct):
    """A column; `mark` says who sees it: plain, contact, document, needs."""

    key: str
    label: str
    mark: str


class SetView(msgspec.Struct):
    """A column set; without an id it ships and cannot be changed."""

    id: UUID | None
    name: str
    label: str
    columns: tuple[str, ...]


class NewSet(msgspec.Struct):
    """A set to keep: its name and its columns in order."""

    name: str
    columns: list[str]


@get(
    "/api/v1/gatherings/{slug:str}/exports/guests",
    opt={"permission": Permission.GUESTS_EXPORT},
    tags=["Lists"],
)
async def api_export(
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
    now: NamedDependency[datetime],
    set: FromQuery[str] = ALL,  # noqa: A002 - the name in the address
    format: FromQuery[str] = "xlsx",  # noqa: A002 - the same
    documents: FromQuery[bool] = False,
    standing: FromQuery[str] = "",
    class_code: FromQuery[str] = "",
    delegation: FromQuery[str] = "",
    q: FromQuery[str] = "",
    language: FromQuery[str] = "zh-Hans",
) -> Response[bytes]:
    """The guests a filter finds as a file; the audit trail says who took it.

    `set` names the column set, `format` is xlsx or csv, and `documents=true` has the numbers of identity
    documents in clear.
    """
    wanted = GuestFilter(q[:80].replace("\x00", ""), class_code[:2], delegation[:20], standing[:20])
    made = await export_guests(
        gathering, by=access.actor, now=now, shown=shown_to(access, gathering, documents=documents),
        columns=set, format_=format, wanted=wanted, scope=reach, language=chosen(language, STAFF_LANGUAGES) or STAFF_LANGUAGES[0],
    )  # fmt: skip
    return as_file(made)


@get(
    "/api/v1/gatherings/{slug:str}/exports/columns",
    opt={"permission": Permission.GUESTS_EXPORT},
    tags=["Lists"],
)
async def api_columns(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]
) -> list[ColumnView]:
    """Every column an export may have, in order."""
    language = language_of(request, staff=True)
    columns = await known_columns(gathering)
    return [ColumnView(one.key, one.words.said(language), one.mark) for one in columns.values()]


@get(
    "/api/v1/gatherings/{slug:str}/exports/sets",
    opt={"permission": Permission.GUESTS_EXPORT},
    tags=["Lists"],
)
async def api_sets(request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]) -> list[SetView]:
    """The column sets that ship and the gathering's own."""
    language = language_of(request, staff=True)
    return [SetView(one.id, one.name, one.label(language), one.columns) for one in await sets_of(gathering)]


@post(
    "/api/v1/gatherings/{slug:str}/exports/sets",
    opt={"permission": Permission.GUESTS_EXPORT},
    tags=["Lists"],
)
async def api_add_set(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> dict[str, UUID]:
    """Keep a new column set: {"name", "columns"}."""
    told = await read_json(request, NewSet)
    key = await save_set(
        None, name=told.name, columns=told.columns, gathering=gathering, by=access.actor, now=now
    )
    return {"id": key}


@put(
    "/api/v1/gatherings/{slug:str}/exports/sets/{key:uuid}",
    opt={"permission": Permission.GUESTS_EXPORT},
    tags=["Lists"],
)
async def api_change_set(
    request: Request[Any, Any, Any],
    key: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> dict[str, UUID]:
    """Rename a column set, or choose other columns: {"name", "columns"}."""
    told = await read_json(request, NewSet)
    await save_set(key, name=told.name, columns=told.columns, gathering=gathering, by=access.actor, now=now)
    return {"id": key}


@delete(
    "/api/v1/gatherings/{slug:str}/exports/sets/{key:uuid}",
    opt={"permission": Permission.GUESTS_EXPORT},
    tags=["Lists"],
)
async def api_delete_set(
    key: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> None:
    """Delete a column set."""
    await delete_set(key, gathering=gathering, by=access.actor, now=now)


def shown_to(access: Access, gathering: Gathering, *, documents: bool) -> frozenset[Mark]:
    """What a user gets to see; raises NotAllowed where documents are asked for and not theirs to see."""
    shown = marks_for(access, gathering.id, documents=documents)
    if documents and Mark.DOCUMENT not in shown:
        raise NotAllowed
    return shown


def as_file(made: Export) -> Response[bytes]:
    """An export as a download."""
    return Response(
        made.content, media_type=made.media_type, headers={"Content-Disposition": f'attachment; filename="{made.name}"'}
    )  # fmt: skip


HANDLERS = [api_export, api_columns, api_sets, api_add_set, api_change_set, api_delete_set]
