"""Security headers on every answer, those of errors and static files too."""

from typing import Any
from urllib.parse import urlsplit

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

_ALWAYS: tuple[tuple[bytes, bytes], ...] = (
    (
        b"content-security-policy",
        (
            b"default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
            b"object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        ),
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(self), microphone=(), geolocation=(), payment=()"),
)
_POLICY = b"content-security-policy"
_SCANNER = dict(_ALWAYS)[_POLICY] + b"; worker-src 'self'"
_SCANNER = _SCANNER.replace(b"script-src 'self'", b"script-src 'self' 'wasm-unsafe-eval'")
_SCHEMA = (
    b"default-src 'self'; img-src 'self' data: https:; style-src 'self' 'unsafe-inline' https:; "
    b"script-src 'self' 'unsafe-inline' https:; font-src https: data:; frame-ancestors 'none'"
)


def with_security_headers(app: ASGIApp, *, https: bool, tiles: str = "") -> ASGIApp:
    """Wrap the whole application, so that nothing answers without them; `tiles`: where map tiles may come from."""
    planning = _with_tiles(tiles)
    always = list(_ALWAYS)
    if https:
        always.append((b"strict-transport-security", b"max-age=31536000; includeSubDomains"))

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        path: str = scope["path"]

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers: list[Any] = list(message.get("headers", []))
                present = {name.lower() for name, _ in headers}
                headers += [(name, value) for name, value in always if name not in present]
                if own := _policy_of(path, planning):
                    headers = [(n, own if n == _POLICY else v) for n, v in headers]
                if path.startswith("/assets/ticket-worker-"):
                    headers.append((b"service-worker-allowed", b"/"))  # it is registered for /t/ and /b/
                if not path.startswith("/assets/") and b"cache-control" not in present:
                    headers.append((b"cache-control", b"no-store"))
                message["headers"] = headers
            await send(message)

        await app(scope, receive, sending)

    return wrapped


def _policy_of(path: str, planning: bytes) -> bytes | None:
    """The policy of pages that need one of their own."""
    if path == "/schema" or path.startswith("/schema/"):
        return _SCHEMA
    if path == "/scan" or path.startswith("/scan/"):
        return _SCANNER
    return planning if path.startswith("/console/") and path.endswith("/visit") else None


def _with_tiles(address: str) -> bytes:
    """The policy of the planning board: pictures of the map's server too."""
    policy = dict(_ALWAYS)[_POLICY]
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return policy
    origin = f"{parts.scheme}://{parts.netloc.replace('{s}', '*')}".encode()
    return policy.replace(b"img-src 'self' data:", b"img-src 'self' data: " + origin)
