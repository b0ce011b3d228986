"""The short way in for enrolled scanners: their scans are recorded before the framework would have read the request.

Whatever is not plainly an upload of a scanner, or goes wrong, takes the ordinary way, which answers it in full.
"""

from typing import Any

import msgspec
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

from event.checkin.devices import TOKEN, device_that_sends
from event.checkin.forms import LARGEST
from event.checkin.receiving import receive_scans
from event.gathering.operations import gathering_kept
from event.http import now_utc
from event.language import STAFF_LANGUAGES, chosen
from event.people.rules import Access, Scanner

PATH = "/api/v1/scans"
_BEARER = f"Bearer {TOKEN}".encode()
_encoder = msgspec.json.Encoder()


def with_a_door(app: ASGIApp) -> ASGIApp:
    """Wrap the application, so that uploads of scanners take the short way."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        token = _token(scope) if scope["type"] == ScopeType.HTTP else ""
        if not token:
            await app(scope, receive, send)
            return
        body, whole = await _body(receive)
        told = await _recorded(token, body, scope) if whole else None
        if told is None:
            await app(scope, _again(body, receive, more=not whole), send)
            return
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(told)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": told, "more_body": False})

    return wrapped


def _token(scope: Scope) -> str:
    """The scanner's key, where this is an upload of one."""
    if scope["path"] != PATH or scope.get("method") != "POST":
        return ""
    for name, value in scope["headers"]:
        if name == b"authorization":
            return value.decode("latin-1")[7:].strip() if value.startswith(_BEARER) else ""
    return ""


async def _recorded(token: str, body: bytes, scope: Scope) -> bytes | None:
    """The answer to an upload; None where it is the ordinary way's to say what is wrong."""
    now = now_utc()
    try:
        device = await device_that_sends(token, now=now)
        gathering = await gathering_kept(device.gathering) if device else None
        if device is None or gathering is None:
            return None
        access = Access(
            device.id, device.name, STAFF_LANGUAGES[0], scanner=Scanner(device.gathering, device.key)
        )
        told = await receive_scans(
            body, access=access, gathering=gathering, language=_language(scope), now=now
        )
    except Exception:  # noqa: BLE001 - the ordinary way says what is wrong; a scan sent twice counts once
        return None
    return _encoder.encode(told)


def _language(scope: Scope) -> str:
    query = scope["query_string"].decode("latin-1")
    return chosen(query.removeprefix("lang="), STAFF_LANGUAGES) or STAFF_LANGUAGES[0]


async def _body(receive: Receive) -> tuple[bytes, bool]:
    """What has come of the body, and whether that is all of it and not too large to be one of ours."""
    parts: list[bytes] = []
    size = 0
    while True:
        message: Any = await receive()
        if message["type"] != "http.request":
            return b"".join(parts), False
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > LARGEST:
            return b"".join(parts), False
        if not message.get("more_body", False):
            return b"".join(parts), True


def _again(body: bytes, receive: Receive, *, more: bool) -> Receive:
    """What was read, to be read again; then whatever else comes."""
    told = False

    async def receiving() -> Any:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": more}

    return receiving
