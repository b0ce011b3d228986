"""The scanner's icon: the corners of a frame around a tick, on ceremonial red, whole within any mask."""

import io
from functools import cache

from PIL import Image, ImageDraw

_RED = "#8c1a1d"
_PAPER = "#fff8ee"
_GRID = 32
_STROKE = 2.4
_CORNERS = (
    ((8, 12), (8, 8), (12, 8)),
    ((20, 8), (24, 8), (24, 12)),
    ((24, 20), (24, 24), (20, 24)),
    ((12, 24), (8, 24), (8, 20)),
)
_TICK = ((11.5, 16.5), (14.8, 19.8), (20.8, 12.8))
_LINES = (*_CORNERS, _TICK)


def _path() -> str:
    return "".join("M" + "L".join(f"{x} {y}" for x, y in line) for line in _LINES)


SVG = (
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_GRID} {_GRID}">'
    f'<rect width="{_GRID}" height="{_GRID}" rx="5" fill="{_RED}"/>'
    f'<path d="{_path()}" fill="none" stroke="{_PAPER}" stroke-width="{_STROKE}" '
    'stroke-linecap="round" stroke-linejoin="round"/></svg>'
)


@cache
def drawn(size: int) -> bytes:
    """A square PNG of so many pixels, drawn four times as large and made smaller."""
    scale = size * 4 / _GRID
    image = Image.new("RGB", (size * 4, size * 4), _RED)
    draw = ImageDraw.Draw(image)
    half = _STROKE * scale / 2
    for line in _LINES:
        points = [(x * scale, y * scale) for x, y in line]
        draw.line(points, fill=_PAPER, width=round(half * 2), joint="curve")
        for x, y in points:
            draw.ellipse((x - half, y - half, x + half, y + half), fill=_PAPER)
    made = io.BytesIO()
    image.resize((size, size), Image.Resampling.LANCZOS).save(made, "PNG", optimize=True)
    return made.getvalue()
