"""What the door says, and why."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from event.checkin.tables import Verdict
from event.language import Message, translated

TWICE = timedelta(seconds=60)
"""A ticket read again at the same checkpoint within this time was only read twice."""


class Reason(StrEnum):
    """Why a scan is refused, or what is special about it; a closed list that programs may rely on."""

    UNKNOWN_TICKET = "unknown_ticket"
    FOREIGN = "foreign"
    FORGED = "forged"
    VOID = "void"
    NOT_APPROVED = "not_approved"
    NOT_BOOKED = "not_booked"
    NOT_FOR = "not_for"
    NOT_OPEN = "not_open"
    CLOSED = "closed"
    ELSEWHERE = "elsewhere"
    REVOKED = "revoked"
    UNKNOWN_CHECKPOINT = "unknown_checkpoint"
    CHANGED = "changed"
    UNDONE = "undone"
    TWICE = "twice"
    BACK = "back"


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
    Reason.NOT_BOOKED: Message("The guest has not booked this."),
    Reason.NOT_FOR: Message("The guest may not pass here."),
    Reason.NOT_OPEN: Message("This checkpoint is not open yet."),
    Reason.CLOSED: Message("This checkpoint is closed. Choose another one."),
    Reason.ELSEWHERE: Message("This scanner was not let in for this checkpoint. Ask an organizer."),
    Reason.REVOKED: Message("This scanner is no longer let in. Ask an organizer to let it in again."),
    Reason.UNKNOWN_CHECKPOINT: Message("There is no such checkpoint in this gathering."),
    Reason.CHANGED: Message("A scan with this id was sent before with other content; that one stands."),
    Reason.UNDONE: Message("This scan was taken back."),
}
ADMITTED = Message("Welcome.")
BACK = Message("Welcome back.")
LEFT = Message("Goodbye.")
ALREADY_IN = Message("Already in since {since}.")
READ_TWICE = Message("Read twice: let in a moment ago.")
TO_HALL = Message("Their place: {title}, {hall}.")
TO_PLACE = Message("Their place: {title}.")


def sentence(
    verdict: str,
    reason: str,
    *,
    since: datetime | None,
    direction: str,
    language: str,
    zone: ZoneInfo,
) -> str:
    """What staff read under the verdict."""
    if verdict == Verdict.ADMITTED:
        said = LEFT if direction == "out" else BACK if reason == Reason.BACK else ADMITTED
        return translated(said, language)
    if verdict == Verdict.ALREADY_IN:
        if reason == Reason.TWICE:
            return translated(READ_TWICE, language)
        time = f"{since.astimezone(zone):%m-%d %H:%M}" if since else "–"
        return translated(ALREADY_IN, language).format(since=time)
    return translated(SENTENCES[Reason(reason)], language)


def place_sentence(title: str, hall: str, way: str, *, language: str) -> str:
    """Where somebody is expected instead, such as: Their place: 招聘会, 会展中心B厅. 二楼."""
    said = translated(TO_HALL if hall else TO_PLACE, language).format(title=title, hall=hall)
    return f"{said} {way}" if way else said


def clause_holds(
    clause: Mapping[str, Any], *, guest_class: str, delegation: str, booked: frozenset[str]
) -> bool:
    """Whether a guest fulfils one clause of a checkpoint's rule; what a clause leaves out is not asked."""
    return (
        (not clause.get("classes") or guest_class in clause["classes"])
        and (not clause.get("delegations") or delegation in clause["delegations"])
        and (not clause.get("booked") or not booked.isdisjoint(clause["booked"]))
    )
