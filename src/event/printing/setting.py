"""Sets fragments of HTML as pieces, in a child process.

All fragments stand under one another on one tall page: a page of its own for each would take three
times as long, most of it for margins and styles nobody sees. A fragment that comes out higher than its
box is set again, wider, and drawn smaller, so that nothing of it is cut.
"""

import re
from collections.abc import Iterator, Sequence
from math import sqrt
from typing import Any

from event.printing.child import FAMILIES, SCHEME, flat_stream, fonts_by_name, pictures_shown, sheet
from event.printing.pieces import MILLIMETRE, Drawn, Face, Fragments, Paragraph, Piece, packed

_PAGE = (
    "@page { size: 100000mm 1000000mm; margin: 0; }"
    " * { box-sizing: border-box; margin: 0; padding: 0; background-repeat: no-repeat !important; }"
    f" body {{ font-family: {FAMILIES}; font-size: 3mm; line-height: 1.25; overflow-wrap: anywhere; }}"
)
_LONG_NUMBER = re.compile(rb"-?\d*\.\d{4,}")
_IMAGE = re.compile(rb"(\S+) 0 0 (\S+) 0 \S+ cm\n/(i\w+) Do\b")
_TRIES = 8
_A_LITTLE_LESS = 0.985


def set_pieces(fragments: Fragments) -> list[Piece]:
    """Every fragment as a piece, in their order."""
    pieces = _set(fragments, [1.0] * len(fragments.html))
    sizes = [1.0] * len(pieces)
    for _ in range(_TRIES):
        high = [place for place, piece in enumerate(pieces) if _too_high(piece, fragments.boxes[place][1])]
        if not high:
            break
        for place in high:
            most = fragments.boxes[place][1] * MILLIMETRE
            sizes[place] *= sqrt(most / pieces[place].height) * _A_LITTLE_LESS
        again = _set(fragments.only(high), [sizes[place] for place in high])
        for place, piece in zip(high, again, strict=True):
            pieces[place] = piece
    return pieces


def set_packed(fragments: Fragments) -> list[bytes]:
    """Every fragment as a piece to be stored or handed on."""
    return [packed(piece) for piece in set_pieces(fragments)]


def _too_high(piece: Piece, most: float) -> bool:
    return most > 0 and piece.height > most * MILLIMETRE + 0.01


def _set(fragments: Fragments, sizes: list[float]) -> list[Piece]:
    """Those of one style at a time, so that no style reaches another's."""
    pieces: dict[int, Piece] = {}
    for style in sorted(set(fragments.style_of)):
        places = [place for place, own in enumerate(fragments.style_of) if own == style]
        pieces.update(zip(places, _set_alike(fragments, style, places, sizes), strict=True))
    return [pieces[place] for place in range(len(sizes))]


def _set_alike(
    fragments: Fragments, style: int, places: Sequence[int], sizes: Sequence[float]
) -> list[Piece]:
    from weasyprint import HTML  # noqa: PLC0415 - only children need it, and it takes its time

    faces, fonts, fetcher = sheet()
    body = "".join(
        fragments.html[place].replace(
            "<div", f"<div style='width:{fragments.boxes[place][0] / sizes[place]:.5f}mm'", 1
        )
        for place in places
    )
    images: dict[str, Any] = {}
    with pictures_shown(fragments.pictures):
        document = HTML(
            string=f"<html lang='zh-Hans'><style>{_PAGE}{fragments.styles[style]}</style><body>{body}",
            url_fetcher=fetcher, base_url="about:blank",
        ).render(stylesheets=[faces], font_config=fonts, cache=images)  # fmt: skip
    page = document.pages[0]._page_box  # noqa: SLF001 - pieces are smaller than what WeasyPrint hands out
    boxes = page.children[0].children[0].children
    if len(document.pages) != 1 or len(boxes) != len(places):
        msg = f"{len(places)} fragments became {len(boxes)} on {len(document.pages)} pages."
        raise ValueError(msg)
    return [_piece(box, page, sizes[place], images) for box, place in zip(boxes, places, strict=True)]


