"""What the field has settled about agreements: types, order, places at the table, registration numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from event.signing.tables import TextState

_ORDINALS = "甲乙丙丁戊己庚辛壬癸"
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_LENGTH = 18


@dataclass(frozen=True)
class UsualType:
    """A type of agreement that every gathering begins with."""

    code: str
    name_zh: str
    name_en: str
    counts_as_investment: bool = False


USUAL_TYPES = (
    UsualType("investment_contract", "投资合同", "Investment contract", counts_as_investment=True),
    UsualType("framework", "框架协议", "Framework agreement", counts_as_investment=True),
    UsualType("intent", "意向书", "Letter of intent", counts_as_investment=True),
    UsualType("credit", "授信", "Credit line"),
    UsualType("talent", "人才引进", "Talent introduction"),
    UsualType("strategic", "战略合作", "Strategic cooperation"),
    UsualType("trade", "贸易订单", "Trade order"),
    UsualType("fund", "基金股权", "Fund or equity"),
    UsualType("donation", "公益捐赠", "Donation"),
)
"""DOMAIN 3.1, in the order in which they are signed."""
CONTRACT = "investment_contract"

TEXT_STATES: dict[TextState, tuple[str, ...]] = {
    TextState.DRAFT: ("草稿", "起草", "初稿", "draft"),
    TextState.CHECKED: ("已审", "已核", "已审核", "checked"),
    TextState.FINAL: ("终稿", "定稿", "final"),
    TextState.PRINTED: ("已印", "已打印", "已印制", "printed"),
}
"""How lists write the states of a text, the first as we write it; any other words (待法务复核) mean a draft."""


def text_state(words: str) -> TextState:
    """The state that words of a list mean."""
    plain = words.strip().lower()
    return next((state for state, names in TEXT_STATES.items() if plain in names), TextState.DRAFT)


def is_final(state: str) -> bool:
    """Whether a text may be signed."""
    return state in (TextState.FINAL, TextState.PRINTED)


def party_mark(position: int) -> str:
    """甲 for the first party, 乙 for the second."""
    return _ORDINALS[position - 1]


def party_position(name: str) -> int | None:
    """The place that 甲方 or 乙 means, None for anything else."""
    mark = name.strip().removesuffix("方")
    return _ORDINALS.index(mark) + 1 if len(mark) == 1 and mark in _ORDINALS else None


@dataclass(frozen=True)
class Side:
    """A party at the table."""

    position: int
    is_host: bool


def from_stage(sides: Iterable[Side]) -> list[Side]:
    """The parties from left to right as the signers see it: the host's side left, guests right (主左客右)."""
    return sorted(sides, key=lambda side: (not side.is_host, side.position))


def from_audience(sides: Iterable[Side]) -> list[Side]:
    """The parties from left to right as the audience sees it: the mirror image."""
    return from_stage(sides)[::-1]


@dataclass(frozen=True)
class Turn:
    """What the order within a batch rests on."""

    code: str
    precedence: int | None
    type_position: int
    yuan: Decimal | None


def in_turn(turns: Sequence[Turn]) -> list[Turn]:
    """The order of signing: what people have decided, then by type, then the larger amount, then by code."""
    return sorted(
        turns,
        key=lambda turn: (
            turn.precedence is None,
            turn.precedence or 0,
            turn.type_position,
            -(turn.yuan or Decimal(0)),
            turn.code,
        ),
    )


def is_registration_number(text: str) -> bool:
    """Whether it is a unified social credit code (统一社会信用代码): GB 32100, MOD 31 over 17 characters.

    Own, because python-stdnum 2.2 wants digits in the first two places and so refuses N2… of rural collectives.
    """
    if len(text) != _LENGTH or not text[2:8].isdigit() or any(letter not in _ALPHABET for letter in text):
        return False
    total = sum(_ALPHABET.index(letter) * weight for letter, weight in zip(text, _WEIGHTS, strict=False))
    return text[-1] == _ALPHABET[-total % len(_ALPHABET)]
