"""Who is fetched in which vehicle: arrivals at one place gathered into waves, no honoured guest waiting longer than five
minutes and nobody longer than thirty.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from event.language import Message

HONOURED_WAIT, SHARED_WAIT = 5, 30  # minutes
_NONE_FREE = Message("No vehicle with {seats} seats is free at {place} from {begins} to {ends}.")


@dataclass(frozen=True)
class Arrival:
    """Guests who stand ready at a place at a minute (of any count), as one party."""

    id: int
    place: str
    ready: int
    guests: int
    honoured: bool = False
    wheelchairs: int = 0

    @property
    def latest(self) -> int:
        """When they have to leave at the latest."""
        return self.ready + (HONOURED_WAIT if self.honoured else SHARED_WAIT)


@dataclass(frozen=True)
class Vehicle:
    """A vehicle with the minutes that one trip there and back keeps it, by place."""

    id: int
    seats: int
    trip: int
    wheelchair_places: int = 0


@dataclass(frozen=True)
class Pickup:
    """A vehicle leaving a place at a minute with some arrivals."""

    vehicle: int
    place: str
    departs: int
    arrivals: tuple[int, ...]
    guests: int


@dataclass(frozen=True)
class NotFetched:
    """Arrivals for which no vehicle is free, with the sentence for the organizer."""

    arrivals: tuple[int, ...]
    sentence: Message
    data: dict[str, object]


Wave = tuple[Arrival, ...]
Busy = Mapping[int, Sequence[tuple[int, int]]]


def plan_pickups(
    arrivals: Sequence[Arrival], vehicles: Sequence[Vehicle], busy: Busy | None = None
) -> tuple[list[Pickup], list[NotFetched]]:
    """As few trips as can be, then as little waiting; the smallest free vehicle that fits goes.

    `busy`: minutes from when to when vehicles are away on other trips.
    """
    largest = max((one.seats for one in vehicles), default=0)
    wheeled = max((one.wheelchair_places for one in vehicles), default=0)
    waves: list[Wave] = []
    by_place: dict[str, list[Arrival]] = defaultdict(list)
    for arrival in arrivals:
        by_place[arrival.place] += _in_parts(arrival, largest)
    for place in sorted(by_place):
        waves += _waves(sorted(by_place[place], key=lambda one: (one.ready, one.id)), largest, wheeled)
    pickups: list[Pickup] = []
    left_behind: list[NotFetched] = []
    busy_until = {one.id: -(10**9) for one in vehicles}
    waiting = sorted(waves, key=lambda wave: (wave[-1].ready, wave[0].place, wave[0].id))
    while waiting:
        wave = waiting.pop(0)
        free = [one for one in vehicles if not _away(one, wave[-1].ready, busy or {})]
        vehicle = _vehicle(wave, free, busy_until)
        if vehicle is not None:
            departs = wave[-1].ready
            busy_until[vehicle.id] = departs + vehicle.trip
            ids = tuple(dict.fromkeys(one.id for one in wave))
            pickups.append(Pickup(vehicle.id, wave[0].place, departs, ids, _seats(wave)))
        elif len(wave) > 1:  # smaller vehicles may be free for half of it
            half = len(wave) // 2
            waiting[:0] = [wave[:half], wave[half:]]
        else:
            data = {
                "seats": _seats(wave),
                "place": wave[0].place,
                "begins": wave[0].ready,
                "ends": wave[0].latest,
            }
            left_behind.append(NotFetched((wave[0].id,), _NONE_FREE, data))
    return pickups, left_behind


def _away(vehicle: Vehicle, departs: int, busy: Busy) -> bool:
    """Whether a trip that leaves at a minute would meet another one of the vehicle."""
    return any(
        begins < departs + vehicle.trip and departs < ends for begins, ends in busy.get(vehicle.id, ())
    )


def _seats(wave: Wave) -> int:
    return sum(one.guests for one in wave)


def _in_parts(arrival: Arrival, largest: int) -> list[Arrival]:
    """A party that no vehicle holds goes in several."""
    if not 0 < largest < arrival.guests:
        return [arrival]
    parts = -(-arrival.guests // largest)
    sizes = [arrival.guests // parts + (part < arrival.guests % parts) for part in range(parts)]
    return [
        replace(arrival, guests=size, wheelchairs=arrival.wheelchairs if part == 0 else 0)
        for part, size in enumerate(sizes)
    ]


def _waves(arrivals: Sequence[Arrival], largest: int, wheeled: int) -> list[Wave]:
    """Arrivals of one place, by time, cut into the fewest waves, then with the least waiting (a table over ends)."""
    best: list[tuple[int, int, int]] = [(0, 0, 0)]
    for end in range(1, len(arrivals) + 1):
        departs, found = arrivals[end - 1].ready, None
        for begin in range(end - 1, -1, -1):
            wave = arrivals[begin:end]
            fits = _seats(tuple(wave)) <= largest and sum(one.wheelchairs for one in wave) <= wheeled
            # One alone goes in any case, and is said where no vehicle holds it.
            if (arrivals[begin].latest < departs or not fits) and begin < end - 1:
                break
            wait = sum((departs - one.ready) * one.guests for one in wave)
            trips, waited, _ = best[begin]
            if found is None or (trips + 1, waited + wait) < found[:2]:
                found = (trips + 1, waited + wait, begin)
        best.append(found or (0, 0, 0))
    waves: list[Wave] = []
    end = len(arrivals)
    while end:
        begin = best[end][2]
        waves.append(tuple(arrivals[begin:end]))
        end = begin
    return waves


def _vehicle(wave: Wave, vehicles: Sequence[Vehicle], busy_until: dict[int, int]) -> Vehicle | None:
    """The smallest vehicle that holds a wave and is back by its departure."""
    fitting = [
        one
        for one in vehicles
        if one.seats >= _seats(wave)
        and one.wheelchair_places >= sum(arrival.wheelchairs for arrival in wave)
        and busy_until[one.id] <= wave[-1].ready
    ]
    return min(fitting, key=lambda one: (one.seats, one.wheelchair_places, one.id), default=None)
