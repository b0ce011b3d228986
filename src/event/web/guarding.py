"""Who may pass: every route declares a permission or that it is public, or the app does not start."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from litestar import Litestar, Request
from litestar.connection import ASGIConnection
from litestar.exceptions import HTTPException, ImproperlyConfiguredException
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler

from event.checkin.devices import TOKEN, device_of, device_that_sends
from event.checkin.errors import ScannerNotLetIn
from event.gathering.errors import UnknownGathering
from event.gathering.operations import gathering_kept
from event.gathering.tables import Gathering
from event.http import now_utc, read_form
from event.language import Message
from event.people.pages import SESSION_COOKIE
from event.people.rules import PERMISSIONS, Access, NotAllowed, Permission, Scanner
from event.people.sessions import access_of, form_token, form_token_holds
from event.settings import settings

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class NotSignedIn(HTTPException):
    """Nobody is signed in, or the session has ended."""

    status_code = 401
    sentence = Message("Please sign in.")

    def __init__(self) -> None:
        super().__init__(detail=self.sentence, status_code=401)


class FromElsewhere(HTTPException):
    """A form was sent from another site, or from a page of an ended session."""

    status_code = 403
    sentence = Message("This page was open too long or came from elsewhere. Reload it and send again.")

    def __init__(self) -> None:
        super().__init__(detail=self.sentence, status_code=403)


def every_route_says_who_may(app: Litestar) -> None:
    """Stop start-up where a route names neither a permission nor that it is public."""
    for route in app.routes:
        handlers: Iterable[BaseRouteHandler] = getattr(route, "route_handlers", None) or [route.route_handler]  # type: ignore[union-attr]
        for handler in handlers:
            opt = handler.opt
            generated = isinstance(handler, HTTPRouteHandler) and handler.http_methods == {"OPTIONS"}
            schema = route.path.startswith("/schema") and settings().api_schema
            if not (
                isinstance(opt.get("permission"), Permission) or opt.get("public") or generated or schema
            ):
                raise ImproperlyConfiguredException(
                    f"{route.path} ({handler}) declares no permission: give it opt={{'permission': …}} "
                    "or opt={'public': True}."
                )


async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Find out who asks and for which gathering; refuse what their roles do not include."""
    state = connection.state
    permission = handler.opt.get("permission")
    if isinstance(connection, Request) and connection.method not in _SAFE:
        _same_site(connection)
    if permission is None:
        if slug := connection.path_params.get("slug"):
            state.gathering = await _gathering(slug)
        return
    access, token, by_cookie = await _who(connection, permission)
    state.access, state.session_token = access, token
    state.form_token = form_token(token) if by_cookie else ""
    state.gathering = gathering = await _which(connection, access, permission)
    where = gathering.id if gathering else None
    state.permissions = frozenset(str(one) for role in _roles(access, where) for one in PERMISSIONS[role])
    if by_cookie and isinstance(connection, Request) and connection.method not in _SAFE:
        await _brought_back(connection, token)
    if permission in (Permission.USERS, Permission.AUDIT):
        where = None
    if not access.may(permission, where):
        raise NotAllowed


def _roles(access: Access, where: Any) -> Iterable[Any]:
    return access.roles(where)


async def _who(
    connection: ASGIConnection[Any, Any, Any, Any], permission: Permission
) -> tuple[Access, str, bool]:
    header = connection.headers.get("authorization", "")
    token = header[7:].strip() if header[:7].lower() == "bearer " else ""
    by_cookie = not token
    token = token or connection.cookies.get(SESSION_COOKIE, "")
    if token.startswith(TOKEN) and not by_cookie:
        find = device_that_sends if permission is Permission.SCANS_SEND else device_of
        device = await find(token, now=now_utc())
        if device is None:
            raise ScannerNotLetIn
        scanner = Scanner(device.gathering, device.key)
        return Access(device.id, device.name, "zh-Hans", scanner=scanner), token, False
    access = await access_of(token, now=now_utc()) if token else None
    if access is None:
        raise NotSignedIn
    return access, token, by_cookie


async def _which(
    connection: ASGIConnection[Any, Any, Any, Any], access: Access, permission: Permission
) -> Gathering | None:
    """The gathering in the address; without one, the only one in which the user may do this."""
    if access.scanner is not None:
        own = await gathering_kept(access.scanner.gathering)
        if own is None or connection.path_params.get("slug", own.slug) != own.slug:
            raise UnknownGathering
        return own
    if slug := connection.path_params.get("slug"):
        gathering = await _gathering(slug)
        if not access.roles(gathering.id):
            raise UnknownGathering
        return gathering
    if permission in (Permission.USERS, Permission.AUDIT, Permission.SIGNED_IN):
        return None
    every = await Gathering.objects()
    may = [gathering for gathering in every if access.may(permission, gathering.id)]
    return may[0] if len(may) == 1 else None


async def _gathering(slug: str) -> Gathering:
    found = await Gathering.objects().where(Gathering.slug == slug).first()
    if found is None:
        raise UnknownGathering
    return found


def _same_site(request: Request[Any, Any, Any]) -> None:
    """Refuse what a browser says another site sent; programs without these headers have no cookie."""
    fetched = request.headers.get("sec-fetch-site")
    if fetched is not None and fetched not in ("same-origin", "none"):
        raise FromElsewhere
    origin = request.headers.get("origin")
    if fetched is None and origin is not None:
        ours = {request.headers.get("host", ""), urlsplit(settings().address).netloc}
        if urlsplit(origin).netloc not in ours:
            raise FromElsewhere


async def _brought_back(request: Request[Any, Any, Any], token: str) -> None:
    """The session's own token, in a header or as the field `_csrf`."""
    brought = request.headers.get("x-csrf-token")
    if brought is None:
        content_type, _ = request.content_type
        if content_type == "application/json":
            raise FromElsewhere
        brought = (await read_form(request)).text("_csrf")
    if not form_token_holds(token, brought):
        raise FromElsewhere
