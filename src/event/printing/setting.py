"""Sets fragments of HTML as pieces, in a child process.

All fragments stand under one another on one tall page: a page of its own for each would take three
times as long, most of it for margins and styles nobody sees.
"""

import re
from typing import Any

from event.printing.child import fonts_by_name, sheet
from event.printing.pieces import Face, Fragments, Piece

_PAGE = "@page { size: 400mm 1000000mm; margin: 0; } * { box-sizing: border-box; margin: 0; padding: 0; }"
_LONG_NUMBER = re.compile(rb"-?\d*\.\d{4,}")
_PICTURE = re.compile(rb"/\S+ Do\b")
"""Emoji of the system's fonts: pictures, which our fonts lack and printing has told of."""


def set_pieces(fragments: Fragments) -> list[Piece]:
    """Every fragment (one element each) as a piece, in their order."""
    from weasyprint import HTML  # noqa: PLC0415 - only children need it, and it takes its time

    faces, fonts, fetcher = sheet()
    html = f"<html lang='zh-Hans'><style>{_PAGE}{fragments.style}</style><body>{''.join(fragments.html)}"
    document = HTML(string=html, url_fetcher=fetcher, base_url="about:blank").render(
        stylesheets=[faces], font_config=fonts
    )
    page = document.pages[0]._page_box  # noqa: SLF001 - pieces are smaller than what WeasyPrint hands out
    body = page.children[0].children[0]
    if len(document.pages) != 1 or len(body.children) != len(fragments.html):
        msg = f"{len(fragments.html)} fragments became {len(body.children)} on {len(document.pages)} pages."
        raise ValueError(msg)
    return [_piece(box, page) for box in body.children]


def _piece(box: Any, page: Any) -> Piece:
    """Draw one box as if it stood in the corner, and note the glyphs it used."""
    import pydyf  # noqa: PLC0415 - as above
    from weasyprint.draw import draw_stacking_context  # noqa: PLC0415
    from weasyprint.layout.background import layout_box_backgrounds  # noqa: PLC0415
    from weasyprint.pdf.stream import Stream  # noqa: PLC0415
    from weasyprint.stacking import StackingContext  # noqa: PLC0415

    known = fonts_by_name()
    for font in known.values():
        font.widths, font.to_unicode, font.get_unused_glyph_id = {}, {}, _not_there
    names = ("ExtGState", "XObject", "Pattern", "Shading", "ColorSpace")
    resources = pydyf.Dictionary({name: pydyf.Dictionary() for name in names})
    stream = Stream(known, (0, 0, 1, 1), resources, {}, None, {}, None, compress=False)
    box.translate(-box.position_x, -box.position_y)
    layout_box_backgrounds(page, box, _no_picture)  # areas do not move with their boxes
    draw_stacking_context(stream, StackingContext.from_box(box, page))
    if any(resources[name] for name in names[2:]):
        msg = "A piece holds lines of text and plain areas, no patterns or shadings."
        raise ValueError(msg)
    drawing = _PICTURE.sub(b"", _LONG_NUMBER.sub(_shorter, b"\n".join(stream.stream)))
    used = tuple(_face(font) for font in known.values() if font.widths)
    return Piece(drawing, round(box.height, 3), tuple(resources["ExtGState"]), used)


def _face(font: Any) -> Face:
    glyphs = {glyph: (font.widths[glyph], font.to_unicode.get(glyph, "")) for glyph in sorted(font.widths)}
    return Face(font.hash, int(font.weight), glyphs)


def _not_there(_codepoint: int) -> int:
    """A character that no font has is the font's own sign for that, wherever the piece is set."""
    return 0


def _no_picture(**_: Any) -> None:
    return


def _shorter(number: re.Match[bytes]) -> bytes:
    """A thousandth of a pixel: where a piece stood on the tall page no longer shows in its last digits."""
    return b"%g" % round(float(number[0]), 3)
