"""Calendars as they are answered to who asks again: whole, or that nothing has changed."""

import hashlib
from typing import Any

from litestar import Request, Response

_CALENDAR = "text/calendar"


def calendar_answer(request: Request[Any, Any, Any], content: bytes, name: str) -> Response[bytes]:
    """A calendar, or 304 where the reader has it as it is."""
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {
        "ETag": etag, "Cache-Control": "max-age=300", "Content-Disposition": f'inline; filename="{name}.ics"'
    }  # fmt: skip
    known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    if etag in known or "*" in known:
        return Response(b"", status_code=304, headers=headers, media_type=_CALENDAR)
    return Response(content, headers=headers, media_type=_CALENDAR)
