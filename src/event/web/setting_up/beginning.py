"""From nothing to a gathering: the first user of an installation, and a gathering of one's own."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency

from event.errors import Invalid, Problem
from event.faults import NOT_A_SIGN_IN_NAME
from event.gathering.forms import Settings
from event.gathering.operations import found
from event.gathering.setting_up import forget_founding, mark, typed_in
from event.gathering.tables import Gathering, StepState
from event.http import Form, address_of, go, language_of, page, secure_cookies
from event.language import Message
from event.people.errors import AlreadyBegun, WrongFirstCode
from event.people.first import begin, nobody_yet
from event.people.operations import grant
from event.people.pages import SESSION_COOKIE, SHORTEST_PASSWORD
from event.people.rules import Access, NotAllowed, Permission
from event.people.sessions import LONGEST
from event.people.tables import Role
from event.web.setting_up.colleagues import SIGN_IN_NAME
from event.web.setting_up.copying_pages import sources_for
from event.web.setting_up.itself import parse_founding
from event.web.setting_up.lines import typed_values

_TOO_SHORT = Message("At least {least} characters, please; a short sentence is easiest to remember.")
_DIFFERENT = Message("The two are not the same.")
_FOUNDS = frozenset({Role.ORGANIZER, Role.ADMINISTRATOR})
_SIGNED_IN = {"permission": Permission.SIGNED_IN}


@get("/begin", opt={"public": True}, include_in_schema=False)
async def begin_page(request: Request[Any, Any, Any]) -> Response[Any]:
    """The account of whoever sets this installation up; the code comes with the address the server printed."""
    if not await nobody_yet():
        return go("/sign-in")
    return _begin(request, {"code": request.query_params.get("code", "")}, {})


@post("/begin", opt={"public": True}, include_in_schema=False)
async def send_begin(
    request: Request[Any, Any, Any], form: NamedDependency[Form], now: NamedDependency[datetime]
) -> Response[Any]:
    """Make the first user and sign them in; what was typed stays, but passwords."""
    language = language_of(request, staff=True)
    name, password = form.text("sign_in_name").lower(), form.text("password")
    problems: dict[str, str] = {}
    if not SIGN_IN_NAME.fullmatch(name):
        problems["sign_in_name"] = Problem(NOT_A_SIGN_IN_NAME).told(language)
    if len(password) < SHORTEST_PASSWORD:
        problems["password"] = Problem(_TOO_SHORT, {"least": SHORTEST_PASSWORD}).told(language)
    elif password != form.text("again"):
        problems["again"] = Problem(_DIFFERENT).told(language)
    if problems:
        return _begin(request, form.typed, problems)
    try:
        signed_in = await begin(
            form.text("code"), sign_in_name=name, name=form.text("name")[:80], password=password, language=language,
            address=address_of(request), agent=request.headers.get("user-agent", ""), now=now,
        )  # fmt: skip
    except WrongFirstCode as error:
        return _begin(request, form.typed, {"code": error.told(language)})
    except AlreadyBegun as error:
        return go("/sign-in", say=str(error), kind="problem")
    answer = go("/console/new")
    answer.set_cookie(
        Cookie(
            SESSION_COOKIE, value=signed_in.token, path="/", httponly=True, samesite="lax", secure=secure_cookies(),
            max_age=int(LONGEST.total_seconds()),
        )
    )  # fmt: skip
    return answer


@get("/console/new", opt=_SIGNED_IN, include_in_schema=False)
async def new_gathering_page(
    request: Request[Any, Any, Any], access: NamedDependency[Access]
) -> Response[Any]:
    """A gathering to be founded, with what somebody began to type."""
    _may_found(access)
    draft = await typed_in("gathering", None)
    return await _new(request, Form(draft or {}), {}, draft=draft is not None)


@post("/console/new", opt=_SIGNED_IN, include_in_schema=False)
async def send_new_gathering(
    request: Request[Any, Any, Any],
    access: NamedDependency[Access],
    form: NamedDependency[Form],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Found the gathering; its founder may do with it what they may with others."""
    _may_found(access)
    if form.text("do") == "later":
        await mark("gathering", None, state=StepState.BEGUN, now=now, typed=typed_values(form))
        return go("/console")
    try:
        wanted, prefix = parse_founding(form.typed)
    except Invalid as error:
        await mark("gathering", None, state=StepState.BEGUN, now=now, typed=typed_values(form))
        return await _new(request, form, error.told_fields(language_of(request, staff=True)))
    held = await founded(wanted, prefix, access=access, now=now)
    await forget_founding()
    first = "copy" if await sources_for(held, access) else "languages"
    return go(
        f"/console/{held.slug}/set-up/{first}", say=Message("The gathering is there. A few steps are left.")
    )


@post("/console/new/draft", opt=_SIGNED_IN, include_in_schema=False, status_code=204)
async def keep_new_draft(
    access: NamedDependency[Access], form: NamedDependency[Form], now: NamedDependency[datetime]
) -> None:
    """Keep what is being typed about the gathering to be founded."""
    _may_found(access)
    await mark("gathering", None, state=StepState.BEGUN, now=now, typed=typed_values(form))


async def founded(wanted: Settings, prefix: str, *, access: Access, now: datetime) -> Gathering:
    """The gathering of these settings, set up by steps; its founder may do with it what they may with others."""
    _may_found(access)
    texts = {name: text for name, text in wanted.texts.items() if name != "title_zh"}
    held = await found(
        wanted.texts["title_zh"], first_day=wanted.first_day, last_day=wanted.last_day, timezone=wanted.timezone,
        number_prefix=prefix, review=wanted.review, by=access.actor, now=now, **texts,
    )  # fmt: skip
    if not access.roles(held.id) & _FOUNDS:
        await grant(access.user, Role.ORGANIZER, gathering=held.id, by=access.actor, now=now)
    await mark("gathering", held.id, state=StepState.DONE, now=now)
    return held


def may_found(access: Access) -> bool:
    """Whether somebody may set up a further gathering: organizers and administrators, of whichever."""
    return any(role in _FOUNDS for role, _ in access.grants)


def _may_found(access: Access) -> None:
    if not may_found(access):
        raise NotAllowed


def _begin(request: Request[Any, Any, Any], typed: dict[str, str], problems: dict[str, str]) -> Response[Any]:
    return page(
        request,
        "web/setting_up/begin.html",
        status=422 if problems else 200,
        staff=True,
        typed=typed,
        problems=problems,
    )


async def _new(
    request: Request[Any, Any, Any], form: Form, problems: dict[str, str], *, draft: bool = False
) -> Response[Any]:
    first = not await Gathering.exists().where(Gathering.practice == False)  # noqa: E712 - a clause of SQL
    return page(
        request, "web/setting_up/new.html", status=422 if problems else 200, staff=True, typed=form, problems=problems,
        draft=draft, first=first,
    )  # fmt: skip


HANDLERS = [begin_page, send_begin, new_gathering_page, send_new_gathering, keep_new_draft]
