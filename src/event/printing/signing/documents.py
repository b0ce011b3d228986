"""The papers of the signing by name: what each is for and what can be chosen."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from event.gathering.tables import Gathering
from event.language import Message
from event.printing.errors import UnknownDocument
from event.printing.signing import agreements, annual, cards, ledger, run_sheet, slides
from event.printing.signing.choosing import Paper, Wanted

PREFIX = "signing/"
"""Before the name of a paper of the signing where all documents are named."""


@dataclass(frozen=True)
class Document:
    """A paper; `asks` for a batch, an item, a day, whose cards (who), or a size of paper."""

    label: Message
    about: Message
    make: Callable[[Gathering, Wanted], Awaitable[Paper]]
    asks: tuple[str, ...] = ()


DOCUMENTS: dict[str, Document] = {
    "list": Document(
        agreements.LIST, Message("All agreements by batch, with parties, amounts, witnesses and service teams."), agreements.agreement_list,
        ("batch", "size"),
    ),
    "run-sheet": Document(
        run_sheet.RUN_SHEET, Message("For the host and the control desk: minute by minute, and what must lie ready."),
        run_sheet.ceremony_run_sheet, ("batch",),
    ),
    "places": Document(
        run_sheet.PLACES, Message("The table of each agreement, from the stage and from the audience."), run_sheet.table_places, ("batch",)
    ),
    "cards": Document(
        cards.CARDS, Message("A4 sheets to be folded into tents, in the order of the seats."), cards.table_cards, ("batch", "who")
    ),
    "slides": Document(
        slides.SLIDES, Message("For the screen behind the table, 16 to 9."), slides.batch_slides, ("batch",)
    ),
    "ledger": Document(
        ledger.LEDGER, Message("Every project in the office's own columns, as of a day."), ledger.ledger_paper, ("day", "size")
    ),
    "overdue": Document(
        ledger.OVERDUE, Message("Whose next step was due before a day, and who answers for it."), ledger.overdue_paper, ("day",)
    ),
    "annual-report": Document(
        annual.ANNUAL, Message("Amounts by type, every rate with its definition, charts with their tables."), annual.annual_report,
        ("day",),
    ),
}  # fmt: skip


def document_named(name: str) -> Document:
    """A paper by its name. Raises UnknownDocument."""
    if name not in DOCUMENTS:
        raise UnknownDocument(name=name[:40], known=", ".join(DOCUMENTS))
    return DOCUMENTS[name]
