"""Cards on tables (席卡) as tents: two faces of which the upper one stands on its head, in the largest letters that fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from event.language import Message
from event.printing.fonts import fitted, missing_glyphs
from event.text import is_chinese

TEMPLATE = "pdf/seating/cards.html"
A_CHUNK = 30
"""Cards that are set in one go."""
_GLYPHS = Message("{name}: the font has no glyph for {letters}.")


@dataclass(frozen=True)
class Size:
    """Millimetres of one face; `foot`: of the strip under the card; `across` × `down` cards on a sheet of A4, or one."""

    label: Message
    width: int
    height: int
    foot: int = 0
    across: int = 1
    down: int = 1

    @property
    def margin(self) -> int:
        """What a face leaves free on each side."""
        return max(4, self.width // 17)

    @property
    def room(self) -> int:
        return self.width - 2 * self.margin


TRI_FOLD = Size(Message("A4 folded in three, 210×99 mm"), 210, 99, foot=99)
SIZES: dict[str, Size] = {
    "": TRI_FOLD, "150x100": Size(Message("150×100 mm"), 150, 100), "200x150": Size(Message("200×150 mm"), 200, 150),
    "210x140": Size(Message("210×140 mm"), 210, 140), "90x50": Size(Message("Place cards, 90×50 mm, four on A4"), 90, 50, across=2, down=2),
}  # fmt: skip


@dataclass(frozen=True)
class Card:
    """A card: its words in the largest letters that fit, in millimetres; `seat`: where it goes, in small letters."""

    name: str
    size: float
    below: str
    below_size: float
    organisation: str
    organisation_size: float
    seat: str


def card(name: str, below: str, organisation: str, seat: str, *, size: Size = TRI_FOLD) -> Card:
    """A name, the same in the other script, and an organisation or title."""
    spaced, scale, room = spread(name), size.height / TRI_FOLD.height, size.room
    scale = min(scale, size.width / TRI_FOLD.width * 1.15)
    return Card(
        spaced, fitted(spaced, largest=(58 if not below else 44) * scale, smallest=14 * scale, room=room), below,
        fitted(below, largest=17 * scale, smallest=8 * scale, room=room), organisation,
        fitted(organisation, largest=10 * scale, smallest=5 * scale, room=room), seat,
    )  # fmt: skip


def spread(name: str) -> str:
    """Names of two characters are spaced to be as wide as those of three: 王　芳 (DOMAIN 2.10)."""
    return f"{name[0]}\u3000{name[1]}" if len(name) == 2 and is_chinese(name) else name  # noqa: PLR2004 - two characters


def pieces(cards: Sequence[Card], size: Size = TRI_FOLD) -> tuple[dict[str, Any], ...]:
    """What the template is given, some cards at a time."""
    return tuple(
        {"cards": cards[start : start + A_CHUNK], "face": size} for start in range(0, len(cards), A_CHUNK)
    )


def without_glyphs(cards: Sequence[Card]) -> list[tuple[Message, dict[str, str]]]:
    """Cards on which a letter would be an empty box: a sentence each, and what goes into it."""
    return [
        (_GLYPHS, {"name": one.name, "letters": " ".join(sorted(letters))})
        for one in cards
        if (letters := missing_glyphs(one.name + one.below + one.organisation))
    ]
