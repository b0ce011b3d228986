"""These papers by name: what each is for and what can be chosen."""

from event.language import Message
from event.printing.centre.document import Ask, Document, Group
from event.printing.papers.certificates import CERTIFICATES, KIND, certificate_chunks, kinds
from event.printing.papers.handbook import FORM, HANDBOOK, forms, handbook_chunks
from event.printing.papers.lists import (
    CONTACTS,
    DELEGATIONS,
    ORDER,
    contact_chunks,
    delegation_chunks,
    orders,
)
from event.printing.papers.sign_in import OCCASION, SIGN_IN, occasions, sign_in_chunks

PAPER_DOCUMENTS: dict[str, Document] = {
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
