"""Signing in and out, choosing a password, managing users."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency

from event.errors import Conflict, Invalid, Problem, Refusal
from event.faults import NOT_A_SIGN_IN_NAME
from event.gathering.tables import Gathering
from event.http import Form, address_of, go, language_of, own_path, page, secure_cookies
from event.language import Message
from event.people.errors import WrongSetupCode, WrongSignIn
from event.people.operations import add_user, disable_user, reset_user, users
from event.people.rules import Access, Permission
from event.people.sessions import LONGEST, SignedIn, set_password, sign_in, sign_out
from event.people.tables import Role
from event.people.undoing import undo_path
from event.qr import qr_address
from event.settings import settings

SESSION_COOKIE = "event_session"
SHORTEST_PASSWORD = 10
ROLE_LABELS = {
    Role.ORGANIZER: Message("Organizer"), Role.GATE_STAFF: Message("Gate staff"),
    Role.LIAISON: Message("Liaison officer"), Role.SIGNING_OFFICER: Message("Signing officer"),
    Role.VIEWER: Message("Viewer (figures only)"), Role.ADMINISTRATOR: Message("Administrator"),
}  # fmt: skip
_TOO_SHORT = Message("At least {least} characters, please; a short sentence is easiest to remember.")
_DIFFERENT = Message("The two are not the same.")
_NO_ROLE = Message("Please choose a role.")


@get("/sign-in", opt={"public": True}, include_in_schema=False)
async def sign_in_form(request: Request[Any, Any, Any]) -> Response[Any]:
    """Name and password."""
    return page(
        request,
        "people/sign_in.html",
        staff=True,
        typed={},
        problem="",
        next=request.query_params.get("next", ""),
    )


@post("/sign-in", opt={"public": True}, include_in_schema=False)
async def send_sign_in(
    request: Request[Any, Any, Any], form: NamedDependency[Form], now: NamedDependency[datetime]
) -> Response[Any]:
    """Start a session."""
    try:
        signed_in = await sign_in(
            form.text("name"), form.text("password"), address=address_of(request),
            agent=request.headers.get("user-agent", ""), now=now,
        )  # fmt: skip
    except WrongSignIn as error:
        told = error.told(language_of(request, staff=True))
        typed = {"name": form.text("name")}
        return page(
            request,
            "people/sign_in.html",
            status=422,
            staff=True,
            typed=typed,
            problem=told,
            next=form.text("next"),
        )
    return _with_session(own_path(form.text("next") or "/console"), signed_in)


@post("/sign-out", opt={"permission": Permission.SIGNED_IN}, include_in_schema=False)
async def send_sign_out(request: Request[Any, Any, Any], now: NamedDependency[datetime]) -> Response[Any]:
    """End the session."""
    await sign_out(request.state.session_token, now=now)
    answer = go("/sign-in", say=Message("You have signed out."))
    answer.set_cookie(Cookie(SESSION_COOKIE, value="", max_age=0, path="/", httponly=True, samesite="lax"))
    return answer


@get("/set-up", opt={"public": True}, include_in_schema=False)
async def set_up_form(request: Request[Any, Any, Any]) -> Response[Any]:
    """Choose a password with a one-time code."""
    typed = {"code": request.query_params.get("code", "")}
    return page(request, "people/set_up.html", staff=True, typed=typed, problems={})


@post("/set-up", opt={"public": True}, include_in_schema=False)
async def send_set_up(
    request: Request[Any, Any, Any], form: NamedDependency[Form], now: NamedDependency[datetime]
) -> Response[Any]:
    """Use the code, keep the password, sign in."""
    language = language_of(request, staff=True)
    password = form.text("password")
    problems: dict[str, str] = {}
    if len(password) < SHORTEST_PASSWORD:
        problems["password"] = Problem(_TOO_SHORT, {"least": SHORTEST_PASSWORD}).told(language)
    elif password != form.text("again"):
        problems["again"] = Problem(_DIFFERENT).told(language)
    if not problems:
        try:
            signed_in = await set_password(
                form.text("code"), password, address=address_of(request),
                agent=request.headers.get("user-agent", ""), now=now,
            )  # fmt: skip
            return _with_session("/console", signed_in)
        except WrongSetupCode as error:
            problems["code"] = error.told(language)
    typed = {"code": form.text("code")}
    return page(request, "people/set_up.html", status=422, staff=True, typed=typed, problems=problems)


@get("/console/users", opt={"permission": Permission.USERS}, include_in_schema=False)
async def users_page(request: Request[Any, Any, Any]) -> Response[Any]:
    """Who may sign in."""
    return await _users(request)


@post("/console/users", opt={"permission": Permission.USERS}, include_in_schema=False)
async def send_user(
    request: Request[Any, Any, Any],
    form: NamedDependency[Form],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Add a user; their one-time code is shown once."""
    try:
        role, gathering = await _role(form)
        invited = await add_user(
            form.text("sign_in_name"),
            name=form.text("name"),
            roles=[(role, gathering)],
            by=access.actor,
            now=now,
        )
    except Invalid as error:
        language = language_of(request, staff=True)
        problems = error.told_fields(language)
        return await _users(request, typed=form.typed, problems=problems)
    except Conflict as error:
        problems = {"sign_in_name": error.told(language_of(request, staff=True))}
        return await _users(request, typed=form.typed, problems=problems)
    return await _users(request, invited=invited)


