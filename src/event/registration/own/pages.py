"""A guest's own page behind the link in the mail: ticket, programme, changes; more with a proof."""

import json
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency

from event.errors import Invalid, Refusal
from event.faults import NOT_AN_ADDRESS
from event.gathering.live import announce
from event.gathering.tables import Gathering, local_day
from event.http import Form, about, address_of, cookie_rules, go, language_of, page
from event.language import Message, translated
from event.people.rates import LOST_LINK_NETWORK, WRONG_LINK_NETWORK, count, network, refuse_if_full
from event.people.rules import Actor
from event.qr import qr_address
from event.registration.adding import standing_ticket
from event.registration.asking.answered import answers_no_longer_offered, sessions_beside, typed_answers
from event.registration.asking.fields import is_email
from event.registration.asking.pages import Sent, form_page
from event.registration.asking.queries import offered_of, offered_sessions
from event.registration.asking.reading import Offered, parse_companion, parse_reply
from event.registration.asking.shown import shown_form
from event.registration.asking.standard import PURPOSES
from event.registration.asking.typed import Typed
from event.registration.calendars import calendar_file
from event.registration.changing import reply_of
from event.registration.errors import UnknownTicketLink
from event.registration.importing.reports import field_label
from event.registration.labels import STANDING_LABELS
from event.registration.mails import guest_address, guest_path, text_of
from event.registration.operations import add_companion, change_reply, may_change
from event.registration.own.errors import NotProven, WrongBirthDate, WrongCode
from event.registration.own.framing import proven
from event.registration.own.operations import ask_for_erasure, ask_for_links, withdraw_oneself
from event.registration.own.proving import (
    PROOF_COOKIE,
    PROOF_LASTS,
    mail_code,
    prove_by_birth_date,
    prove_by_code,
)
from event.registration.own.queries import (
    also_there,
    consents_of,
    own_data,
    own_programme,
    party_of,
    visit_is_new,
    what_happened,
)
from event.registration.queries import classes_of, delegations_of, guest_behind
from event.registration.rules import LEFT
from event.registration.tables import Guest, Standing

_SAVE = Message("Save my changes")
_CHANGE = Message("My details")
_THEN = ("edit", "companion", "leave", "programme", "wishes", "sessions", "matchmaking")
"""Pages that are opened with a proof."""
_SENT_IF_KNOWN = Message(
    "If this address is registered, a mail with the links is on its way. Look into the spam folder too."
)


async def provide_own(request: Request[Any, Any, Any], now: NamedDependency[datetime]) -> Guest:
    """The guest behind the link; wrong links are counted. Raises UnknownTicketLink, TooOften."""
    who = network(address_of(request))
    await refuse_if_full(WRONG_LINK_NETWORK, who, now=now)
    try:
        return await guest_behind(request.path_params["code"])
    except UnknownTicketLink:
        await count(WRONG_LINK_NETWORK, who, now=now)
        raise


async def provide_own_gathering(request: Request[Any, Any, Any], own: NamedDependency[Guest]) -> Gathering:
    """The gathering of the guest behind the link; the page speaks its languages."""
    gathering = await Gathering.objects().get(Gathering.id == own.gathering)
    if gathering is None:
        raise UnknownTicketLink
    about(request, gathering)
    return gathering


