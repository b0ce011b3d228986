"""Finding seats for travel parties that lost theirs or came late, moving as few others as can be."""

from collections.abc import Collection, Mapping

from event.itinerary.planner.filling import Filling, kept_apart, seats_of
from event.itinerary.planner.grouping import no_grouping, speaks
from event.itinerary.planner.instance import Instance, Party
from event.itinerary.planner.placing import Wanted, placed_exactly
from event.itinerary.planner.plan import Kind, Plan

DETOUR_COST = 60_000  # about two visits of a bus
_GUIDE_COST = 20_000
_MOVE_COST = 30_000  # per guest who has to change buses though nothing happened to them


def seated(
    instance: Instance,
    plan: Plan,
    *,
    locked: Collection[int] = (),
    locked_buses: Collection[int] = (),
    room: Mapping[int, int] | None = None,
) -> tuple[dict[int, int], dict[int, int]]:
    """The bus of every party and the guide of every bus: those of the plan where they fit.

    Others get the bus where they gain most. `room` says how many guests more a bus's visits bear. Raises NoGrouping.
    """
    bus_of = {one.id: plan.bus_of[one.id] for one in instance.parties if one.id in plan.bus_of}
    worth = _Worth(instance, plan, locked_buses)
    _take_off(instance, bus_of, worth, locked)
    homeless = sorted(
        (one for one in instance.parties if one.id not in bus_of),
        key=lambda one: (-one.wheelchairs, -one.size, one.id),
    )
    found = _placed_greedily(instance, bus_of, worth, homeless, room or {})
    return (found, dict(plan.guides)) if found is not None else _placed_exactly(instance, plan, worth, locked)


class _Worth:
    """What the routes of each bus are worth to a party, and whether it may ride there."""

    def __init__(self, instance: Instance, plan: Plan, locked_buses: Collection[int]) -> None:
        self.instance, self.plan, self.locked_buses = instance, plan, locked_buses
        self.stops = {
            bus.id: [(visit.ref, visit.day) for visit in plan.routes[bus.id] if visit.kind is Kind.STOP]
            for bus in instance.buses
        }
        signing = {one.id for one in instance.commitments if one.who == "signing"}
        self.takes_signing = {
            bus.id: signing <= {visit.ref for visit in plan.routes[bus.id] if visit.kind is Kind.COMMITMENT}
            for bus in instance.buses
        }
        self.takes_wheelchairs = {
            bus: all(instance.stops[ref].accessible for ref, _ in stops) for bus, stops in self.stops.items()
        }

    def allowed(self, party: Party, bus: int) -> bool:
        """Whether the guide of a bus speaks a language of a party, and the bus takes anybody in."""
        return self.takes(party, bus) and speaks(self.instance, self.plan.guides[bus], party)

    def takes(self, party: Party, bus: int) -> bool:
        """Whether a bus is open to a party: a locked one only to its own."""
        return bus not in self.locked_buses or self.plan.bus_of.get(party.id) == bus

    def of(self, party: Party, bus: int) -> int:
        """Its points there, weighed as the objective does, less what its needs would cost the others' routes."""
        points = sum(party.points[ref] for ref, day in self.stops[bus] if party.present[day])
        detour = bool(party.signing and not self.takes_signing[bus])
        steps = bool(party.wheelchairs and not self.takes_wheelchairs[bus])
        return self.instance.weights.points * party.size * points - DETOUR_COST * (detour + steps)


def _take_off(instance: Instance, bus_of: dict[int, int], worth: _Worth, locked: Collection[int]) -> None:
    """Take off those for whom there is no seat any more: the fewest guests, then those who lose least."""
    _separate(instance, bus_of, worth, locked)
    for bus in instance.buses:
        aboard = [one for one in instance.parties if bus_of.get(one.id) == bus.id]
        over = sum(one.size for one in aboard) - seats_of(instance, bus)
        wheeled = sum(one.wheelchairs for one in aboard) - bus.wheelchair_places
        for one in sorted(aboard, key=lambda one: -one.wheelchairs):
            if wheeled > 0 and one.wheelchairs and one.id not in locked:
                del bus_of[one.id]
                over, wheeled = over - one.size, wheeled - one.wheelchairs
        if over <= 0:
            continue
        free = [one for one in aboard if one.id in bus_of and one.id not in locked]
        for one in _fewest(free, over, worth, bus.id):
            del bus_of[one.id]


