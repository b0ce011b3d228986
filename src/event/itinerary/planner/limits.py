"""How long a search may go on, by a clock that is passed in, by steps, or until it is told to stop."""

from collections.abc import Callable
from dataclasses import dataclass, field

_FINISHING, _FINISHING_SHARE = 0.8, 0.05  # seconds kept for cooling down and checking


@dataclass(frozen=True)
class Limits:
    """When to stop: after a time, after a number of steps, or when told to.

    Steps and seed alone make a plan that is the same every time.
    """

    now: Callable[[], float]
    seconds: float | None = 30.0
    steps: int | None = None
    stopped: Callable[[], bool] = lambda: False


@dataclass
class Clock:
    """How much of the way of a search is gone."""

    limits: Limits
    begun: float = field(init=False)
    searching_since: float = field(init=False)

    def __post_init__(self) -> None:
        self.begun = self.searching_since = self.limits.now()

    @property
    def ends(self) -> float | None:
        """When searching ends, so that there is time to finish."""
        seconds = self.limits.seconds
        return None if seconds is None else self.begun + seconds - min(_FINISHING, seconds * _FINISHING_SHARE)

    def may_wait(self) -> bool:
        """Whether there is time left at all."""
        return not self.limits.stopped() and (self.ends is None or self.limits.now() < self.ends)

    def share(self, steps: int) -> float:
        """From 0 to 1; 1 means stop."""
        if not self.may_wait():
            return 1.0
        if self.limits.steps is not None:
            return min(1.0, steps / self.limits.steps)
        if self.ends is None:
            return 1.0
        return (self.limits.now() - self.searching_since) / max(1e-9, self.ends - self.searching_since)
