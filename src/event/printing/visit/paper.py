"""What stands on paper, before it becomes a PDF or a workbook: parts that begin on a page of their own."""

from collections.abc import Sequence
from dataclasses import dataclass, field

BOX = "□"
"""Something to be ticked by hand."""


@dataclass(frozen=True)
class Named:
    """A cell with something smaller beside it: a name with its spelling, a person with a telephone number.

    `mark`: a number that tells apart who has the same name; left out where there is no room.
    """

    main: str
    sub: str = ""
    mark: str = ""

    def __str__(self) -> str:
        return " ".join(one for one in (self.main, self.sub, self.mark) if one)


Cell = str | Named


@dataclass(frozen=True)
class Column:
    """A column; `kind` says how it is set: box, time, number, name, phone, long, or as it comes.

    `more`: what the smaller parts of its cells are called where a workbook gives them columns of their own.
    """

    label: Cell
    kind: str = ""
    more: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """A row across the table that says what the rows below it have in common."""

    title: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """Rows under headings that stand on every page; `kind`: its look."""

    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...] | Group]
    title: str = ""
    note: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Words:
    """A heading with facts and paragraphs below it: a stop and what is told about it."""

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Board:
    """A sign to be held up: its lines in the largest letters that fit, in millimetres."""

    lines: tuple[str, ...]
    size: float
    above: str
    below: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """Pages that belong together, of one bus, hotel or day; `key` names it in any language and order."""

    key: str
    title: str
    place: str
    facts: tuple[tuple[str, Cell], ...] = ()
    blocks: tuple[Table | Words | Board, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Paper:
    """A document of the visit. `flat`: the same as one list, where a spreadsheet wants it so; `count`: guests or rows."""

    title: str
    parts: tuple[Part, ...]
    count: int
    flat: Table | None = None
    landscape: bool = False
    look: str = ""
    problems: tuple[str, ...] = field(default=())
