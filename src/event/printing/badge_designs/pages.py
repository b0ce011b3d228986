"""The pages of badge designs: which class looks how, the editor with what it comes to, and pictures."""

import asyncio
import base64
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from event.errors import Invalid, Refusal
from event.gathering.tables import Gathering, GuestClass
from event.http import Form, Upload, go, language_of, page
from event.language import Message
from event.people.rules import Access, Permission
from event.people.undoing import ChangedSince, undo_path
from event.printing.badge_designs.checking import SIDES, read_design, typed_boxes
from event.printing.badge_designs.design import Design, standard_design
from event.printing.badge_designs.errors import UnknownDesign
from event.printing.badge_designs.fields import FRAME_FIELDS, LINES_FIELDS
from event.printing.badge_designs.operations import (
    drop_design,
    keep_picture,
    remove_picture,
    save_design,
    take_again,
)
from event.printing.badge_designs.pictures import MOST_BYTES, checked_picture
from event.printing.badge_designs.previewing import Preview, preview
from event.printing.badge_designs.queries import (
    EVERY_CLASS,
    Revision,
    picture_named,
    pictures_of,
    revisions_of,
    standing_designs,
)
from event.printing.badge_designs.sizes import SIZES, Size
from event.printing.badges import READABLE, contrast, ink_on
from event.registration.queries import classes_of

_ROOT = "/console/{slug:str}/badges"
_ONE = _ROOT + "/{size:str}/{code:str}"
ALL = "-"
"""How addresses name the design of every class."""
_WRITE = {"permission": Permission.GATHERING_WRITE}
_SAVED = Message("The design is saved. Badges are printed so from now on.")
_AGAIN = Message("The earlier design is taken again.")
_DROPPED = Message("The design of its own is gone. Earlier ones can be taken again.")
_KEPT = Message("The picture is kept.")
_REMOVED = Message("The picture is gone.")
_FIELDS = ("frame", "lines", "style", *(f"{box}_{side}" for box, sides in SIDES.items() for side in sides))


def size_named(text: str) -> Size:
    """Raises UnknownDesign."""
    if text not in SIZES:
        raise UnknownDesign
    return SIZES[text]


def class_named(text: str) -> str:
    """The code of a class in an address; empty for every class."""
    return EVERY_CLASS if text == ALL else text


@get(_ROOT, opt={"permission": Permission.PRINT}, include_in_schema=False)
async def badges_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], size: FromQuery[str] = "90x130"
) -> Response[Any]:
    """What badges of a size look like by class, and the pictures there are."""
    return await _list(request, gathering, size_named(size))


async def _list(
    request: Request[Any, Any, Any], gathering: Gathering, size: Size, *, problem: str = "", typed: str = ""
) -> Response[Any]:
    own = await standing_designs(gathering, size=size.code)
    return page(
        request, "printing/badges/list.html", status=422 if problem else 200, staff=True, sizes=SIZES.values(), size=size,
        lines=[_line(one, own, size) for one in await classes_of(gathering.id)], everybody=own.get((size.code, EVERY_CLASS)),
        pictures=await pictures_of(gathering), problem=problem, typed=typed, most=MOST_BYTES, readable=READABLE, all=ALL,
    )  # fmt: skip


def _line(one: GuestClass, own: Mapping[tuple[str, str], Revision], size: Size) -> dict[str, Any]:
    ink = ink_on(one.colour)
    ratio = contrast(ink, one.colour)
    return {
        "code": one.code, "name_zh": one.name_zh, "name_en": one.name_en, "colour": one.colour, "ink": ink,
        "contrast": int(ratio * 10) / 10, "faint": ratio < READABLE, "own": own.get((size.code, one.code)),
    }  # fmt: skip


@get(_ONE, opt={"permission": Permission.PRINT}, include_in_schema=False)
async def editor(
    request: Request[Any, Any, Any], size: FromPath[str], code: FromPath[str], gathering: NamedDependency[Gathering],
    revision: FromQuery[int] = 0,
) -> Response[Any]:  # fmt: skip
    """The design that holds, or an earlier one to begin with."""
    which, own = size_named(size), class_named(code)
    await _class(gathering, own)
    revisions = await revisions_of(gathering, which.code, own)
    design = next((one.design for one in revisions if one.number == revision), None)
    if design is None:
        design = await _standing(gathering, which, own)
    return await _editor(request, gathering, which, own, _typed(design))


