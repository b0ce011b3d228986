"""Kept pictures of documents: what a page looks like, and how far that is from what it looked like."""

import os
from collections.abc import Mapping
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageStat

from event.printing.documents import Printed

RENEW = "TESTS_RENEW_REFERENCES"
OF_A_BLOCK, OF_ALL = 40, 2.0
"""Steps of grey, of 255, by which a block and the whole page may differ: what another machine's rounding may change."""
_LONGEST = 420
_BLOCK = 12
_COMPOSED = {"badges", "badges-four-up"}
"""No HTML documents: their codes are others in every run."""
_PAGES = {"programme-of-guest": -1}
"""Another page than the first, which has a code."""


def pictured(content: bytes, number: int = 0) -> Image.Image:
    """A page in sixteen greys."""
    with pypdfium2.PdfDocument(content) as document:
        page = document[number % len(document)]
        grey = page.render(scale=_LONGEST / max(page.get_size()), grayscale=True).to_pil().convert("L")
    return grey.point([one // 17 * 17 for one in range(256)])


def difference(one: Image.Image, other: Image.Image) -> tuple[float, float]:
    """The largest difference of a block, and that of the whole page."""
    if one.size != other.size:
        return 255.0, 255.0
    apart = ImageChops.difference(one, other)
    blocks = apart.resize(
        (max(1, apart.width // _BLOCK), max(1, apart.height // _BLOCK)), Image.Resampling.BOX
    )
    return float(blocks.getextrema()[1]), ImageStat.Stat(apart).mean[0]  # type: ignore[arg-type] # one band


def changed(made: Mapping[str, Printed], references: Path) -> dict[str, tuple[int, float]]:
    """Documents whose page looks otherwise, with how much; they are kept anew where that is asked for."""
    wrong = {}
    for name, one in made.items():
        if name in _COMPOSED:
            continue
        now, file = pictured(one.content, _PAGES.get(name, 0)), references / f"{name.replace('/', '-')}.png"
        if {"all", name} & set(os.environ.get(RENEW, "").split()):
            references.mkdir(exist_ok=True)
            now.save(file, optimize=True, bits=4)
        block, whole = difference(Image.open(file).convert("L"), now) if file.exists() else (255.0, 255.0)
        if block > OF_A_BLOCK or whole > OF_ALL:
            wrong[name] = (round(block), round(whole, 1))
    return wrong
