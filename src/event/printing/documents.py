"""Every document by its name: what pages, programs and the command line can ask for."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from event.database import writing
from event.gathering.tables import Gathering
from event.language import Message, translated
from event.people.audit import record
from event.people.rules import Access, Actor, NotAllowed, Permission
from event.printing.badges import badge_chunks, badges_four_up, sides_to_choose, sizes_to_choose
from event.printing.centre.document import Ask, Document, Group
from event.printing.centre.keeping import keep_print
from event.printing.centre.versions import Version, numbered
from event.printing.chunks import Chunks, Wanted, stamped
from event.printing.errors import UnknownDocument
from event.printing.papers.documents import PAPER_DOCUMENTS
from event.printing.pdf import pages_of, pdf
from event.printing.practice_mark import marked_if_practice
from event.printing.seating.documents import SEATING_DOCUMENTS
from event.printing.sheets import sheets_pdf
from event.printing.signing.documents import SIGNING_DOCUMENTS
from event.printing.visa_letter import letter_chunks
from event.printing.visit.documents import VISIT_DOCUMENTS
from event.registration.adding import lock
from event.registration.exporting.workbook import XLSX
from event.templating import moment

VISA_LETTERS = "visa-letters"
_STANDARD = "zh-Hans"
_STAMP = Message("As of {time} · version {version}")
_MEDIA = {"pdf": "application/pdf", "xlsx": XLSX}


async def _single(gathering: Gathering, wanted: Wanted, _now: datetime) -> Chunks:
    return await badge_chunks(gathering, wanted)


async def _four_up(gathering: Gathering, wanted: Wanted, _now: datetime) -> Chunks:
    return await badges_four_up(gathering, wanted)


_OF_PEOPLE = ("class", "delegation", "guest")

_SIDES = Ask("sides", Message("Sides"), sides_to_choose)
_BADGE_SIZE = Ask("badge_size", Message("Size of the badges"), sizes_to_choose)

DOCUMENTS: dict[str, Document] = {
    "badges-four-up": Document(
        Message("Badges, four on an A4 sheet"), Message("With marks to cut along; for perforated or plain card."), Group.PEOPLE, _four_up,
        (*_OF_PEOPLE, _SIDES), languages=False,
    ),
    "badges": Document(
        Message("Badges in a size you choose"), Message("On badge stock, cards, label rolls, or two on a sheet with crop marks."),
        Group.PEOPLE, _single, (*_OF_PEOPLE, _BADGE_SIZE, _SIDES), languages=False,
    ),
    VISA_LETTERS: Document(
        Message("Visa letters"), Message("Invitation letters that are issued, in Chinese and English, to be signed and sealed."),
        Group.PEOPLE, letter_chunks, ("delegation", "guest"), permission=Permission.GUESTS_DOCUMENTS, languages=False,
    ),
    **PAPER_DOCUMENTS,
    **SEATING_DOCUMENTS,
    **VISIT_DOCUMENTS,
    **SIGNING_DOCUMENTS,
}  # fmt: skip
"""What there is to print; a further document is a line here."""


@dataclass(frozen=True)
class Printed:
    """A finished file; `problems` say what the reader should look at before printing."""

    content: bytes
    name: str
    media_type: str
    count: int
    problems: tuple[str, ...]
    pages: int | None
    """None for a workbook."""
    version: int
    since: datetime

    @property
    def pdf(self) -> bytes:
        """The file, where it is a PDF."""
        return self.content


def document_named(name: str) -> Document:
    """A document by its name. Raises UnknownDocument."""
    if name not in DOCUMENTS:
        raise UnknownDocument(name=name[:40], known=", ".join(DOCUMENTS))
    return DOCUMENTS[name]


def refuse_if_not_allowed(name: str, access: Access, gathering: Gathering) -> None:
    """Raises UnknownDocument, NotAllowed."""
    if not document_named(name).may_be_taken(access, gathering):
        raise NotAllowed


async def print_document(
    name: str, gathering: Gathering, wanted: Wanted, *, by: Actor, now: datetime, file_format: str = "pdf"
) -> Printed:
    """Make a document; the audit trail says who printed what for how many, in which version.

    A version is of what stands on it, whatever the language; its moment is when it was first printed so. The trail
    keeps a document that was asked for also where making it took too long.

    Raises UnknownDocument, NothingToPrint and its like of the slices, TooLongToPrint.
    """
    chunks = await document_named(name).make(gathering, wanted, now)
    made = await finished(name, gathering, wanted, chunks, by=by, now=now, file_format=file_format)
    if wanted.guests is None:
        await keep_print(name, gathering, by=by, now=now, told=made)
    return made


async def finished(
    name: str, gathering: Gathering, wanted: Wanted, chunks: Chunks, *, by: Actor, now: datetime, file_format: str
) -> Printed:  # fmt: skip
    """A document whose pages are set as HTML becomes a file. Raises TooLongToPrint."""
    document = document_named(name)
    versions = await _recorded(name, document, gathering, wanted, chunks, by, now, file_format)
    stamps = _stamps(versions, chunks, gathering, wanted.language)
    if file_format == "xlsx" and chunks.workbook:
        content = await asyncio.to_thread(chunks.workbook, stamps)
    else:
        made = await _pdf(chunks, stamps, gathering, wanted.language, now)
        content = await marked_if_practice(made, gathering)
    pages = await _pages(chunks, content) if file_format == "pdf" else None
    newest = max(versions.values(), key=lambda one: (one.since, one.number))
    return Printed(
        content, f"{gathering.slug}-{name.rpartition('/')[2]}.{file_format}", _MEDIA[file_format], chunks.count, chunks.problems, pages,
        newest.number, newest.since,
    )  # fmt: skip


async def _pages(chunks: Chunks, content: bytes) -> int:
    """How many pages there are; of sheets it is known, and counting thousands in the file takes a hundred megabytes."""
    return len(chunks.sheets.sheets) if chunks.sheets else await asyncio.to_thread(pages_of, content)


async def _recorded(
    name: str, document: Document, gathering: Gathering, wanted: Wanted, chunks: Chunks, by: Actor, now: datetime,
    file_format: str,
) -> dict[str, Version]:  # fmt: skip
    """The versions of the parts, written into the trail with who prints them."""
    same = wanted.language == _STANDARD or not document.languages
    standard = (
        chunks if same else await document.make(gathering, replace(wanted, language=_STANDARD), now)
    ).what_stands_on_it(wanted)
    guest = wanted.guests[0] if wanted.guests and len(wanted.guests) == 1 else None
    async with writing():
        await lock(gathering)
        versions = await numbered(name, gathering, standard, now=now)
        await record(
            "document.print", subject=f"document:{name}", by=by, now=now, gathering=gathering.id, count=chunks.count,
            language=wanted.language, format=file_format, parts={key: one.kept for key, one in versions.items()},
            **chunks.told, **({"guest": guest} if guest else {}),
        )  # fmt: skip
        for one in chunks.documents_of:
            await record(
                "guest.read_document", subject=f"guest:{one}", by=by, now=now, gathering=gathering.id
            )
    return versions


def _stamps(
    versions: Mapping[str, Version], chunks: Chunks, gathering: Gathering, language: str
) -> dict[str, str]:
    """What footers say by part, and of the whole: as of when, in which version."""

    def told(number: int, since: datetime) -> str:
        said = translated(_STAMP, language).format(time=moment(since, gathering.zone), version=number)
        return f"{said} · {chunks.also}" if chunks.also else said

    stamps = {key: told(one.number, one.since) for key, one in versions.items()}
    whole = told(max(one.number for one in versions.values()), max(one.since for one in versions.values()))
    return {"": whole} | stamps


async def _pdf(
    chunks: Chunks, stamps: Mapping[str, str], gathering: Gathering, language: str, now: datetime
) -> bytes:
    if chunks.sheets:
        fragments = chunks.sheets.fragments
        html = tuple(stamped(one, stamps) for one in fragments.html)
        sheets = replace(chunks.sheets, fragments=replace(fragments, html=html))
        return await sheets_pdf(
            sheets, gathering=gathering.id, title=chunks.title, language=language, now=now
        )
    made = await pdf([stamped(one, stamps) for one in chunks.html], title=chunks.title, language=language)
    return await asyncio.to_thread(chunks.finish, made) if chunks.finish else made
