"""A list on A4: the tables of the papers of the visit with the looks of these lists."""

from collections.abc import Callable, Mapping
from typing import Any

from event.gathering.tables import Gathering
from event.language import Message
from event.printing.chunks import Chunks, Wanted, stamp
from event.printing.fonts import missing_glyphs
from event.printing.visit.choosing import Choice
from event.printing.visit.errors import NothingOnPaper
from event.printing.visit.paper import Paper
from event.printing.visit.workbook import paper_workbook
from event.templating import rendered

_MISSING = Message("The font has no glyph for {letters}.")


def choice_of(wanted: Wanted) -> Choice:
    """The language of a paper with what it says."""
    return Choice(wanted.language, names=wanted.names)


def sheet_chunks(
    paper: Paper, gathering: Gathering, wanted: Wanted, *, title: str, told: Mapping[str, Any] | None = None, **more: Any
) -> Chunks:  # fmt: skip
    """A paper with parts as pages and as a workbook. Raises NothingOnPaper."""
    if not paper.parts or not paper.count:
        raise NothingOnPaper
    html = [
        rendered(
            "pdf/papers/sheet.html", language=wanted.language, held=gathering, paper=paper, part=part, stamp=stamp(part.key), **more
        )
        for part in paper.parts
    ]  # fmt: skip
    return Chunks(
        f"{title} – {gathering.title(wanted.language)}", html, paper.count, lacking(repr(paper.parts), choice_of(wanted)),
        parts={part.key: part for part in paper.parts}, workbook=_workbook(paper, gathering), told=told or {},
    )  # fmt: skip


def lacking(text: str, choice: Choice) -> tuple[str, ...]:
    """Which letters would print as empty boxes, as a sentence."""
    letters = missing_glyphs(text)
    return (choice.said(_MISSING, letters=" ".join(sorted(letters))),) if letters else ()


def _workbook(paper: Paper, gathering: Gathering) -> Callable[[Mapping[str, str]], bytes]:
    title = f"{gathering.title_zh} – {paper.title}"
    return lambda stamps: paper_workbook(
        paper, {part.key: stamps[part.key] for part in paper.parts}, title=title
    )
