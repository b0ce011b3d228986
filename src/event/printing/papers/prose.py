"""Paragraphs of Chinese set line by line: punctuation hangs over the edge, both edges are straight.

WeasyPrint breaks Chinese lines rightly but leaves the right edge ragged, because it only widens spaces. So lines are
broken here, by the widths of the font's own letters: none begins with a closing mark or ends with an opening one, a
comma or full stop that does not fit any more hangs outside, and the letters of a line are spaced to fill it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from event.printing.fonts import width
from event.text import is_chinese

_CLOSING = frozenset("，。、；：？！）》」』】〉”’…·,.;:?!)]%")
_OPENING = frozenset("（《「『【〈“‘([")
_HANGING = frozenset("，。、；：！？")
_MOST_SPACING = 0.2
"""Letters are moved apart by no more than this share of their size; a line that would need more stays short."""
_LATIN = re.compile(
    r"[^\W\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]+[.,:;!?)%\]]*|\s+|.", re.DOTALL
)
_FIRST = re.compile(r"^(?:#\s+|(?=[一二三四五六七八九十]{1,3}、))(.*)$")
_SECOND = re.compile(r"^(?:##\s+|(?=[（(][一二三四五六七八九十]{1,3}[）)]))(.*)$")
_LONGEST_HEADING = 30


@dataclass(frozen=True)
class Line:
    """A line and how far its letters are moved apart, in ems."""

    text: str
    spacing: float = 0.0


@dataclass(frozen=True)
class Block:
    """A heading of the first or second level, or a paragraph (0); `lines` where it is set line by line; `flush`: without indent."""

    level: int
    text: str
    lines: tuple[Line, ...] = ()
    flush: bool = False


def blocks(text: str, *, measure: float, language: str) -> list[Block]:
    """What the office wrote as headings and paragraphs, a line of its own each; `measure`: ems that a line takes."""
    return [_block(line.strip(), measure, language) for line in text.splitlines() if line.strip()]


def _block(text: str, measure: float, language: str) -> Block:
    for level, pattern in ((2, _SECOND), (1, _FIRST)):
        found = pattern.match(text)
        if found and len(found[1]) <= _LONGEST_HEADING:
            return Block(level, found[1])
    if language == "en" or not is_chinese(text):
        return Block(0, text)
    if text.endswith("：") and len(text) <= _LONGEST_HEADING:  # whom it is said to stands at the edge
        return Block(0, text, (Line(text),), flush=True)
    return Block(0, text, tuple(lines_of(text, measure=measure, indent=2)))


def lines_of(text: str, *, measure: float, indent: float = 0) -> Iterable[Line]:
    """A paragraph in lines of so many ems, the first one shorter by its indent."""
    room, line, used = measure - indent, "", 0.0
    for cluster in clusters(text):
        size = chinese_width(cluster)
        if used + size <= room + 1e-6:
            line, used = line + cluster, used + size
            continue
        body, mark = cluster[:-1], cluster[-1]
        if mark in _HANGING and used + chinese_width(body) <= room + 1e-6:
            yield Line(line + cluster, _spacing(line + body, used + chinese_width(body), room))
            line, used, room = "", 0.0, measure
            continue
        if line:
            yield Line(line.rstrip(), _spacing(line.rstrip(), chinese_width(line.rstrip()), room))
        room = measure
        line = cluster.lstrip()
        used = chinese_width(line)
    if line:
        yield Line(line)


def clusters(text: str) -> list[str]:
    """What may not be parted: a word, or a character with the marks that belong to it."""
    found: list[str] = []
    for unit in _LATIN.findall(text):
        if found and (
            unit[0] in _CLOSING or found[-1][-1] in _OPENING or (unit == found[-1][-1:] and unit in "—…")
        ):
            found[-1] += unit
        else:
            found.append(unit)
    return found


def _spacing(text: str, used: float, room: float) -> float:
    gaps = len(text) - 1
    spare = (room - used) / gaps if gaps > 0 else 0.0
    return round(spare, 4) if 0 <= spare <= _MOST_SPACING else 0.0


def chinese_width(text: str, *, weight: int = 400) -> float:
    """How wide a Chinese text is, in ems: the font draws quotation marks, dashes and middle dots as wide as characters."""
    return width(text.translate(_AS_WIDE), weight=weight)


_AS_WIDE = str.maketrans(dict.fromkeys("“”‘’—·", "国"))
