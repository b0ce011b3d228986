"""The papers of the signing by name: what each is for and what can be chosen."""

from event.language import Message
from event.people.rules import Permission
from event.printing.centre.document import Document, Group
from event.printing.signing import agreements, annual, cards, ledger, run_sheet, slides
from event.printing.signing.operations import Maker, made_by

PREFIX = "signing/"
"""Before the name of a paper of the signing where all documents are named."""


def _document(label: Message, about: Message, make: Maker, asks: tuple[str, ...]) -> Document:
    return Document(label, about, Group.SIGNING, made_by(make, sized="size" in asks), asks, permission=Permission.SIGNING_READ)  # fmt: skip


SIGNING_DOCUMENTS: dict[str, Document] = {
    "signing/list": _document(
        agreements.LIST, Message("All agreements by batch, with parties, amounts, witnesses and service teams."), agreements.agreement_list,
        ("batch", "size"),
    ),
    "signing/run-sheet": _document(
        run_sheet.RUN_SHEET, Message("For the host and the control desk: minute by minute, and what must lie ready."),
        run_sheet.ceremony_run_sheet, ("batch",),
    ),
    "signing/places": _document(
        run_sheet.PLACES, Message("The table of each agreement, from the stage and from the audience."), run_sheet.table_places, ("batch",)
    ),
    "signing/cards": _document(
        cards.CARDS, Message("A4 sheets to be folded into tents, in the order of the seats."), cards.table_cards, ("batch", "item", "who")
    ),
    "signing/slides": _document(
        slides.SLIDES, Message("For the screen behind the table, 16 to 9."), slides.batch_slides, ("batch",)
    ),
    "signing/ledger": _document(
        ledger.LEDGER, Message("Every project in the office's own columns, as of a day."), ledger.ledger_paper, ("as_of", "item", "size")
    ),
    "signing/overdue": _document(
        ledger.OVERDUE, Message("Whose next step was due before a day, and who answers for it."), ledger.overdue_paper, ("as_of",)
    ),
    "signing/annual-report": _document(
        annual.ANNUAL, Message("Amounts by type, every rate with its definition, charts with their tables."), annual.annual_report,
        ("as_of",),
    ),
}  # fmt: skip
