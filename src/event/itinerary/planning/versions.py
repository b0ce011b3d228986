"""Published versions of the visit: the list, and each with what it changed, for whom, and the plan as it was."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from msgspec.structs import replace

from event.database import fetch, fetch_one
from event.errors import NotFound
from event.gathering.tables import Gathering
from event.itinerary.planning.changes import of, within
from event.itinerary.planning.plan import Draft, read_draft
from event.itinerary.planning.showing import Changed, Kind, read_changes, shown_in
from event.language import Message
from event.registration.queries import Scope


class UnknownVersion(NotFound):
    """There is no version with this number."""

    sentence = Message("There is no such version of the visit.")


@dataclass(frozen=True)
class Version:
    """A version as a line of the list; `mails` were written about it, `read` of its notices were read."""

    number: int
    at: datetime
    by: str
    word: str
    routes: int
    buses: int
    guests: int
    notices: int
    read: int
    mails: int


@dataclass(frozen=True)
class Published:
    """One version whole; guests have before and after in full where they had a notice."""

    version: Version
    changes: tuple[Changed, ...]
    draft: Draft


_COUNTED = (
    "SELECT p.number, p.at, p.by, p.word, {more}"
    " (SELECT count(*) FROM jsonb_array_elements(p.changes) c WHERE c->>'kind' = 'line')::int AS routes,"
    " (SELECT count(*) FROM jsonb_array_elements(p.changes) c WHERE c->>'kind' = 'bus')::int AS buses,"
    " (SELECT count(*) FROM jsonb_array_elements(p.changes) c WHERE c->>'kind' = 'guest')::int AS guests,"
    " (SELECT count(*) FROM visit_notice n WHERE n.publication = p.id)::int AS notices,"
    " (SELECT count(*) FROM visit_notice n WHERE n.publication = p.id AND n.seen_at IS NOT NULL)::int AS read,"
    " (SELECT count(*) FROM mail m WHERE m.gathering = p.gathering AND m.cause LIKE 'visit:' || p.id || ':%')::int AS mails"
    " FROM publication p WHERE p.gathering = $1"
)


async def versions_of(gathering: Gathering) -> list[Version]:
    """Every version, newest first."""
    rows = await fetch(_COUNTED.format(more="") + " ORDER BY p.number DESC", gathering.id)
    return [Version(**dict(row)) for row in rows]


async def version_of(number: int, gathering: Gathering, *, scope: Scope = None) -> Published:
    """One version; a reader with own delegations sees the guests of those only. Raises UnknownVersion."""
    row = await fetch_one(
        _COUNTED.format(more="p.id, p.plan, p.changes,") + " AND p.number = $2", gathering.id, number
    )
    if row is None:
        raise UnknownVersion
    told = dict(row)
    changes, plan, key = told.pop("changes"), told.pop("plan"), told.pop("id")
    whole = await _in_full(key, read_changes(changes))
    return Published(Version(**told), within(whole, scope), read_draft(plan))


async def _in_full(publication: UUID, changes: tuple[Changed, ...]) -> tuple[Changed, ...]:
    """Guests with their days, from their notices."""
    notices = {
        row["guest"]: row
        for row in await fetch(
            "SELECT guest, before, after FROM visit_notice WHERE publication = $1", publication
        )
    }
    return tuple(
        replace(one, before=shown_in(notices[one.ref]["before"]), after=shown_in(notices[one.ref]["after"]))
        if one.kind is Kind.GUEST and one.ref in notices
        else one
        for one in changes
    )


def counted(changes: tuple[Changed, ...]) -> dict[str, int]:
    """How many guests, buses and routes it changes something for."""
    return {"guests": len(of(changes, Kind.GUEST)), "buses": len(of(changes, Kind.BUS)), "routes": len(of(changes, Kind.LINE))}  # fmt: skip
