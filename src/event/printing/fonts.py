"""The fonts every document is set in, what they can show and how wide it is.

Chinese first (its own Latin letters match it best); what it lacks, Ł among others, comes from Noto
Sans, and Thai from Noto Sans Thai.
"""

from functools import cache
from importlib.util import find_spec
from math import floor
from pathlib import Path

from fontTools.ttLib import TTFont

FACES: tuple[tuple[str, int, str, str], ...] = (
    ("Sheet", 400, "noto_cjk_sans_jp_regular", "NotoSansCJKjp-Regular.otf"),
    ("Sheet", 700, "noto_cjk_sans_jp_bold", "NotoSansCJKjp-Bold.otf"),
    ("Sheet Latin", 400, "fontpkg_noto_sans", "NotoSans[[]wdth,wght[]].ttf"),
    ("Sheet Latin", 700, "fontpkg_noto_sans", "NotoSans[[]wdth,wght[]].ttf"),
    ("Sheet Thai", 400, "fontpkg_noto_sans_thai", "NotoSansThai[[]wdth,wght[]].ttf"),
    ("Sheet Thai", 700, "fontpkg_noto_sans_thai", "NotoSansThai[[]wdth,wght[]].ttf"),
)
"""Family, weight, the wheel that brings it and the file in it; in the order in which they are asked."""
_NOT_DRAWN = frozenset("\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff\n\t")


def font_file(package: str, name: str) -> Path:
    """Where a font's wheel has put it."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"The font package {package} is missing: run “make setup”.")
    return next(Path(spec.origin).parent.rglob(name))


@cache
def _widths(weight: int) -> dict[str, float]:
    """How wide every character is, in ems, in the first face that has it."""
    widths = dict.fromkeys(_NOT_DRAWN, 0.0)
    for _, face_weight, package, name in FACES:
        if face_weight != weight:
            continue
        with TTFont(font_file(package, name), lazy=True) as font:
            advances, em = font["hmtx"].metrics, font["head"].unitsPerEm
            for code, glyph in font.getBestCmap().items():
                widths.setdefault(chr(code), advances[glyph][0] / em)
    return widths


def missing_glyphs(text: str) -> set[str]:
    """Characters that would print as empty boxes."""
    return set(text).difference(_widths(700))


def width(text: str, *, weight: int = 700) -> float:
    """How wide a line is, in ems."""
    widths = _widths(weight)
    return sum([widths.get(letter, 1.0) for letter in text])


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
