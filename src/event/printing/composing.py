"""Puts pieces and QR codes on sheets and writes them as one PDF, in a child process."""

import io
import re
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from event.printing.child import font_named
from event.printing.cutting import cut, is_bare, outlines
from event.printing.embedding import picture_object
from event.printing.pieces import MILLIMETRE, Code, Face, Fragments, Put, Sheets, Shown, needs_of, shown_of
from event.printing.setting import set_packed, set_pieces
from event.printing.telling import Telling
from event.qr import qr_modules

_POINT = 0.75
"""Points a CSS pixel."""
_EFFORT = 6
"""Of compressing a page: the most effort takes twice as long and saves a hundredth."""
_MARKS = re.compile(rb"/(?:Artifact BMC|Artifact\nBMC|\w+\s<</MCID \d+>>\sBDC)\n?|\bEMC\n?")
_MARK = re.compile(rb"/MCID (\d+)")


def composed(sheets: Sheets, pieces: Sequence[bytes], title: str, language: str) -> bytes:
    """The document: the same bytes for the same sheets, whoever set the pieces and when. Pieces are unpacked where they stand."""
    import pydyf  # noqa: PLC0415 - only children need it

    pdf = pydyf.PDF()
    forms, resources = pydyf.Dictionary(), pydyf.Dictionary()
    pdf.add_object(resources)
    needed = _needed(pieces)
    resources["Font"] = _fonts(pdf, needed.glyphs)
    resources["ExtGState"] = pydyf.Dictionary({state: _state(state) for state in needed.states})
    resources["XObject"] = forms
    for name in sorted(needed.pictures):
        forms[f"I{name}"] = picture_object(pdf, name, sheets.fragments.pictures)
    often = {place: shown_of(pieces[place]) for place in _often(sheets)}
    for place, piece in often.items():
        forms[f"P{place}"] = _form(pdf, piece, sheets, resources)
    telling = Telling(pdf, title, language)
    size = [round(side * MILLIMETRE * _POINT, 3) for side in (sheets.width, sheets.height)]
    box = pydyf.Array([0, 0, *size])
    for some in sheets.sheets:
        told = telling.page(size[1])
        drawing = [f"{_POINT} 0 0 -{_POINT} 0 {size[1]} cm".encode()]
        drawing += [
            _code(one, told)
            if isinstance(one, Code)
            else _placed(one, often.get(one.fragment) or shown_of(pieces[one.fragment]), forms, told)
            for one in some
        ]
        stream = pydyf.Stream([zlib.compress(b"\n".join(drawing), _EFFORT)], {"Filter": "/FlateDecode"})
        pdf.add_object(stream)
        page = pydyf.Dictionary({
            "Type": "/Page", "Parent": pdf.pages.reference, "MediaBox": box, "Contents": stream.reference,
            "Resources": resources.reference, "Tabs": "/S",
        })  # fmt: skip
        pdf.add_page(page)
        told.finish(page)
    telling.finish(flip=sheets.flip)
    output = io.BytesIO()
    # Without an identifier: for one, all would be written twice.
    pdf.write(output, version=b"1.7", compress=True)
    return output.getvalue()


def set_and_composed(
    sheets: Sheets, pieces: Sequence[bytes | None], title: str, language: str
) -> tuple[bytes, list[bytes]]:
    """The document and the pieces that had to be set for it, in their order."""
    missing = [place for place, piece in enumerate(pieces) if piece is None]
    new = set_packed(sheets.fragments.only(missing)) if missing else []
    fresh = iter(new)
    return composed(sheets, [piece or next(fresh) for piece in pieces], title, language), new


def _often(sheets: Sheets) -> list[int]:
    """Fragments that are written once and named wherever they stand: ornaments, and what is told as a whole.

    Lines that are told one by one cannot be: each of them is an element of its own.
    """
    times = Counter[int]()
    for some in sheets.sheets:
        for put in some:
            if isinstance(put, Put) and (put.section is None or put.said):
                times[put.fragment] += 1
    return [place for place, count in sorted(times.items()) if count > 1]


def _placed(one: Put, piece: Shown, forms: Any, told: Any) -> bytes:
    left, top = one.left * MILLIMETRE, one.top * MILLIMETRE
    top += max(0.0, (one.within * MILLIMETRE - piece.height) / 2)
    name = f"P{one.fragment}"
    if one.section is None or one.said:
        plain = f"/{name} Do".encode() if name in forms else _MARKS.sub(b"", piece.drawing)
        begin = told.whole(one.section, one.said)
        drawing = b"%b\n%b%b\nEMC" % (begin, _cropped(one), plain)
    else:
        first = told.lines(one.section, piece.paragraphs)
        drawing = _MARK.sub(lambda found: b"/MCID %d" % (first + int(found[1])), piece.drawing)
    return b"q 1 0 0 1 %g %g cm\n%b\nQ" % (round(left, 3), round(top, 3), drawing)


