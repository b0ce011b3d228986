"""A badge that is lost or damaged, at the desk: a new number, the old ticket void, and the badge to print."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from litestar import Response, post
from litestar.di import NamedDependency

from event.errors import Invalid, Problem
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form
from event.language import Message
from event.people.rules import Access, NotAllowed, Permission
from event.printing.chunks import Wanted
from event.printing.documents import print_document
from event.printing.queue.asking import new_badge
from event.registration.errors import UnknownGuest

NO_REASON = Message("Please say why a new badge is printed.")


@post(
    "/console/{slug:str}/check-in/reprint",
    opt={"permission": Permission.GUESTS_WRITE},
    include_in_schema=False,
    status_code=200,
)
async def reprint(
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Void the ticket, issue another and open its badge; the desk stays open beside it. Who asks second is told."""
    if not access.may(Permission.PRINT, gathering.id):
        raise NotAllowed
    guest, reason = _guest(form), form.text("reason")
    if not reason:
        raise Invalid({"reason": Problem(NO_REASON)})
    made = await new_badge(
        guest, gathering=gathering, reason=reason, station=None, request=uuid4(), seen=form.text("seen") or None,
        by=access.actor, now=now,
    )  # fmt: skip
    await announce(gathering.id)
    wanted = Wanted(language="zh-Hans", guests=(guest,))
    printed = await print_document("badges", gathering, wanted, by=access.actor, now=now)
    name = f'inline; filename="{gathering.slug}-{made.ticket.badge_number}.pdf"'
    return Response(printed.pdf, media_type="application/pdf", headers={"Content-Disposition": name})


def _guest(form: Form) -> UUID:
    try:
        return UUID(form.text("guest"))
    except ValueError:
        raise UnknownGuest from None


HANDLERS = [reprint]
