"""Pickups for those whom nobody fetches yet: arrivals at one place into vehicles, nobody waiting too long.

The planner (planner/pickups.py) makes the trips; here guests become parties that stand ready, and vehicles keep the
trips they have. Who cannot be fetched is told why.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from event.itinerary.planner.pickups import HONOURED_WAIT, SHARED_WAIT, Arrival, Pickup, Vehicle, plan_pickups
from event.itinerary.transfers.tables import ServiceState
from event.itinerary.transfers.traffic import ALONE, FETCHED, Car, Flight, Ride, Traffic, Traveller
from event.language import Message, Tells

HONOURED = "V"
"""The class whose guests wait five minutes at most, as those do for whom a list notes a courtesy."""
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_CANCELLED = Message("{number} is cancelled.")
_NOT_ON_BOARD = Message("{number} of {day} is not in the list of flights and trains: add it first.")
_NOT_KNOWN = Message("No flight or train is known.")
_NO_WISH = Message("The reply asks for no pickup.")
_NO_VEHICLE = Message("No vehicle with {seats} seats is free at {place} from {begins} to {ends}.")
_NO_WHEELCHAIR = Message("No vehicle that takes {wheelchairs} wheelchairs and has {seats} seats is free at {place} from {begins} to {ends}.")  # fmt: skip


@dataclass(frozen=True)
class Options:
    """How long guests take to come out and a trip there and back takes, in minutes, and which vehicles go (codes; none: all).

    `again`: also who has a vehicle may get another one. `day`: only this day, as 2026-10-15.
    """

    flight_ready: int = 40
    train_ready: int = 15
    trip: int = 90
    vehicles: tuple[str, ...] = ()
    again: bool = False
    day: str = ""

    def ready(self, flight: Flight | None) -> int:
        """Minutes until guests of a flight or train stand ready."""
        return self.train_ready if flight is not None and flight.mode == "train" else self.flight_ready


@dataclass(frozen=True)
class Trip:
    """A drive from a place with some guests; `waits`: minutes of each."""

    car: Car
    place: str
    leaves_at: datetime
    guests: tuple[UUID, ...]
    waits: dict[UUID, int]


@dataclass(frozen=True)
class NotFetched(Tells):
    """A guest for whom there is no pickup, and why."""

    guest: UUID
    sentence: Message
    data: dict[str, object]


@dataclass
class Fetching:
    """Proposed trips, the rides that would change, and who is not fetched."""

    trips: list[Trip] = field(default_factory=list)
    rides: dict[UUID, Ride] = field(default_factory=dict)
    left: list[NotFetched] = field(default_factory=list)


@dataclass(frozen=True)
class _Party:
    """Guests who stand ready together; `place` tells stations apart, `label` is what people call it."""

    guests: tuple[Traveller, ...]
    rides: tuple[Ride, ...]
    ready: datetime
    place: str
    label: str

    @property
    def honoured(self) -> bool:
        return any(one.class_code == HONOURED for one in self.guests) or any(
            ride.courtesy for ride in self.rides
        )

    @property
    def patience(self) -> int:
        """How many minutes they wait at most."""
        return HONOURED_WAIT if self.honoured else SHARED_WAIT


def propose_pickups(traffic: Traffic, options: Options, zone: ZoneInfo) -> Fetching:
    """Trips for all who come by flight or train and have no vehicle; who has one keeps it unless `again`."""
    made = Fetching()
    cars = [
        car
        for car in traffic.cars.values()
        if car.seats and (not options.vehicles or car.code in options.vehicles)
    ]
    largest = max((car.seats or 0 for car in cars), default=0)
    parties = _join(_parties(traffic, options, zone, largest, made), traffic, made, options)
    arrivals = [_arrival(number, party) for number, party in enumerate(parties)]
    vehicles = [
        Vehicle(number, car.seats or 0, options.trip, car.wheelchair_places)
        for number, car in enumerate(cars)
    ]
    replanned = {one.id for party in parties for one in party.guests}
    busy = {number: _away(car, traffic, options, replanned) for number, car in enumerate(cars)}
    pickups, left = plan_pickups(arrivals, vehicles, busy)
    for pickup in pickups:
        _add_trip(made, pickup, parties, cars[pickup.vehicle])
    for one in left:
        for number in one.arrivals:
            _say_left(made, parties[number], arrivals[number], zone)
    return made


def _parties(
    traffic: Traffic, options: Options, zone: ZoneInfo, largest: int, made: Fetching
) -> list[_Party]:
    """Who stands ready where and when: a travel party of one flight together, in parts where no vehicle holds it."""
    groups: dict[tuple[UUID, UUID], list[tuple[Traveller, Ride]]] = defaultdict(list)
    for one in traffic.people.values():
        ride = _ride_to_plan(one, traffic, options, zone, made)
        if ride is not None and ride.service is not None:
            groups[ride.service, one.party or one.id].append((one, ride))
    found = []
    for (service, _), members in groups.items():
        flight = traffic.flights[service]
        ready = flight.due + timedelta(minutes=options.ready(flight))
        size = largest if 0 < largest < len(members) else len(members)
        parts = -(-len(members) // size)
        for part in range(parts):
            some = members[part::parts]
            guests, rides = tuple(one for one, _ in some), tuple(ride for _, ride in some)
            label = flight.terminal or flight.number
            found.append(_Party(guests, rides, ready, f"{flight.mode} {flight.terminal}", label))
    return found


def _join(parties: list[_Party], traffic: Traffic, made: Fetching, options: Options) -> list[_Party]:
    """Parties that find seats in a vehicle that fetches their flight already ride with it; the others are answered."""
    taken = Counter(ride.trip for _, ride in traffic.riding("arrival"))
    left = []
    for party in parties:
        found = None if options.again else _seats_beside(party, traffic, taken)
        if found is None:
            left.append(party)
            continue
        car, beside = found
        taken[beside.trip] += len(party.guests)
        leaves = beside.leaves_at or party.ready
        for one, ride in zip(party.guests, party.rides, strict=True):
            made.rides[one.id] = replace(ride, vehicle=car.id, leaves_at=beside.leaves_at)
        waits = {one.id: max(0, _minute(leaves) - _minute(party.ready)) for one in party.guests}
        made.trips.append(Trip(car, party.label, leaves, tuple(waits), waits))
    return left


def _seats_beside(
    party: _Party, traffic: Traffic, taken: Counter[tuple[UUID | None, object]]
) -> tuple[Car, Ride] | None:
    own = {one.party for one in party.guests} - {None}
    wheelchairs = any(one.wheelchair for one in party.guests)
    fitting = [
        (one.party not in own, ride)
        for one, ride in traffic.riding("arrival")
        if ride.vehicle is not None and ride.service == party.rides[0].service
        and (ride.leaves_at is None or 0 <= _minute(ride.leaves_at) - _minute(party.ready) <= party.patience)
    ]  # fmt: skip
    for _, ride in sorted(fitting, key=lambda each: each[0]):
        car = traffic.cars[ride.vehicle]  # type: ignore[index] # it has one
        fits = car.seats is not None and taken[ride.trip] + len(party.guests) <= car.seats
        if fits and not (wheelchairs and car.wheelchair_places == 0):
            return car, ride
    return None


def _ride_to_plan(
    one: Traveller, traffic: Traffic, options: Options, zone: ZoneInfo, made: Fetching
) -> Ride | None:
    """The way of a guest who is to be fetched and whom nobody fetches yet; why not is noted."""
    ride = (one.rides.get("arrival") or _from_reply(one, traffic, made)) if one.expected else None
    if ride is None or ride.mode in ALONE or (ride.vehicle is not None and not options.again):
        return None
    flight = traffic.flights.get(ride.service) if ride.service else None
    if flight is None:
        journey = one.journeys.get("arrival")
        if ride.mode in FETCHED and journey and journey.number and journey.on_day:
            _left(made, one, _NOT_ON_BOARD, number=journey.number, day=str(journey.on_day))
        else:
            _left(made, one, _NOT_KNOWN)
        return None
    if options.day and str(flight.due.astimezone(zone).date()) != options.day:
        return None
    if flight.state is ServiceState.CANCELLED:
        _left(made, one, _CANCELLED, number=flight.number)
        return None
    return ride


def _from_reply(one: Traveller, traffic: Traffic, made: Fetching) -> Ride | None:
    """The way as the reply tells it, where it asks for a pickup."""
    journey = one.journeys.get("arrival")
    if journey is None or journey.mode in ALONE:
        return None
    if not journey.wanted:
        _left(made, one, _NO_WISH)
        return None
    return traffic.journey_ride(one, "arrival")


def _left(made: Fetching, one: Traveller, sentence: Message, **data: object) -> None:
    made.left.append(NotFetched(one.id, sentence, data))


def _minute(at: datetime) -> int:
    return int((at - _EPOCH).total_seconds() // 60)


def _arrival(number: int, party: _Party) -> Arrival:
    wheelchairs = sum(one.wheelchair for one in party.guests)
    return Arrival(number, party.place, _minute(party.ready), len(party.guests), party.honoured, wheelchairs)


def _away(car: Car, traffic: Traffic, options: Options, replanned: Iterable[UUID]) -> list[tuple[int, int]]:
    """When a vehicle is on other trips: the homeland visit, departures, and pickups that stay."""
    left_out = set(replanned)
    begins: set[datetime] = set()
    for one, ride in traffic.riding("arrival"):
        if ride.vehicle == car.id and one.id not in left_out:
            flight = traffic.flights.get(ride.service) if ride.service else None
            at = ride.leaves_at or (flight and flight.due + timedelta(minutes=options.ready(flight)))
            begins |= {at} if at else set()
    begins |= {
        ride.leaves_at for _, ride in traffic.riding("departure") if ride.vehicle == car.id and ride.leaves_at
    }
    away = [(_minute(at), _minute(at) + options.trip) for at in sorted(begins)]
    return away + ([(_minute(car.away[0]), _minute(car.away[1]))] if car.away else [])


def _add_trip(made: Fetching, pickup: Pickup, parties: list[_Party], car: Car) -> None:
    leaves = _EPOCH + timedelta(minutes=pickup.departs)
    waits: dict[UUID, int] = {}
    for number in pickup.arrivals:
        party = parties[number]
        for one, ride in zip(party.guests, party.rides, strict=True):
            waits[one.id] = pickup.departs - _minute(party.ready)
            changed = replace(ride, vehicle=car.id, leaves_at=leaves)
            if changed != one.rides.get("arrival"):
                made.rides[one.id] = changed
    labels = dict.fromkeys(parties[number].label for number in pickup.arrivals)
    made.trips.append(Trip(car, "、".join(labels), leaves, tuple(waits), waits))


def _say_left(made: Fetching, party: _Party, arrival: Arrival, zone: ZoneInfo) -> None:
    begins, ends = (
        f"{(_EPOCH + timedelta(minutes=minute)).astimezone(zone):%H:%M}"
        for minute in (arrival.ready, arrival.latest)
    )
    told: dict[str, object] = {"seats": arrival.guests, "place": party.label, "begins": begins, "ends": ends}
    for one in party.guests:
        if arrival.wheelchairs:
            _left(made, one, _NO_WHEELCHAIR, **told, wheelchairs=arrival.wheelchairs)
        else:
            _left(made, one, _NO_VEHICLE, **told)
        ride = one.rides.get("arrival")
        if ride and ride.vehicle:  # what they had may be given to others in this proposal
            made.rides[one.id] = replace(ride, vehicle=None, leaves_at=None)
