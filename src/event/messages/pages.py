"""The outbox in the console."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.gathering.tables import Gathering
from event.http import page
from event.language import Message
from event.messages.queries import mail_text, mails
from event.messages.tables import MailState
from event.people.rules import Permission

STATE_LABELS = {
    MailState.QUEUED: Message("Waiting to be sent"), MailState.SENT: Message("Sent"),
    MailState.FAILED: Message("Could not be sent"),
}  # fmt: skip
OCCASION_LABELS = {
    "mail_ticket": Message("Ticket"), "mail_received": Message("Reply received"),
}  # fmt: skip


@get("/console/{slug:str}/mail", opt={"permission": Permission.MAIL_READ}, include_in_schema=False)
async def outbox(request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]) -> Response[Any]:
    """What was sent and what waits."""
    return page(
        request, "messages/outbox.html", staff=True, mails=await mails(gathering),
        states=STATE_LABELS, occasions=OCCASION_LABELS,
    )  # fmt: skip


@get(
    "/console/{slug:str}/mail/{mail:uuid}", opt={"permission": Permission.MAIL_READ}, include_in_schema=False
)
async def one_mail(
    request: Request[Any, Any, Any], mail: FromPath[UUID], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """One mail as the guest reads it."""
    return page(
        request, "messages/mail.html", staff=True, mail=await mail_text(mail, gathering=gathering),
        states=STATE_LABELS, occasions=OCCASION_LABELS,
    )  # fmt: skip


HANDLERS = [outbox, one_mail]
