"""What every page behind a guest's own link shares: whether the reader has proven to be the guest, and its frame."""

from datetime import datetime
from typing import Any

from litestar import Request, Response

from event.gathering.tables import Gathering
from event.http import go, page
from event.registration.mails import guest_path
from event.registration.own.proving import PROOF_COOKIE, proof_holds
from event.registration.tables import Guest


def proven(request: Request[Any, Any, Any], guest: Guest, *, now: datetime) -> bool:
    """Whether this browser has proven to be the guest's."""
    return proof_holds(guest.id, request.cookies.get(PROOF_COOKIE, ""), now=now)


def to_prove(guest: Guest, then: str) -> Response[Any]:
    """On to the proof, and back to one of the guest's pages."""
    return go(f"{guest_path(guest.id)}/prove?then={then}")


def own_page(
    request: Request[Any, Any, Any],
    template: str,
    guest: Guest,
    gathering: Gathering,
    *,
    refused: str = "",
    problems: dict[str, str] | None = None,
    **told: Any,
) -> Response[Any]:
    """A page of the guest's own; 422 where what was sent is `refused`, or some fields of it are."""
    return page(
        request, template, status=422 if refused or problems else 200, held=gathering, guest=guest,
        own_path=guest_path(guest.id), refused=refused, problems=problems or {}, **told,
    )  # fmt: skip
