"""What is to be planned: travel parties, buses, guides, stops, lunches, commitments and the days.

Times are units of five minutes; t = day × 288 + units since midnight.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from event.errors import Invalid
from event.itinerary.planner.weights import Weights
from event.language import Message

DAY = 288
UNIT_MINUTES = 5

Count = Annotated[int, Meta(ge=0, le=1_000_000)]
Positive = Annotated[int, Meta(ge=1, le=1_000_000)]
Stay = Annotated[int, Meta(ge=1, le=DAY)]
Window = tuple[Count, Count]


class InstanceInvalid(Invalid):
    """The description of the visit cannot be used; `problems` names the fields."""

    sentence = Message("The visit to plan is not described correctly.")


class Party(Struct, frozen=True, kw_only=True):
    """A travel party; `points[stop]` is what one of its guests gains there."""

    id: Count
    size: Positive
    delegation: int = field(name="deleg")
    languages: tuple[str, ...] = field(name="langs")
    wheelchairs: Count = field(name="wheelchair", default=0)
    present: tuple[bool, ...]
    signing: bool = False
    points: tuple[Count, ...] = field(name="u")
    requests: tuple[Count, ...] = ()


class Delay(Struct, frozen=True, kw_only=True):
    """A bus is held up: from `after` on it goes on `units` later, once; what began before is over."""

    after: Count
    units: Positive


class Bus(Struct, frozen=True, kw_only=True):
    """A bus with the seats that are left for guests; `hotel` is an index of the hotels.

    `stays` (stop -> units) and `lunch_stay` say where it stays longer or shorter than is usual.
    """

    id: Count
    usable: Count
    wheelchair_places: Count = field(name="wc", default=0)
    hotel: Count
    delays: tuple[Delay, ...] = ()
    stays: dict[Count, Stay] = field(default_factory=dict)
    lunch_stay: Stay | None = None


class Guide(Struct, frozen=True, kw_only=True):
    id: Count
    languages: tuple[str, ...] = field(name="langs")


class Stop(Struct, frozen=True, kw_only=True):
    """A place to visit: the whole stay lies in one of the windows.

    No bus may stay less than `shortest`; 0 means that none may stay less than is usual.
    """

    id: Count
    place: Count
    name: str
    stay: Stay = field(name="dur")
    windows: tuple[Window, ...]
    capacity: Count = field(name="cap")
    accessible: bool = True
    shortest: Annotated[int, Meta(ge=0, le=DAY)] = 0


class Lunch(Struct, frozen=True, kw_only=True):
    id: Count
    place: Count
    name: str
    stay: Stay = field(name="dur")
    capacity: Count = field(name="cap")


class Commitment(Struct, frozen=True, kw_only=True):
    """Where everybody, or everybody on a bus with a signing party, has to be."""

    id: Count
    name: str
    place: Count
    start: Count
    stay: Stay = field(name="dur")
    who: Literal["all", "signing"]


class Frame(Struct, frozen=True, kw_only=True):
    """A day: when a bus may leave its hotel and has to be back, and how long it may drive, ways from and to the hotel too.

    `driving` is in units; None where there is no limit.
    """

    day: Count
    leave: Count
    back: Count
    driving: Count | None = None


class Instance(Struct, frozen=True, kw_only=True):
    """A whole visit to plan; `apart` are pairs of party ids that never ride on the same bus."""

    days: Annotated[int, Meta(ge=1, le=14)] = field(name="ND")
    travel: tuple[tuple[Annotated[int, Meta(ge=0, le=DAY)], ...], ...] = field(name="tt")
    hotels: tuple[Count, ...]
    stops: tuple[Stop, ...]
    lunches: tuple[Lunch, ...]
    lunch_start: Window
    parties: tuple[Party, ...]
    buses: tuple[Bus, ...] = field(name="groups")
    guides: tuple[Guide, ...]
    commitments: tuple[Commitment, ...] = field(name="commits", default=())
    frames: tuple[Frame, ...]
    apart: tuple[tuple[Count, Count], ...] = ()
    weights: Weights = Weights()

    @property
    def guests(self) -> int:
        """How many people travel."""
        return sum(party.size for party in self.parties)


def stay_at(bus: Bus, stop: Stop) -> int:
    """How long a bus stays at a stop."""
    return bus.stays.get(stop.id, stop.stay)


def stay_for_lunch(bus: Bus, lunch: Lunch) -> int:
    """How long a bus stays at a place for lunch."""
    return lunch.stay if bus.lunch_stay is None else bus.lunch_stay
