"""Staff fill in or change a reply for a guest: edit, substitute, walk-in; and look at files that came."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from event.database import writing
from event.errors import Invalid, NotFound, Problem, Refusal
from event.gathering.countries import countries
from event.gathering.live import announce
from event.gathering.tables import Gathering, local_day
from event.http import Form, go, language_of, page
from event.language import Message, translated
from event.people.audit import record
from event.people.rules import Access, Permission
from event.registration.asking.answered import answers_no_longer_offered, typed_answers
from event.registration.asking.operations import file_of
from event.registration.asking.pages import Sent
from event.registration.asking.queries import offered_of, offered_sessions
from event.registration.asking.reading import Offered, parse_reply
from event.registration.asking.shown import ShownForm, shown_form
from event.registration.asking.typed import Typed
from event.registration.changing import reply_of
from event.registration.errors import UnknownGuest
from event.registration.operations import replace_guest, walk_in
from event.registration.own.pages import change_own
from event.registration.queries import GuestFilter, classes_of, delegations_of, guest_lines
from event.registration.tables import Guest
from event.registration.walking_in import parse_walk_in

_CHANGE, _REPLACE = Message("Change the reply"), Message("Somebody else comes instead")


class UnknownFile(NotFound):
    """No such file of this guest."""

    sentence = Message("There is no such file.")


@get(
    "/console/{slug:str}/guests/{guest:uuid}/edit",
    opt={"permission": Permission.GUESTS_WRITE},
    include_in_schema=False,
)
async def edit_page(
    request: Request[Any, Any, Any],
    guest: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """What a guest told, to be changed by staff; a look at the document is recorded."""
    row = await _guest(guest, gathering)
    async with writing():
        await record(
            "guest.read_document", subject=f"guest:{guest}", by=access.actor, now=now, gathering=gathering.id
        )
    offered = await _offered(row, gathering)
    told = await reply_of(row)
    typed = typed_answers(
        told, offered.form, sessions=await offered_sessions(gathering, offered.form), consents={}
    )
    codes = {one.id: one.code for one in await classes_of(gathering.id)}
    codes |= {one.id: one.code for one in await delegations_of(gathering.id)}
    typed |= {"guest_class": [codes[row.guest_class]], "delegation": [codes.get(row.delegation, "")]}
    return await _form(request, gathering, offered, typed, row, heading=_CHANGE, action="edit")


@post(
    "/console/{slug:str}/guests/{guest:uuid}/edit",
    opt={"permission": Permission.GUESTS_WRITE},
    include_in_schema=False,
)
async def send_edit(
    request: Request[Any, Any, Any],
    guest: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Save what staff changed."""
    row = await _guest(guest, gathering)
    offered = await _offered(row, gathering)
    sent = await Sent.of(request, form, gathering, offered, now=now, guest=row.id)
    language = language_of(request, staff=True)
    try:
        sent.refuse()
        await change_own(
            row,
            sent.typed,
            gathering=gathering,
            offered=offered,
            language=row.language,
            by=access.actor,
            now=now,
        )
    except Refusal as error:
        problems = _told(error, language)
        return await _form(
            request, gathering, offered, sent.typed, row, heading=_CHANGE, action="edit", problems=problems
        )
    await announce(gathering.id)
    return go(f"/console/{gathering.slug}/guests/{guest}", say=Message("Saved."))


