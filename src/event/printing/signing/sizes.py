"""Sheets of A3 on A4: the same page, smaller by the square root of two."""

import io
import math

import pikepdf

from event.language import Message

SIZES = {"": Message("A3"), "A4": Message("A4, smaller letters")}
_SCALE = 1 / math.sqrt(2)


def on_a4(pdf: bytes) -> bytes:
    """Every page of a PDF on half of its paper. Takes its time: not on the event loop."""
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            width, height = (float(page.mediabox[place]) * _SCALE for place in (2, 3))
            page.contents_add(f"q {_SCALE:.6f} 0 0 {_SCALE:.6f} 0 0 cm\n".encode(), prepend=True)
            page.contents_add(b"\nQ")
            page.mediabox = pikepdf.Array([0, 0, round(width, 3), round(height, 3)])
        document.save(output, deterministic_id=True)
    return output.getvalue()
