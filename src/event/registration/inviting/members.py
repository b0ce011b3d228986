"""A delegation's contact looks at a registered member, changes what they told, or takes them off."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import structs

from event.errors import Invalid, Refusal
from event.gathering.live import announce
from event.gathering.tables import Gathering
from event.http import Form, go, language_of
from event.language import Message, translated
from event.people.rules import Actor
from event.registration.asking.answered import typed_answers
from event.registration.asking.definition import Kind, RegistrationForm
from event.registration.asking.pages import Sent, form_page
from event.registration.asking.queries import offered_sessions
from event.registration.asking.reading import Offered
from event.registration.asking.standard import PURPOSES
from event.registration.asking.typed import Typed
from event.registration.changing import reply_of
from event.registration.deciding import decide
from event.registration.errors import UnknownGuest
from event.registration.inviting.operations import invitation_path, refuse_if_over
from event.registration.inviting.tables import Invitation
from event.registration.own.pages import change_own, own_offered
from event.registration.own.queries import consents_of
from event.registration.tables import Guest, Standing

_SAVE = Message("Save")
_DOCUMENT_KEPT = Message(
    "The document is on file and not shown here. To change it, the member opens their own page, or the organizers do."
)


@get("/i/{code:str}/members/{guest:uuid}", opt={"public": True}, include_in_schema=False)
async def member_page(
    request: Request[Any, Any, Any],
    guest: FromPath[UUID],
    invitation: NamedDependency[Invitation],
    invited_to: NamedDependency[Gathering],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """What a member told; a document that is on file is not shown."""
    refuse_if_over(invitation, now=now)
    member = await _member(guest, invitation)
    offered = await _offered(member, invited_to)
    consents = await consents_of(member.id)
    typed = typed_answers(
        await reply_of(member), offered.form, sessions=await offered_sessions(invited_to, offered.form),
        consents={key: consents.get(purpose, False) for key, purpose in PURPOSES.items()},
    )  # fmt: skip
    return await _page(request, invitation, invited_to, member, offered, typed)


@post("/i/{code:str}/members/{guest:uuid}", opt={"public": True}, include_in_schema=False)
async def send_member(
    request: Request[Any, Any, Any],
    guest: FromPath[UUID],
    invitation: NamedDependency[Invitation],
    invited_to: NamedDependency[Gathering],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Save what the contact changed about a member, or take the member off."""
    refuse_if_over(invitation, now=now)
    member = await _member(guest, invitation)
    by = Actor(f"invitation:{invitation.id}")
    if form.text("do") == "withdraw":
        await decide(member.id, Standing.WITHDRAWN, gathering=invited_to, by=by, now=now)
        await announce(invited_to.id)
        return go(invitation_path(invitation), say=Message("The member is withdrawn."))
    offered = await _offered(member, invited_to)
    sent = await Sent.of(request, form, invited_to, offered, now=now, guest=member.id)
    language = language_of(request)
    try:
        sent.refuse()
        await change_own(
            member,
            sent.typed,
            gathering=invited_to,
            offered=offered,
            language=member.language,
            by=by,
            now=now,
        )
    except Invalid as error:
        problems = error.told_fields(language)
        return await _page(request, invitation, invited_to, member, offered, sent.typed, problems)
    except Refusal as error:
        told = {"name_zh": error.told(language)}
        return await _page(request, invitation, invited_to, member, offered, sent.typed, told)
    await announce(invited_to.id)
    return go(invitation_path(invitation), say=Message("Saved."))


async def _member(guest: UUID, invitation: Invitation) -> Guest:
    row = await Guest.objects().get((Guest.id == guest) & (Guest.gathering == invitation.gathering))
    if row is None or invitation.delegation is None or row.delegation != invitation.delegation:
        raise UnknownGuest
    return row


async def _offered(member: Guest, gathering: Gathering) -> Offered:
    offered = replace(await own_offered(member, gathering), staff=True)
    return replace(offered, form=_without_document(offered.form)) if member.document_number else offered


def _without_document(form: RegistrationForm) -> RegistrationForm:
    sections = (
        structs.replace(
            section, questions=tuple(one for one in section.questions if one.kind is not Kind.DOCUMENT)
        )
        for section in form.sections
    )
    return RegistrationForm(tuple(sections), form.version)


async def _page(
    request: Request[Any, Any, Any],
    invitation: Invitation,
    gathering: Gathering,
    member: Guest,
    offered: Offered,
    typed: Typed,
    problems: dict[str, str] | None = None,
) -> Response[Any]:
    path, language = invitation_path(invitation), language_of(request)
    return await form_page(
        request, gathering, offered, typed, problems, heading=member.name, action=f"{path}/members/{member.id}",
        back=path, draft_action="", send_label=translated(_SAVE, language), companions_allowed=False,
        told=translated(_DOCUMENT_KEPT, language) if member.document_number else "", may_withdraw=True,
    )  # fmt: skip


HANDLERS = [member_page, send_member]
