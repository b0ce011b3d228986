"""Which designs and pictures a gathering has."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from event.database import fetch, fetch_one
from event.gathering.tables import Gathering
from event.printing.badge_designs.design import Boxes, Design
from event.printing.badge_designs.errors import UnknownDesign, UnknownPicture

EVERY_CLASS = ""
_NAMES = re.compile(r"""\burl\(\s*["']?([a-z0-9-]+)|\bsrc\s*=\s*["']?([a-z0-9-]+)""", re.IGNORECASE)


@dataclass(frozen=True)
class Revision:
    """A design as it was saved; `design` is None where from then on there was none of its own."""

    size: str
    class_code: str
    number: int
    design: Design | None
    taken_from: int | None
    saved_by: str
    saved_at: datetime


@dataclass(frozen=True)
class PictureLine:
    """A picture without its content."""

    name: str
    kind: str
    digest: str
    width: int
    height: int
    bytes: int
    uploaded_at: datetime


async def standing_designs(gathering: Gathering, *, size: str = "") -> dict[tuple[str, str], Revision]:
    """The last revision of every size and class that has a design of its own."""
    rows = await fetch(
        "SELECT DISTINCT ON (size, class_code) * FROM badge_design WHERE gathering = $1 AND ($2 = '' OR size = $2)"
        " ORDER BY size, class_code, revision DESC",
        gathering.id, size,
    )  # fmt: skip
    return {(row["size"], row["class_code"]): _revision(row) for row in rows if not row["none"]}


async def revisions_of(gathering: Gathering, size: str, class_code: str) -> list[Revision]:
    """All revisions of a design, the last first."""
    rows = await fetch(
        "SELECT * FROM badge_design WHERE gathering = $1 AND size = $2 AND class_code = $3 ORDER BY revision DESC",
        gathering.id, size, class_code,
    )  # fmt: skip
    return [_revision(row) for row in rows]


async def revision_of(gathering: Gathering, size: str, class_code: str, number: int) -> Revision:
    """One revision. Raises UnknownDesign."""
    row = await fetch_one(
        "SELECT * FROM badge_design WHERE gathering = $1 AND size = $2 AND class_code = $3 AND revision = $4",
        gathering.id, size, class_code, number,
    )  # fmt: skip
    if row is None:
        raise UnknownDesign
    return _revision(row)


def _revision(row: Any) -> Revision:
    design = None
    if not row["none"]:
        told = json.loads(row["boxes"])
        boxes = Boxes(tuple(told["lines"]), tuple(told["number"]), tuple(told["code"]))
        design = Design(row["frame"], row["lines"], row["style"], boxes)
    return Revision(
        row["size"],
        row["class_code"],
        row["revision"],
        design,
        row["taken_from"],
        row["saved_by"],
        row["saved_at"],
    )


async def pictures_of(gathering: Gathering) -> list[PictureLine]:
    """The pictures that can be named, by name."""
    rows = await fetch(
        "SELECT name, kind, digest, width, height, length(content) AS bytes, uploaded_at FROM badge_picture"
        " WHERE gathering = $1 AND removed_at IS NULL ORDER BY name",
        gathering.id,
    )
    return [PictureLine(*row.values()) for row in rows]


async def picture_named(gathering: Gathering, name: str) -> tuple[str, bytes]:
    """Media type and content. Raises UnknownPicture."""
    row = await fetch_one(
        "SELECT kind, content FROM badge_picture WHERE gathering = $1 AND name = $2 AND removed_at IS NULL",
        gathering.id, name,
    )  # fmt: skip
    if row is None:
        raise UnknownPicture(name=name[:40])
    return f"image/{row['kind']}", row["content"]


def names_in(design: Design) -> set[str]:
    """The pictures a design may show."""
    told = _NAMES.findall(design.style) + _NAMES.findall(design.frame) + _NAMES.findall(design.lines)
    return {one.lower() for pair in told for one in pair if one}


async def contents_of(gathering: Gathering, names: set[str]) -> dict[str, tuple[str, bytes]]:
    """Digest and content of pictures, by name; those that are gone are left out."""
    if not names:
        return {}
    rows = await fetch(
        "SELECT name, digest, content FROM badge_picture WHERE gathering = $1 AND name = ANY($2::text[])"
        " AND removed_at IS NULL",
        gathering.id, list(names),
    )  # fmt: skip
    return {row["name"]: (row["digest"], row["content"]) for row in rows}
