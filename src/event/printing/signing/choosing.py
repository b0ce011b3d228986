"""What is chosen of a paper of the signing, and how it is said in the language of the paper."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from event.gathering.countries import country_name
from event.language import Message, Speaking
from event.printing.visit.paper import Part
from event.signing.ceremony.plan import is_foreign
from event.signing.money import plain
from event.signing.queries import ItemKept

_DIGITS = "零一二三四五六七八九"
_BATCH = Message("Batch {number}")


@dataclass(frozen=True)
class Wanted(Speaking):
    """`day`: as of when the ledger is told; `batch`, `item`: only this one; `who`: whose table cards; `size`: A4 for A3."""

    day: date
    now: datetime
    language: str = "zh-Hans"
    batch: int | None = None
    item: str = ""
    who: str = ""
    size: str = ""

    def person(self, title: str, name: str = "") -> str:
        """Somebody with their position; the name stays as its bearer writes it. One text is taken apart at its last space."""
        if not name:
            title, _, name = title.rpartition(" ")
        return f"{self.label(title)} {name}".strip()

    def other(self, zh: str, en: str) -> str:
        """The same words in the other language, for papers that are bilingual; empty where there are none."""
        if self.language == "en":
            return zh if en and zh != en else ""
        return en if zh and zh != en else ""

    def beside(self, item: ItemKept, zh: str, en: str) -> str:
        """The other language, where somebody from abroad signs."""
        return self.other(zh, en) if is_foreign(item) else ""

    @property
    def between(self) -> str:
        return ", " if self.language == "en" else "、"

    def countries(self, item: ItemKept) -> str:
        """Countries and regions of the parties from outside the mainland."""
        return self.between.join(country_name(code, self.language) for code in item.countries)

    def batch_name(self, number: int) -> str:
        """第一批, Batch 1."""
        if self.language == "en":
            return _BATCH.format(number=number)
        return f"第{in_chinese(number)}批"


def grouped(value: Decimal, places: int = 0) -> str:
    """A number in groups of three digits: 24,000,000."""
    whole, dot, fraction = plain(value, places).partition(".")
    return f"{int(whole):,}{dot}{fraction}"


def in_chinese(number: int) -> str:
    """A number up to 99 as headings have it: 十二."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return f"{_DIGITS[tens] if tens > 1 else ''}十{_DIGITS[ones] if ones else ''}"


@dataclass(frozen=True)
class Paper:
    """A paper before it is a PDF: each chunk is a template with what it needs, all counted together.

    `parts` is what stands on it, by which its version is known; `drafty`: it shows the order of signing.
    """

    title: str
    template: str
    chunks: tuple[dict[str, Any], ...]
    parts: tuple[Part, ...]
    count: int
    drafty: bool = False
    problems: tuple[str, ...] = field(default=())
