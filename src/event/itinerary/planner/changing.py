"""What happens to a visit after it is planned: a stop closes, a bus breaks down, a group is late, guests come and go."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from msgspec.structs import replace

from event.errors import Conflict
from event.itinerary.planner.checking import checked
from event.itinerary.planner.instance import DAY, Delay, Instance, Party
from event.language import Message

Thing = TypeVar("Thing")


class UnknownChange(Conflict):
    """A change names something that the visit does not have."""

    sentence = Message("There is no {what} {number} in this visit.")


@dataclass(frozen=True)
class StopCloses:
    """A stop is closed, from a time on (by default, always) until another."""

    stop: int
    begins: int = 0
    ends: int = 14 * DAY

    def applied(self, instance: Instance) -> Instance:
        """The visit with less open hours."""
        _known("stop", self.stop, instance.stops)
        stop = instance.stops[self.stop]
        windows = [
            part
            for opens, closes in stop.windows
            for part in ((opens, min(closes, self.begins)), (max(opens, self.ends), closes))
            if part[0] < part[1]
        ]
        return replace(
            instance, stops=_with(instance.stops, self.stop, replace(stop, windows=tuple(windows)))
        )


@dataclass(frozen=True)
class SeatsFewer:
    """A bus has another number of seats; none at all where it breaks down."""

    bus: int
    usable: int

    def applied(self, instance: Instance) -> Instance:
        """The visit with the smaller bus."""
        _known("bus", self.bus, instance.buses)
        bus = instance.buses[self.bus]
        places = min(bus.wheelchair_places, self.usable)
        smaller = replace(bus, usable=self.usable, wheelchair_places=places)
        return replace(instance, buses=_with(instance.buses, self.bus, smaller))


@dataclass(frozen=True)
class BusBreaksDown:
    """A bus is not there at all."""

    bus: int

    def applied(self, instance: Instance) -> Instance:
        """The visit without its seats."""
        return SeatsFewer(self.bus, 0).applied(instance)


@dataclass(frozen=True)
class GroupLate:
    """From a time on, a bus goes on some units later than it would."""

    bus: int
    after: int
    units: int

    def applied(self, instance: Instance) -> Instance:
        """The visit with the delay."""
        _known("bus", self.bus, instance.buses)
        bus = instance.buses[self.bus]
        others = tuple(one for one in bus.delays if one.after // DAY != self.after // DAY)
        held = replace(bus, delays=(*others, Delay(after=self.after, units=self.units)))
        return replace(instance, buses=_with(instance.buses, self.bus, held))


@dataclass(frozen=True)
class CommitmentMoved:
    """A ceremony begins at another time."""

    commitment: int
    start: int

    def applied(self, instance: Instance) -> Instance:
        """The visit with the new time."""
        _known("commitment", self.commitment, instance.commitments)
        moved = replace(instance.commitments[self.commitment], start=self.start)
        return replace(instance, commitments=_with(instance.commitments, self.commitment, moved))


@dataclass(frozen=True)
class LateReplies:
    """Travel parties come that were not counted on."""

    parties: tuple[Party, ...]

    def applied(self, instance: Instance) -> Instance:
        """The visit with them."""
        return replace(instance, parties=(*instance.parties, *self.parties))


@dataclass(frozen=True)
class Cancelled:
    """Travel parties do not come."""

    parties: tuple[int, ...]

    def applied(self, instance: Instance) -> Instance:
        """The visit without them."""
        known = {one.id for one in instance.parties}
        for number in self.parties:
            if number not in known:
                raise UnknownChange(what="travel party", number=number)
        return replace(
            instance,
            parties=tuple(one for one in instance.parties if one.id not in self.parties),
            apart=tuple(pair for pair in instance.apart if not {*pair} & {*self.parties}),
        )


Change = StopCloses | SeatsFewer | BusBreaksDown | GroupLate | CommitmentMoved | LateReplies | Cancelled


def changed(instance: Instance, changes: Iterable[Change]) -> Instance:
    """The visit after some changes; raises UnknownChange, InstanceInvalid."""
    for change in changes:
        instance = change.applied(instance)
    checked(instance)
    return instance


def _known(what: str, number: int, things: tuple[object, ...]) -> None:
    if number not in range(len(things)):
        raise UnknownChange(what=what, number=number)


def _with(things: tuple[Thing, ...], number: int, new: Thing) -> tuple[Thing, ...]:
    return (*things[:number], new, *things[number + 1 :])
