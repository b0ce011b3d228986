"""How long a bus is on its way between any two places, told or estimated, with no way longer than one around."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import asin, ceil, cos, inf, radians, sin, sqrt
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

ROAD = 1.3
"""Roads are longer than the line between their ends: the usual factor for a county's roads."""
UNKNOWN_MINUTES = 20
_EARTH_KILOMETRES = 6371.0


class HowKnown(StrEnum):
    """Where a time comes from, the surest first; the worst leg counts for a way of several."""

    ENTERED = "entered"
    IMPORTED = "imported"
    ESTIMATED = "estimated"
    UNKNOWN = "unknown"


_SURENESS = tuple(HowKnown)


@dataclass(frozen=True)
class Place:
    """A stop, canteen, hotel or venue, and where it is on the map if that is known."""

    id: UUID
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class Told:
    """Minutes from one place to another that somebody entered or a workbook had."""

    origin: UUID
    target: UUID
    minutes: int
    known: str


@dataclass(frozen=True)
class Way:
    """Minutes from one place to another and how they are known; `told`: what was told where a way around is shorter."""

    minutes: int
    known: HowKnown
    told: int | None = None


@dataclass(frozen=True)
class Ways:
    """The minutes between every two places, in the order of `places`; `minutes[i, j]` is from i to j."""

    places: tuple[UUID, ...]
    minutes: NDArray[np.int32]
    sureness: NDArray[np.int8]
    told: NDArray[np.int32]

    def way(self, origin: UUID, target: UUID) -> Way:
        """From one place to another; raises ValueError for a place that is none of these."""
        leg = self.places.index(origin), self.places.index(target)
        minutes, told = int(self.minutes[leg]), int(self.told[leg])
        return Way(minutes, _SURENESS[self.sureness[leg]], told if told > minutes else None)

    def over(self, origin: UUID, target: UUID) -> UUID | None:
        """A place on the shortest way, where that is one around; None where it leads straight there."""
        one, other = self.places.index(origin), self.places.index(target)
        around = self.minutes[one, :] + self.minutes[:, other]
        around[[one, other]] = np.iinfo(np.int32).max
        nearest = int(around.argmin()) if len(around) > len((one, other)) else one
        return self.places[nearest] if around[nearest] <= self.minutes[one, other] else None


def minutes(places: Sequence[Place], times: Iterable[Told], *, kilometres_an_hour: int) -> Ways:
    """The ways between all places.

    A time that was told for this direction counts, else that of the other one, else an estimate from the map,
    else the shortest way over what is known, else twenty minutes (or half the widest way there, where that is
    more: a guess makes no known way shorter).
    """
    order = {place.id: at for at, place in enumerate(places)}
    given = [one for one in times if one.origin in order and one.target in order and one.origin != one.target]
    legs, sureness = _none(len(places))
    for one in given:
        _set(legs, sureness, (order[one.target], order[one.origin]), one)
    for one in given:  # its own direction goes before that of the way back
        _set(legs, sureness, (order[one.origin], order[one.target]), one)
    told = np.where(np.isfinite(legs), legs, -1).astype(np.int32)
    _estimate(legs, sureness, places, kilometres_an_hour)
    _close(legs, sureness)
    _guess(legs, sureness)
    return Ways(tuple(order), legs.astype(np.int32), sureness, told)


def estimated(one: Place, other: Place, kilometres_an_hour: int) -> int | None:
    """Minutes by the map: the great circle, longer by what roads wind; none where a point is missing."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    north, south = radians(one.latitude), radians(other.latitude)
    east = radians(other.longitude - one.longitude)
    half = sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin(east / 2) ** 2
    kilometres = 2 * _EARTH_KILOMETRES * asin(min(1.0, sqrt(half)))
    return max(1, ceil(kilometres * ROAD / kilometres_an_hour * 60))


def _none(size: int) -> tuple[NDArray[np.float64], NDArray[np.int8]]:
    """No way known but that from a place to itself."""
    legs = np.full((size, size), inf)
    sureness = np.full((size, size), _SURENESS.index(HowKnown.UNKNOWN), dtype=np.int8)
    np.fill_diagonal(legs, 0)
    np.fill_diagonal(sureness, _SURENESS.index(HowKnown.ENTERED))
    return legs, sureness


def _set(legs: Any, sureness: Any, at: tuple[int, int], one: Told) -> None:
    legs[at], sureness[at] = one.minutes, _SURENESS.index(HowKnown(one.known))


def _estimate(legs: Any, sureness: Any, places: Sequence[Place], kilometres_an_hour: int) -> None:
    """Fill what was not told from the map."""
    for i, one in enumerate(places):
        for j in range(i):
            if np.isfinite(legs[i, j]):  # told in one direction is known in both
                continue
            guess = estimated(one, places[j], kilometres_an_hour)
            if guess is not None:
                legs[i, j] = legs[j, i] = guess
                sureness[i, j] = sureness[j, i] = _SURENESS.index(HowKnown.ESTIMATED)


def _close(legs: Any, sureness: Any) -> None:
    """Floyd and Warshall: take every way around that is shorter."""
    for over in range(len(legs)):
        around = legs[:, over, None] + legs[None, over, :]
        shorter = around < legs
        worst = np.maximum(sureness[:, over, None], sureness[None, over, :])
        legs[shorter], sureness[shorter] = around[shorter], worst[shorter]


def _guess(legs: Any, sureness: Any) -> None:
    """Fill the ways between places that nothing known connects, so that no known way becomes longer than one around."""
    known = np.isfinite(legs)
    widest = np.where(known, legs, 0).max(axis=1, initial=0)
    widest = np.array([widest[row].max(initial=0) for row in known])  # of all that hang together
    guess = np.maximum(UNKNOWN_MINUTES, np.ceil(np.maximum(widest[:, None], widest[None, :]) / 2))
    legs[~known] = guess[~known]
    sureness[~known] = _SURENESS.index(HowKnown.UNKNOWN)
