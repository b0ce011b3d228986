"""The programme gathered for one reader: sessions, clashes and how many came."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from event.agenda.beside import Beside
from event.agenda.clashing import ClashView, clashes_of, told_clash
from event.agenda.kept import halls_of, kept_session, kept_sessions
from event.agenda.views import GridView, HallColumn, SessionView, session_view
from event.database import fetch
from event.gathering.tables import Gathering
from event.language import in_language
from event.people.rules import Access, Permission
from event.registration.queries import Scope


@dataclass(frozen=True)
class Reader:
    """Who looks at the programme: the language, the delegations they see, whether they may read names of guests."""

    language: str
    scope: Scope
    names: bool
    now: datetime


def reader_of(access: Access, gathering: Gathering, *, language: str, scope: Scope, now: datetime) -> Reader:
    return Reader(language, scope, access.may(Permission.GUESTS_READ, gathering.id), now)


async def moved_now(gathering: UUID) -> int:
    """A number that is another one after each change of the programme."""
    (row,) = await fetch(
        "SELECT (SELECT count(*) FROM agenda_change WHERE gathering = $1)"
        " + (SELECT coalesce(sum(revision), 0) FROM agenda_session WHERE gathering = $1) AS moved",
        gathering,
    )
    return int(row["moved"])


async def told_clashes(gathering: Gathering, beside: Beside, reader: Reader) -> list[ClashView]:
    """What is wrong with the programme; nothing for who may not read the names of guests."""
    if not reader.names:
        return []
    landings = await beside.landings(gathering, reader.now)
    found = await clashes_of(gathering, language=reader.language, landings=landings, scope=reader.scope)
    return [told_clash(one, reader.language) for one in found]


async def grid_of(gathering: Gathering, beside: Beside, reader: Reader) -> GridView:
    """The whole programme."""
    clashes = await told_clashes(gathering, beside, reader)
    came = await beside.came(gathering)
    return GridView(
        first_day=gathering.first_day, last_day=gathering.last_day, timezone=gathering.timezone,
        moved=await moved_now(gathering.id),
        halls=[
            HallColumn(row["code"], in_language(reader.language, zh=row["name_zh"], en=row["name_en"]), row["capacity"])
            for row in await halls_of(gathering)
        ],
        sessions=[
            session_view(one, reader.language, clashes=clashes, came=came) for one in await kept_sessions(gathering)
        ],
        clashes=clashes,
    )  # fmt: skip


async def session_of(
    gathering: Gathering, session: UUID, beside: Beside, reader: Reader, *, change: UUID | None = None
) -> SessionView:
    """One session; raises UnknownSession."""
    kept = await kept_session(gathering, session)
    clashes = await told_clashes(gathering, beside, reader)
    return session_view(
        kept, reader.language, clashes=clashes, came=await beside.came(gathering), change=change
    )