async def _standing(gathering: Gathering, size: Size, code: str) -> Design:
    own = await standing_designs(gathering, size=size.code)
    found = own.get((size.code, code)) or own.get((size.code, EVERY_CLASS))
    return found.design if found and found.design else standard_design(size.code)


def _typed(design: Design) -> dict[str, str]:
    return {"frame": design.frame, "lines": design.lines, "style": design.style} | typed_boxes(design.boxes)


async def _class(gathering: Gathering, code: str) -> GuestClass | None:
    """The class of a code; none for every class. Raises UnknownDesign."""
    found = next((one for one in await classes_of(gathering.id) if one.code == code), None)
    if found is None and code != EVERY_CLASS:
        raise UnknownDesign
    return found


async def _editor(
    request: Request[Any, Any, Any], gathering: Gathering, size: Size, code: str, typed: Mapping[str, str],
    *, error: Invalid | None = None,
) -> Response[Any]:  # fmt: skip
    language = language_of(request, staff=True)
    seen: Preview | None = None
    if error is None:
        try:
            seen = await _preview(gathering, size, code, typed)
        except Invalid as wrong:
            error = wrong
    revisions = await revisions_of(gathering, size.code, code)
    return page(
        request, "printing/badges/editor.html", status=422 if error and not request.headers.get("hx-request") and request.method == "POST" else 200, staff=True,
        size=size, sizes=SIZES.values(), code=code, place=code or ALL, one=await _class(gathering, code), typed=typed,
        problems=error.told_fields(language) if error else {}, revisions=revisions, boxes=SIDES, standard=_typed(standard_design(size.code)),
        own=bool(revisions and revisions[0].design), frame_fields=FRAME_FIELDS, lines_fields=LINES_FIELDS,
        pictures=await pictures_of(gathering), seen=_seen(seen, language),
    )  # fmt: skip


async def _preview(
    gathering: Gathering, size: Size, code: str, typed: Mapping[str, str], *, marks: bool = True
) -> Preview:
    design = read_design(typed, size, {one.name for one in await pictures_of(gathering)})
    return await preview(gathering, size, code, design, marks=marks)


def _seen(seen: Preview | None, language: str) -> dict[str, Any] | None:
    if seen is None:
        return None
    return {
        "warnings": [one.told(language) for one in seen.warnings],
        "badges": [
            {
                "why": sample.why, "real": sample.real, "name": sample.badge.lines["name"],
                "address": "data:image/png;base64," + base64.b64encode(picture).decode(),
            }
            for sample, picture in zip(seen.samples, seen.pictures, strict=True)
        ],
    }  # fmt: skip


def _from(form: Form) -> dict[str, str]:
    return {name: form.text(name) for name in _FIELDS}


@post(_ONE, opt=_WRITE, include_in_schema=False, status_code=200)
async def save(
    request: Request[Any, Any, Any], size: FromPath[str], code: FromPath[str], gathering: NamedDependency[Gathering],
    access: NamedDependency[Access], form: NamedDependency[Form], now: NamedDependency[datetime],
) -> Response[Any]:  # fmt: skip
    """Keep a design as a new revision, once it has been set."""
    which, own, typed = size_named(size), class_named(code), _from(form)
    try:
        await _preview(gathering, which, own, typed)
    except Invalid as error:
        return await _editor(request, gathering, which, own, typed, error=error)
    design = read_design(typed, which, {one.name for one in await pictures_of(gathering)})
    await save_design(gathering, which.code, own, design, by=access.actor, now=now)
    return go(f"/console/{gathering.slug}/badges/{size}/{code}", say=_SAVED)


@post(_ONE + "/preview", opt={"permission": Permission.PRINT}, include_in_schema=False, status_code=200)
async def look(
    request: Request[Any, Any, Any], size: FromPath[str], code: FromPath[str], gathering: NamedDependency[Gathering],
    form: NamedDependency[Form],
) -> Response[Any]:  # fmt: skip
    """What is typed, rendered: the editor again, of which scripts take the pictures only."""
    which, own, typed = size_named(size), class_named(code), _from(form)
    await _class(gathering, own)
    return await _editor(request, gathering, which, own, typed)


