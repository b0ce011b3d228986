"""The file of an agreement's text in the console and for programs: taken, given out, and where it is."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

import msgspec
from litestar import Request, Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from event.errors import Conflict, Invalid
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, Upload, go, language_of, page, read_json
from event.language import Message, translated
from event.people.rules import Access, Permission
from event.signing.changing import changes_of
from event.signing.labels import TEXT_LABELS, field_said
from event.signing.queries import ItemKept, item_of
from event.signing.rules import is_final
from event.signing.texts import (
    DOCX,
    MOST_MEGABYTES,
    TextFile,
    change_text_state,
    is_recorded,
    keep_text,
    open_text,
    text_file_of,
)
from event.signing.typed import revision_opened

_PAGE = "/console/{slug:str}/signing/items/{code:str}/text"
_API = "/api/v1/gatherings/{slug:str}/signing/items/{code:str}/text"
_READ = {"permission": Permission.SIGNING_READ}
_WRITE = {"permission": Permission.SIGNING_WRITE}
_FIELDS = ("text_file", "text_state", "text_said")


class TextView(msgspec.Struct):
    """The text of an agreement: where it is, and its file with its SHA-256; `revision` is the agreement's."""

    revision: int
    state: str
    state_said: str
    languages: str
    copies: int
    file: TextFile | None


class StateTold(msgspec.Struct):
    """Where a text is: draft, checked, final, printed."""

    state: str


@get(_PAGE, opt=_READ, include_in_schema=False)
async def text_page(
    request: Request[Any, Any, Any], code: FromPath[str], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """The file with its checksum, where the text is, and what was done with it."""
    return await _page(request, gathering, code)


@post(_PAGE, opt=_WRITE, include_in_schema=False)
async def send_text(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Take a file in as the text."""
    file = form.files.get("file") or Upload("", b"")
    try:
        await keep_text(
            code, file.name, file.content, state=form.text("state"), revision=revision_opened(form), gathering=gathering,
            by=access.actor, now=now,
        )  # fmt: skip
    except (Invalid, Conflict) as error:
        return await _page(request, gathering, code, state=form.text("state"), error=error)
    await announce(gathering.id)
    return go(f"/console/{gathering.slug}/signing/items/{code}/text", say=Message("The file is kept."))


@post(_PAGE + "/state", opt=_WRITE, include_in_schema=False)
async def send_text_state(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Say where the text is."""
    try:
        await change_text_state(
            code, form.text("text_state"), revision=revision_opened(form), gathering=gathering, by=access.actor, now=now
        )  # fmt: skip
    except (Invalid, Conflict) as error:
        return await _page(request, gathering, code, error=error)
    await announce(gathering.id)
    return go(f"/console/{gathering.slug}/signing/items/{code}/text", say=Message("Saved."))


@get(_PAGE + "/file", opt=_READ, include_in_schema=False)
async def text_file(
    code: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Response[bytes]:
    """The file as it was taken in; who opens it is recorded."""
    return await _file(code, gathering, access, now)


@get(_API, opt=_READ, tags=["Signing"])
async def api_text(code: FromPath[str], gathering: NamedDependency[Gathering]) -> TextView:
    """Where the text of an agreement is, and its file's name, size and SHA-256."""
    item = await item_of(gathering, code)
    return _view(item, await text_file_of(item.id))


@put(_API, opt=_WRITE, tags=["Signing"])
async def api_keep_text(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
    name: FromQuery[str],
    revision: FromQuery[int],
    text_state: FromQuery[str] = "draft",
) -> TextView:
    """Keep the body of the request (PDF or .docx, at most 20 MB) as the text of an agreement that was read at `revision`.

    409 where the text is final or printed and has a file: make it a draft first; and where it is signed.
    """
    await keep_text(
        code, name, await request.body(), state=text_state, revision=revision, gathering=gathering, by=access.actor, now=now
    )  # fmt: skip
    await announce(gathering.id)
    item = await item_of(gathering, code)
    return _view(item, await text_file_of(item.id))


@put(_API + "/state", opt=_WRITE, tags=["Signing"])
async def api_text_state(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
    revision: FromQuery[int],
) -> TextView:
    """Say where the text is: {"state": "draft" | "checked" | "final" | "printed"}."""
    told = await read_json(request, StateTold)
    await change_text_state(
        code, told.state, revision=revision, gathering=gathering, by=access.actor, now=now
    )  # fmt: skip
    await announce(gathering.id)
    item = await item_of(gathering, code)
    return _view(item, await text_file_of(item.id))


@get(_API + "/file", opt=_READ, tags=["Signing"])
async def api_text_file(
    code: FromPath[str],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Response[bytes]:
    """The file as it was taken in, byte for byte; who opens it is in the audit trail."""
    return await _file(code, gathering, access, now)


def _view(item: ItemKept, file: TextFile | None) -> TextView:
    told = item.told
    return TextView(item.revision, told.text_state, told.text_said, told.text_languages, told.copies, file)


async def _file(code: str, gathering: Gathering, access: Access, now: datetime) -> Response[bytes]:
    file, content = await open_text(code, gathering=gathering, by=access.actor, now=now)
    plain = f"text.{'docx' if file.media_type == DOCX else 'pdf'}"
    way = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name, safe='')}"
    headers = {"Content-Disposition": way, "Cache-Control": "private, no-store"}
    return Response(content, media_type=file.media_type, headers=headers)


async def _page(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    code: str,
    *,
    state: str = "",
    error: Invalid | Conflict | None = None,
) -> Response[Any]:
    language, item = language_of(request, staff=True), await item_of(gathering, code)
    file, signed = await text_file_of(item.id), await is_recorded(item.id)
    crossed = error.told(language) if isinstance(error, Conflict) else ""
    history = [
        (
            one,
            [
                (field_said(name, language), *(_word(value, language) for value in one.changes[name]))
                for name in _FIELDS
                if name in one.changes
            ],
        )
        for one in await changes_of(item.id)
        if any(name in one.changes for name in _FIELDS)
    ]
    return page(
        request, "signing/text.html", status=422 if isinstance(error, Invalid) else 409 if crossed else 200, staff=True,
        item=item, file=file, signed=signed, closed=file is not None and (signed or is_final(item.told.text_state)),
        history=history, crossed=crossed, problems=error.told_fields(language) if isinstance(error, Invalid) else {},
        states=[(str(one), translated(label, language)) for one, label in TEXT_LABELS.items()],
        state=state or item.told.text_state, most=MOST_MEGABYTES,
        may_write=Permission.SIGNING_WRITE in request.state.permissions,
    )  # fmt: skip


def _word(value: Any, language: str) -> Any:
    """A state of a text in the reader's words; anything else as it is."""
    known = next((label for one, label in TEXT_LABELS.items() if one == value), None)
    return value if known is None else translated(known, language)


HANDLERS = [
    text_page, send_text, send_text_state, text_file, api_text, api_keep_text, api_text_state, api_text_file,
]  # fmt: skip
