"""The first page of every document looks as its kept picture does, within what another machine's rounding may change.

Renew the pictures after a change that is meant, and look at them before they are kept:
`TESTS_RENEW_REFERENCES=all .venv/bin/python -m pytest -q tests/printing/centre/test_pages_look_as_they_did.py`
(or some of them: `TESTS_RENEW_REFERENCES="handbook agenda"`).
"""

import os
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

from event.printing.documents import DOCUMENTS, Printed
from tests.scenario import conftest

RENEW = "TESTS_RENEW_REFERENCES"
_LONGEST = 420
_BLOCK = 12
_OF_A_BLOCK, _OF_ALL = 40, 2.0
"""Steps of grey, of 255, by which a block and the whole page may differ."""
_COMPOSED = {"badges", "badges-four-up"}
"""No HTML documents: their codes are others in every run."""
_PAGES = {"programme-of-guest": -1}
"""Another page than the first, which has a code."""
pytestmark = pytest.mark.timeout(1500)
Made = dict[tuple[str, str], Printed]


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


async def test_pages_look_as_they_did(chinese: Made, references: Path, scenario: Path) -> None:
    if scenario != Path(conftest.__file__).parent / "data":
        return  # another office's lists look otherwise
    assert _changed(chinese, references) == {}


def _changed(made: Made, references: Path) -> dict[str, tuple[int, float]]:
    """Documents that look otherwise, with how much; they are kept anew where that is asked for."""
    wrong = {}
    for name in DOCUMENTS:
        if name in _COMPOSED:
            continue
        now, file = (
            pictured(made[name, "zh-Hans"].content, _PAGES.get(name, 0)),
            references / f"{name.replace('/', '-')}.png",
        )
        if {"all", name} & set(os.environ.get(RENEW, "").split()):
            references.mkdir(exist_ok=True)
            now.save(file, optimize=True, bits=4)
        block, whole = difference(Image.open(file).convert("L"), now) if file.exists() else (255.0, 255.0)
        if block > _OF_A_BLOCK or whole > _OF_ALL:
            wrong[name] = (round(block), round(whole, 1))
    return wrong


def test_another_word_on_a_page_is_seen(references: Path) -> None:
    page = Image.open(references / "visit-hotels.png").convert("L")
    other = page.copy()
    other.paste(0, (40, 40, 70, 52))

    assert difference(page, page) == (0.0, 0.0)
    assert difference(page, other)[0] > _OF_A_BLOCK
