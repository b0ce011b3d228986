"""What the door says, and why."""

from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from event.checkin.tables import Verdict
from event.language import Message, translated


class Reason(StrEnum):
    """Why a scan is refused; a closed list that programs may rely on."""

    UNKNOWN_TICKET = "unknown_ticket"
    FOREIGN = "foreign"
    FORGED = "forged"
    VOID = "void"
    NOT_APPROVED = "not_approved"
    NOT_BOOKED = "not_booked"
    CLOSED = "closed"
    UNKNOWN_CHECKPOINT = "unknown_checkpoint"
    CHANGED = "changed"


SENTENCES: dict[Reason, Message] = {
    Reason.UNKNOWN_TICKET: Message("This is not a ticket. Look for the guest by name."),
    Reason.FOREIGN: Message("This ticket is for another gathering."),
    Reason.FORGED: Message(
        "This ticket was not issued by us. Look for the guest by name and call an organizer."
    ),
    Reason.VOID: Message(
        "This ticket is void; the guest has a newer one or has withdrawn. Look for the guest by name."
    ),
    Reason.NOT_APPROVED: Message("The guest is not approved. Call an organizer."),
    Reason.NOT_BOOKED: Message(
        "The guest has not booked this session. Show them the programme on their own page."
    ),
    Reason.CLOSED: Message("This checkpoint is closed. Choose another one."),
    Reason.UNKNOWN_CHECKPOINT: Message("There is no such checkpoint in this gathering."),
    Reason.CHANGED: Message("A scan with this id was sent before with other content; that one stands."),
}
ADMITTED = Message("Welcome.")
ALREADY_IN = Message("Already in since {since}.")


def sentence(verdict: str, reason: str, since: datetime | None, *, language: str, zone: ZoneInfo) -> str:
    """What staff read under the verdict."""
    if verdict == Verdict.ADMITTED:
        return translated(ADMITTED, language)
    if verdict == Verdict.ALREADY_IN:
        time = f"{since.astimezone(zone):%m-%d %H:%M}" if since else "–"
        return translated(ALREADY_IN, language).format(since=time)
    return translated(SENTENCES[Reason(reason)], language)
