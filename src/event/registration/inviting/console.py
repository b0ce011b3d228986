"""The console's page on invitations: personal ones line by line, links for delegations, QR, renewing, revoking."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.errors import Invalid
from event.gathering.tables import Gathering, local_day
from event.http import Form, go, language_of, page
from event.language import LANGUAGE_NAMES, Message
from event.messages.server import mail_server
from event.people.rules import Access, Permission
from event.people.undoing import undo_path
from event.qr import qr_address
from event.registration.inviting.errors import UnknownInvitation
from event.registration.inviting.operations import invitation_path, renew, revoke
from event.registration.inviting.queries import invitations_of
from event.registration.inviting.sending import send_wanted
from event.registration.inviting.tables import Invitation
from event.registration.queries import classes_of, delegations_of
from event.settings import settings

STATE_LABELS = {
    "open": Message("Open"), "used": Message("Answered"), "revoked": Message("Taken back"),
    "expired": Message("Time is over"),
}  # fmt: skip
_RENEWED_FOR = timedelta(days=30)


@get("/console/{slug:str}/invitations", opt={"permission": Permission.GUESTS_WRITE}, include_in_schema=False)
async def invitations_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], now: NamedDependency[datetime]
) -> Response[Any]:
    """What was sent, and forms for more."""
    return await _page(request, gathering, now=now)


@post("/console/{slug:str}/invitations", opt={"permission": Permission.GUESTS_WRITE}, include_in_schema=False)
async def send_invitations(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Invite guests, or a delegation by its contact."""
    try:
        await send_wanted(form.typed, gathering=gathering, by=access.actor, now=now)
    except Invalid as error:
        problems = error.told_fields(language_of(request, staff=True))
        return await _page(request, gathering, now=now, typed=form.typed, problems=problems)
    return go(f"/console/{gathering.slug}/invitations", say=Message("The invitations are on their way."))


@get(
    "/console/{slug:str}/invitations/{invitation_id:uuid}",
    opt={"permission": Permission.GUESTS_WRITE},
    include_in_schema=False,
)
async def one_invitation(
    request: Request[Any, Any, Any], invitation_id: FromPath[UUID], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """The link and its QR, to be handed over by other ways than mail."""
    row = await Invitation.objects().get(
        (Invitation.id == invitation_id) & (Invitation.gathering == gathering.id)
    )
    if row is None:
        raise UnknownInvitation
    link = settings().address + invitation_path(row)
    return page(
        request,
        "registration/invitation.html",
        staff=True,
        one=row,
        link=link,
        picture=qr_address(link, module=6),
    )


@post(
    "/console/{slug:str}/invitations/{invitation_id:uuid}",
    opt={"permission": Permission.GUESTS_WRITE},
    include_in_schema=False,
)
async def change_invitation(
    invitation_id: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Take an invitation back, or send a new link that ends the old one."""
    back = f"/console/{gathering.slug}/invitations"
    if form.text("do") == "revoke":
        step = await revoke(invitation_id, gathering=gathering, by=access.actor, now=now)
        return go(back, say=Message("The invitation is taken back."), undo=undo_path(step, gathering))
    await renew(invitation_id, gathering=gathering, expires_at=now + _RENEWED_FOR, by=access.actor, now=now)
    return go(back, say=Message("A new link is on its way; the old one opens nothing any more."))


async def _page(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    *,
    now: datetime,
    typed: dict[str, str] | None = None,
    problems: dict[str, str] | None = None,
) -> Response[Any]:
    language = language_of(request, staff=True)
    until = max(gathering.first_day, local_day(now, gathering.zone))
    return page(
        request, "registration/invitations.html", status=422 if problems else 200, staff=True,
        invitations=await invitations_of(gathering, language=language, now=now), states=STATE_LABELS,
        typed={"expires_on": until.isoformat(), "kind": "personal"} | (typed or {}), problems=problems or {},
        classes=await classes_of(gathering.id), delegations=await delegations_of(gathering.id),
        language_choices=[(code, LANGUAGE_NAMES[code]) for code in gathering.offered_languages],
        mail_server=mail_server(),
    )  # fmt: skip


HANDLERS = [invitations_page, send_invitations, one_invitation, change_invitation]
