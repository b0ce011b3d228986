"""Badge designs for programs."""

import asyncio
import base64
import binascii
from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.gathering.tables import Gathering
from event.http import language_of, read_json
from event.language import Message
from event.people.rules import Access, Permission
from event.printing.badge_designs.checking import read_design, typed_boxes
from event.printing.badge_designs.design import Boxes, Design, standard_design
from event.printing.badge_designs.errors import BadPicture
from event.printing.badge_designs.operations import (
    drop_design,
    keep_picture,
    remove_picture,
    save_design,
    take_again,
)
from event.printing.badge_designs.pages import ALL, class_named, picture_response, size_named
from event.printing.badge_designs.pictures import checked_picture
from event.printing.badge_designs.previewing import preview
from event.printing.badge_designs.queries import Revision, pictures_of, revisions_of, standing_designs
from event.printing.badge_designs.sizes import SIZES, Size
from event.printing.badges import contrast, ink_on
from event.registration.queries import classes_of

_ROOT = "/api/v1/gatherings/{slug:str}/badge-designs"
_ONE = _ROOT + "/{size:str}/{code:str}"
_PICTURES = "/api/v1/gatherings/{slug:str}/badge-pictures"
_READ: dict[str, Any] = {"permission": Permission.PRINT}
_WRITE: dict[str, Any] = {"permission": Permission.GATHERING_WRITE}
_NOT_BASE64 = Message("Send the picture as base64.")


class DesignTold(msgspec.Struct):
    """HTML of the frame and of a guest's lines, CSS, and boxes in millimetres: `lines` and `number` are [left, top,
    width, height], `code` is [left, top, side].
    """

    frame: str
    lines: str
    style: str
    boxes: Boxes

    @property
    def typed(self) -> dict[str, str]:
        return {"frame": self.frame, "lines": self.lines, "style": self.style} | typed_boxes(self.boxes)


class RevisionView(msgspec.Struct):
    """A saved design; none where from then on there was none of its own."""

    size: str
    class_code: str
    revision: int
    saved_at: datetime
    saved_by: str
    taken_from: int | None
    design: DesignTold | None


class ClassColours(msgspec.Struct):
    """The band of a class: colour, the ink chosen for it, and their contrast (at least 4.5 is asked for)."""

    code: str
    colour: str
    ink: str
    contrast: float


class DesignsView(msgspec.Struct):
    """The designs that hold (class "-": every class), the standard ones by size, and the colours of the classes."""

    designs: list[RevisionView]
    standard: dict[str, DesignTold]
    classes: list[ClassColours]


class Saved(msgspec.Struct):
    """The number of the new revision, and what to look at before printing."""

    revision: int
    warnings: list[str] = []


class Again(msgspec.Struct):
    """A revision by its number."""

    revision: int


class PictureTold(msgspec.Struct):
    """A picture in base64: PNG or JPEG, at most 5 MB."""

    content: str


class PictureView(msgspec.Struct):
    """A picture that designs can name."""

    name: str
    kind: str
    width: int
    height: int
    bytes: int


def _told(design: Design) -> DesignTold:
    return DesignTold(design.frame, design.lines, design.style, design.boxes)


def _view(one: Revision) -> RevisionView:
    return RevisionView(
        one.size, one.class_code or ALL, one.number, one.saved_at, one.saved_by, one.taken_from,
        _told(one.design) if one.design else None,
    )  # fmt: skip


@get(_ROOT, opt=_READ, tags=["Documents"])
async def api_badge_designs(gathering: NamedDependency[Gathering]) -> DesignsView:
    """What badges look like, by size and class, and whether the colours can be read."""
    return DesignsView(
        [_view(one) for one in (await standing_designs(gathering)).values()],
        {size: _told(standard_design(size)) for size in SIZES},
        [
            ClassColours(
                one.code, one.colour, ink_on(one.colour), round(contrast(ink_on(one.colour), one.colour), 2)
            )
            for one in await classes_of(gathering.id)
        ],
    )


@get(_ONE, opt=_READ, tags=["Documents"])
async def api_badge_revisions(
    size: FromPath[str], code: FromPath[str], gathering: NamedDependency[Gathering]
) -> list[RevisionView]:
    """Every saved design of a size (90x130, a6, cr80, label-62, label-102) and class ("-": every class), the last first."""
    which = size_named(size)
    return [_view(one) for one in await revisions_of(gathering, which.code, class_named(code))]


async def _read(request: Request[Any, Any, Any], gathering: Gathering, size: Size) -> Design:
    told = await read_json(request, DesignTold)
    return read_design(told.typed, size, {one.name for one in await pictures_of(gathering)})