@get("/t/{code:str}", opt={"public": True}, include_in_schema=False)
async def own_page(
    request: Request[Any, Any, Any],
    own: NamedDependency[Guest],
    own_gathering: NamedDependency[Gathering],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """The ticket, large, the own programme, and what changed."""
    language = language_of(request)
    ticket = await standing_ticket(own.id)
    happened = [
        (one, [field_label(name, language) for name in one.fields]) for one in await what_happened(own)
    ]
    return page(
        request, "registration/own.html", held=own_gathering, guest=own, ticket=ticket,
        picture=qr_address(await text_of(own_gathering, ticket), module=8) if ticket else "",
        standings=STANDING_LABELS, own_path=guest_path(own.id),
        guest_class=next(one for one in await classes_of(own_gathering.id) if one.id == own.guest_class),
        delegation=next((one for one in await delegations_of(own_gathering.id) if one.id == own.delegation), None),
        programme=await own_programme(own.id, language=language), happened=happened,
        party=[(one, guest_path(one.id)) for one in await party_of(own)] if own.party_place == "main" else [],
        open_for_changes=_open(own, own_gathering, now), visit_is_new=await visit_is_new(own.id),
        **await also_there(own.gathering),
    )  # fmt: skip


@get("/t/{code:str}/event.ics", opt={"public": True}, include_in_schema=False)
async def own_calendar(
    request: Request[Any, Any, Any],
    own: NamedDependency[Guest],
    own_gathering: NamedDependency[Gathering],
    now: NamedDependency[datetime],
) -> Response[bytes]:
    """The gathering for the guest's calendar."""
    language = language_of(request)
    file = calendar_file(own_gathering, language=language, link=guest_address(own.id), now=now)
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return Response(file.content, media_type="text/calendar", headers=headers)


@get("/t/{code:str}/prove", opt={"public": True}, include_in_schema=False)
async def proving_page(
    request: Request[Any, Any, Any], own: NamedDependency[Guest], own_gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """Ask for the date of birth, or a code by mail; `?then=` is the page to go on to."""
    return _prove(request, own, own_gathering, then=request.query_params.get("then", "edit"))


@post("/t/{code:str}/prove", opt={"public": True}, include_in_schema=False)
async def send_proof(
    request: Request[Any, Any, Any],
    own: NamedDependency[Guest],
    own_gathering: NamedDependency[Gathering],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Take a date of birth or a code, or mail a code."""
    path, then = guest_path(own.id), form.text("then")
    if form.text("do") == "mail" and own.email:
        await mail_code(own, gathering=own_gathering, now=now)
        return _prove(request, own, own_gathering, then=then, mailed=True)
    try:
        if form.text("proof_code"):
            proof = await prove_by_code(own, form.text("proof_code"), now=now)
        else:
            proof = await prove_by_birth_date(own, _day(form.text("birth_date")), now=now)
    except WrongBirthDate as error:
        return _prove(request, own, own_gathering, then=then, birth_date=error.told(language_of(request)))
    except WrongCode as error:
        told = error.told(language_of(request))
        return _prove(request, own, own_gathering, then=then, mailed=True, proof_code=told)
    answer = go(f"{path}/{then}" if then in _THEN else f"{path}/edit")
    rules = cookie_rules() | {"path": path}
    answer.cookies.append(
        Cookie(PROOF_COOKIE, value=proof, max_age=int(PROOF_LASTS.total_seconds()), **rules)
    )
    return answer


@get("/t/{code:str}/edit", opt={"public": True}, include_in_schema=False)
async def own_details(
    request: Request[Any, Any, Any],
    own: NamedDependency[Guest],
    own_gathering: NamedDependency[Gathering],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """What the guest told, to be looked at and changed."""
    if not proven(request, own, now=now):
        return _prove(request, own, own_gathering, then="edit", status=200)
    offered = await own_offered(own, own_gathering)
    sessions = await offered_sessions(own_gathering, offered.form)
    consents = await consents_of(own.id)
    typed = typed_answers(
        await reply_of(own), offered.form, sessions=sessions,
        consents={key: consents.get(purpose, False) for key, purpose in PURPOSES.items()},
    )  # fmt: skip
    return await _edit_page(request, own, own_gathering, offered, typed)


@post("/t/{code:str}/edit", opt={"public": True}, include_in_schema=False)
async def send_details(
    request: Request[Any, Any, Any],
    own: NamedDependency[Guest],
    own_gathering: NamedDependency[Gathering],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Take the changes; what was typed stays where something is wrong."""
    if not proven(request, own, now=now):
        raise NotProven
    offered = await own_offered(own, own_gathering)
    sent = await Sent.of(request, form, own_gathering, offered, now=now, guest=own.id)
    language = language_of(request)
    try:
        sent.refuse()
        await change_own(own, sent.typed, gathering=own_gathering, offered=offered, language=language,
                         by=Actor.guest(own.id), now=now)  # fmt: skip
    except Invalid as error:
        problems = error.told_fields(language)
        return await _edit_page(request, own, own_gathering, offered, sent.typed, problems)
    except Refusal as error:
        return await _edit_page(
            request, own, own_gathering, offered, sent.typed, {"consent": error.told(language)}
        )
    await announce(own_gathering.id)
    return go(guest_path(own.id), say=Message("Your changes are saved."))


@get("/t/{code:str}/companion", opt={"public": True}, include_in_schema=False)
async def companion_form(
    request: Request[Any, Any, Any],
    own: NamedDependency[Guest],
    own_gathering: NamedDependency[Gathering],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Somebody more comes along."""
    if not proven(request, own, now=now):
        return _prove(request, own, own_gathering, then="companion", status=200)
    return await _companion_page(request, own, own_gathering, Typed())


@post("/t/{code:str}/companion", opt={"public": True}, include_in_schema=False)
async def send_companion(
    request: Request[Any, Any, Any],
    own: NamedDependency[Guest],
    own_gathering: NamedDependency[Gathering],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Take the companion; what was typed stays where something is wrong."""
    if not proven(request, own, now=now):
        raise NotProven
    offered, language = await own_offered(own, own_gathering), language_of(request)
    typed = Typed.of({name: texts for name, texts in form.values.items() if name not in ("_csrf", "do")})
    try:
        beside = parse_companion(
            typed, await reply_of(own), offered=offered, today=local_day(now, own_gathering.zone),
            first_day=own_gathering.first_day,
        )  # fmt: skip
        await add_companion(
            own.id, beside, gathering=own_gathering, form=offered.form, by=Actor.guest(own.id), now=now
        )
    except Invalid as error:
        return await _companion_page(request, own, own_gathering, typed, error.told_fields(language))
    except Refusal as error:
        return await _companion_page(
            request, own, own_gathering, typed, {"companion_1_name_zh": error.told(language)}
        )
    await announce(own_gathering.id)
    return go(guest_path(own.id), say=Message("Your companion is registered."))


@get("/t/{code:str}/leave", opt={"public": True}, include_in_schema=False)
async def leaving_page(
    request: Request[Any, Any, Any],
    own: NamedDependency[Guest],
    own_gathering: NamedDependency[Gathering],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Withdraw, take one's data along, or ask to be forgotten."""
    if not proven(request, own, now=now):
        return _prove(request, own, own_gathering, then="leave", status=200)
    return page(
        request, "registration/own_leave.html", held=own_gathering, guest=own, own_path=guest_path(own.id),
        here=Standing(own.standing) not in LEFT,
    )  # fmt: skip


@post("/t/{code:str}/withdraw", opt={"public": True}, include_in_schema=False)
async def withdraw_own(
    request: Request[Any, Any, Any],
    own: NamedDependency[Guest],
    own_gathering: NamedDependency[Gathering],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """The guest does not come after all."""
    if not proven(request, own, now=now):
        raise NotProven
    await withdraw_oneself(own.id, gathering=own_gathering, reason=form.text("reason"), now=now)
    await announce(own_gathering.id)
    return go(guest_path(own.id), say=Message("You are withdrawn. We hope to see you another time."))


@post("/t/{code:str}/erase", opt={"public": True}, include_in_schema=False)
async def erase_own(
    request: Request[Any, Any, Any],
    own: NamedDependency[Guest],
    own_gathering: NamedDependency[Gathering],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """The guest wants to be forgotten."""
    if not proven(request, own, now=now):
        raise NotProven
    await ask_for_erasure(own.id, gathering=own_gathering, now=now)
    await announce(own_gathering.id)
    return go(guest_path(own.id), say=Message("Your request has arrived; the organizers erase your data."))


@get("/t/{code:str}/data.json", opt={"public": True}, include_in_schema=False)
async def take_data_along(
    request: Request[Any, Any, Any],
    own: NamedDependency[Guest],
    own_gathering: NamedDependency[Gathering],
    now: NamedDependency[datetime],
) -> Response[bytes]:
    """Everything kept about the guest."""
    if not proven(request, own, now=now):
        raise NotProven
    told = json.dumps(await own_data(own, own_gathering), ensure_ascii=False, indent=2).encode()
    headers = {"Content-Disposition": f'attachment; filename="{own.number}.json"'}
    return Response(told, media_type="application/json", headers=headers)


@get("/g/{slug:str}/lost-link", opt={"public": True}, include_in_schema=False)
async def lost_link_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """Ask for the address."""
    return page(request, "registration/lost_link.html", held=gathering, typed="", problem="", told="")


@post("/g/{slug:str}/lost-link", opt={"public": True}, include_in_schema=False, status_code=200)
async def send_lost_link(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """The same answer whether the address is known or not."""
    email, language = form.text("email"), language_of(request)
    if not is_email(email):
        return page(
            request, "registration/lost_link.html", status=422, held=gathering, typed=email,
            problem=translated(NOT_AN_ADDRESS, language), told="",
        )  # fmt: skip
    await count(LOST_LINK_NETWORK, network(address_of(request)), now=now)
    await ask_for_links(email, gathering=gathering, language=language, now=now)
    return page(
        request, "registration/lost_link.html", held=gathering, typed="", problem="",
        told=translated(_SENT_IF_KNOWN, language),
    )  # fmt: skip


async def own_offered(guest: Guest, gathering: Gathering) -> Offered:
    """What the form offers a guest who is in the list: class and delegation are the office's to change."""
    code = next(one.code for one in await classes_of(gathering.id) if one.id == guest.guest_class)
    delegation = next(
        (one.code for one in await delegations_of(gathering.id) if one.id == guest.delegation), ""
    )
    offered = await offered_of(gathering, fixed={"guest_class": code, "delegation": delegation})
    return replace(offered, kept=answers_no_longer_offered(await reply_of(guest), offered.form))


async def change_own(
    guest: Guest,
    typed: Typed,
    *,
    gathering: Gathering,
    offered: Offered,
    language: str,
    by: Actor,
    now: datetime,
) -> Guest:
    """Understand and write a guest's changes; chosen sessions the form does not offer stay chosen."""
    reply = parse_reply(typed, offered=offered, language=language, today=local_day(now, gathering.zone))
    before = (await reply_of(guest)).answers.get("sessions")
    kept = sessions_beside(before, await offered_sessions(gathering, offered.form))
    chosen = [*kept, *reply.answers.get("sessions", [])]
    if chosen and "sessions" in reply.asked:
        reply = replace(reply, answers=reply.answers | {"sessions": chosen})
    return await change_reply(guest.id, reply, gathering=gathering, form=offered.form, by=by, now=now)


def _open(guest: Guest, gathering: Gathering, now: datetime) -> bool:
    return Standing(guest.standing) not in LEFT and may_change(gathering, now)


def _prove(
    request: Request[Any, Any, Any],
    guest: Guest,
    gathering: Gathering,
    *,
    then: str = "edit",
    mailed: bool = False,
    status: int = 422,
    **problems: str,
) -> Response[Any]:
    return page(
        request, "registration/own_prove.html", status=status if problems else 200, held=gathering, guest=guest,
        own_path=guest_path(guest.id), then=then, mailed=mailed, problems=problems,
    )  # fmt: skip


async def _edit_page(
    request: Request[Any, Any, Any],
    guest: Guest,
    gathering: Gathering,
    offered: Offered,
    typed: Typed,
    problems: dict[str, str] | None = None,
) -> Response[Any]:
    language = language_of(request)
    return await form_page(
        request, gathering, offered, typed, problems, heading=translated(_CHANGE, language),
        action=f"{guest_path(guest.id)}/edit", back=guest_path(guest.id), draft_action="",
        send_label=translated(_SAVE, language), companions_allowed=False, told="",
    )  # fmt: skip


async def _companion_page(
    request: Request[Any, Any, Any],
    guest: Guest,
    gathering: Gathering,
    typed: Typed,
    problems: dict[str, str] | None = None,
) -> Response[Any]:
    offered = await own_offered(guest, gathering)
    told = Typed({"companion_1_name_zh": [""], **typed})
    shown = await shown_form(
        gathering, offered, typed=told, language=language_of(request), problems=problems or {}
    )
    return page(
        request, "registration/own_companion.html", status=422 if problems else 200, held=gathering,
        guest=guest, own_path=guest_path(guest.id), shown=shown, document_question=offered.form.question("document"),
    )  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


HANDLERS = [
    own_page, own_calendar, proving_page, send_proof, own_details, send_details, companion_form, send_companion,
    leaving_page, withdraw_own, erase_own, take_data_along, lost_link_page, send_lost_link,
]  # fmt: skip
