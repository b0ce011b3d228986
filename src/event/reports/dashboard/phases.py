"""Which phase a gathering is in: before its first day, during its days, after its last."""

from datetime import datetime, time, timedelta
from enum import StrEnum

from event.gathering.tables import Gathering, local_day
from event.language import Message, translated


class Phase(StrEnum):
    """A phase of a gathering."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


PHASE_LABELS = {
    Phase.BEFORE: Message("Before the gathering"), Phase.DURING: Message("During the gathering"),
    Phase.AFTER: Message("After the gathering"),
}  # fmt: skip
_FIRST_GUESTS = timedelta(hours=12)
"""The first flights land on the eve of the first day: from noon on the doors count."""


def phase_of(gathering: Gathering, at: datetime) -> Phase:
    """The phase a moment lies in, by the gathering's own days; the eve's afternoon belongs to them."""
    if at < _midnight(gathering) - _FIRST_GUESTS:
        return Phase.BEFORE
    return Phase.AFTER if local_day(at, gathering.zone) > gathering.last_day else Phase.DURING


def phase_named(name: str, gathering: Gathering, at: datetime) -> Phase:
    """The phase that was asked for, otherwise that of the moment."""
    return Phase(name) if name in set(Phase) else phase_of(gathering, at)


def _midnight(gathering: Gathering) -> datetime:
    return datetime.combine(gathering.first_day, time(), gathering.zone)


def phases_told(language: str) -> list[tuple[Phase, str]]:
    """The phases in their order, as they are called."""
    return [(phase, translated(label, language)) for phase, label in PHASE_LABELS.items()]
