"""Parameters that name a hotel, a bus, a route, a stop, a canteen, a batch or an agreement by its code."""

from datetime import datetime

from event.database import fetch, fetch_one
from event.gathering.tables import Gathering
from event.itinerary.visiting import in_order
from event.language import Message
from event.reports.parameters import Options, Parameter, Refused

_UNKNOWN = Message("There is no “{text}”. Known: {known}.")
_LISTS = {
    "hotel": "SELECT code, name_zh AS name FROM hotel WHERE gathering = $1",
    "bus": "SELECT code, plate AS name FROM vehicle WHERE gathering = $1 AND route IS NOT NULL",
    "route": "SELECT code, name_zh AS name FROM route WHERE gathering = $1",
    "stop": "SELECT code, name_zh AS name FROM stop WHERE gathering = $1",
    "canteen": "SELECT code, name_zh AS name FROM canteen WHERE gathering = $1",
    "item": "SELECT code, name_zh AS name FROM signing_item WHERE gathering = $1 AND withdrawn_at IS NULL",
    "batch": "SELECT number::text AS code, title_zh AS name FROM signing_batch WHERE gathering = $1",
}


async def _listed(kind: str, gathering: Gathering) -> list[tuple[str, str]]:
    rows = await fetch(_LISTS[kind], gathering.id)
    return sorted(((row["code"], row["name"]) for row in rows), key=lambda one: in_order(one[0]))


def a_code(name: str, kind: str, label: Message, hint: Message, *, place: int | None = 0) -> Parameter:
    """The code of one of a kind; without one the first of them, another `place`, or none."""

    async def read(text: str, gathering: Gathering) -> str:
        known = [code for code, _ in await _listed(kind, gathering)]
        if text not in known:
            raise Refused(_UNKNOWN, text=text, known="、".join(known) or "–")
        return text

    async def default(gathering: Gathering, _: datetime) -> str:
        known = await _listed(kind, gathering) if place is not None else []
        return known[min(place or 0, len(known) - 1)][0] if known else ""

    async def options(gathering: Gathering, _: str) -> Options:
        return [(code, f"{code} {name}".strip()) for code, name in await _listed(kind, gathering)]

    return Parameter(name, label, hint, read, default, options)


async def the_moment(_: Gathering, at: datetime) -> datetime:
    """The moment as of which is asked."""
    return at


async def fullest_stop(gathering: Gathering, _: datetime) -> str:
    """The stop that most routes visit; empty for none."""
    row = await fetch_one(
        "SELECT s.code FROM stop s LEFT JOIN route_visit v ON v.stop = s.id WHERE s.gathering = $1"
        " GROUP BY s.code ORDER BY count(v.id) DESC, s.code LIMIT 1",
        gathering.id,
    )
    return str(row["code"]) if row else ""