@get(
    "/console/{slug:str}/guests/{guest:uuid}/replace",
    opt={"permission": Permission.GUESTS_WRITE},
    include_in_schema=False,
)
async def replace_page(
    request: Request[Any, Any, Any], guest: FromPath[UUID], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """Who comes instead."""
    row = await _guest(guest, gathering)
    offered = await _fixed(row, gathering)
    return await _form(request, gathering, offered, Typed(), row, heading=_REPLACE, action="replace")


@post(
    "/console/{slug:str}/guests/{guest:uuid}/replace",
    opt={"permission": Permission.GUESTS_WRITE},
    include_in_schema=False,
)
async def send_replace(
    request: Request[Any, Any, Any],
    guest: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """The substitute takes over badge number, room, bus, sessions and seat; the old ticket is void."""
    row = await _guest(guest, gathering)
    offered = await _fixed(row, gathering)
    typed = Typed.of({name: texts for name, texts in form.values.items() if name != "_csrf"})
    language = language_of(request, staff=True)
    try:
        reply = parse_reply(
            typed, offered=offered, language=row.language, today=local_day(now, gathering.zone)
        )
        substitute, _ = await replace_guest(
            row.id, reply, gathering=gathering, reason=form.text("reason"), by=access.actor, now=now
        )
    except Refusal as error:
        problems = _told(error, language)
        return await _form(
            request, gathering, offered, typed, row, heading=_REPLACE, action="replace", problems=problems
        )
    await announce(gathering.id)
    return go(
        f"/console/{gathering.slug}/guests/{substitute.id}",
        say=Message("Replaced; the old ticket no longer admits."),
    )


@get("/console/{slug:str}/walk-in", opt={"permission": Permission.GUESTS_WRITE}, include_in_schema=False)
async def walk_in_page(
    request: Request[Any, Any, Any], gathering: NamedDependency[Gathering]
) -> Response[Any]:
    """Three fields for somebody at the desk; after one, the badge to print."""
    made = await _made(request, gathering)
    return await _walk_in(request, gathering, typed={}, made=made)


@post("/console/{slug:str}/walk-in", opt={"permission": Permission.GUESTS_WRITE}, include_in_schema=False)
async def send_walk_in(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """In the list, approved and with a ticket in one step; somebody of the same name is shown first."""
    language = language_of(request, staff=True)
    classes = {one.code: one.id for one in await classes_of(gathering.id)}
    delegations = {one.code: one.id for one in await delegations_of(gathering.id)}
    try:
        reply = parse_walk_in(form.typed, classes=classes, delegations=delegations, language=language)
    except Invalid as error:
        return await _walk_in(request, gathering, typed=form.typed, problems=error.told_fields(language))
    same = (
        await _same_name(gathering, form.text("name"), language) if not form.ticked("somebody_else") else []
    )
    if same:
        return await _walk_in(request, gathering, typed=form.typed, same=same)
    guest, _ = await walk_in(gathering, reply, by=access.actor, now=now)
    await announce(gathering.id)
    return go(f"/console/{gathering.slug}/walk-in?made={guest.id}")


@get(
    "/console/{slug:str}/guests/{guest:uuid}/files/{file:uuid}",
    opt={"permission": Permission.GUESTS_DOCUMENTS},
    include_in_schema=False,
)
async def sent_file(
    guest: FromPath[UUID],
    file: FromPath[UUID],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Response[bytes]:
    """A file that came with an answer, as a download; every look is recorded."""
    found = await file_of(gathering, file)
    if found is None or found[0].guest != guest:
        raise UnknownFile
    async with writing():
        await record(
            "guest.read_file", subject=f"guest:{guest}", by=access.actor, now=now, gathering=gathering.id,
            file=str(file),
        )  # fmt: skip
    row, content = found
    ending = {"image/jpeg": "jpg", "image/png": "png"}.get(row.media_type, "pdf")
    headers = {"Content-Disposition": f'attachment; filename="{row.question}.{ending}"'}
    return Response(content, media_type=row.media_type, headers=headers)


async def _guest(guest: UUID, gathering: Gathering) -> Guest:
    row = await Guest.objects().get((Guest.id == guest) & (Guest.gathering == gathering.id))
    if row is None or row.erased_at is not None:
        raise UnknownGuest
    return row


async def _offered(row: Guest, gathering: Gathering) -> Offered:
    offered = await offered_of(gathering, staff=True)
    return replace(offered, kept=answers_no_longer_offered(await reply_of(row), offered.form))


async def _fixed(row: Guest, gathering: Gathering) -> Offered:
    """What is asked of a substitute: class and delegation come with the place."""
    code = next(one.code for one in await classes_of(gathering.id) if one.id == row.guest_class)
    delegations = await delegations_of(gathering.id)
    delegation = next((one.code for one in delegations if one.id == row.delegation), "")
    return await offered_of(gathering, staff=True, fixed={"guest_class": code, "delegation": delegation})


async def _form(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    offered: Offered,
    typed: Typed,
    row: Guest,
    *,
    heading: Message,
    action: str,
    problems: dict[str, str] | None = None,
) -> Response[Any]:
    language = language_of(request, staff=True)
    shown: ShownForm = await shown_form(gathering, offered, typed=typed, language=language, problems=problems)
    return page(
        request, "registration/edit.html", status=422 if problems else 200, staff=True, shown=shown, guest=row,
        heading=translated(heading, language), action=action,
    )  # fmt: skip


def _told(error: Refusal, language: str) -> dict[str, str]:
    """A refusal as problems of fields; one that names none stands above all, at the name."""
    if isinstance(error, Invalid):
        return error.told_fields(language)
    return {"name_zh": Problem(error.sentence, error.data).told(language)}


async def _same_name(gathering: Gathering, name: str, language: str) -> list[Any]:
    found = await guest_lines(gathering, GuestFilter(text=name), scope=None, language=language, size=5)
    return [one for one in found.lines if one.standing not in ("withdrawn", "declined", "replaced")]


async def _made(request: Request[Any, Any, Any], gathering: Gathering) -> Guest | None:
    try:
        made = UUID(request.query_params.get("made", ""))
    except ValueError:
        return None
    return await Guest.objects().get((Guest.id == made) & (Guest.gathering == gathering.id))


async def _walk_in(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    *,
    typed: dict[str, str],
    problems: dict[str, str] | None = None,
    made: Guest | None = None,
    same: list[Any] | None = None,
) -> Response[Any]:
    return page(
        request, "registration/walk_in.html", status=422 if problems else 409 if same else 200, staff=True,
        typed=typed, problems=problems or {}, made=made, same=same or [], classes=await classes_of(gathering.id),
        delegations=await delegations_of(gathering.id), countries=countries(language_of(request, staff=True)),
    )  # fmt: skip


HANDLERS = [
    edit_page, send_edit, replace_page, send_replace, walk_in_page, send_walk_in, sent_file,
]  # fmt: skip
