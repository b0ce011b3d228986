"""What a document asks for, and what it is before it becomes PDF."""

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from event.printing.pieces import Sheets

_LARGE, _MANY_PIECES = 250_000, 600
"""Characters of HTML, and pieces of sheets, that take two or three seconds."""
_MARK = re.compile("\0([^\0]*)\0")
"""No text of the database has such a character: what guests wrote cannot pass for a stamp."""


def stamp(part: str = "") -> str:
    """Where the version and the moment of a part stand on a page; of the whole document where no part is named.

    The maker puts it into the footer; which version it is, is known when everything stands there.
    """
    return f"\0{part}\0"


def stamped(page: str, stamps: Mapping[str, str]) -> str:
    """A page with its stamps."""
    return _MARK.sub(lambda found: html.escape(stamps[html.unescape(found[1])]), page)


@dataclass(frozen=True)
class Wanted:
    """Which language, which guests, which part of a document; empty: everything.

    `delegation` by id; `bus`, `hotel`, `item` by code, `batch` by number; `day`: of the visit, the night that begins then,
    or as of when; `names`: whether the reader may see who needs what; `options`: what a document asks for of its own.
    """

    language: str = "zh-Hans"
    guests: tuple[UUID, ...] | None = None
    class_codes: tuple[str, ...] | None = None
    delegation: UUID | None = None
    session: UUID | None = None
    bus: str = ""
    hotel: str = ""
    day: date | None = None
    batch: int | None = None
    item: str = ""
    who: str = ""
    size: str = ""
    names: bool = False
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What is chosen, in one line: the same choice is the same document, in whatever language."""
        told = {
            "guest": ",".join(str(one) for one in self.guests or ()), "class": ",".join(self.class_codes or ()),
            "delegation": self.delegation, "session": self.session, "bus": self.bus, "hotel": self.hotel, "day": self.day,
            "batch": self.batch, "item": self.item, "who": self.who, "size": self.size, **self.options,
        }  # fmt: skip
        return " ".join(f"{name}={value}" for name, value in told.items() if value)


@dataclass(frozen=True)
class Chunks:
    """A document as pieces of HTML that can be set side by side; `stamp()` is where version and time stand.

    `parts`: what stands on it, by key, where parts have versions of their own; otherwise its HTML is what stands on it.
    """

    title: str
    html: list[str]
    count: int
    problems: tuple[str, ...] = ()
    documents_of: tuple[UUID, ...] = ()
    """Guests whose identity documents stand in it."""
    sheets: Sheets | None = None
    """Where it is composed of pieces instead."""
    parts: Mapping[str, Any] = field(default_factory=dict)
    also: str = ""
    """What the stamp says besides: that it is a draft, the number of the plan."""
    finish: Callable[[bytes], bytes] | None = None
    """What is done with the PDF at last: put on smaller paper, imposed as a booklet. Takes its time."""
    workbook: Callable[[Mapping[str, str]], bytes] | None = None
    """The same as .xlsx, from the stamps by part. Takes its time."""
    told: Mapping[str, Any] = field(default_factory=dict)
    """What the trail keeps besides: ids and figures only."""

    @property
    def is_large(self) -> bool:
        """Whether making it takes longer than a reader should look at a page that does not answer."""
        pieces = len(self.sheets.fragments.html) if self.sheets else 0
        return sum(map(len, self.html)) > _LARGE or pieces > _MANY_PIECES

    def what_stands_on_it(self, wanted: Wanted) -> Mapping[str, Any]:
        """By part, what its version is known by."""
        return self.parts or {wanted.key: (self.html, self.sheets)}
