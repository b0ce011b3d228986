"""The fonts every document is set in, what they can show and how wide it is.

Chinese first (its own Latin letters match it best); what it lacks, Ł among others, comes from Noto
Sans, and Thai from Noto Sans Thai.
"""

import sys
from array import array
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from math import floor
from pathlib import Path

from fontTools.ttLib import TTFont

from event.printing.memory import give_back

FACES: tuple[tuple[str, int, str, str], ...] = (
    ("Sheet", 400, "noto_cjk_sans_jp_regular", "NotoSansCJKjp-Regular.otf"),
    ("Sheet", 700, "noto_cjk_sans_jp_bold", "NotoSansCJKjp-Bold.otf"),
    ("Sheet Latin", 400, "fontpkg_noto_sans", "NotoSans[[]wdth,wght[]].ttf"),
    ("Sheet Latin", 700, "fontpkg_noto_sans", "NotoSans[[]wdth,wght[]].ttf"),
    ("Sheet Thai", 400, "fontpkg_noto_sans_thai", "NotoSansThai[[]wdth,wght[]].ttf"),
    ("Sheet Thai", 700, "fontpkg_noto_sans_thai", "NotoSansThai[[]wdth,wght[]].ttf"),
)
"""Family, weight, the wheel that brings it and the file in it; in the order in which they are asked."""
_EM = 1000
_NOT_DRAWN = frozenset("\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff\n\t")


def font_file(package: str, name: str) -> Path:
    """Where a font's wheel has put it."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"The font package {package} is missing: run “make setup”.")
    return next(Path(spec.origin).parent.rglob(name))


@dataclass(frozen=True)
class _Letters:
    """What the faces of a weight know of every character there is, by its number."""

    widths: "array[int]"
    """In thousandths of an em, in the first face that has it; as wide as a Chinese one where none has."""
    drawn: bytearray
    """Not 0: a face has it, or nothing of it is drawn."""


@cache
def _letters(weight: int) -> _Letters:
    count = sys.maxunicode + 1
    widths, drawn = array("H", [_EM]) * count, bytearray(count)
    for code in map(ord, _NOT_DRAWN):
        widths[code], drawn[code] = 0, 1
    for _, face_weight, package, name in FACES:
        if face_weight != weight:
            continue
        with TTFont(font_file(package, name), lazy=True) as font:
            advances, em = font["hmtx"].metrics, font["head"].unitsPerEm
            for code, glyph in font.getBestCmap().items():
                if not drawn[code]:
                    widths[code], drawn[code] = round(advances[glyph][0] * _EM / em), 1
    give_back()
    return _Letters(widths, drawn)


def missing_glyphs(text: str) -> set[str]:
    """Characters that would print as empty boxes."""
    drawn = _letters(700).drawn
    return {letter for letter in set(text) if not drawn[ord(letter)]}


def width(text: str, *, weight: int = 700) -> float:
    """How wide a line is, in ems."""
    widths = _letters(weight).widths
    return sum([widths[ord(letter)] for letter in text]) / _EM


def fitted(
    text: str, *, largest: float, smallest: float, room: float, lines: int = 1, weight: int = 700
) -> float:
    """The largest type size, in millimetres, at which a text fits `lines` lines of `room` millimetres.

    Where it needs more lines than that even at the smallest size, the smallest is taken and the text
    runs on: it is never cut.
    """
    spare = 1.0 if lines == 1 else 0.86  # lines break at words and leave something empty
    needed = width(text, weight=weight) or 1.0
    return max(smallest, min(largest, floor(room * lines * spare / needed * 100) / 100))
