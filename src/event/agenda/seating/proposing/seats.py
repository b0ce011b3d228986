"""Seats at a table once it is known who sits there: the host on the first, others to both sides by precedence."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from event.agenda.seating.chart import Chart, Place, Sitter
from event.agenda.seating.proposing.question import Question
from event.agenda.seating.proposing.solving import Assigned


def seats_of(chart: Chart, question: Question, found: Assigned) -> dict[UUID, Place | None]:
    """The seat of everybody in the plan; none for who found no room."""
    places: dict[UUID, Place | None] = {one.id: None for one in chart.people}
    at: dict[int, list[Sequence[Sitter]]] = {}
    for number, board in sorted(found.tables.items()):
        at.setdefault(board, []).append([chart.by_id[key] for key in question.units[number].members])
    _break_up(chart, question, found, at)
    for board, units in at.items():
        places |= {key: (board, seat) for key, seat in _around(chart, board, units).items()}
    return places


def _break_up(
    chart: Chart, question: Question, found: Assigned, at: dict[int, list[Sequence[Sitter]]]
) -> None:
    """Who found no table together sits where there is room, one by one: better parted than without a seat."""
    free = {one.number: one.seats - sum(map(len, at.get(one.number, ()))) for one in question.boards}
    for number, unit in enumerate(question.units):
        for key in unit.members if number not in found.tables else ():
            board = max(free, key=lambda one: (free[one], -one), default=None)
            if board is None or not free[board]:
                return
            free[board] -= 1
            at.setdefault(board, []).append([chart.by_id[key]])


def _around(chart: Chart, board: int, units: Sequence[Sequence[Sitter]]) -> dict[UUID, int]:
    """Who sits together sits side by side: each unit goes to the side where fewer sit."""
    ranks = chart.layout.ranks(board)
    by_rank = sorted(ranks, key=lambda seat: ranks[seat])
    fixed = {
        one.id: one.place[1]
        for unit in units
        for one in unit
        if one.fixed and one.place and one.place[0] == board
    }
    free = [seat for seat in by_rank if seat not in fixed.values()]
    waiting = sorted(_without(units, fixed), key=lambda unit: (not unit[0].hosts, chart.turn[unit[0].id]))
    found = dict(fixed)
    if waiting and free and free[0] == by_rank[0] and (waiting[0][0].hosts or len(waiting[0]) == 1):
        found[waiting.pop(0)[0].id] = free.pop(0)
    last = max(by_rank)
    clockwise = sorted(free)
    for unit in waiting:
        right = [seat for seat in clockwise if seat in free and seat <= last // 2 + 1]
        left = [seat for seat in reversed(clockwise) if seat in free and seat > last // 2 + 1]
        side = (right if len(right) >= len(left) else left) or right or left
        other = left if side is right else right
        for one, seat in zip(unit, [*side, *reversed(other)], strict=False):
            found[one.id] = seat
            free.remove(seat)
    return found


def _without(units: Iterable[Sequence[Sitter]], fixed: dict[UUID, int]) -> list[list[Sitter]]:
    left = [[one for one in unit if one.id not in fixed] for unit in units]
    return [unit for unit in left if unit]
