"""The desk's page: the verdict, the guest's card, what was searched for, and the last scans."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from litestar import Request, Response

from event.checkin.answers import Answer
from event.checkin.card import Card, card_of
from event.checkin.errors import UnknownCheckpoint
from event.checkin.queries import CheckpointLine, checkpoints_of, last_scans, search_guests
from event.database import fetch_one
from event.gathering.tables import Gathering
from event.http import Form, language_of, page, with_query
from event.people.rules import Access, Permission
from event.people.tables import Role
from event.registration.errors import UnknownGuest
from event.registration.queries import Scope, scope_of


async def show_desk(
    request: Request[Any, Any, Any],
    gathering: Gathering,
    access: Access,
    *,
    code: str,
    now: datetime,
    answer: Answer | None = None,
    guest: UUID | None = None,
    party: Sequence[Answer] | None = None,
    problems: dict[str, str] | None = None,
    typed: dict[str, str] | None = None,
) -> Response[Any]:
    """The page at one checkpoint; `party` are the answers of a travel party that was just checked in."""
    language, scope = language_of(request, staff=True), await desk_scope(access, gathering)
    offered = await checkpoints_of(gathering, language=language)
    at = next((one for one in offered if one.code == code), offered[0] if offered else None)
    text = request.query_params.get("q", "")[:80].replace("\x00", "")
    found = (
        await search_guests(gathering, text, delegations=scope, language=language, checkpoint=at.id)
        if text and at
        else []
    )
    shown = guest or (answer.guest if answer else None) or (found[0].id if len(found) == 1 else None)
    card: Card | None = None
    if shown and at:
        card = await card_of(
            shown, checkpoint=at.id, gathering=gathering, language=language, now=now, scope=scope
        )
    return page(
        request, "checkin/desk.html", status=422 if problems else 200, staff=True, checkpoints=offered, at=at,
        answer=answer, card=card, party=party, text=text, found=found, scan_id=uuid4, problems=problems or {},
        typed=typed or {}, reads_notes=access.may(Permission.GUESTS_CONTACT, gathering.id),
        last=await last_scans(gathering, at.id, language=language) if at else [],
    )  # fmt: skip


async def desk_scope(access: Access, gathering: Gathering) -> Scope:
    """Whom the reader may find at the desk: gate staff everybody, for anybody may stand before them."""
    if Role.GATE_STAFF in access.roles(gathering.id):
        return None
    return await scope_of(access, gathering)


def desk_path(gathering: Gathering, *, at: str, guest: UUID | None = None) -> str:
    """Where the desk is at a checkpoint, with a guest's card."""
    return with_query(f"/console/{gathering.slug}/check-in", at=at, guest=guest or "")


async def checkpoint_named(gathering: Gathering, code: str, language: str) -> CheckpointLine:
    """The checkpoint with this code. Raises UnknownCheckpoint."""
    for one in await checkpoints_of(gathering, language=language):
        if one.code == code:
            return one
    raise UnknownCheckpoint


async def guest_named(text: str, gathering: Gathering, *, scope: Scope) -> UUID | None:
    """The guest whose id is in an address, if the reader may see them; None for no id. Raises UnknownGuest."""
    if not text:
        return None
    try:
        guest = UUID(text)
    except ValueError:
        raise UnknownGuest from None
    if not await fetch_one(
        "SELECT 1 FROM guest WHERE id = $1 AND gathering = $2 AND ($3::uuid[] IS NULL OR delegation = ANY($3))",
        guest, gathering.id, list(scope) if scope is not None else None,
    ):  # fmt: skip
        raise UnknownGuest
    return guest


async def when_sent(scan: UUID, gathering: Gathering, now: datetime) -> datetime:
    """Now, or when the scan was recorded first: a page that is loaded again sends its form again."""
    row = await fetch_one("SELECT scanned_at FROM scan WHERE id = $1 AND gathering = $2", scan, gathering.id)
    return row["scanned_at"] if row else now


def id_in(form: Form, name: str) -> UUID:
    """The id in a field; one that nothing has where it holds none."""
    try:
        return UUID(form.text(name))
    except ValueError:
        return uuid4()
