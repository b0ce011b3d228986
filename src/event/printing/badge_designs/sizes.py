"""Sizes of badges, and the sheets they are printed on."""

from dataclasses import dataclass

from event.language import Message

BLEED = 3.0
"""Millimetres that colour runs beyond the cut."""
SAFE = 3.0
"""Millimetres inside the cut that stay free of text."""
SMALLEST_CODE = 18.0
"""A QR code smaller than this does not read at arm's length."""
QUIET = 45 / 37
"""A code of 37 modules with its quiet zone of four on each side."""


@dataclass(frozen=True)
class Size:
    """A badge by the name of its size, in millimetres."""

    code: str
    label: Message
    width: float
    height: float


SIZES = {
    one.code: one
    for one in (
        Size("90x130", Message("90 × 130 mm, a common holder"), 90, 130),
        Size("a6", Message("A6, 105 × 148 mm"), 105, 148),
        Size("cr80", Message("Plastic card CR80, 85.6 × 54 mm"), 85.6, 54),
        Size("label-62", Message("Label roll 62 mm wide"), 62, 100),
        Size("label-102", Message("Label roll 102 mm wide"), 102, 76),
    )
}


@dataclass(frozen=True)
class Run:
    """How badges of a size come out of the printer: `width` × `height` millimetres, badges at `corners`.

    `bleed`: colour beyond the cut is printed.
    """

    code: str
    label: Message
    size: Size
    width: float
    height: float
    corners: tuple[tuple[float, float], ...]
    bleed: float = 0.0

    @property
    def several(self) -> bool:
        return len(self.corners) > 1

    @property
    def flip(self) -> str:
        """The edge a sheet is turned over, so that backs come behind their fronts."""
        return "long" if self.height >= self.width else "short"

    @property
    def backs(self) -> tuple[tuple[float, float], ...]:
        """Where the backs stand: seen through the sheet, each behind its front."""
        return tuple((self.width - left - self.size.width, top) for left, top in self.corners)


def _alone(size: Size) -> Run:
    return Run(size.code, size.label, size, size.width, size.height, ((0.0, 0.0),))


def _side_by_side(code: str, label: Message, size: Size) -> Run:
    width, height, between = 297.0, 210.0, 2 * BLEED
    left = (width - 2 * size.width - between) / 2
    top = (height - size.height) / 2
    corners = ((left, top), (left + size.width + between, top))
    return Run(code, label, size, width, height, corners, BLEED)


_HOLDER, _A6 = SIZES["90x130"], SIZES["a6"]
FOUR_UP = "four-up"
RUNS = {
    one.code: one
    for one in (
        *(_alone(size) for size in SIZES.values()),
        Run(
            FOUR_UP, Message("Four of 90 × 130 mm on A4"), _HOLDER, 210, 297,
            ((15.0, 18.5), (105.0, 18.5), (15.0, 148.5), (105.0, 148.5)),
        ),
        _side_by_side("two-up", Message("Two of 90 × 130 mm on A4, with crop marks and 3 mm bleed"), _HOLDER),
        _side_by_side("two-up-a6", Message("Two of A6 on A4, with crop marks and 3 mm bleed"), _A6),
    )
}  # fmt: skip
"""Every run by its name."""
