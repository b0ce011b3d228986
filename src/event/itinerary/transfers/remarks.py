"""What an organizer should look at again: vehicles too full or too soon away again, cancelled flights with guests."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from event.itinerary.transfers.tables import ServiceState
from event.itinerary.transfers.traffic import Car, Direction, Ride, Traffic
from event.language import Message, translated

TURN = timedelta(minutes=60)
"""Trips of one vehicle that begin closer together are worth a second look."""
_TOO_MANY = Message("{car} has {seats} seats; {guests} guests ride at {time}.")
_TOO_CLOSE = Message("{car} is to go at {first} and again at {second}.")
_CANCELLED = Message("{number} is cancelled; {guests} guests were to come with it.")


def remarks_on(traffic: Traffic, direction: Direction, language: str, zone: ZoneInfo) -> list[str]:
    """Sentences about the trips of one direction."""
    found = itertools.chain(_cars(traffic, direction, zone), _cancelled(traffic, direction))
    return [translated(sentence, language).format(**told) for sentence, told in found]


def _cars(
    traffic: Traffic, direction: Direction, zone: ZoneInfo
) -> Iterator[tuple[Message, dict[str, object]]]:
    for car, drives in _drives(traffic, direction).items():
        for at, guests in drives:
            if car.seats is not None and guests > car.seats:
                told = {"car": car.label, "seats": car.seats, "guests": guests, "time": _at(at, zone)}
                yield _TOO_MANY, told
        for (first, _), (second, _) in itertools.pairwise(drives):
            if second - first < TURN:
                yield _TOO_CLOSE, {"car": car.label, "first": _at(first, zone), "second": _at(second, zone)}


def _drives(traffic: Traffic, direction: Direction) -> dict[Car, list[tuple[datetime, int]]]:
    """The trips of each vehicle in time, with how many ride."""
    trips = Counter(ride.trip for _, ride in traffic.riding(direction) if ride.vehicle is not None)
    rides = {ride.trip: ride for _, ride in traffic.riding(direction)}
    timed: dict[Car, list[tuple[datetime, int]]] = defaultdict(list)
    for trip, guests in trips.items():
        ride = rides[trip]
        at = _leaves(ride, traffic)
        if at is not None and ride.vehicle is not None:
            timed[traffic.cars[ride.vehicle]].append((at, guests))
    return {car: sorted(drives) for car, drives in timed.items()}


def _leaves(ride: Ride, traffic: Traffic) -> datetime | None:
    return ride.leaves_at or (traffic.flights[ride.service].due if ride.service else None)


def _cancelled(traffic: Traffic, direction: Direction) -> Iterator[tuple[Message, dict[str, object]]]:
    if direction != "arrival":
        return
    coming = Counter(ride.service for _, ride in traffic.riding("arrival"))
    for flight in traffic.flights.values():
        if flight.state is ServiceState.CANCELLED and coming[flight.id]:
            yield _CANCELLED, {"number": flight.number, "guests": coming[flight.id]}


def _at(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%m-%d %H:%M}"