def _separate(instance: Instance, bus_of: dict[int, int], worth: _Worth, locked: Collection[int]) -> None:
    """Take off who does not understand the guide, and of a pair to be kept apart the smaller party."""
    apart = kept_apart(instance)
    for one in sorted(instance.parties, key=lambda one: (one.size, one.id)):
        bus = bus_of.get(one.id)
        if bus is None or one.id in locked:
            continue
        meets = any(bus_of.get(other) == bus for other in apart.get(one.id, ()))
        if meets or not speaks(instance, worth.plan.guides[bus], one):
            del bus_of[one.id]


def _fewest(parties: list[Party], over: int, worth: _Worth, bus: int) -> list[Party]:
    """Parties with at least `over` guests together: as few guests as can be (a table over sums)."""
    best: dict[int, tuple[int, list[Party]]] = {0: (0, [])}
    for one in parties:
        cost = worth.of(one, bus)
        for total, (lost, chosen) in list(best.items()):
            new = total + one.size
            if total < over and (new not in best or lost + cost < best[new][0]):
                best[new] = (lost + cost, [*chosen, one])
    enough = [total for total in best if total >= over]
    return best[min(enough)][1] if enough else parties


def _placed_greedily(
    instance: Instance, bus_of: dict[int, int], worth: _Worth, homeless: list[Party], room: Mapping[int, int]
) -> dict[int, int] | None:
    bus_of = dict(bus_of)
    filling = Filling(instance)
    aboard: set[tuple[int, int]] = set()
    extra = dict.fromkeys(filling.left, 0)
    for one in instance.parties:
        if one.id in bus_of:
            filling.put(one, bus_of[one.id])
            aboard.add((one.delegation, bus_of[one.id]))
    for one in homeless:
        choice = [bus for bus in filling.left if filling.takes(one, bus) and worth.allowed(one, bus)]
        if not choice:
            return None

        def gain(bus: int, one: Party = one) -> tuple[bool, int]:
            fits = extra[bus] + one.size <= room.get(bus, 10**6)
            return fits, worth.of(one, bus) - instance.weights.split * ((one.delegation, bus) not in aboard)

        bus = max(choice, key=gain)
        bus_of[one.id] = bus
        filling.put(one, bus)
        extra[bus] += one.size
        aboard.add((one.delegation, bus))
    return bus_of


def _placed_exactly(
    instance: Instance, plan: Plan, worth: _Worth, locked: Collection[int]
) -> tuple[dict[int, int], dict[int, int]]:
    """Everybody placed anew with a price on every guest moved, by OR-Tools; raises NoGrouping.

    Guides of buses that are gone, and those who had none, may take over another bus.
    """
    gone = [bus.id for bus in instance.buses if not bus.usable]

    def fits(one: Party, bus: int) -> bool:
        before = plan.bus_of.get(one.id)
        kept = one.id in locked and before is not None
        return worth.takes(one, bus) and (not kept or bus == before)

    def gain(one: Party, bus: int) -> int:
        before = plan.bus_of.get(one.id)
        moved = before not in (None, bus) and before not in gone
        return worth.of(one, bus) - _MOVE_COST * one.size * moved

    leads = _guides_of(instance, plan, worth.locked_buses)
    placed = placed_exactly(instance, Wanted(fits, leads, gain, plan.bus_of))
    if placed is None:
        raise no_grouping(instance)
    bus_of, guides = placed
    left = [guide.id for guide in instance.guides if guide.id not in guides.values()]
    guides |= dict(zip(gone, left, strict=False))
    return bus_of, guides


def _guides_of(instance: Instance, plan: Plan, locked_buses: Collection[int]) -> dict[tuple[int, int], int]:
    """Who may lead which bus: its own guide, or one who has no bus any more, at a price."""
    led = [bus.id for bus in instance.buses if bus.usable]
    spare = {guide.id for guide in instance.guides} - {plan.guides[bus] for bus in led}
    others = {(bus, guide): _GUIDE_COST for bus in led if bus not in locked_buses for guide in sorted(spare)}
    return {(bus, plan.guides[bus]): 0 for bus in led} | others
