"""The mails a reply causes."""

from datetime import datetime
from uuid import UUID

from event.crypto import ring
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering
from event.messages.operations import Picture, enqueue
from event.qr import qr_png
from event.registration.tables import Guest, Ticket
from event.registration.tickets import ticket_text
from event.settings import settings


async def text_of(gathering: Gathering, ticket: Ticket) -> str:
    """The signed text of a ticket, as it is in its QR."""
    keys = await keys_of(gathering.id)
    key_id = keys.signing_key_id
    return ticket_text(
        key=keys.signing[key_id], key_id=key_id, generation=ticket.generation,
        gathering=gathering.number, ticket=ticket.number,
    )  # fmt: skip


def guest_path(guest: UUID) -> str:
    """The guest's own page on this site, behind a link that cannot be guessed."""
    return f"/t/{ring().link_code('guest', guest)}"


def guest_address(guest: Guest) -> str:
    """The guest's own page, as it stands in mails."""
    return settings().address + guest_path(guest.id)


async def mail_ticket(
    gathering: Gathering, guest: Guest, ticket: Ticket, *, now: datetime, again: datetime | None = None
) -> None:
    """Mail the ticket; once, or once more for every time staff ask `again`."""
    if not guest.email:
        return
    text = await text_of(gathering, ticket)
    await enqueue(
        "registration/mail_ticket",
        cause=f"ticket:{ticket.id}" + (f":{again.isoformat()}" if again else ""),
        to=guest.email, gathering=gathering.id, guest=guest.id, language=guest.language, now=now,
        pictures=(Picture("ticket", qr_png(text, module=6)),),
        addressee=guest, held=gathering, ticket=ticket, link=guest_address(guest),
    )  # fmt: skip


async def mail_received(gathering: Gathering, guest: Guest, *, now: datetime) -> None:
    """Tell the guest that the reply has come in and will be looked at."""
    if not guest.email:
        return
    await enqueue(
        "registration/mail_received",
        cause=f"received:{guest.id}", to=guest.email, gathering=gathering.id, guest=guest.id,
        language=guest.language, now=now, held=gathering, addressee=guest, link=guest_address(guest),
    )  # fmt: skip
