"""The page that a print station keeps open. No data is in it: what it prints comes with the station's key."""

from typing import Any

from litestar import Request, get
from litestar.response import Template

from event.http import page


@get("/station", opt={"public": True}, include_in_schema=False, sync_to_thread=False)
def kiosk(request: Request[Any, Any, Any]) -> Template:
    """The same for every station: which one it is, is known by the key in the browser."""
    return page(request, "printing/queue/kiosk.html", staff=True)


HANDLERS = [kiosk]