def _piece(box: Any, page: Any, size: float, images: dict[str, Any]) -> Piece:
    """Draw one box as if it stood in the corner, and note the glyphs it used."""
    import pydyf  # noqa: PLC0415 - as above
    from weasyprint.draw import draw_stacking_context  # noqa: PLC0415
    from weasyprint.layout.background import layout_box_backgrounds  # noqa: PLC0415
    from weasyprint.stacking import StackingContext  # noqa: PLC0415

    known, marks = fonts_by_name(), dict[Any, Any]()
    for font in known.values():
        font.widths, font.to_unicode, font.get_unused_glyph_id = {}, {}, _not_there
    kinds = ("ExtGState", "XObject", "Pattern", "Shading", "ColorSpace")
    resources = pydyf.Dictionary({name: pydyf.Dictionary() for name in kinds})
    stream = flat_stream()(known, (0, 0, 1, 1), resources, {}, marks, {}, None, compress=False)
    box.translate(-box.position_x, -box.position_y)
    layout_box_backgrounds(page, box, lambda url, **_: images.get(url))  # areas do not move with their boxes
    draw_stacking_context(stream, StackingContext.from_box(box, page))
    if any(resources[name] for name in kinds[2:]):
        msg = "A piece holds lines of text, plain areas and pictures, no patterns or shadings."
        raise ValueError(msg)
    drawing = _LONG_NUMBER.sub(_shorter, b"\n".join(stream.lines()))
    drawing, pictures = _with_pictures(drawing, images)
    if size != 1.0:
        drawing = b"%g 0 0 %g 0 0 cm\n%b" % (round(size, 6), round(size, 6), drawing)
    used = tuple(_face(font) for font in known.values() if font.widths)
    return Piece(
        drawing, round(box.height * size, 3), tuple(resources["ExtGState"]), used,
        tuple(_paragraphs(box, {one: mark["mcid"] for one, mark in marks.items()})), pictures,
    )  # fmt: skip


def _with_pictures(drawing: bytes, images: dict[str, Any]) -> tuple[bytes, tuple[Drawn, ...]]:
    """Pictures of ours by their names; emoji of the system's fonts, which printing has told of, go."""
    names = {
        image.id: url.partition(":")[2] for url, image in images.items() if image and url.startswith(SCHEME)
    }
    found = []

    def named(one: re.Match[bytes]) -> bytes:
        name = names.get(one[3][1:-1].decode())
        if not name:
            return b""
        width, height = (round(abs(float(one[place])) / MILLIMETRE, 2) for place in (1, 2))
        found.append(Drawn(name, width, height))
        return one[0].replace(b"/" + one[3], b"/I" + name.encode())

    return _IMAGE.sub(named, drawing), tuple(found)


def _paragraphs(box: Any, marks: dict[Any, int]) -> Iterator[Paragraph]:
    """The blocks of text in the order in which they are read, and which marks of the drawing are theirs."""
    from weasyprint.formatting_structure.boxes import LineBox  # noqa: PLC0415 - as above

    if any(isinstance(child, LineBox) for child in getattr(box, "children", ())):
        within = tuple(marks[one] for one in box.descendants() if one in marks)
        if within:
            yield Paragraph(str(box.style["lang"] or ""), within)
        return
    for child in getattr(box, "children", ()):
        yield from _paragraphs(child, marks)


def _face(font: Any) -> Face:
    glyphs = {glyph: (font.widths[glyph], font.to_unicode.get(glyph, "")) for glyph in sorted(font.widths)}
    return Face(font.hash, int(font.weight), glyphs)


def _not_there(_codepoint: int) -> int:
    """A character that no font has is the font's own sign for that, wherever the piece is set."""
    return 0


def _shorter(number: re.Match[bytes]) -> bytes:
    """A thousandth of a pixel: where a piece stood on the tall page no longer shows in its last digits."""
    return b"%g" % round(float(number[0]), 3)
