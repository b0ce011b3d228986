"""The nearest time at which a call can begin without breaking a rule: tried, five minutes by five minutes."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

from msgspec.structs import replace

from event.itinerary.planner.instance import UNIT_MINUTES
from event.itinerary.planning.edits_of_calls import AddCall, MoveCall
from event.itinerary.planning.facts import Facts
from event.itinerary.planning.plan import Draft

_EFFORT = 12_000
"""Travel parties times trials: two hours each way for a visit of 250 parties, less for larger ones."""
_MOST = 24
_DAY = date(2000, 1, 1)
"""Some day on which times are counted."""


def nearest_time(
    change: MoveCall | AddCall, draft: Draft, facts: Facts, *, parties: int, fine: Callable[[Draft], bool]
) -> str | None:
    """When the call may begin instead, as 09:40; None where nothing near is `fine`."""
    for begins in _around(change.begins, max(1, min(_MOST, _EFFORT // max(1, parties) // 2))):
        other = replace(change, begins=begins, ends=_later(change, begins))
        if fine(other.applied(draft, facts)):
            return begins
    return None


def _around(clock: str, steps: int) -> Iterator[str]:
    """The times before and after one, the nearest first, within the day."""
    at = _on_some_day(clock)
    for step in range(1, steps + 1):
        for by in (step, -step):
            other = at + timedelta(minutes=by * UNIT_MINUTES)
            if other.date() == at.date():
                yield f"{other:%H:%M}"


def _later(change: MoveCall | AddCall, begins: str) -> str | None:
    """The end that goes with another beginning; none where the usual stay counts, or it would be after midnight."""
    if change.ends is None:
        return None
    ends = _on_some_day(begins) + (_on_some_day(change.ends) - _on_some_day(change.begins))
    return f"{ends:%H:%M}" if ends.date() == _DAY else None


def _on_some_day(clock: str) -> datetime:
    return datetime.combine(_DAY, time.fromisoformat(clock))
