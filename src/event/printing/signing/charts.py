"""Bars with the same figures as a table below them, so that nobody has to read a length."""

from dataclasses import dataclass
from decimal import Decimal

from event.printing.fonts import width
from event.signing.ledger.rates import percent
from event.signing.money import in_yi

_ROOM = 23
"""Ems that a label has beside its bar."""


@dataclass(frozen=True)
class Bar:
    """A bar: how long of a thousand, a second length within it, and what stands beside; `cells` are its row in the table."""

    label: str
    length: int
    inner: int | None
    said: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Chart:
    """Bars with the same figures as a table below."""

    title: str
    bars: tuple[Bar, ...]
    columns: tuple[str, ...]
    legend: tuple[str, ...] = ()
    note: str = ""


def shortened(label: str) -> str:
    """A label that fits beside its bar; the whole of it stands in the table."""
    if width(label, weight=400) <= _ROOM:
        return label
    kept = label
    while kept and width(kept, weight=400) > _ROOM - 1:
        kept = kept[:-1]
    return f"{kept}…"


def amounts(label: str, signed: Decimal, in_place: Decimal, most: Decimal, cells: tuple[str, ...]) -> Bar:
    """A signed amount with what of it is in place, as long as `most` at most."""
    rate = percent(in_place, signed)
    told = (in_yi(signed) or "", in_yi(in_place) or "", "–" if rate is None else f"{rate} %")
    length, inner = int(signed * 1000 / most), int(in_place * 1000 / most)
    return Bar(shortened(label), length, min(inner, 1000), f"{told[0]} / {told[1]}", (*cells, *told))
