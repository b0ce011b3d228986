"""Who sleeps in which room: travel parties in one hotel, two to a twin room by sex or as companions, within the blocks."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from event.language import Message

_NO_ROOM = Message("No hotel has a room left for every night from {arrives} to {leaves}.")
_WISH_FULL = Message("“{hotel}” has no room left for every night; {instead} has.")
_ALONE = Message("Nobody is left to share with; the twin room is for one.")


class RoomKind(StrEnum):
    """How many sleep in a room, and how."""

    TWIN = "twin"
    SINGLE = "single"


@dataclass(frozen=True)
class Sleeper:
    """A guest who needs a bed from the night of `arrives` until the morning of `leaves` (numbers of days).

    `sex` is "" where it is not known: such guests share only with their own party or companions.
    """

    id: int
    party: int
    sex: str
    arrives: int
    leaves: int
    delegation: int = 0
    hotel: str = ""
    companions: frozenset[int] = frozenset()
    alone: bool = False


@dataclass(frozen=True)
class Block:
    """Rooms of a kind that a hotel holds for the gathering, every night."""

    hotel: str
    kind: RoomKind
    rooms: int


@dataclass(frozen=True)
class Room:
    """A room with one guest or two."""

    hotel: str
    kind: RoomKind
    guests: tuple[int, ...]


@dataclass(frozen=True)
class Remark:
    """What an organizer should know about a guest's bed."""

    guest: int
    sentence: Message
    data: dict[str, object]


@dataclass
class Rooming:
    """The rooms, who has none, and remarks."""

    rooms: list[Room] = field(default_factory=list)
    unplaced: list[int] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


Pair = tuple[Sleeper, ...]
Join = Callable[[Sleeper, Sleeper], None]


def room_guests(sleepers: Sequence[Sleeper], blocks: Iterable[Block]) -> Rooming:
    """Rooms for everybody, as few as can be within these rules.

    Together sleep, in this order: companions who name each other, two of a party, then two of one sex – of the same
    delegation and the same nights where there are such.
    """
    free = _Free(blocks)
    made = Rooming()
    hotel_of = _hotels(sleepers, free)
    for hotel in free.hotels:
        here = [one for one in sleepers if hotel_of[one.party] == hotel]
        for pair in _pairs(here):
            _put(pair, hotel, free, made)
    return made


