"""A long title in lines of much the same width, broken where it may be: never within a name or a quotation."""

from itertools import combinations, pairwise

from event.printing.fonts import width
from event.printing.papers.prose import chinese_width, clusters
from event.text import is_chinese

_ONE_LINE = 11.0
"""Ems that a line of a title may have; each further ten ask for another line."""
_BEFORE, _AFTER = frozenset("“《暨"), frozenset("”》届会年暨 ")
_BAD_BREAK = 6.0
"""Ems of a wider line that a break at a bad place is as bad as."""
_MOST_LINES = 4


def title_lines(title: str) -> list[str]:
    """The title in one to four lines."""
    parts = clusters(title)
    count = min(_MOST_LINES, max(1, round(headline_width(title) / _ONE_LINE + 0.3)))
    places = range(1, len(parts))
    ways = [_cut(parts, ends) for ends in combinations(places, count - 1)] if len(parts) < _TOO_MANY else []
    return min(ways, key=_badness, default=[title])


_TOO_MANY, _SMALLEST = 80, 4.5


def _cut(parts: list[str], ends: tuple[int, ...]) -> list[str]:
    edges = (0, *ends, len(parts))
    return ["".join(parts[begin:end]).strip() for begin, end in pairwise(edges)]


def _badness(lines: list[str]) -> float:
    widths = [headline_width(one) for one in lines]
    bad = sum(
        not (after[:1] in _BEFORE or before[-1:] in _AFTER or (before.isascii() and after.isascii()))
        for before, after in pairwise(lines)
    )
    return max(widths) - min(widths) / 4 + bad * _BAD_BREAK


def headline_width(text: str) -> float:
    """How wide a line of a title is, in ems."""
    return chinese_width(text, weight=700) if is_chinese(text) else width(text)


def headline_size(lines: list[str], *, largest: float, room: float) -> float:
    """The letters' size in millimetres at which every line fits so much room."""
    return round(max(_SMALLEST, min(largest, room / max(map(headline_width, lines), default=1.0))), 2)
