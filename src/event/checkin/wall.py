"""The wall in the lobby: how many have come, for whoever has its link; it names nobody."""

from datetime import datetime

from event.checkin.counts import Counts
from event.crypto import ring
from event.database import fetch, writing
from event.errors import NotFound
from event.gathering.tables import Gathering
from event.language import Message, translated
from event.people.audit import record
from event.people.rules import Actor

LANGUAGES = ("zh-Hans", "en")
_PURPOSE = "wall"
_ARRIVED = Message("Arrived of those expected")
_FROM = Message("From {places} countries and regions")
_DELEGATIONS = Message("Delegations")


class UnknownWall(NotFound):
    """The link is mistyped or was revoked."""

    sentence = Message("This link does not lead to a wall any more. Ask the organizers for a new one.")


def wall_path(gathering: Gathering) -> str:
    """Where the wall is: nobody can guess it, and it can be changed."""
    return f"/wall/{gathering.slug}/{ring().link_code(_PURPOSE, gathering.id, gathering.wall_generation)}"


async def move_wall(gathering: Gathering, *, by: Actor, now: datetime) -> None:
    """Give the wall another link; the one so far leads nowhere any more."""
    async with writing():
        await fetch("UPDATE gathering SET wall_generation = wall_generation + 1 WHERE id = $1", gathering.id)
        await record("wall.move", subject=f"gathering:{gathering.id}", by=by, now=now, gathering=gathering.id)


def refuse_unless_shown(code: str, gathering: Gathering) -> None:
    """Raises UnknownWall where the link is not the gathering's."""
    named = ring().link_subject(code)
    if (
        named is None
        or named[0] != gathering.id
        or not ring().link_holds(named[1], _PURPOSE, gathering.id, gathering.wall_generation)
    ):
        raise UnknownWall


def words(counts: Counts) -> dict[str, dict[str, str]]:
    """What stands on the wall beside the figures, in both languages at once."""
    places = counts.countries + counts.regions
    return {
        "arrived": {code: translated(_ARRIVED, code) for code in LANGUAGES},
        "places": {code: translated(_FROM, code).format(places=places) for code in LANGUAGES} if places else {},
        "delegations": {code: translated(_DELEGATIONS, code) for code in LANGUAGES},
    }  # fmt: skip
