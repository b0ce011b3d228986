"""Who rides on which bus at first: languages, wheelchairs and seats kept, delegations together."""

from collections import Counter, defaultdict
from random import Random

from event.errors import Conflict
from event.itinerary.planner.instance import Bus, Instance, Party
from event.language import Message

_TRIES = 40


class NoGrouping(Conflict):
    """Travel parties do not fit the buses at all."""

    sentence = Message(
        "The travel parties do not fit the buses: {guests} guests for {seats} seats, {wheelchairs} wheelchairs "
        "for {places} places, and guides have to speak their languages."
    )


def speaks(instance: Instance, guide: int, party: Party) -> bool:
    """Whether a guide and a travel party have a language in common."""
    return not set(instance.guides[guide].languages).isdisjoint(party.languages)


def seats_of(instance: Instance, bus: Bus) -> int:
    """How many guests may ride: as many as sit, and as many as the largest place for lunch holds."""
    return min(bus.usable, max((lunch.capacity for lunch in instance.lunches), default=bus.usable))


def group(instance: Instance, *, seed: int = 0) -> tuple[dict[int, int], dict[int, int]]:
    """(bus of each party, guide of each bus) by packing delegations, the hardest to place first.

    Raises NoGrouping where nothing was found.
    """
    chance = Random(seed)  # noqa: S311 - a search, no secret
    numbers = list(range(len(instance.guides)))
    for attempt in range(_TRIES):
        guides = dict(zip(range(len(instance.buses)), numbers, strict=False))
        found = _pack(instance, guides, chance, shaken=attempt > 0)
        if found is not None:
            return found, guides
        chance.shuffle(numbers)
    raise no_grouping(instance)


def no_grouping(instance: Instance) -> NoGrouping:
    """The refusal with its figures."""
    return NoGrouping(
        guests=instance.guests,
        seats=sum(bus.usable for bus in instance.buses),
        wheelchairs=sum(one.wheelchairs for one in instance.parties),
        places=sum(bus.wheelchair_places for bus in instance.buses),
    )


def _pack(
    instance: Instance, guides: dict[int, int], chance: Random, *, shaken: bool
) -> dict[int, int] | None:
    left = {bus.id: seats_of(instance, bus) for bus in instance.buses}
    places = {bus.id: bus.wheelchair_places for bus in instance.buses}
    fitting = {
        one.id: [bus.id for bus in instance.buses if speaks(instance, guides[bus.id], one)]
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
            not one.wheelchairs, not scarce, len(fitting[one.id]) if scarce else 0, hardness[one.id],
            one.delegation not in signing, -sizes[one.delegation], one.delegation, -one.size, one.id,
        )  # fmt: skip

    aboard: dict[int, set[int]] = defaultdict(set)
    bus_of: dict[int, int] = {}
    for one in sorted(instance.parties, key=rank):
        choice = [bus for bus in fitting[one.id] if left[bus] >= one.size and places[bus] >= one.wheelchairs]
        if not choice:
            return None
        need = sizes[one.delegation]
        bus = min(
            choice,
            key=lambda bus: (
                one.delegation not in aboard[bus], left[bus] < need, abs(left[bus] - need), len(aboard[bus]), bus
            ),
        )  # fmt: skip
        bus_of[one.id] = bus
        left[bus] -= one.size
        places[bus] -= one.wheelchairs
        sizes[one.delegation] -= one.size
        aboard[bus].add(one.delegation)
    return bus_of
