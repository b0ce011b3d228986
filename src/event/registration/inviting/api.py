"""Invitations for programs."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.gathering.tables import Gathering
from event.http import read_json
from event.people.rules import Access, Permission
from event.registration.inviting.operations import invitation_path, renew, revoke
from event.registration.inviting.queries import InvitationLine, invitations_of
from event.registration.inviting.sending import send_wanted
from event.registration.inviting.tables import Invitation
from event.settings import settings

_ROOT = "/api/v1/gatherings/{slug:str}/invitations"


class Sent(msgspec.Struct):
    """An invitation that was sent, with its link."""

    id: UUID
    link: str


class Until(msgspec.Struct):
    """Until when a renewed link is open."""

    expires_at: datetime


@get(_ROOT, opt={"permission": Permission.GUESTS_WRITE}, tags=["Invitations"])
async def api_invitations(
    gathering: NamedDependency[Gathering], now: NamedDependency[datetime]
) -> list[InvitationLine]:
    """The invitations, newest first."""
    return await invitations_of(gathering, language="zh-Hans", now=now)


@post(_ROOT, opt={"permission": Permission.GUESTS_WRITE}, tags=["Invitations"])
async def api_invite(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> list[Sent]:
    """Invite: the fields of the page as texts; `kind` is personal (people, one a line) or delegation."""
    typed = await read_json(request, dict[str, str])
    sent = await send_wanted(typed, gathering=gathering, by=access.actor, now=now)
    return [_sent(one) for one in sent]


@post(
    f"{_ROOT}/{{invitation_id:uuid}}/renewal",
    opt={"permission": Permission.GUESTS_WRITE},
    tags=["Invitations"],
)
async def api_renew(
    request: Request[Any, Any, Any],
    invitation_id: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Sent:
    """A new link, mailed; the old one opens nothing any more."""
    until = await read_json(request, Until)
    return _sent(
        await renew(invitation_id, gathering=gathering, expires_at=until.expires_at, by=access.actor, now=now)
    )


@post(
    f"{_ROOT}/{{invitation_id:uuid}}/revocation",
    opt={"permission": Permission.GUESTS_WRITE},
    tags=["Invitations"],
    status_code=204,
)
async def api_revoke(
    invitation_id: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> None:
    """Take an invitation back."""
    await revoke(invitation_id, gathering=gathering, by=access.actor, now=now)


def _sent(invitation: Invitation) -> Sent:
    return Sent(invitation.id, settings().address + invitation_path(invitation))


HANDLERS = [api_invitations, api_invite, api_renew, api_revoke]