@post(_ONE + "/preview.pdf", opt={"permission": Permission.PRINT}, include_in_schema=False, status_code=200)
async def look_as_pdf(
    request: Request[Any, Any, Any], size: FromPath[str], code: FromPath[str], gathering: NamedDependency[Gathering],
    form: NamedDependency[Form],
) -> Response[Any]:  # fmt: skip
    """The same as PDF, without the lines that only help to look."""
    which, own, typed = size_named(size), class_named(code), _from(form)
    await _class(gathering, own)
    try:
        seen = await _preview(gathering, which, own, typed, marks=False)
    except Invalid as error:
        return await _editor(request, gathering, which, own, typed, error=error)
    header = f'inline; filename="{gathering.slug}-badge-{which.code}.pdf"'
    return Response(seen.pdf, media_type="application/pdf", headers={"Content-Disposition": header})


@post(_ONE + "/again", opt=_WRITE, include_in_schema=False, status_code=200)
async def again(
    size: FromPath[str], code: FromPath[str], gathering: NamedDependency[Gathering], access: NamedDependency[Access],
    form: NamedDependency[Form], now: NamedDependency[datetime],
) -> Response[Any]:  # fmt: skip
    """Take an earlier revision again."""
    number, after = (
        int(text) if (text := form.text(name)).isdecimal() else 0 for name in ("revision", "after")
    )
    which, own, back = size_named(size), class_named(code), f"/console/{gathering.slug}/badges/{size}/{code}"
    try:
        await take_again(
            gathering, which.code, own, min(number, 32767), by=access.actor, now=now, after=after or None
        )
    except ChangedSince as error:
        return go(back, say=error.sentence, kind="warning")
    return go(back, say=_AGAIN)


@post(_ONE + "/drop", opt=_WRITE, include_in_schema=False, status_code=200)
async def drop(
    size: FromPath[str], code: FromPath[str], gathering: NamedDependency[Gathering], access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Response[Any]:  # fmt: skip
    """Do without a design of its own."""
    number = await drop_design(gathering, size_named(size).code, class_named(code), by=access.actor, now=now)
    undo = f"/console/{gathering.slug}/badges/{size}/{code}/again?revision={number - 1}&after={number}"
    return go(f"/console/{gathering.slug}/badges?size={size}", say=_DROPPED, undo=undo)


@post(_ROOT + "/pictures", opt=_WRITE, include_in_schema=False, status_code=200)
async def send_picture(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], access: NamedDependency[Access],
    form: NamedDependency[Form], now: NamedDependency[datetime],
) -> Response[Any]:  # fmt: skip
    """Keep a logo or a background."""
    file = form.files.get("picture") or Upload("", b"")
    try:
        picture = await asyncio.to_thread(checked_picture, form.text("name"), file.content)
        await keep_picture(gathering, picture, by=access.actor, now=now)
    except Refusal as error:
        told = error.told_fields(language_of(request, staff=True)) if isinstance(error, Invalid) else {}
        problem = next(iter(told.values()), error.told(language_of(request, staff=True)))
        return await _list(request, gathering, SIZES["90x130"], problem=problem, typed=form.text("name"))
    return go(f"/console/{gathering.slug}/badges#pictures", say=_KEPT)


@get(_ROOT + "/pictures/{name:str}", opt={"permission": Permission.PRINT}, include_in_schema=False)
async def picture(name: FromPath[str], gathering: NamedDependency[Gathering]) -> Response[bytes]:
    """A picture as it is kept."""
    return await picture_response(gathering, name)


async def picture_response(gathering: Gathering, name: str) -> Response[bytes]:
    """A picture as an answer."""
    media_type, content = await picture_named(gathering, name)
    return Response(content, media_type=media_type, headers={"Cache-Control": "private, no-cache"})


@post(_ROOT + "/pictures/{name:str}/remove", opt=_WRITE, include_in_schema=False, status_code=200)
async def take_picture_away(
    name: FromPath[str], gathering: NamedDependency[Gathering], access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Response[Any]:  # fmt: skip
    """Take a picture away."""
    step = await remove_picture(gathering, name, by=access.actor, now=now)
    return go(f"/console/{gathering.slug}/badges#pictures", say=_REMOVED, undo=undo_path(step, gathering))


HANDLERS = [
    badges_page, editor, save, look, look_as_pdf, again, drop, send_picture, picture, take_picture_away,
]  # fmt: skip
