"""Who rides on which bus at first: languages, wheelchairs and seats kept, delegations together."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random

from event.errors import Conflict
from event.itinerary.planner.filling import Filling, seats_of
from event.itinerary.planner.instance import Instance, Party
from event.language import Message

Fits = Callable[[Party, int], bool]

_TRIES = 40
EFFORT = 10.0  # of an exact search


class NoGrouping(Conflict):
    """Travel parties do not fit the buses at all."""

    sentence = Message(
        "The travel parties do not fit the buses: {guests} guests for {seats} seats, {wheelchairs} wheelchairs "
        "for {places} places, and guides have to speak their languages."
    )


class NoGroupingApart(NoGrouping):
    """Travel parties do not fit the buses, some of them being kept apart."""

    sentence = Message(
        "The travel parties do not fit the buses: {guests} guests for {seats} seats, {wheelchairs} wheelchairs "
        "for {places} places, guides have to speak their languages, and {pairs} pairs are to be kept apart."
    )


class NoGroupingAtLunch(NoGrouping):
    """The buses have seats enough, but no canteen takes so many guests of one bus."""

    sentence = Message(
        "The canteens are too small: the guests of a bus have lunch together, the largest canteen takes {canteen}, so "
        "the buses can carry {carried} of {guests} guests. Enter a larger canteen, or bring in more buses."
    )


def _anywhere(_party: Party, _bus: int) -> bool:
    return True


@dataclass(frozen=True)
class Settled:
    """What is settled before parties are seated: who may ride where, and some guides."""

    fits: Fits = _anywhere
    guides: Mapping[int, int] = field(default_factory=dict)


NOTHING = Settled()


def speaks(instance: Instance, guide: int, party: Party) -> bool:
    """Whether a guide and a travel party have a language in common."""
    return not set(instance.guides[guide].languages).isdisjoint(party.languages)


def group(
    instance: Instance, *, seed: int = 0, settled: Settled = NOTHING
) -> tuple[dict[int, int], dict[int, int]]:
    """(bus of each party, guide of each bus) by packing delegations, the hardest to place first.

    Where that fails OR-Tools is asked. Raises NoGrouping where nothing was found.
    """
    chance = Random(seed)  # noqa: S311 - a search, no secret
    taken = set(settled.guides.values())
    numbers = [guide.id for guide in instance.guides if guide.id not in taken]
    open_buses = [bus.id for bus in instance.buses if bus.id not in settled.guides]
    if sum(bus.usable for bus in instance.buses) < instance.guests:
        raise no_grouping(instance)
    for attempt in range(_TRIES):
        guides = {**settled.guides, **dict(zip(open_buses, numbers, strict=False))}
        found = _pack(instance, guides, chance, settled, shaken=attempt > 0)
        if found is not None:
            return found, guides
        chance.shuffle(numbers)
    from event.itinerary.planner.placing import Wanted, placed_exactly  # noqa: PLC0415 - seldom needed

    placed = placed_exactly(
        instance, Wanted(settled.fits, leads_of(instance, settled), seed=seed, effort=EFFORT)
    )
    if placed is None:
        raise no_grouping(instance)
    return placed


def leads_of(instance: Instance, settled: Settled) -> dict[tuple[int, int], int]:
    """Which guide may be on which bus, at no price."""
    free = [guide.id for guide in instance.guides if guide.id not in settled.guides.values()]
    leads = {(bus.id, guide): 0 for bus in instance.buses if bus.id not in settled.guides for guide in free}
    return leads | dict.fromkeys(settled.guides.items(), 0)


def no_grouping(instance: Instance) -> NoGrouping:
    """The refusal with its figures."""
    seats, carried = (
        sum(bus.usable for bus in instance.buses),
        sum(seats_of(instance, bus) for bus in instance.buses),
    )
    kind = NoGroupingApart if instance.apart else NoGrouping
    if carried < instance.guests <= seats:
        kind = NoGroupingAtLunch
    return kind(
        guests=instance.guests,
        seats=seats,
        carried=carried,
        canteen=max((lunch.capacity for lunch in instance.lunches), default=0),
        wheelchairs=sum(one.wheelchairs for one in instance.parties),
        places=sum(bus.wheelchair_places for bus in instance.buses),
        pairs=len(instance.apart),
    )


def _pack(
    instance: Instance, guides: dict[int, int], chance: Random, settled: Settled, *, shaken: bool
) -> dict[int, int] | None:
    filling = Filling(instance)
    fitting = {
        one.id: [
            bus.id
            for bus in instance.buses
            if speaks(instance, guides[bus.id], one) and settled.fits(one, bus.id)
        ]
        for one in instance.parties
    }
    hardness: Counter[int] = Counter()
    if shaken:
        hardness.update({one.id: chance.randrange(3) for one in instance.parties})
    sizes = Counter[int]()
    for one in instance.parties:
        sizes[one.delegation] += one.size
    signing = {one.delegation for one in instance.parties if one.signing}

    def rank(one: Party) -> tuple[object, ...]:
        scarce = len(fitting[one.id]) * 2 < len(instance.buses)
        return (
            not one.wheelchairs, -len(filling.apart.get(one.id, ())),
            not scarce, len(fitting[one.id]) if scarce else 0, hardness[one.id],
            one.delegation not in signing, -sizes[one.delegation], one.delegation, -one.size, one.id,
        )  # fmt: skip

    aboard: dict[int, set[int]] = defaultdict(set)
    bus_of: dict[int, int] = {}
    for one in sorted(instance.parties, key=rank):
        choice = [bus for bus in fitting[one.id] if filling.takes(one, bus)]
        if not choice:
            return None
        need, left = sizes[one.delegation], filling.left
        bus = min(
            choice,
            key=lambda bus: (
                one.delegation not in aboard[bus], left[bus] < need, abs(left[bus] - need), len(aboard[bus]), bus
            ),
        )  # fmt: skip
        bus_of[one.id] = bus
        filling.put(one, bus)
        sizes[one.delegation] -= one.size
        aboard[bus].add(one.delegation)
    return bus_of