def _cropped(one: Put) -> bytes:
    if one.crop is None:
        return b""
    return b"%g %g %g %g re W n\n" % tuple(round(side * MILLIMETRE, 3) for side in one.crop)


def _code(one: Code, told: Any) -> bytes:
    """An inline picture, one bit a module; its text form cannot be mistaken for the end of the picture."""
    left, top = one.left * MILLIMETRE, one.top * MILLIMETRE
    modules, rows = qr_modules(one.text)
    side = one.side * MILLIMETRE
    place = (round(side, 3), round(side, 3), round(left, 3), round(top + side, 3))
    begin = told.figure(one.section, one.said, [round(x * _POINT, 2) for x in (left, top, side)])
    return b"%b\nq %g 0 0 -%g %g %g cm\nBI /W %d /H %d /BPC 1 /CS /G /F /AHx ID %b> EI\nQ\nEMC" % (
        begin, *place, modules, modules, rows.hex().encode(),
    )  # fmt: skip


def _form(pdf: Any, piece: Shown, sheets: Sheets, resources: Any) -> Any:
    import pydyf  # noqa: PLC0415 - only children need it

    most = max(sheets.width, sheets.height) * MILLIMETRE + 100
    extra = {
        "Type": "/XObject", "Subtype": "/Form", "Resources": resources.reference,
        "BBox": pydyf.Array([0, 0, round(most, 3), round(most, 3)]),
    }  # fmt: skip
    stream = pydyf.Stream([_MARKS.sub(b"", piece.drawing)], extra, compress=True)
    pdf.add_object(stream)
    return stream.reference


def _state(name: str) -> Any:
    """An opacity, as WeasyPrint names it: a0.5 fills, A0.5 strokes."""
    import pydyf  # noqa: PLC0415 - only children need it

    return pydyf.Dictionary({"ca" if name[0] == "a" else "CA": float(name[1:])})


@dataclass
class _Needed:
    """What pieces need, each once, in the order of the pieces; glyphs by font and weight."""

    states: dict[str, None] = field(default_factory=dict)
    pictures: set[str] = field(default_factory=set)
    glyphs: dict[tuple[str, int], dict[int, tuple[float, str]]] = field(default_factory=dict)


def _needed(pieces: Sequence[bytes]) -> _Needed:
    all_of = _Needed()
    for piece in pieces:
        needs = needs_of(piece)
        all_of.states.update(dict.fromkeys(needs.states))
        all_of.pictures.update(one.name for one in needs.pictures)
        for face in needs.faces:
            glyphs = all_of.glyphs.setdefault((face.name, face.weight), {})
            for glyph, said in face.glyphs.items():
                glyphs.setdefault(glyph, said)
    return all_of


def _fonts(pdf: Any, used: dict[tuple[str, int], dict[int, tuple[float, str]]]) -> Any:
    """Every font once, cut to the glyphs of all pieces."""
    import pydyf  # noqa: PLC0415 - only children need it
    from weasyprint.pdf.fonts import build_fonts_dictionary  # noqa: PLC0415

    fonts = {}
    for (name, weight), glyphs in sorted(used.items()):
        font = _font(Face(name, weight, glyphs))
        font.widths = {glyph: glyphs[glyph][0] for glyph in sorted(glyphs)}
        font.to_unicode = {glyph: glyphs[glyph][1] for glyph in sorted(glyphs) if glyphs[glyph][1]}
        font.file_content, font.clean = cut(font, tuple(font.widths)), _is_clean
        fonts[name] = font
    before = len(pdf.objects)
    made = build_fonts_dictionary(pdf, fonts, True, True, {"hinting": False, "pdf_version": b"1.7"})
    for one in pdf.objects[before:]:
        if (
            isinstance(one, pydyf.Stream)
            and one.extra.get("Subtype") == "/OpenType"
            and is_bare(one.stream[0])
        ):
            one.stream, one.extra["Subtype"] = [outlines(one.stream[0])], "/CIDFontType0C"
    pdf.add_object(made)
    return made.reference


def _is_clean(*_: Any, **__: Any) -> None:
    """Fonts are cut before WeasyPrint would cut them."""


def _font(face: Face) -> Any:
    """The font of a face; one that this process has not drawn with is found by setting its letters."""
    font = font_named(face.name)
    if font is None:
        letters = escape("".join(text for _, text in face.glyphs.values()))
        style = f"div {{ font-weight: {face.weight}; }}"
        set_pieces(Fragments((style,), (0,), (f"<div>{letters}</div>",), ((100, 0),)))
        font = font_named(face.name)
    if font is None:
        msg = f"No font {face.name}."
        raise LookupError(msg)
    return font
