"""What a new plan may not touch."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Locks:
    """What a new plan keeps of the one before.

    Parties on their buses; whole buses: guide, guests (nobody else comes aboard) and visits; visits (bus, stop) on
    their day at any time, and visits (bus, stop) at their time.
    """

    parties: frozenset[int] = frozenset()
    buses: frozenset[int] = frozenset()
    visits: frozenset[tuple[int, int]] = frozenset()
    times: frozenset[tuple[int, int]] = frozenset()


NO_LOCKS = Locks()