@put(_ONE, opt=_WRITE, tags=["Documents"])
async def api_save_badge_design(
    request: Request[Any, Any, Any], size: FromPath[str], code: FromPath[str], gathering: NamedDependency[Gathering],
    access: NamedDependency[Access], now: NamedDependency[datetime],
) -> Saved:  # fmt: skip
    """Save a design as a new revision. What cannot be printed is refused, with the line it stands in."""
    which, own = size_named(size), class_named(code)
    design = await _read(request, gathering, which)
    seen = await preview(gathering, which, own, design)
    number = await save_design(gathering, which.code, own, design, by=access.actor, now=now)
    language = language_of(request, staff=True)
    return Saved(number, [one.told(language) for one in seen.warnings])


@post(_ONE + "/preview", opt=_READ, tags=["Documents"], status_code=200)
async def api_look_at_badge_design(
    request: Request[Any, Any, Any],
    size: FromPath[str],
    code: FromPath[str],
    gathering: NamedDependency[Gathering],
) -> Response[bytes]:
    """A design that is not saved as PDF, on the guests whose names are hardest."""
    which = size_named(size)
    design = await _read(request, gathering, which)
    seen = await preview(gathering, which, class_named(code), design, marks=False)
    return Response(seen.pdf, media_type="application/pdf")


@post(_ONE + "/again", opt=_WRITE, tags=["Documents"], status_code=200)
async def api_take_badge_design_again(
    request: Request[Any, Any, Any], size: FromPath[str], code: FromPath[str], gathering: NamedDependency[Gathering],
    access: NamedDependency[Access], now: NamedDependency[datetime],
) -> Saved:  # fmt: skip
    """Take an earlier revision again: {"revision": 1}; it becomes a new one."""
    told = await read_json(request, Again)
    number = max(0, min(told.revision, 32767))
    which, own = size_named(size), class_named(code)
    return Saved(await take_again(gathering, which.code, own, number, by=access.actor, now=now))


@delete(_ONE, opt=_WRITE, tags=["Documents"], status_code=200)
async def api_drop_badge_design(
    size: FromPath[str], code: FromPath[str], gathering: NamedDependency[Gathering], access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Saved:  # fmt: skip
    """Do without a design of its own: everybody's or the standard one holds."""
    number = await drop_design(gathering, size_named(size).code, class_named(code), by=access.actor, now=now)
    return Saved(number)


@get(_PICTURES, opt=_READ, tags=["Documents"])
async def api_badge_pictures(gathering: NamedDependency[Gathering]) -> list[PictureView]:
    """The pictures that designs can name: <img src="logo"> and url(logo)."""
    return [
        PictureView(one.name, one.kind, one.width, one.height, one.bytes)
        for one in await pictures_of(gathering)
    ]


@get(_PICTURES + "/{name:str}", opt=_READ, tags=["Documents"])
async def api_badge_picture(name: FromPath[str], gathering: NamedDependency[Gathering]) -> Response[bytes]:
    """A picture as it is kept."""
    return await picture_response(gathering, name)


@put(_PICTURES + "/{name:str}", opt=_WRITE, tags=["Documents"])
async def api_keep_badge_picture(
    request: Request[Any, Any, Any], name: FromPath[str], gathering: NamedDependency[Gathering],
    access: NamedDependency[Access], now: NamedDependency[datetime],
) -> PictureView:  # fmt: skip
    """Keep a picture under a name, in place of an earlier one: {"content": "base64"}."""
    told = await read_json(request, PictureTold)
    try:
        content = base64.b64decode(told.content, validate=True)
    except (binascii.Error, ValueError):
        raise BadPicture(_NOT_BASE64) from None
    picture = await asyncio.to_thread(checked_picture, name, content)
    await keep_picture(gathering, picture, by=access.actor, now=now)
    return PictureView(name, picture.kind, picture.width, picture.height, len(picture.content))


@delete(_PICTURES + "/{name:str}", opt=_WRITE, tags=["Documents"], status_code=204)
async def api_remove_badge_picture(
    name: FromPath[str], gathering: NamedDependency[Gathering], access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> None:  # fmt: skip
    """Take a picture away; designs that name it are printed without it."""
    await remove_picture(gathering, name, by=access.actor, now=now)


HANDLERS = [
    api_badge_designs, api_badge_revisions, api_save_badge_design, api_look_at_badge_design, api_take_badge_design_again,
    api_drop_badge_design, api_badge_pictures, api_badge_picture, api_keep_badge_picture, api_remove_badge_picture,
]  # fmt: skip
