"""Pieces of a sheet that are set once and placed often: the frame of a class, a guest's lines, a number.

A piece is what WeasyPrint made of one fragment of HTML: drawing operators that name glyphs by their
places in the whole font. So pieces of different days and processes stand on one sheet and share one
subset of each font, which is cut when all of them are known.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

MILLIMETRE = 96 / 25.4
"""CSS pixels a millimetre."""


class Face(msgspec.Struct, frozen=True):
    """The glyphs of one font in a piece: width in thousandths of an em, and the text they stand for."""

    name: str
    weight: int
    glyphs: dict[int, tuple[float, str]]


class Paragraph(msgspec.Struct, frozen=True):
    """Lines of text that belong together: their language, and the marks around them in the drawing."""

    language: str
    marks: tuple[int, ...]


class Drawn(msgspec.Struct, frozen=True):
    """A picture in a piece, by its name, as large as it is drawn, in millimetres."""

    name: str
    width: float
    height: float


class Piece(msgspec.Struct, frozen=True):
    """Operators in CSS pixels from the upper left corner, with the height they take."""

    drawing: bytes
    height: float
    states: tuple[str, ...]
    faces: tuple[Face, ...]
    paragraphs: tuple[Paragraph, ...] = ()
    pictures: tuple[Drawn, ...] = ()


class Needs(msgspec.Struct, frozen=True):
    """What a piece needs from the document around it, without its drawing."""

    states: tuple[str, ...]
    faces: tuple[Face, ...]
    pictures: tuple[Drawn, ...] = ()


class Shown(msgspec.Struct, frozen=True):
    """How a piece is drawn and told."""

    drawing: bytes
    height: float
    paragraphs: tuple[Paragraph, ...] = ()


packed = msgspec.msgpack.Encoder().encode
"""A piece as bytes: so it is stored, and so it goes from process to process. Thousands of them stay small."""
needs_of = msgspec.msgpack.Decoder(Needs).decode
shown_of = msgspec.msgpack.Decoder(Shown).decode


@dataclass(frozen=True)
class Fragments:
    """Fragments of HTML, a <div> each without a style of its own, to be set one by one, each in one of the styles.

    `style_of`: the place of each one's style. `boxes`: how wide each is and, where it is not zero, how high it may
    become, in millimetres: one that would be higher is set smaller. `pictures`: what `picture:NAME` shows.
    """

    styles: tuple[str, ...]
    style_of: tuple[int, ...]
    html: tuple[str, ...]
    boxes: tuple[tuple[float, float], ...]
    pictures: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    def only(self, places: Sequence[int]) -> "Fragments":
        """Those at some places."""
        return Fragments(
            self.styles,
            tuple(self.style_of[place] for place in places),
            tuple(self.html[place] for place in places),
            tuple(self.boxes[place] for place in places),
            self.pictures,
        )


@dataclass(frozen=True, slots=True)
class Put:
    """A piece on a sheet, by the place of its fragment; `within` (mm) centres it in that height.

    `section`: the badge on this sheet it belongs to for who listens; none: an ornament. `said`: what the whole of it
    says, where its own lines are not told one by one. `crop`: what is seen of it (left, top, width, height).
    """

    fragment: int
    left: float
    top: float
    within: float = 0.0
    section: int | None = None
    said: str = ""
    crop: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code on a sheet, `side` millimetres wide with its quiet zone; `said` tells who listens what it is."""

    text: str
    left: float
    top: float
    side: float
    section: int | None = None
    said: str = ""


@dataclass(frozen=True)
class Sheets:
    """A document as sheets of one size, in millimetres, that pieces and codes are put on.

    What is put first lies below; who listens hears the lines of a section first, then what is said, then its code. `flip`: the edge
    over which a sheet printed on both sides is turned, "long" or "short".
    """

    width: float
    height: float
    fragments: Fragments
    sheets: tuple[tuple[Put | Code, ...], ...]
    flip: str = ""
