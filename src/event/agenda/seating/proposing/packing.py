"""A first seating to begin with: hosts one to a table, then important guests, then delegation by delegation."""

from event.agenda.seating.proposing.question import Board, Question, Unit


def packed(question: Question) -> dict[int, int]:
    """The table of each unit as far as they fit, filled in the order of tables."""
    free = {one.number: one.seats for one in question.boards}
    tables: dict[int, int] = {}
    apart: dict[int, set[int]] = {}
    for one, two in question.apart:
        apart.setdefault(one, set()).add(two)
        apart.setdefault(two, set()).add(one)

    def sit(number: int, board: int) -> None:
        tables[number] = board
        free[board] -= question.units[number].size

    for number, unit in enumerate(question.units):
        if unit.at in free and free[unit.at] >= unit.size:
            sit(number, unit.at)
    hosted = {board for number, board in tables.items() if question.units[number].hosts}
    waiting = [board.number for board in question.boards if board.number not in hosted]
    for number, unit in enumerate(question.units):
        if unit.hosts and number not in tables:
            board = next((one for one in waiting if free[one] >= unit.size), None)
            board = board or next((one for one in free if free[one] >= unit.size), None)
            if board is not None:
                sit(number, board)
                waiting = [one for one in waiting if one != board]
    order = sorted(
        (number for number, unit in enumerate(question.units) if number not in tables),
        key=lambda number: _turn(number, question.units[number]),
    )
    for number in order:
        unit = question.units[number]
        refused = {tables[other] for other in apart.get(number, ()) if other in tables}
        board = next(
            (
                one.number
                for one in _boards(question, unit)
                if free[one.number] >= unit.size and one.number not in refused
            ),
            None,
        )
        if board is not None:
            sit(number, board)
    return tables


def _turn(number: int, unit: Unit) -> tuple[bool, bool, str, int]:
    delegation = unit.delegations[0][0] if unit.delegations else "~"
    return (not unit.vips, not unit.wheelchair, delegation, number)


def _boards(question: Question, unit: Unit) -> list[Board]:
    return sorted(question.boards, key=lambda one: (unit.wheelchair and not one.near_door, one.number))
