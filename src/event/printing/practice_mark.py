"""PRACTICE across every page of a paper that is only practice, drawn in strokes so that no font is needed."""

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


async def marked_if_practice(content: bytes, gathering: Gathering) -> bytes:
    """The paper, with PRACTICE on every page where the gathering is practice."""
    return await asyncio.to_thread(_marked, content) if gathering.practice else content


def _marked(content: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        for page in document.pages:
            page.contents_add(document.make_stream(_over(page)), prepend=False)
        document.save(out)
    return out.getvalue()


def _over(page: pikepdf.Page) -> bytes:
    """The word across the page, from the lower left to the upper right, as an artifact no reader speaks."""
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    width, height = right - left, top - bottom
    longest = (width**2 + height**2) ** 0.5
    size = 0.55 * longest / (_ADVANCE * len(_WORD))
    along, up = width / longest, height / longest
    shift = -_ADVANCE * len(_WORD) * size / 2
    x = left + width / 2 + shift * along + _HEIGHT * size / 2 * up
    y = bottom + height / 2 + shift * up - _HEIGHT * size / 2 * along
    letters = "".join(
        f"q 1 0 0 1 {_ADVANCE * place:.2f} 0 cm {_STROKES[letter]} S Q\n"
        for place, letter in enumerate(_WORD)
    )
    frame = f"{size * along:.4f} {size * up:.4f} {-size * up:.4f} {size * along:.4f} {x:.2f} {y:.2f} cm"
    return f"\n/Artifact BMC q 0.85 0.25 0.2 RG 0.5 w 1 J 1 j [] 0 d {frame}\n{letters}Q EMC\n".encode()