@post("/console/users/reset", opt={"permission": Permission.USERS}, include_in_schema=False, status_code=200)
async def send_reset(
    request: Request[Any, Any, Any],
    form: NamedDependency[Form],
    access: NamedDependency[Access],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Give a user a new one-time code; the old password stops."""
    return await _users(
        request, invited=await reset_user(form.text("sign_in_name"), by=access.actor, now=now)
    )


@post("/console/users/disable", opt={"permission": Permission.USERS}, include_in_schema=False)
async def send_disable(
    form: NamedDependency[Form], access: NamedDependency[Access], now: NamedDependency[datetime]
) -> Response[Any]:
    """Let a user sign in no more."""
    try:
        step = await disable_user(form.text("sign_in_name"), by=access.actor, now=now)
    except Refusal as error:
        return go("/console/users", say=str(error), kind="problem")
    return go("/console/users", say=Message("The user can no longer sign in."), undo=undo_path(step))


async def _users(
    request: Request[Any, Any, Any],
    *,
    typed: dict[str, str] | None = None,
    problems: dict[str, str] | None = None,
    invited: Any = None,
) -> Response[Any]:
    return page(
        request, "people/users.html", status=422 if problems else 200, staff=True, users=await users(),
        roles=ROLE_LABELS, gatherings=await Gathering.objects().order_by(Gathering.first_day),
        typed=typed or {}, problems=problems or {}, invited=invited,
        qr=qr_address(f"{settings().address}/set-up?code={invited.setup_code}", module=5) if invited else "",
    )  # fmt: skip


async def _role(form: Form) -> tuple[Role, Any]:
    problems: dict[str, Problem] = {}
    name = form.text("sign_in_name")
    plain = name.replace(".", "").replace("-", "")
    if len(name) < 2 or len(name) > 60 or not (plain.isascii() and plain.isalnum()):  # noqa: PLR2004
        problems["sign_in_name"] = Problem(NOT_A_SIGN_IN_NAME)
    wanted = form.text("role")
    if wanted not in set(Role):
        problems["role"] = Problem(_NO_ROLE)
    if problems:
        raise Invalid(problems)
    slug = form.text("gathering")
    found = await Gathering.objects().where(Gathering.slug == slug).first() if slug else None
    return Role(wanted), found.id if found else None


def _with_session(path: str, signed_in: SignedIn) -> Response[Any]:
    answer = go(path)
    answer.set_cookie(
        Cookie(
            SESSION_COOKIE,
            value=signed_in.token,
            path="/",
            httponly=True,
            samesite="lax",
            secure=secure_cookies(),
            max_age=int(LONGEST.total_seconds()),
        )
    )
    return answer


HANDLERS = [
    sign_in_form, send_sign_in, send_sign_out, set_up_form, send_set_up,
    users_page, send_user, send_reset, send_disable,
]  # fmt: skip
