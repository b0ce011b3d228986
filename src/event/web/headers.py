"""Security headers on every answer, those of errors and static files too."""

from typing import Any

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


def with_security_headers(app: ASGIApp, *, https: bool) -> ASGIApp:
    """Wrap the whole application, so that nothing answers without them."""
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
                if path == "/schema" or path.startswith("/schema/"):
                    headers = [(n, _SCHEMA if n == _POLICY else v) for n, v in headers]
                if path == "/scan" or path.startswith("/scan/"):
                    headers = [(n, _SCANNER if n == _POLICY else v) for n, v in headers]
                if path.startswith("/assets/ticket-worker-"):
                    headers.append((b"service-worker-allowed", b"/t/"))
                if not path.startswith("/assets/") and b"cache-control" not in present:
                    headers.append((b"cache-control", b"no-store"))
                message["headers"] = headers
            await send(message)

        await app(scope, receive, sending)

    return wrapped
