"""Imported by the process that children are forked from: they begin with WeasyPrint and our fonts loaded."""

from event.printing.child import without_a_clock
from event.printing.composing import composed
from event.printing.pieces import Fragments, Put, Sheets
from event.printing.setting import set_packed
from event.qr import qr_modules

_LETTERS = "一Łก"
"""One of each of our fonts."""


def _warm() -> None:
    without_a_clock()
    html = (f"<div>{_LETTERS}</div>", f"<div class=bold>{_LETTERS}</div>")
    fragments = Fragments((".bold { font-weight: 700; }",), (0, 0), html, ((50, 0),) * 2)
    qr_modules("A" * 119)
    composed(Sheets(100, 100, fragments, ((Put(0, 0, 0), Put(1, 0, 50)),)), set_packed(fragments), "", "en")


_warm()
