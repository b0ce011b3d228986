"""Badges look as they looked: every size beside a small grey picture that was looked at and kept.

`EVENT_NEW_REFERENCES=1 .venv/bin/python -m pytest tests/printing/test_badge_references.py` draws the pictures anew.
"""

import os
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from event.printing.badge_designs.sizes import RUNS
from tests.printing.badge_making import badge, made, pictures, sheets

_FOLDER = Path(__file__).parent / "references"
_DPI = 36
_MEAN, _FAR = 4.0, 0.02
"""How far grey values may be apart on the whole, and how many of them by more than a fifth."""
_FIFTH = 51


def _badges() -> list:
    return [
        badge(1, "V", name="王\u3000芳", latin="WANG Fang"),
        badge(2, "G", name="欧阳示例", title="示例国示例州示例同乡会名誉会长兼示例基金会理事长"),
        badge(3, "S", name="NGUYỄN Thị Example", latin="", chinese=False, delegation=""),
        badge(4, "G", name="𠮷示例"),
    ]


@pytest.mark.parametrize("way", RUNS)
async def test_every_size_looks_as_it_was_kept(way: str) -> None:
    pages = pictures(await made(sheets(_badges(), way, margin="2026示例县")), dpi=_DPI)
    seen = _strip([page.convert("L") for page in pages[:3]])
    path = _FOLDER / f"badges-{way}.png"
    if os.environ.get("EVENT_NEW_REFERENCES"):
        seen.quantize(8).save(path, optimize=True)

    with Image.open(path) as kept:
        assert seen.size == kept.size
        apart = ImageChops.difference(seen, kept.convert("L"))
    mean = ImageStat.Stat(apart).mean[0]
    far = sum(apart.histogram()[_FIFTH:]) / (apart.width * apart.height)
    assert (mean < _MEAN, far < _FAR) == (True, True), (mean, far)


def _strip(pages: list[Image.Image]) -> Image.Image:
    whole = Image.new("L", (sum(page.width for page in pages), max(page.height for page in pages)), 255)
    left = 0
    for page in pages:
        whole.paste(page, (left, 0))
        left += page.width
    return whole
