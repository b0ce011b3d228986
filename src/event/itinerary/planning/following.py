"""What is changed of the visit beside the plan is a version too, and the plan that organizers work on follows it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from msgspec.structs import replace

from event.gathering.tables import Gathering
from event.itinerary.planning.drafting import current, put
from event.itinerary.planning.plan import Call, Draft, Held, Line, Ride, What, in_time
from event.itinerary.planning.publishing import note_changes
from event.itinerary.planning.showing import names_of
from event.itinerary.planning.standing import storable
from event.itinerary.planning.stored import stands
from event.language import Message
from event.people.rules import Actor

_FOLLOWED = Message("take over what was changed outside the plan")


@asynccontextmanager
async def noted(gathering: Gathering, *, by: Actor, now: datetime, tell: bool = False) -> AsyncIterator[None]:
    """Around a change of what stands, inside `writing()` under the gathering's lock: guests have notices of it.

    `tell`: they have mails too. Lines and buses of the draft that organizers have not changed follow.
    """
    before, known = await stands(gathering), await names_of(gathering)
    yield
    if await note_changes(before, known, gathering=gathering, tell=tell, by=by, now=now):
        standing = await current(gathering)
        after = followed(standing.draft, before, await stands(gathering))
        if standing.step and after != standing.draft:
            await put(after, _FOLLOWED, gathering=gathering, moved=None, by=by, now=now)


def followed(draft: Draft, before: Draft, after: Draft) -> Draft:
    """A draft whose lines and buses are as they stand now, where they were as they stood before."""
    return replace(
        draft,
        lines=tuple(_line(one, before.line(one.id), after.line(one.id)) for one in draft.lines),
        rides=tuple(_ride(one, before.ride(one.vehicle), after.ride(one.vehicle)) for one in draft.rides),
    )


def _line(mine: Line, was: Line | None, now: Line | None) -> Line:
    (plain,) = storable(Draft(lines=(mine,))).lines
    if was is None or now is None or was == now or plain != was:
        return mine
    held = {(call.what, call.ref): call.held for call in mine.calls}
    calls = [_held(call, held.get((call.what, call.ref), Held.FREE)) for call in now.calls]
    return replace(now, calls=in_time([*calls, *(one for one in mine.calls if one.what is What.SESSION)]))


def _held(call: Call, held: Held) -> Call:
    return replace(call, held=held)


def _ride(mine: Ride, was: Ride | None, now: Ride | None) -> Ride:
    if was is None or now is None or was == now or replace(mine, held=False) != was:
        return mine
    return replace(now, held=mine.held)
