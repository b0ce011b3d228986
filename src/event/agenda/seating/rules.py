"""Which seat is whose by rank: rostrums and photographs, rows of a hall, round tables (DOMAIN 2.11 and 2.10)."""

from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest

from event.agenda.seating.tables import EvenRule, PlanKind, SeatRule

_FEW = 2


def from_audience(seats: int, *, rule: SeatRule, even: EvenRule) -> list[int]:
    """The ranks of a row that faces the audience, read from the audience's left.

    Left is higher as those who sit there see it, and they see the mirror image of what is read here: of seven,
    7 5 3 1 2 4 6. Of an even number, 1 and 2 share the middle: outward, 2 is on the first's higher side as ever
    (7 5 3 1 2 4 6 8, [W7]); beside, the first sits on the centre-left and 2 to its right, both as they sit there
    themselves (8 6 4 2 1 3 5 7, [W6]): as the audience sees it, those words would tell the first school once more.
    Where right is higher all is mirrored.
    """
    odd, even_ranks = list(range(seats - (seats + 1) % 2, 2, -2)), list(range(4, seats + 1, 2))
    if seats < _FEW:
        return [1][:seats]
    read = [*odd, 1, 2, *even_ranks]
    mirrored = rule is SeatRule.RIGHT
    if even is EvenRule.BESIDE and seats % 2 == 0:
        mirrored = not mirrored
    return read[::-1] if mirrored else read


def from_behind(seats: int, *, rule: SeatRule, even: EvenRule) -> list[int]:
    """The ranks of a row of the hall, which faces the stage, read from the left of those who sit in it."""
    return from_audience(seats, rule=rule, even=even)[::-1]


def around(seats: int, *, rule: SeatRule = SeatRule.RIGHT) -> list[int]:
    """The seats of a round table by rank: the host's, which faces the door, then to both sides in turn.

    Seats are counted from the host's to the host's right. At table the right is higher (以右为尊) unless the plan says
    otherwise: of ten, 1 2 10 3 9 4 8 5 7 6.
    """
    right, left = list(range(2, seats // 2 + 2)), list(range(seats, seats // 2 + 1, -1))
    first, second = (right, left) if rule is SeatRule.RIGHT else (left, right)
    found = [seat for pair in zip_longest(first, second) for seat in pair if seat]
    return [1, *found][:seats]


def seats_by_rank(
    kind: PlanKind, rows: Sequence[int], *, rule: SeatRule, even: EvenRule
) -> Iterator[tuple[int, int]]:
    """Rows or tables and their seats in the order in which people are seated by rank.

    Row by row from the first; on a photograph the front row sits and counts first. Tables are filled one by one.
    """
    return chain.from_iterable(
        ((row, seat) for seat in _in_row(kind, seats, rule=rule, even=even))
        for row, seats in enumerate(rows, 1)
    )


def _in_row(kind: PlanKind, seats: int, *, rule: SeatRule, even: EvenRule) -> list[int]:
    if kind is PlanKind.BANQUET:
        return around(seats, rule=rule)
    read = (from_behind if kind is PlanKind.ROWS else from_audience)(seats, rule=rule, even=even)
    return sorted(range(1, seats + 1), key=lambda seat: read[seat - 1])


def rank_of_seats(kind: PlanKind, seats: int, *, rule: SeatRule, even: EvenRule) -> dict[int, int]:
    """The rank of every seat of a row or table."""
    return {seat: rank for rank, seat in enumerate(_in_row(kind, seats, rule=rule, even=even), 1)}


def view_from_stage(seats: int) -> list[int]:
    """The seats of a row as who stands on the stage, or sits on the rostrum, sees them from the left."""
    return list(range(seats, 0, -1))


def view_from_audience(seats: int) -> list[int]:
    """The seats of a row as the audience sees them from the left."""
    return list(range(1, seats + 1))