class _Free:
    """Rooms left, by hotel, kind and night."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self.rooms: dict[tuple[str, RoomKind], int] = defaultdict(int)
        for block in blocks:
            self.rooms[block.hotel, block.kind] += block.rooms
        self.hotels = sorted({hotel for hotel, _ in self.rooms})
        self.taken: dict[tuple[str, RoomKind, int], int] = defaultdict(int)
        self.promised: dict[tuple[str, int], int] = defaultdict(int)

    def has(self, hotel: str, kind: RoomKind, pair: Pair) -> bool:
        """Whether a room is free every night that one of them is there."""
        return all(self.taken[hotel, kind, night] < self.rooms[hotel, kind] for night in _nights(pair))

    def take(self, hotel: str, kind: RoomKind, pair: Pair) -> None:
        for night in _nights(pair):
            self.taken[hotel, kind, night] += 1

    def beds(self, hotel: str, night: int) -> int:
        """Beds not promised to a party yet."""
        beds = 2 * self.rooms[hotel, RoomKind.TWIN] + self.rooms[hotel, RoomKind.SINGLE]
        return beds - self.promised[hotel, night]

    def promise(self, hotel: str, party: Sequence[Sleeper]) -> None:
        for one in party:
            for night in range(one.arrives, one.leaves):
                self.promised[hotel, night] += 1


def _nights(pair: Pair) -> range:
    return range(min(one.arrives for one in pair), max(one.leaves for one in pair))


def _hotels(sleepers: Sequence[Sleeper], free: _Free) -> dict[int, str]:
    """A hotel for each party: the one it wishes, else where its delegation is, else the emptiest."""
    parties: dict[int, list[Sleeper]] = defaultdict(list)
    for one in sleepers:
        parties[one.party].append(one)
    delegations: dict[tuple[int, str], int] = defaultdict(int)
    found: dict[int, str] = {}
    order = sorted(
        parties, key=lambda party: (not any(one.hotel for one in parties[party]), -len(parties[party]), party)
    )
    for number in order:
        party = parties[number]
        nights = _nights(tuple(party))
        wished = next((one.hotel for one in party if one.hotel), "")
        delegation = party[0].delegation

        def rank(hotel: str, party: list[Sleeper] = party, wished: str = wished, delegation: int = delegation,
                 nights: range = nights) -> tuple[bool, bool, int, int]:  # fmt: skip
            left = min((free.beds(hotel, night) for night in nights), default=0)
            return left >= len(party), hotel == wished, delegations[delegation, hotel], left

        hotel = max(free.hotels, key=rank, default="")
        found[number] = hotel
        free.promise(hotel, party)
        delegations[delegation, hotel] += len(party)
    return found


def _pairs(sleepers: Sequence[Sleeper]) -> list[Pair]:
    """Who shares with whom in one hotel; those who want to be alone, and those left over, by themselves."""
    alone: list[Pair] = [(one,) for one in sleepers if one.alone]
    left = {one.id: one for one in sleepers if not one.alone}
    pairs: list[Pair] = []

    def join(one: Sleeper, two: Sleeper) -> None:
        pairs.append((one, two))
        del left[one.id], left[two.id]

    for one in sleepers:
        mate = next(
            (
                left[other]
                for other in sorted(one.companions)
                if other in left and one.id in left[other].companions
            ),
            None,
        )
        if one.id in left and mate is not None and mate.id != one.id:
            join(one, mate)
    parties: dict[int, list[Sleeper]] = defaultdict(list)
    for one in left.values():
        parties[one.party].append(one)
    for party in parties.values():
        # Of one sex first: parents and children of a family of four sleep two and two either way.
        party.sort(key=lambda one: (one.sex, one.arrives, one.leaves, one.id))
        while len(party) > 1:
            join(party.pop(0), party.pop(0))
    by_sex: dict[str, list[Sleeper]] = defaultdict(list)
    for one in left.values():
        if one.sex:
            by_sex[one.sex].append(one)
    for guests in by_sex.values():
        guests.sort(key=lambda one: (one.arrives, one.leaves, one.delegation, one.id))
        _join_alike(guests, join)
    return [*alone, *pairs, *((one,) for one in left.values())]


def _join_alike(guests: list[Sleeper], join: Join) -> None:
    """Pair guests of one sex: those of one delegation and the same nights first, then neighbours in time."""
    alikes: tuple[Callable[[Sleeper], tuple[int, ...]], ...] = (
        lambda one: (one.arrives, one.leaves, one.delegation),
        lambda one: (one.arrives, one.leaves),
        lambda _: (),
    )
    for alike in alikes:
        waiting: dict[tuple[int, ...], Sleeper] = {}
        for one in list(guests):
            mate = waiting.pop(alike(one), None)
            if mate is None:
                waiting[alike(one)] = one
            else:
                join(mate, one)
                guests.remove(mate)
                guests.remove(one)


def _put(pair: Pair, hotel: str, free: _Free, made: Rooming) -> None:
    """Give a pair, or one guest, a room: in the party's hotel, else in another, else not at all."""
    kinds = (RoomKind.TWIN,) if len(pair) > 1 else (RoomKind.SINGLE, RoomKind.TWIN)
    for there in (hotel, *(other for other in free.hotels if other != hotel)):
        for kind in kinds:
            if not free.has(there, kind, pair):
                continue
            free.take(there, kind, pair)
            made.rooms.append(Room(there, kind, tuple(one.id for one in pair)))
            for one in pair:
                if one.hotel and one.hotel != there:
                    made.remarks.append(Remark(one.id, _WISH_FULL, {"hotel": one.hotel, "instead": there}))
            if kind is RoomKind.TWIN and len(pair) == 1 and not pair[0].alone:
                made.remarks.append(Remark(pair[0].id, _ALONE, {}))
            return
    for one in pair:
        made.unplaced.append(one.id)
        made.remarks.append(Remark(one.id, _NO_ROOM, {"arrives": one.arrives, "leaves": one.leaves}))
