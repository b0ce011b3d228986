"""When guests sign up by themselves, and what overlaps."""

from datetime import datetime, timedelta

_OPEN_END = timedelta(hours=1)
"""How long a session without an end is taken to last."""


def is_open(signup: bool, opens: datetime | None, closes: datetime | None, now: datetime) -> bool:
    """Whether guests may sign up now; no moment means no bound."""
    return signup and (opens is None or opens <= now) and (closes is None or now < closes)


def overlap(one: tuple[datetime, datetime | None], other: tuple[datetime, datetime | None]) -> bool:
    """Whether two spans of time have a moment in common."""
    (begins, ends), (starts, stops) = one, other
    return begins < (stops or starts + _OPEN_END) and starts < (ends or begins + _OPEN_END)
