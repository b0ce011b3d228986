"""The outbox in the console: what was sent and what waits, one mail, and what can be done about it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.gathering.tables import Gathering
from event.http import Form, go, id_in, page, with_query
from event.language import Message
from event.messages.labels import STATE_LABELS
from event.messages.occasions import OCCASIONS
from event.messages.operations import note_bounce, send_again
from event.messages.queries import MailFilter, mail_text, mails
from event.messages.server import mail_server
from event.people.rules import Access, Permission

_PAGES = 99_999


@get("/console/{slug:str}/mail", opt={"permission": Permission.MAIL_READ}, include_in_schema=False)
async def outbox(request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]) -> Response[Any]:
    """What was sent and what waits."""
    wanted = wanted_mails(request)
    own = f"/console/{gathering.slug}/mail"
    query = {"q": wanted.recipient, "state": wanted.state, "occasion": wanted.occasion, "guest": wanted.guest}
    return page(
        request, "messages/outbox.html", staff=True, wanted=wanted, found=await mails(gathering, wanted),
        page_url=lambda number: with_query(own, **query, page=number), states=STATE_LABELS, occasions=OCCASIONS,
        mail_server=mail_server(),
    )  # fmt: skip


def wanted_mails(request: Request[Any, Any, Any]) -> MailFilter:
    """What the outbox is asked for in the address."""
    asked = request.query_params
    number = asked.get("page", "1")
    return MailFilter(
        recipient=asked.get("q", "").strip()[:254].replace("\x00", ""),
        state=asked["state"] if asked.get("state") in STATE_LABELS else "",
        occasion=asked["occasion"] if asked.get("occasion") in OCCASIONS else "",
        guest=id_in(asked.get("guest", "")),
        page=int(number) if number.isascii() and number.isdigit() and int(number[:9]) <= _PAGES else 1,
    )


@get(
    "/console/{slug:str}/mail/{mail:uuid}", opt={"permission": Permission.MAIL_READ}, include_in_schema=False
)
async def one_mail(
    request: Request[Any, Any, Any], mail: FromPath[UUID], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """One mail as the guest reads it."""
    return page(
        request, "messages/mail.html", staff=True, mail=await mail_text(mail, gathering=gathering),
        states=STATE_LABELS, occasions=OCCASIONS,
    )  # fmt: skip


@post(
    "/console/{slug:str}/mail/{mail:uuid}/again",
    opt={"permission": Permission.GUESTS_WRITE},
    include_in_schema=False,
)
async def send_mail_again(
    mail: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Send a mail that did not arrive once more."""
    await send_again(mail, gathering=gathering, by=access.actor, now=now)
    return go(f"/console/{gathering.slug}/mail/{mail}", say=Message("The mail is on its way again."))


@post(
    "/console/{slug:str}/mail/{mail:uuid}/bounce",
    opt={"permission": Permission.GUESTS_WRITE},
    include_in_schema=False,
)
async def note_that_it_came_back(
    mail: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Note that a mail came back."""
    await note_bounce(mail, form.text("note"), gathering=gathering, by=access.actor, now=now)
    return go(f"/console/{gathering.slug}/mail/{mail}", say=Message("It is noted that the mail came back."))


HANDLERS = [outbox, one_mail, send_mail_again, note_that_it_came_back]
