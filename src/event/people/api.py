"""Signing in for programs: a bearer token instead of a cookie."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, delete, get, post
from litestar.di import NamedDependency

from event.http import address_of, read_json
from event.people.rules import Access, Permission
from event.people.sessions import sign_in, sign_out


class SignIn(msgspec.Struct, forbid_unknown_fields=True):
    """Name and password."""

    name: str
    password: str


class Token(msgspec.Struct):
    """Send it as `Authorization: Bearer TOKEN`; it idles out after 30 minutes, ends after 12 hours."""

    token: str


class Me(msgspec.Struct):
    """Who the token is."""

    name: str
    roles: list[str]


@post("/api/v1/sign-in", opt={"public": True}, status_code=200, tags=["Sign-in"])
async def api_sign_in(request: Request[Any, Any, Any], now: NamedDependency[datetime]) -> Token:
    """Exchange name and password for a token."""
    asked = await read_json(request, SignIn)
    signed_in = await sign_in(
        asked.name, asked.password, address=address_of(request),
        agent=request.headers.get("user-agent", ""), now=now,
    )  # fmt: skip
    return Token(signed_in.token)


@get("/api/v1/me", opt={"permission": Permission.SIGNED_IN}, tags=["Sign-in"])
async def api_me(access: NamedDependency[Access]) -> Me:
    """Who the token is."""
    return Me(access.name, sorted({str(role) for role, _ in access.grants}))


@delete("/api/v1/sign-in", opt={"permission": Permission.SIGNED_IN}, tags=["Sign-in"])
async def api_sign_out(request: Request[Any, Any, Any], now: NamedDependency[datetime]) -> None:
    """End the token."""
    await sign_out(request.state.session_token, now=now)


HANDLERS = [api_sign_in, api_me, api_sign_out]
