"""These papers by name: what each is for and what can be chosen."""

from event.language import Message
from event.printing.centre.document import Ask, Document, Group
from event.printing.papers.certificates import CERTIFICATES, KIND, certificate_chunks, kinds
from event.printing.papers.handbook import FORM, HANDBOOK, forms, handbook_chunks
from event.printing.papers.items import (
    AGENDA,
    CUES,
    SESSION,
    agenda_of_session,
    cue_sheet,
    sessions_with_items,
)
from event.printing.papers.lists import (
    CONTACTS,
    DELEGATIONS,
    ORDER,
    contact_chunks,
    delegation_chunks,
    orders,
)
from event.printing.papers.programme import EDITION, VIEW, agenda_chunks, editions, own_chunks, views
from event.printing.papers.sign_in import OCCASION, SIGN_IN, occasions, sign_in_chunks

PAPER_DOCUMENTS: dict[str, Document] = {
    "agenda": Document(
        Message("Programme by day and hall"), Message("All sessions by day, by hall, or both."), Group.PROGRAMME, agenda_chunks,
        (Ask("view", VIEW, views), Ask("edition", EDITION, editions)),
    ),
    "programme-of-guest": Document(
        Message("Programme of a guest"), Message("Only what the guest comes to, with bus, table, hotel and whom to call."),
        Group.PROGRAMME, own_chunks, ("guest", "class", "delegation"), private=True,
    ),
    "session-agenda": Document(
        AGENDA, Message("Numbered items with times and speakers, for those who attend."), Group.PROGRAMME, agenda_of_session,
        (Ask("session-items", SESSION, sessions_with_items),), formats=("pdf", "xlsx"),
    ),
    "cue-sheet": Document(
        CUES, Message("Minute by minute for those who run a session: people, sound and picture, who answers for it."),
        Group.PROGRAMME, cue_sheet, (Ask("session-items", SESSION, sessions_with_items),), formats=("pdf", "xlsx"),
    ),
    "handbook": Document(
        HANDBOOK, Message("For every guest: programme, people, visit, hotels and whom to call, with the texts you have written."),
        Group.PROGRAMME, handbook_chunks, (Ask("form", FORM, forms),),
    ),
    "sign-in": Document(
        SIGN_IN, Message("To be signed where there is no scanner: by delegation, with boxes for what is handed out."), Group.PEOPLE,
        sign_in_chunks, (Ask("occasion", OCCASION, occasions),), formats=("pdf", "xlsx"),
    ),
    "delegations": Document(
        DELEGATIONS, Message("Names and titles by delegation, in the order you choose; no telephone numbers."), Group.PEOPLE,
        delegation_chunks, (Ask("order", ORDER, orders), "delegation"), formats=("pdf", "xlsx"),
    ),
    "contacts": Document(
        CONTACTS, Message("Units, posts, duties and telephone numbers of those who work; masked for who may not see them."),
        Group.PEOPLE, contact_chunks, formats=("pdf", "xlsx"),
    ),
    "certificates": Document(
        CERTIFICATES, Message("For all who have arrived, a class, or one guest; with room for the seal."), Group.PEOPLE,
        certificate_chunks, (Ask("kind", KIND, kinds), "class", "delegation", "guest"),
    ),
}  # fmt: skip
