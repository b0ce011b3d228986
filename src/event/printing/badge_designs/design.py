"""What a badge of one size looks like: a frame for everybody of a class, the lines of a guest, a style, and boxes."""

from dataclasses import dataclass
from functools import cache

from event.places import templates_folder
from event.printing.badge_designs.sizes import SIZES


@dataclass(frozen=True)
class Boxes:
    """Where the parts stand from the upper left corner of the badge, in millimetres.

    `lines` and `number`: left, top, width, height; text is set smaller until it fits. `code`: left, top, side with
    the quiet zone.
    """

    lines: tuple[float, float, float, float]
    number: tuple[float, float, float, float]
    code: tuple[float, float, float]


@dataclass(frozen=True)
class Design:
    """HTML with fields, and CSS."""

    frame: str
    lines: str
    style: str
    boxes: Boxes


_BOXES = {
    "90x130": Boxes((6, 23, 78, 50), (64, 105.4, 20, 6), (26.5, 74, 37)),
    "a6": Boxes((7, 27, 91, 57), (74.5, 120.8, 23.5, 7), (31.5, 85.5, 42)),
    "cr80": Boxes((3, 10, 53.5, 33), (57.6, 38.6, 25, 5), (57.6, 11.5, 25)),
    "label-62": Boxes((3, 16, 56, 37), (3, 81.5, 56, 5), (17, 53.5, 28)),
    "label-102": Boxes((4, 14, 63, 47), (68, 47, 30, 6), (67, 14.5, 32)),
}


@cache
def standard_design(size: str) -> Design:
    """The design everybody has who made none of their own."""
    folder = templates_folder() / "pdf" / "badges"
    frame, lines, style = (
        (folder / f"{size}.{part}").read_text().strip() for part in ("frame.html", "lines.html", "css")
    )
    return Design(frame, lines, style, _BOXES[size])


STANDARD = tuple(SIZES)
