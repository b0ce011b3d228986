"""PRACTICE across every page, and every badge of a sheet, of a paper that is only practice.

The letters are strokes, so that no font is needed, and only darken what is white: names stay readable, codes are read.
"""

import asyncio
import io

import pikepdf

from event.gathering.tables import Gathering

_WORD = "PRACTICE"
_STROKES = {
    "P": "0 0 m 0 6 l 4 6 l 4 3 l 0 3 l", "R": "0 0 m 0 6 l 4 6 l 4 3 l 0 3 l 1.5 3 m 4 0 l",
    "A": "0 0 m 2 6 l 4 0 l 0.7 2 m 3.3 2 l", "C": "4 5 m 4 6 l 0 6 l 0 0 l 4 0 l 4 1 l",
    "T": "0 6 m 4 6 l 2 6 m 2 0 l", "I": "2 0 m 2 6 l", "E": "4 0 m 0 0 l 0 6 l 4 6 l 0 3 m 3 3 l",
}  # fmt: skip
_ADVANCE, _HEIGHT = 5.5, 6
_BADGE = (270, 370)
"""About the points of a badge with its margin: a sheet of four has two by two."""


async def marked_if_practice(content: bytes, gathering: Gathering) -> bytes:
    """The paper, with PRACTICE on every page where the gathering is practice."""
    return await asyncio.to_thread(_marked, content) if gathering.practice else content


def _marked(content: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        for page in document.pages:
            darkens = page.add_resource(pikepdf.Dictionary(BM=pikepdf.Name.Multiply), pikepdf.Name.ExtGState)
            page.contents_add(
                document.make_stream(b"q\n"), prepend=True
            )  # whatever a page turns around stays its own
            page.contents_add(document.make_stream(b"\nQ\n" + _over(page, str(darkens))), prepend=False)
        document.save(out)
    return out.getvalue()


def _over(page: pikepdf.Page, darkens: str) -> bytes:
    """The word across each part of the page that is about as large as a badge, as an artifact no reader speaks."""
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    across, down = (max(1, round((right - left) / _BADGE[0])), max(1, round((top - bottom) / _BADGE[1])))
    width, height = (right - left) / across, (top - bottom) / down
    words = "".join(
        _word(left + (column + 0.5) * width, bottom + (row + 0.5) * height, width, height)
        for column in range(across)
        for row in range(down)
    )
    return f"/Artifact BMC q {darkens} gs 1 0.66 0.6 RG 0.5 w 1 J 1 j [] 0 d\n{words}Q EMC\n".encode()


def _word(x: float, y: float, width: float, height: float) -> str:
    """The word around a point, from the lower left to the upper right of so large an area."""
    longest = (width**2 + height**2) ** 0.5
    size = 0.7 * longest / (_ADVANCE * len(_WORD))
    along, up = size * width / longest, size * height / longest
    half = _ADVANCE * len(_WORD) / 2
    start = x - half * along + _HEIGHT / 2 * up, y - half * up - _HEIGHT / 2 * along
    letters = "".join(
        f"q 1 0 0 1 {_ADVANCE * place:.2f} 0 cm {_STROKES[letter]} S Q\n"
        for place, letter in enumerate(_WORD)
    )
    return f"q {along:.4f} {up:.4f} {-up:.4f} {along:.4f} {start[0]:.2f} {start[1]:.2f} cm\n{letters}Q\n"
