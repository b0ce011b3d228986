"""Every document by its name: what the command line and the print page can ask for."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from event.database import writing
from event.gathering.tables import Gathering
from event.people.audit import record
from event.people.rules import Access, Actor, NotAllowed, Permission
from event.printing.agenda import agenda_chunks
from event.printing.badges import badge_chunks
from event.printing.chunks import Chunks, Wanted
from event.printing.errors import UnknownDocument
from event.printing.pdf import pdf
from event.printing.sheets import sheets_pdf
from event.printing.visa_letter import letter_chunks

VISA_LETTERS = "visa-letters"


@dataclass(frozen=True)
class Printed:
    """A finished document; `problems` say what the reader should look at before printing."""

    pdf: bytes
    count: int
    problems: tuple[str, ...]


async def _single(gathering: Gathering, wanted: Wanted, _now: datetime) -> Chunks:
    return await badge_chunks(gathering, wanted, four_up=False)


async def _four_up(gathering: Gathering, wanted: Wanted, _now: datetime) -> Chunks:
    return await badge_chunks(gathering, wanted, four_up=True)


DOCUMENTS: dict[str, Callable[[Gathering, Wanted, datetime], Awaitable[Chunks]]] = {
    "badges": _single,
    "badges-four-up": _four_up,
    "agenda": agenda_chunks,
    VISA_LETTERS: letter_chunks,
}


def refuse_if_not_allowed(name: str, access: Access, gathering: UUID) -> None:
    """Letters for visas show identity documents: only for who may see them. Raises NotAllowed."""
    if name == VISA_LETTERS and not access.may(Permission.GUESTS_DOCUMENTS, gathering):
        raise NotAllowed


async def print_document(
    name: str, gathering: Gathering, wanted: Wanted, *, by: Actor, now: datetime
) -> Printed:
    """Make a document; the audit trail says who printed what for how many.

    Raises UnknownDocument, NothingToPrint, NoLetterToPrint, TooLongToPrint.
    """
    if name not in DOCUMENTS:
        raise UnknownDocument(name=name, known=", ".join(DOCUMENTS))
    chunks = await DOCUMENTS[name](gathering, wanted, now)
    if chunks.sheets:
        made = await sheets_pdf(
            chunks.sheets, gathering=gathering.id, title=chunks.title, language=wanted.language, now=now
        )
    else:
        made = await pdf(chunks.html, title=chunks.title, language=wanted.language)
    async with writing():
        await record(
            "document.print", subject=f"document:{name}", by=by, now=now, gathering=gathering.id,
            count=chunks.count, guest=wanted.guests[0] if wanted.guests and len(wanted.guests) == 1 else None,
        )  # fmt: skip
        for guest in chunks.documents_of:
            await record(
                "guest.read_document", subject=f"guest:{guest}", by=by, now=now, gathering=gathering.id
            )
    return Printed(made, chunks.count, chunks.problems)
