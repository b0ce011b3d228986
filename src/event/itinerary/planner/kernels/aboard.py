"""Who rides where, as arrays: who moves along when parties are kept apart, and what moves do to delegations."""

from typing import NamedTuple

import numpy as np

from event.itinerary.planner.kernels.arrays import Flags, Floats, Ints
from event.itinerary.planner.kernels.compiled import compiled

SIZE, DELEGATION, WHEELCHAIRS, SIGNING = 0, 1, 2, 3  # columns of Aboard.parties
SEATS, PLACES, TAKES_SIGNING, TAKES_WHEELCHAIRS, USABLE = 0, 1, 2, 3, 4  # columns of Aboard.buses
GUESTS, WHEELED, SIGNERS = 0, 1, 2  # columns of Aboard.sums
SPLIT, SIGNING_BUS, WHEELED_BUS, UNEVEN = 0, 1, 2, 3  # the prices


class Aboard(NamedTuple):
    """Who rides where; letters as in `arrays`, and Q parties, E delegations."""

    parties: Ints  # [Q, 4]
    first: Ints  # [E + 1]: where a delegation begins in `listed`
    listed: Ints  # [Q]: parties by delegation
    bus_of: Ints  # [Q]
    speaks: Flags  # [Q, B]
    worth: Floats  # [Q, B]
    buses: Ints  # [B, 5]
    sums: Ints  # [B, 3]
    together: Ints  # [E, B]: parties of a delegation on a bus
    moving: Ints  # [2, Q]: room for the parties of a move
    first_apart: Ints  # [Q + 1]: where those who are kept apart from a party begin in `apart`
    apart: Ints


@compiled
def chase(aboard: Aboard, one: int, two: int, here: int, there: int) -> tuple[int, int]:
    """Let everybody leave whom those coming are kept apart from, and so on; how many move from here and from there."""
    counts = np.array([one, two])
    grown = True
    while grown:
        grown = False
        for side in range(2):
            target = there if side == 0 else here
            for position in range(counts[side]):
                party = aboard.moving[side, position]
                for number in range(aboard.first_apart[party], aboard.first_apart[party + 1]):
                    kept = aboard.apart[number]
                    if aboard.bus_of[kept] == target and not _leaves(
                        aboard, 1 - side, counts[1 - side], kept
                    ):
                        aboard.moving[1 - side, counts[1 - side]] = kept
                        counts[1 - side] += 1
                        grown = True
    return counts[0], counts[1]


@compiled
def _leaves(aboard: Aboard, side: int, count: int, party: int) -> bool:
    for position in range(count):
        if aboard.moving[side, position] == party:
            return True
    return False


@compiled
def splits_of_two(aboard: Aboard, one: int, two: int, here: int, there: int) -> tuple[bool, int]:
    """How many extra buses of delegations a move of two delegations, or parts of them, brings; False where senseless."""
    first = aboard.parties[aboard.moving[0, 0], DELEGATION]
    second = -1
    if two:
        second = aboard.parties[aboard.moving[1, 0], DELEGATION]
    if first == second:
        return one == 1 and two == 1, 0
    splits = int(aboard.together[first, there] == 0) - int(aboard.together[first, here] == one)
    if two:
        splits += int(aboard.together[second, here] == 0) - int(aboard.together[second, there] == two)
    return True, splits


@compiled
def splits_of_all(aboard: Aboard, one: int, two: int, here: int, there: int) -> int:
    """How many extra buses of delegations a move of any parties brings."""
    splits = 0
    for undo in range(2):
        for side in range(2):
            source, target = (here, there) if (side == 0) != (undo == 1) else (there, here)
            for position in range(one if side == 0 else two):
                delegation = aboard.parties[aboard.moving[side, position], DELEGATION]
                aboard.together[delegation, source] -= 1
                aboard.together[delegation, target] += 1
                if undo == 0:
                    splits -= int(aboard.together[delegation, source] == 0)
                    splits += int(aboard.together[delegation, target] == 1)
    return splits
