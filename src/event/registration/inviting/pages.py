"""The page behind a personal invitation: the form, begun with what is known already."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from event.errors import Invalid
from event.gathering.live import announce
from event.gathering.tables import Gathering, local_day
from event.http import Form, about, address_of, go, language_of
from event.language import Message, translated
from event.people.rates import (
    DRAFT_NETWORK,
    REGISTER_NETWORK,
    WRONG_LINK_NETWORK,
    count,
    network,
    refuse_if_full,
)
from event.registration.asking.operations import KeptDraft, drafts_of, keep_draft
from event.registration.asking.pages import THANKS, Sent, first_answers, form_page, with_companions
from event.registration.asking.reading import Offered, parse_registration
from event.registration.asking.typed import Typed
from event.registration.errors import AlreadyRegistered
from event.registration.inviting.delegations import delegation_page, offered_to
from event.registration.inviting.errors import UnknownInvitation
from event.registration.inviting.operations import (
    answer,
    invitation_behind,
    invitation_path,
    prefilled_of,
    refuse_if_over,
)
from event.registration.inviting.tables import Invitation, InvitationKind
from event.registration.mails import guest_path

_INVITED = Message("You are invited: {name}")


async def provide_invitation(request: Request[Any, Any, Any], now: NamedDependency[datetime]) -> Invitation:
    """The invitation behind the link; wrong links are counted. Raises UnknownInvitation, TooOften."""
    who = network(address_of(request))
    await refuse_if_full(WRONG_LINK_NETWORK, who, now=now)
    try:
        return await invitation_behind(request.path_params["code"])
    except UnknownInvitation:
        await count(WRONG_LINK_NETWORK, who, now=now)
        raise


async def provide_invited_to(
    request: Request[Any, Any, Any], invitation: NamedDependency[Invitation]
) -> Gathering:
    """The gathering of an invitation; the page speaks its languages."""
    gathering = await Gathering.objects().get(Gathering.id == invitation.gathering)
    if gathering is None:
        raise UnknownInvitation
    about(request, gathering)
    return gathering


@get("/i/{code:str}", opt={"public": True}, include_in_schema=False)
async def invitation_page(
    request: Request[Any, Any, Any],
    invitation: NamedDependency[Invitation],
    invited_to: NamedDependency[Gathering],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """The form of a personal invitation, or the table of a delegation."""
    refuse_if_over(invitation, now=now)
    if invitation.kind == InvitationKind.DELEGATION:
        return await delegation_page(request, invitation, invited_to)
    offered = await offered_to(invitation, invited_to)
    draft = await _draft(invitation, invited_to)
    typed = (
        draft.typed
        if draft
        else Typed({**first_answers(offered), **await prefilled_of(invitation, invited_to)})
    )
    return await _form(request, invitation, invited_to, offered, typed)


@post("/i/{code:str}", opt={"public": True}, include_in_schema=False)
async def send_answer(
    request: Request[Any, Any, Any],
    invitation: NamedDependency[Invitation],
    invited_to: NamedDependency[Gathering],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Take the answer to a personal invitation."""
    refuse_if_over(invitation, now=now)
    await count(REGISTER_NETWORK, network(address_of(request)), now=now)
    offered = await offered_to(invitation, invited_to)
    draft = await _draft(invitation, invited_to)
    sent = await Sent.of(
        request,
        form,
        invited_to,
        offered,
        now=now,
        invitation=invitation.id,
        draft=draft.id if draft else None,
    )
    if form.text("do"):
        typed = with_companions(sent.typed, form.text("do"))
        return await sent.kept(typed, await _form(request, invitation, invited_to, offered, typed))
    language = language_of(request)
    try:
        sent.refuse()
        told = parse_registration(
            sent.typed, offered=offered, language=language, today=local_day(now, invited_to.zone),
            first_day=invited_to.first_day,
        )  # fmt: skip
        guest = await answer(
            invitation.id, told, gathering=invited_to, form=offered.form, now=now, draft=sent.draft
        )
    except Invalid as error:
        problems = error.told_fields(language)
    except AlreadyRegistered as error:
        problems = {"email": error.told(language)}
    else:
        await announce(invited_to.id)
        return go(guest_path(guest.id), say=THANKS)
    return await sent.kept(
        sent.typed, await _form(request, invitation, invited_to, offered, sent.typed, problems)
    )


@post("/i/{code:str}/draft", opt={"public": True}, include_in_schema=False, status_code=204)
async def keep_answer_so_far(
    request: Request[Any, Any, Any],
    invitation: NamedDependency[Invitation],
    invited_to: NamedDependency[Gathering],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> None:
    """Keep what was typed so far."""
    refuse_if_over(invitation, now=now)
    await count(DRAFT_NETWORK, network(address_of(request)), now=now)
    draft = await _draft(invitation, invited_to)
    await keep_draft(
        invited_to,
        Typed.of(form.values),
        now=now,
        draft=draft.id if draft else None,
        invitation=invitation.id,
    )


async def _draft(invitation: Invitation, gathering: Gathering) -> KeptDraft | None:
    return next(iter(await drafts_of(gathering, invitation.id)), None)


async def _form(
    request: Request[Any, Any, Any],
    invitation: Invitation,
    gathering: Gathering,
    offered: Offered,
    typed: Typed,
    problems: dict[str, str] | None = None,
) -> Response[Any]:
    path, language = invitation_path(invitation), language_of(request)
    told = (
        translated(_INVITED, language).format(name=invitation.name)
        if invitation.name and not problems
        else ""
    )
    return await form_page(
        request, gathering, offered, typed, problems, action=path, draft_action=f"{path}/draft", told=told
    )


HANDLERS = [invitation_page, send_answer, keep_answer_so_far]
