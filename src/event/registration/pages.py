"""The pages on which guests register and find their ticket."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.errors import Invalid
from event.gathering.countries import countries
from event.gathering.live import announce
from event.gathering.tables import Gathering, local_day
from event.http import Form, address_of, go, language_of, page
from event.language import Message
from event.people.rates import REGISTER_NETWORK, WRONG_LINK_NETWORK, count, network, refuse_if_full
from event.qr import qr_address
from event.registration.errors import AlreadyRegistered, RegistrationClosed, UnknownTicketLink
from event.registration.forms import DIETS, MODES, Offered, parse_reply
from event.registration.mails import guest_path, text_of
from event.registration.operations import register, standing_ticket
from event.registration.queries import classes_of, delegations_of, guest_behind
from event.registration.tables import Standing

DIET_LABELS = {
    "none": Message("No special need"), "halal": Message("Halal"), "vegetarian": Message("Vegetarian"),
    "other": Message("Other, see below"),
}  # fmt: skip
MODE_LABELS = {
    "flight": Message("By air"), "train": Message("By rail"), "self": Message("By own means"),
    "local": Message("I live here"),
}  # fmt: skip
STANDING_LABELS = {
    Standing.SUBMITTED: Message("Waiting for review"), Standing.APPROVED: Message("Approved"),
    Standing.WAITLISTED: Message("On the waiting list"), Standing.DECLINED: Message("Declined"),
    Standing.WITHDRAWN: Message("Withdrawn"), Standing.REPLACED: Message("Replaced"),
}  # fmt: skip


@get("/g/{slug:str}/register", opt={"public": True}, include_in_schema=False)
async def registration_form(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering], now: NamedDependency[datetime]
) -> Response[Any]:
    """The empty form."""
    if not gathering.takes_replies(now):
        raise RegistrationClosed
    return await _form(request, gathering, typed={})


@post("/g/{slug:str}/register", opt={"public": True}, include_in_schema=False)
async def send_registration(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Take the form; what was typed stays where something is wrong."""
    await count(REGISTER_NETWORK, network(address_of(request)), now=now)
    try:
        reply = parse_reply(
            form.typed, offered=await _offered(gathering), language=language_of(request),
            today=local_day(now, gathering.zone),
        )  # fmt: skip
        guest = await register(gathering, reply=reply, now=now)
    except Invalid as error:
        language = language_of(request)
        problems = error.told_fields(language)
        return await _form(request, gathering, typed=form.typed, problems=problems)
    except AlreadyRegistered as error:
        told = {"email": error.told(language_of(request))}
        return await _form(request, gathering, typed=form.typed, problems=told, status=409)
    await announce(gathering.id)
    return go(guest_path(guest.id), say=Message("Thank you, your registration has arrived."))


@get("/t/{code:str}", opt={"public": True}, include_in_schema=False)
async def own_page(
    request: Request[Any, Any, Any], code: FromPath[str], now: NamedDependency[datetime]
) -> Response[Any]:
    """A guest's own page: the ticket, large, and what the organizers know."""
    who = network(address_of(request))
    await refuse_if_full(WRONG_LINK_NETWORK, who, now=now)
    try:
        guest = await guest_behind(code)
    except UnknownTicketLink:
        await count(WRONG_LINK_NETWORK, who, now=now)
        raise
    gathering = await Gathering.objects().get(Gathering.id == guest.gathering)
    if gathering is None:
        raise UnknownTicketLink
    ticket = await standing_ticket(guest.id)
    return page(
        request, "registration/own.html", held=gathering, guest=guest, ticket=ticket,
        picture=qr_address(await text_of(gathering, ticket), module=8) if ticket else "",
        standing=STANDING_LABELS[Standing(guest.standing)],
        guest_class=next(one for one in await classes_of(gathering.id) if one.id == guest.guest_class),
        delegation=next((one for one in await delegations_of(gathering.id) if one.id == guest.delegation), None),
    )  # fmt: skip


async def _form(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    *,
    typed: Mapping[str, str],
    problems: dict[str, str] | None = None,
    status: int = 422,
) -> Response[Any]:
    language = language_of(request)
    return page(
        request,
        "registration/form.html",
        status=status if problems else 200,
        held=gathering,
        typed=typed,
        problems=problems or {},
        classes=await classes_of(gathering.id, online=True),
        delegations=await delegations_of(gathering.id),
        countries=countries(language),
        diets=[(code, DIET_LABELS[code]) for code in DIETS],
        modes=[(code, MODE_LABELS[code]) for code in MODES],
    )


async def _offered(gathering: Gathering) -> Offered:
    return Offered(
        classes={one.code: one.id for one in await classes_of(gathering.id, online=True)},
        delegations={one.code: one.id for one in await delegations_of(gathering.id)},
    )


HANDLERS = [registration_form, send_registration, own_page]
