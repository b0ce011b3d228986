"""A guest's ticket on a sheet of A5: to be printed at home, or kept in the mail."""

from uuid import UUID

from event.agenda.seating.own import own_seats
from event.gathering.tables import Gathering, GuestClass
from event.messages.attachments import Attached, makes
from event.printing.badges import ink_on
from event.printing.fonts import fitted
from event.printing.pdf import pdf
from event.printing.practice_mark import marked_if_practice
from event.qr import qr_address
from event.registration.mails import text_of
from event.registration.tables import Delegation, Guest, Ticket
from event.templating import rendered

_ROOM = 120


@makes("ticket")
async def ticket_attachment(ticket: UUID, language: str) -> Attached | None:
    """The PDF of a ticket that still admits."""
    row = await Ticket.objects().get(Ticket.id == ticket)
    if row is None or row.voided_at is not None:
        return None
    content = await ticket_pdf(row, language=language)
    return Attached(f"{row.badge_number}.pdf", "application/pdf", content)


async def ticket_pdf(ticket: Ticket, *, language: str) -> bytes:
    """One ticket as PDF."""
    gathering = await Gathering.objects().get(Gathering.id == ticket.gathering)
    guest = await Guest.objects().get(Guest.id == ticket.guest)
    if gathering is None or guest is None:
        raise LookupError(ticket.id)
    guest_class = await GuestClass.objects().get(GuestClass.id == guest.guest_class)
    delegation = (
        await Delegation.objects().get(Delegation.id == guest.delegation) if guest.delegation else None
    )
    html = rendered(
        "pdf/ticket.html", language=language, held=gathering, guest=guest, ticket=ticket,
        guest_class=guest_class, delegation=delegation.name(language) if delegation else "",
        picture=qr_address(await text_of(gathering, ticket), module=8), ink=ink_on(guest_class.colour) if guest_class else "",
        name_size=fitted(guest.name, largest=14, smallest=6, room=_ROOM), seats=await own_seats(guest.id, language=language),
    )  # fmt: skip
    made = await pdf([html], title=gathering.title(language), language=language)
    return await marked_if_practice(made, gathering)
