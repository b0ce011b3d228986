"""Signs to hold up at the exit (举牌): the words of each in the largest letters that fit an A4 sheet."""

from collections.abc import Sequence
from itertools import combinations, pairwise

from event.crypto import ring
from event.gathering.tables import Gathering
from event.language import Message
from event.printing.fonts import width
from event.printing.visit import wording as said
from event.printing.visit.choosing import Choice
from event.printing.visit.drives import Drive, drives
from event.printing.visit.paper import Board, Column, Paper, Part, Table
from event.text import is_chinese

BOARDS = Message("Name boards")
_SIGN, _SERVICE, _ORIGIN, _TERMINAL = (
    Message("Sign"), Message("Flight or train"), Message("Comes from"), Message("Terminal or exit"),
)  # fmt: skip
_PLANNED, _GREETER = Message("Planned"), Message("Greeter")
_WIDTH, _HEIGHT, _LINE = 258, 128, 1.2
"""Millimetres that the words of a sign may take, and how much higher than its letters a line is."""
_MOST_LINES, _MOST_WORDS = 4, 12
_WORTH_IT = 1.35
"""A word is broken only where letters become so much larger by it."""


async def name_boards(gathering: Gathering, choice: Choice) -> Paper:
    """A page for each sign of the drives that fetch guests; signs of several drives once."""
    found = [one for one in await drives(gathering, choice, "arrival") if one.sign]
    signs: dict[str, list[Drive]] = {}
    for drive in found:
        signs.setdefault(drive.sign, []).append(drive)
    parts = tuple(
        Part(
            f"sign {ring().blind('sign', text)[:12]}", text, text, (), (_board(text, own, gathering, choice),)
        )
        for text, own in signs.items()
    )
    labels = (_SIGN, said.DAY, _SERVICE, _ORIGIN, _TERMINAL, _PLANNED, _GREETER, said.GUESTS)
    rows = [
        (
            one.sign, str(one.day or ""), one.meets.number, choice.label(one.meets.place), choice.label(one.meets.terminal), said.clock(one.at, gathering),
            f"{one.greeter} {one.greeter_phone}".strip(), str(len(one.guests)),
        )
        for one in found
    ]  # fmt: skip
    flat = Table(tuple(Column(choice.said(label)) for label in labels), rows)
    return Paper(choice.said(BOARDS), parts, len(parts), flat, landscape=True, look="boards")


def _board(text: str, own: Sequence[Drive], gathering: Gathering, choice: Choice) -> Board:
    lines, size = arranged(text)
    below = [
        " · ".join(
            part
            for part in (one.meets.number, choice.label(one.meets.place), choice.label(one.meets.terminal), said.on(one.day, choice), said.clock(one.at, gathering))
            if part
        )
        for one in own
    ]  # fmt: skip
    above = gathering.federation(choice.language) or gathering.title(choice.language)
    return Board(lines, size, above, tuple(dict.fromkeys(below)))


def arranged(text: str) -> tuple[tuple[str, ...], float]:
    """A sign in lines with the size of its letters in millimetres: broken between words, in words only where it pays."""
    words = text.split()[:_MOST_WORDS] if len(text.split()) <= _MOST_WORDS else [text]
    whole = max((_sized(lines) for lines in _between(words)), key=lambda one: one[1])
    if not is_chinese(text):
        return whole
    letters = "".join(words) if len(words) == 1 else " ".join(words)
    broken = max(
        (_sized(_evenly(letters, count)) for count in range(1, _MOST_LINES + 1)), key=lambda one: one[1]
    )
    return broken if broken[1] > whole[1] * _WORTH_IT else whole


def _between(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Every way to set words in lines."""
    found = []
    for count in range(1, min(len(words), _MOST_LINES) + 1):
        for ends in combinations(range(1, len(words)), count - 1):
            places = (0, *ends, len(words))
            lines = pairwise(places)
            found.append(tuple(" ".join(words[first:last]) for first, last in lines))
    return found


def _evenly(text: str, count: int) -> tuple[str, ...]:
    """A text in lines of about as many letters."""
    size = -(-len(text) // count)
    return tuple(text[start : start + size].strip() for start in range(0, len(text), size))


def _sized(lines: tuple[str, ...]) -> tuple[tuple[str, ...], float]:
    widest = max(width(line) for line in lines) or 1.0
    return lines, round(min(_WIDTH / widest, _HEIGHT / len(lines) / _LINE), 1)
