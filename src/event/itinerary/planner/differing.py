"""What a new plan changes for whom: parties that change buses, visits that go, come or move, and whom to tell."""

from dataclasses import dataclass

from event.itinerary.planner.instance import Instance
from event.itinerary.planner.plan import Plan, Visit


@dataclass(frozen=True)
class Moved:
    """A travel party on another bus; None where it had or has none."""

    party: int
    guests: int
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Altered:
    """A visit of a bus that is dropped (no `after`), new (no `before`) or at another time."""

    bus: int
    before: Visit | None
    after: Visit | None


@dataclass(frozen=True)
class Difference:
    """`moved` parties, `altered` visits, and the parties to tell: who moved, or whose bus goes otherwise."""

    moved: tuple[Moved, ...]
    altered: tuple[Altered, ...]
    to_tell: tuple[int, ...]

    @property
    def guests_moved(self) -> int:
        """Guests who had a bus and have another."""
        return sum(one.guests for one in self.moved if one.before is not None and one.after is not None)


def difference(old_instance: Instance, old: Plan, instance: Instance, new: Plan) -> Difference:
    """What changes from the old plan to the new one."""
    sizes = {one.id: one.size for one in (*old_instance.parties, *instance.parties)}
    moved = tuple(
        Moved(party, sizes[party], old.bus_of.get(party), new.bus_of.get(party))
        for party in sorted(sizes)
        if old.bus_of.get(party) != new.bus_of.get(party)
    )
    altered: list[Altered] = []
    for bus in sorted({*old.routes, *new.routes}):
        before = {visit.key: visit for visit in old.routes.get(bus, ())}
        after = {visit.key: visit for visit in new.routes.get(bus, ())}
        keys = sorted({*before, *after}, key=lambda key: (key[2], str(key[0]), key[1]))
        altered += [
            Altered(bus, before.get(key), after.get(key)) for key in keys if before.get(key) != after.get(key)
        ]
    buses = {one.bus for one in altered}
    told = {one.party for one in moved} | {party for party, bus in new.bus_of.items() if bus in buses}
    return Difference(moved, tuple(altered), tuple(sorted(told)))
