"""What a new plan may not touch."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Locks:
    """Parties, whole buses, visits (bus, stop) at any time, and visits (bus, stop) at their time."""

    parties: frozenset[int] = frozenset()
    buses: frozenset[int] = frozenset()
    visits: frozenset[tuple[int, int]] = frozenset()
    times: frozenset[tuple[int, int]] = frozenset()
