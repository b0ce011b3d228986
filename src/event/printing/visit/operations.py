"""A paper of the visit as pages and as a workbook: its parts have versions of their own."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from event.database import fetch
from event.gathering.tables import Gathering
from event.language import Message
from event.printing.chunks import Chunks, Wanted, stamp
from event.printing.fonts import missing_glyphs
from event.printing.visit.choosing import Choice
from event.printing.visit.errors import NothingOnPaper
from event.printing.visit.paper import Paper, Part
from event.printing.visit.workbook import paper_workbook
from event.templating import rendered

_BOARDS_A_CHUNK = 10
_MISSING = Message("{place}: the font has no glyph for {letters}.")
_PLAN = Message("published plan {number}")

Maker = Callable[[Gathering, Choice], Awaitable[Paper]]


def made_by(make: Maker, *, by_plan: bool) -> Callable[[Gathering, Wanted, datetime], Awaitable[Chunks]]:
    """A paper as a document; `by_plan`: it says which plan was published last. The document raises NothingOnPaper."""

    async def chunks(gathering: Gathering, wanted: Wanted, _now: datetime) -> Chunks:
        choice = Choice(wanted.language, wanted.bus, wanted.hotel, wanted.day, names=wanted.names)
        paper = await make(gathering, choice)
        if not paper.parts:
            raise NothingOnPaper
        plan = await _published(gathering) if by_plan else None
        return Chunks(
            f"{paper.title} – {gathering.title(choice.language)}", _pages(paper, gathering, choice.language), paper.count,
            _problems(paper, choice), parts={part.key: part for part in paper.parts},
            also=choice.said(_PLAN, number=plan) if plan else "", workbook=_workbook(paper, gathering),
        )  # fmt: skip

    return chunks


async def _published(gathering: Gathering) -> int | None:
    """The number of the plan of the visit that was published last."""
    (row,) = await fetch("SELECT max(number) AS number FROM publication WHERE gathering = $1", gathering.id)
    number: int | None = row["number"]
    return number


def _workbook(paper: Paper, gathering: Gathering) -> Callable[[Mapping[str, str]], bytes]:
    title = f"{gathering.title_zh} – {paper.title}"
    return lambda stamps: paper_workbook(
        paper, {part.key: stamps[part.key] for part in paper.parts}, title=title
    )


def _pages(paper: Paper, gathering: Gathering, language: str) -> list[str]:
    """The parts as pages; each counts its own."""
    stamps = {part.key: stamp(part.key) for part in paper.parts}

    def chunk(template: str, parts: list[Part]) -> str:
        return rendered(
            template, language=language, held=gathering, paper=paper, parts=parts, part=parts[0], stamps=stamps
        )  # fmt: skip

    if paper.look == "boards":
        every = list(paper.parts)
        return [
            chunk("pdf/visit/boards.html", every[start : start + _BOARDS_A_CHUNK])
            for start in range(0, len(every), _BOARDS_A_CHUNK)
        ]
    return [chunk("pdf/visit/sheet.html", [part]) for part in paper.parts]


def _problems(paper: Paper, choice: Choice) -> tuple[str, ...]:
    told = ((part.place, missing_glyphs(repr(part))) for part in paper.parts)
    return tuple(
        choice.said(_MISSING, place=place, letters=" ".join(sorted(letters)))
        for place, letters in told
        if letters
    )
