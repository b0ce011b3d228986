"""The two fonts every document is set in, what they can show and how wide it is."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from fontTools.ttLib import TTFont

PACKAGES = {
    "regular": ("noto_cjk_sans_jp_regular", "NotoSansCJKjp-Regular.otf"),
    "bold": ("noto_cjk_sans_jp_bold", "NotoSansCJKjp-Bold.otf"),
}
_NOT_DRAWN = frozenset("\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff\n\t")


def font_file(weight: str) -> Path:
    """Where the font's wheel has put it."""
    package, name = PACKAGES[weight]
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"The font package {package} is missing: run “make setup”.")
    return next(Path(spec.origin).parent.rglob(name))


@cache
def _widths(weight: str) -> tuple[dict[int, int], int]:
    """Advance width by character, and units to the em."""
    with TTFont(font_file(weight), lazy=True) as font:
        advances = font["hmtx"].metrics
        return {code: advances[glyph][0] for code, glyph in font.getBestCmap().items()}, font["head"].unitsPerEm


def missing_glyphs(text: str) -> set[str]:
    """Characters that would print as empty boxes."""
    widths, _ = _widths("bold")
    return {letter for letter in text if ord(letter) not in widths and letter not in _NOT_DRAWN}


def width(text: str, *, weight: str = "bold") -> float:
    """How wide a line is, in ems."""
    widths, em = _widths(weight)
    return sum(widths.get(ord(letter), em) for letter in text if letter not in _NOT_DRAWN) / em


def fitted(text: str, *, largest: float, smallest: float, room: float, lines: int = 1, weight: str = "bold") -> float:
    """The largest type size, in millimetres, at which a text fits `lines` lines of `room` millimetres.

    Where it needs more lines than that even at the smallest size, the smallest is taken and the text
    runs on: it is never cut.
    """
    spare = 1.0 if lines == 1 else 0.86  # lines break at words and leave something empty
    needed = width(text, weight=weight) or 1.0
    return round(max(smallest, min(largest, room * lines * spare / needed)), 2)
