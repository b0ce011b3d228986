"""Cuts fonts to the glyphs a document uses, in a child process.

A font whose glyphs are named by CID, as the Chinese ones are, keeps these names when it is cut: nothing
but outlines is left, a few kilobytes. WeasyPrint keeps an empty place for each of its 65,535 glyphs
instead, which takes ten times as long. Other fonts are left to it.
"""

import io
from typing import Any

from fontTools.ttLib import TTFont

_REMEMBERED = 64
_BARE = {"CFF ", "head", "maxp"}
_DROPPED = (
    b"BASE", b"DSIG", b"GDEF", b"GPOS", b"GSUB", b"OS/2", b"VORG", b"cmap", b"hhea", b"hmtx", b"name", b"post",
    b"vhea", b"vmtx",
)  # fmt: skip
_cuts: dict[tuple[str, tuple[int, ...]], bytes] = {}


def cut(font: Any, glyphs: tuple[int, ...]) -> bytes:
    """The font with these glyphs only; the last ones are remembered, since a badge is often printed again."""
    known = _cuts.pop((font.hash, glyphs), None) or _by_name(font, glyphs) or _by_place(font, glyphs)
    while len(_cuts) >= _REMEMBERED:
        _cuts.pop(next(iter(_cuts)))
    _cuts[font.hash, glyphs] = known
    return known


def is_bare(content: bytes) -> bool:
    """Whether a font is outlines by name and nothing else."""
    return set(TTFont(io.BytesIO(content), lazy=True).keys()) - {"GlyphOrder"} == _BARE


def outlines(content: bytes) -> bytes:
    """The table of outlines, which a PDF can hold by itself."""
    with TTFont(io.BytesIO(content), lazy=True) as font:
        return bytes(font.reader["CFF "])


def _by_name(font: Any, glyphs: tuple[int, ...]) -> bytes | None:
    """Cut by HarfBuzz; None where glyphs have no CID."""
    from weasyprint.text.ffi import ffi, harfbuzz, harfbuzz_subset  # noqa: PLC0415 - only children need it
    from weasyprint.text.fonts import get_hb_object_data  # noqa: PLC0415

    if "CFF " not in font.tables:
        return None
    wanted = ffi.gc(harfbuzz_subset.hb_subset_input_create_or_fail(), harfbuzz_subset.hb_subset_input_destroy)
    kept = harfbuzz_subset.hb_subset_input_glyph_set(wanted)
    harfbuzz.hb_set_add_sorted_array(kept, ffi.new("hb_codepoint_t[]", glyphs), len(glyphs))
    flags = harfbuzz_subset.HB_SUBSET_FLAGS_DESUBROUTINIZE | harfbuzz_subset.HB_SUBSET_FLAGS_NO_HINTING
    if glyphs[0] == 0:  # the sign for “no glyph” keeps its outline
        flags |= harfbuzz_subset.HB_SUBSET_FLAGS_NOTDEF_OUTLINE
    harfbuzz_subset.hb_subset_input_set_flags(wanted, flags)
    dropped = harfbuzz_subset.hb_subset_input_set(wanted, harfbuzz_subset.HB_SUBSET_SETS_DROP_TABLE_TAG)
    tags = [harfbuzz.hb_tag_from_string(name, -1) for name in _DROPPED]
    harfbuzz.hb_set_add_sorted_array(dropped, ffi.new("hb_codepoint_t[]", tags), len(tags))
    face = ffi.gc(harfbuzz_subset.hb_subset_or_fail(font.hb_face, wanted), harfbuzz.hb_face_destroy)
    content = get_hb_object_data(face) if face else None
    return bytes(content) if content and is_bare(content) and _has_cids(content) else None


def _has_cids(content: bytes) -> bool:
    with TTFont(io.BytesIO(content), lazy=True) as font:
        return hasattr(font["CFF "].cff.topDictIndex[0], "ROS")


def _by_place(font: Any, glyphs: tuple[int, ...]) -> bytes:
    """Cut by WeasyPrint: every glyph keeps its place."""
    font.missing = {0: 0} if glyphs[0] == 0 else {}
    font.clean(dict.fromkeys(glyphs, ""), hinting=False)
    font.missing = {}
    return bytes(font.file_content)
