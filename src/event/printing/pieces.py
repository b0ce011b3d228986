"""Pieces of a sheet that are set once and placed often: the frame of a class, a guest's lines, a number.

A piece is what WeasyPrint made of one fragment of HTML: drawing operators that name glyphs by their
places in the whole font. So pieces of different days and processes stand on one sheet and share one
subset of each font, which is cut when all of them are known.
"""

from dataclasses import dataclass

import msgspec

MILLIMETRE = 96 / 25.4
"""CSS pixels a millimetre."""


class Face(msgspec.Struct, frozen=True):
    """The glyphs of one font in a piece: width in thousandths of an em, and the text they stand for."""

    name: str
    weight: int
    glyphs: dict[int, tuple[float, str]]


class Piece(msgspec.Struct, frozen=True):
    """Operators in CSS pixels from the upper left corner, with the height they take."""

    drawing: bytes
    height: float
    states: tuple[str, ...]
    faces: tuple[Face, ...]


@dataclass(frozen=True)
class Fragments:
    """Fragments of HTML to be set one by one with one style sheet."""

    style: str
    html: tuple[str, ...]


@dataclass(frozen=True)
class Put:
    """A piece on a sheet, by the place of its fragment; `within` (mm) centres it in that height."""

    fragment: int
    left: float
    top: float
    within: float = 0.0


@dataclass(frozen=True)
class Code:
    """A QR code on a sheet, `side` millimetres wide with its quiet zone."""

    text: str
    left: float
    top: float
    side: float


@dataclass(frozen=True)
class Sheets:
    """A document as sheets of one size, in millimetres, that pieces and codes are put on."""

    width: float
    height: float
    fragments: Fragments
    sheets: tuple[tuple[Put | Code, ...], ...]
