"""The conference handbook (会议手册): A5 with contents, running heads and page numbers; as a booklet on A4 where wished."""

from datetime import datetime
from math import ceil

from event.gathering.tables import Gathering
from event.language import Message, translated
from event.printing.centre.document import Options
from event.printing.chunks import Chunks, Wanted, stamp
from event.printing.errors import NothingToPrint
from event.printing.fonts import width
from event.printing.papers.booklet import as_booklet
from event.printing.papers.chapters import CHAPTERS, Book, book_of
from event.printing.papers.headline import headline_size, title_lines
from event.printing.papers.sheet import choice_of, lacking
from event.printing.papers.texts import PARTS, texts_of
from event.templating import rendered

HANDBOOK = Message("Conference handbook")
FORM = Message("Format")
FORMS = {
    "pages": Message("A5, page after page"),
    "booklet": Message("Booklet: A4 on both sides, to be folded and stapled"),
}
_TITLE_ROOM, _NAME_ROOM, _NAME_SIZE = 104.0, 26.5, 3.15
"""Millimetres for the title on the cover and for a name of a list in four columns; the size of such names."""
_COLUMNS = 4


async def forms(_gathering: Gathering, language: str) -> Options:
    """As pages or as a booklet."""
    return [(code, translated(label, language)) for code, label in FORMS.items()]


async def handbook_chunks(gathering: Gathering, wanted: Wanted, now: datetime) -> Chunks:
    """Every part that has something to print and is not left out."""
    texts, choice = await texts_of(gathering), choice_of(wanted)
    book = await book_of(gathering, texts, choice, now)
    told = {part: await make(book) for part, make in CHAPTERS.items() if part not in texts.left_out}
    chapters = [(part, choice.said(PARTS[part]), data) for part, data in told.items() if data is not None]
    if not [part for part, _, _ in chapters if part != "about"]:
        raise NothingToPrint
    title = gathering.title(wanted.language)
    lines = title_lines(title)
    html = rendered(
        "pdf/papers/handbook.html", language=wanted.language, held=gathering, chapters=chapters, book=book, stamp=stamp(),
        choice=choice, zone=gathering.zone, hosts=_hosts(book), columns_of=_columns,
        title_lines=lines, title_size=headline_size(lines, largest=9, room=_TITLE_ROOM),
    )  # fmt: skip
    booklet = wanted.options.get("form") == "booklet"
    return Chunks(
        f"{choice.said(HANDBOOK)} – {title}", [html], len(book.guests), lacking(html, choice),
        finish=as_booklet if booklet else None, parts={"handbook": html},
    )  # fmt: skip


def _hosts(book: Book) -> list[str]:
    return book.lines("hosts") or [one for one in (book.gathering.federation(book.language),) if one]


def _columns(name: str) -> int:
    """How many of the four columns of a list a name takes."""
    return min(_COLUMNS, max(1, ceil(width(name, weight=400) * _NAME_SIZE / _NAME_ROOM)))
