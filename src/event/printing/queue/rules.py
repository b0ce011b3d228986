"""When a badge that could not be loaded is tried again."""

from datetime import datetime, timedelta

MOST_TRIES = 5
_FIRST_WAIT = timedelta(seconds=5)


def again_at(tries: int, *, now: datetime) -> datetime | None:
    """After so many tries: 5 s, 10 s, 20 s and 40 s later; None where it has failed for good."""
    return None if tries >= MOST_TRIES else now + _FIRST_WAIT * 2 ** (tries - 1)
