"""The mails a reply causes."""

from datetime import datetime
from uuid import UUID

from event.crypto import ring
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering
from event.messages.operations import Letter, Picture, enqueue
from event.qr import qr_png
from event.registration.calendars import calendar_file
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


def guest_address(guest: UUID) -> str:
    """The guest's own page, as it stands in mails."""
    return settings().address + guest_path(guest)


def values_of(guest: Guest, **more: str) -> dict[str, str]:
    """What fills the placeholders of a mail to a guest."""
    return {"name": guest.name, "number": guest.number, "link": guest_address(guest.id), **more}


async def mail_ticket(
    gathering: Gathering,
    guest: Guest,
    ticket: Ticket,
    *,
    now: datetime,
    occasion: str = "ticket",
    again: datetime | None = None,
) -> None:
    """Mail the ticket with calendar file and PDF; once, or once more for every time staff ask `again`."""
    if not guest.email:
        return
    letter = Letter(
        guest.email, guest.language,
        values_of(guest, badge_number=ticket.badge_number, code=ticket.typed_code),
        pictures=(Picture("ticket", qr_png(await text_of(gathering, ticket), module=6)),),
        files=(calendar_file(gathering, language=guest.language, link=guest_address(guest.id), now=now),),
        later=(("ticket", ticket.id),),
    )  # fmt: skip
    cause = f"ticket:{ticket.id}" + (f":{again.isoformat()}" if again else "")
    await enqueue(occasion, letter, cause=cause, gathering=gathering, guest=guest.id, now=now)


async def mail_about(
    gathering: Gathering, guest: Guest, occasion: str, *, now: datetime, cause: str = "", **more: str
) -> UUID | None:
    """Mail a guest on an occasion without ticket; once per cause, which is this moment's decision by default."""
    if not guest.email:
        return None
    letter = Letter(guest.email, guest.language, values_of(guest, **more))
    named = cause or f"{occasion}:{guest.id}:{now.isoformat()}"
    return await enqueue(occasion, letter, cause=named, gathering=gathering, guest=guest.id, now=now)
