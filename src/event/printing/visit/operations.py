"""Making a paper of the visit as PDF or workbook; the audit trail says who took which, for how many, in which version."""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime

from event.database import fetch, writing
from event.gathering.tables import Gathering
from event.language import Message
from event.people.audit import record
from event.people.rules import Actor
from event.printing.fonts import missing_glyphs
from event.printing.pdf import pdf
from event.printing.visit.choosing import Choice
from event.printing.visit.documents import PREFIX, document_named
from event.printing.visit.errors import NothingOnPaper
from event.printing.visit.paper import Paper, Part
from event.printing.visit.versions import numbered
from event.printing.visit.workbook import paper_workbook
from event.registration.adding import lock
from event.registration.exporting.workbook import XLSX
from event.templating import moment, rendered

_BOARDS_A_CHUNK = 10
_STANDARD = "zh-Hans"
_MISSING = Message("{place}: the font has no glyph for {letters}.")
_STAMP = Message("As of {time} · version {version}")
_PLAN = Message("published plan {number}")


@dataclass(frozen=True)
class Made:
    """A finished file; `problems` say what to look at before printing."""

    content: bytes
    name: str
    media_type: str
    count: int
    problems: tuple[str, ...]


async def print_visit(
    name: str, gathering: Gathering, choice: Choice, *, by: Actor, now: datetime, as_workbook: bool = False
) -> Made:
    """One of DOCUMENTS. Raises UnknownDocument, NothingOnPaper, TooLongToPrint.

    Parts are numbered by what stands on them, whatever the language; the trail keeps a paper that was asked for also
    where making it took too long.
    """
    document = document_named(name)
    paper = await document.make(gathering, choice)
    if not paper.parts:
        raise NothingOnPaper
    standard = (
        paper
        if choice.language == _STANDARD
        else await document.make(gathering, replace(choice, language=_STANDARD))
    )
    async with writing():
        await lock(gathering)
        versions = await numbered(f"{PREFIX}{name}", gathering, standard.parts)
        await record(
            "document.print", subject=f"document:{PREFIX}{name}", by=by, now=now, gathering=gathering.id, count=paper.count,
            language=choice.language, format="xlsx" if as_workbook else "pdf", parts=versions,
            private=document.private or (choice.names and name == "meals"),
        )  # fmt: skip
    plan = await _published(gathering) if "bus" in document.asks else None
    stamps = {key: _stamp(version, plan, gathering, choice, now) for key, (version, _) in versions.items()}
    file = f"{gathering.slug}-{name}"
    if as_workbook:
        content = await asyncio.to_thread(
            paper_workbook, paper, stamps, title=f"{gathering.title_zh} – {paper.title}"
        )
        return Made(content, f"{file}.xlsx", XLSX, paper.count, ())
    made = await pdf(
        _chunks(paper, stamps, gathering, choice.language), title=f"{paper.title} – {gathering.title(choice.language)}",
        language=choice.language,
    )  # fmt: skip
    return Made(made, f"{file}.pdf", "application/pdf", paper.count, _problems(paper, choice))


async def _published(gathering: Gathering) -> int | None:
    """The number of the plan of the visit that was published last."""
    (row,) = await fetch("SELECT max(number) AS number FROM publication WHERE gathering = $1", gathering.id)
    number: int | None = row["number"]
    return number


def _stamp(version: int, plan: int | None, gathering: Gathering, choice: Choice, now: datetime) -> str:
    """As of when, in which version, and by which published plan."""
    told = choice.said(_STAMP, time=moment(now, gathering.zone), version=version)
    return f"{told} · {choice.said(_PLAN, number=plan)}" if plan else told


def _chunks(paper: Paper, stamps: dict[str, str], gathering: Gathering, language: str) -> list[str]:
    """The parts as pages; each counts its own."""

    def chunk(template: str, parts: list[Part]) -> str:
        return rendered(
            template,
            language=language,
            held=gathering,
            paper=paper,
            parts=parts,
            part=parts[0],
            stamps=stamps,
        )

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
