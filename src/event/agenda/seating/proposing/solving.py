"""Which table everybody goes to, by OR-Tools: one worker, a fixed seed and a bound on effort give the same each time."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from event.agenda.seating.proposing.packing import packed
from event.agenda.seating.proposing.question import Board, Question, Unit

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

_NO_TABLE, _APART, _NO_HOST, _STEPS, _VIP, _DELEGATION, _ALONE, _DIET, _IN_HEAD = (
    1000,
    300,
    200,
    60,
    12,
    20,
    15,
    6,
    8,
)
_PARTED = 120
_AT_ONCE, _ROUNDS, _EFFORT, _OF_LONELY = 3, 10, 0.1, 0.4


@dataclass(frozen=True)
class Assigned:
    """The table of each unit by its number; without one where there was no room. `proven`: nothing better exists."""

    tables: Mapping[int, int]
    cost: int
    proven: bool


def assigned(question: Question) -> Assigned:
    """A table for every unit that fits; hosts by precedence at the tables in their order."""
    found = _better(question)
    return replace(found, tables=_hosts_in_order(question, found.tables))


def _hosts_in_order(question: Question, tables: Mapping[int, int]) -> dict[int, int]:
    """Hosts who are free to host any table: units are in the order of precedence, tables in the order of their numbers."""
    bound = {number for pair in question.apart for number in pair}
    hosts = [
        number
        for number, unit in enumerate(question.units)
        if unit.hosts and unit.size == 1 and number in tables and number not in bound
        and unit.at is None and unit.near is None and not unit.wheelchair
    ]  # fmt: skip
    return dict(tables) | dict(zip(hosts, sorted(tables[number] for number in hosts), strict=True))


def _better(question: Question) -> Assigned:
    """Packed by hand, then made better a few tables at a time.

    What a seating costs is a sum over tables, so that a few of them can be solved exactly while the others stand.
    """
    tables = packed(question)
    everything = frozenset(one.number for one in question.boards)
    if len(everything) <= _AT_ONCE:
        return _solved(question, tables, everything, effort=question.effort)
    chance = random.Random(question.seed)  # noqa: S311 - the same seating for the same seed, no secret
    for _ in range(int(question.effort * _ROUNDS)):
        found = _solved(question, tables, _some_boards(question, tables, chance), effort=_EFFORT)
        tables = dict(found.tables)
    return Assigned(tables, 0, proven=False)


def _some_boards(question: Question, tables: Mapping[int, int], chance: random.Random) -> frozenset[int]:
    """Tables of people who might sit together, and another."""
    units = question.units
    lonely = [number for number, unit in enumerate(units) if unit.languages]
    first = chance.choice(lonely if lonely and chance.random() < _OF_LONELY else range(len(units)))
    alike = [other for other, unit in enumerate(units) if other != first and _alike(units[first], unit)]
    second = chance.choice(alike or range(len(units)))
    boards = [one.number for one in question.boards]
    chosen = [board for number in (first, second) if (board := tables.get(number))]
    return frozenset([*chosen, *chance.sample(boards, _AT_ONCE)][:_AT_ONCE])


def _alike(one: Unit, two: Unit) -> bool:
    if one.languages:
        return bool(one.languages & two.speaks)
    return bool(
        set(one.delegations) & set(two.delegations) or set(one.diets) & set(two.diets) or one.vips * two.vips
    )


def _solved(
    question: Question, tables: Mapping[int, int], free: frozenset[int], *, effort: float
) -> Assigned:
    """The best for everybody at the free tables, and for who has none."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 - half a second that is seldom needed

    model = _Model(cp_model.CpModel(), question, tables, free)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = question.seed
    solver.parameters.max_deterministic_time = effort
    state = solver.solve(model.model)
    if state not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Assigned(tables, 0, proven=False)
    found = {unit: board for unit, board in tables.items() if board not in free}
    found |= {unit: board for (unit, board), sits in model.sits.items() if solver.value(sits)}
    return Assigned(found, int(solver.objective_value), proven=state == cp_model.OPTIMAL)


class _Model:
    """Each unit of the free tables at one of them or at none, no table over its seats; everything else costs."""

    def __init__(
        self, model: "cp_model.CpModel", question: Question, tables: Mapping[int, int], free: frozenset[int]
    ) -> None:
        self.model, self.question = model, question
        self.free = [one for one in question.boards if one.number in free]
        self.units = {
            number: unit
            for number, unit in enumerate(question.units)
            if tables.get(number) is None or tables[number] in free
        }
        self.sits: dict[tuple[int, int], cp_model.IntVar] = {}
        self.costs: list[Any] = []
        self.boards = [one.number for one in self.free]
        self._places()
        self._hosts()
        self._apart()
        self._delegations()
        self._languages()
        if question.group_diets:
            self._diets()
        for (unit, board), sits in self.sits.items():
            model.add_hint(sits, tables.get(unit) == board)
        model.minimize(sum(self.costs))

    def _places(self) -> None:
        for number, unit in self.units.items():
            own = []
            for board in self.free:
                if unit.at not in (None, board.number) or unit.size > board.seats:
                    continue
                sits = self.sits[number, board.number] = self.model.new_bool_var("")
                own.append(sits)
                if cost := self._cost(unit, board):
                    self.costs.append(cost * sits)
            if unit.at is not None and own:
                self.model.add_exactly_one(own)
                continue
            self.model.add_at_most_one(own)
            self.costs.append(_NO_TABLE * unit.size * (1 - sum(own)))
        for board in self.free:
            self.model.add(self._sum(board, lambda unit: unit.size) <= board.seats)

    def _cost(self, unit: Unit, board: Board) -> int:
        """Important guests near the first table, others not at head tables, wheelchairs near the door."""
        guests = unit.size - unit.vips - unit.hosts
        cost = (
            _IN_HEAD * max(guests, 0) if board.head else _VIP * unit.vips + min(board.number, 30) * unit.vips
        )
        if unit.wheelchair and not board.near_door and any(one.near_door for one in self.question.boards):
            cost += _STEPS
        if unit.near not in (None, board.number):
            cost += _PARTED
        return cost

    def _sum(self, board: Board, weight: Any) -> Any:
        return sum(
            weight(unit) * self.sits[number, board.number]
            for number, unit in self.units.items()
            if (number, board.number) in self.sits and weight(unit)
        )

    def _hosts(self) -> None:
        hosts = sum(unit.hosts for unit in self.question.units)
        if not hosts:
            return
        most = -(-hosts // max(len(self.question.boards), 1))
        for board in self.free:
            here = self._sum(board, lambda unit: unit.hosts)
            over = self.model.new_int_var(0, hosts, "")
            self.model.add(here <= most + over)
            self.costs.append(_NO_HOST * over)
            used = self.model.new_bool_var("")
            self.model.add(self._sum(board, lambda unit: unit.size) <= board.seats * used)
            none = self.model.new_bool_var("")
            self.model.add(here + none >= used)
            self.costs.append((_NO_HOST - min(board.number, 99)) * none)

    def _apart(self) -> None:
        for one, two in self.question.apart:
            for board in self.boards:
                if (one, board) in self.sits and (two, board) in self.sits:
                    both = self.model.new_bool_var("")
                    self.model.add(self.sits[one, board] + self.sits[two, board] - 1 <= both)
                    self.costs.append(_APART * both)

    def _delegations(self) -> None:
        self._grouped(lambda unit: [name for name, _ in unit.delegations], _DELEGATION)

    def _diets(self) -> None:
        self._grouped(lambda unit: [name for name, _ in unit.diets], _DIET)

    def _grouped(self, names: Any, cost: int) -> None:
        """Each table at which somebody of a group sits costs."""
        for name in sorted({name for unit in self.units.values() for name in names(unit)}):
            members = [
                number for number, unit in self.units.items() if name in names(unit) and not unit.hosts
            ]
            for board in self.boards:
                here = [self.sits[number, board] for number in members if (number, board) in self.sits]
                if len(here) < 2:  # noqa: PLR2004 - one alone is nowhere split
                    continue
                some = self.model.new_bool_var("")
                self.model.add_max_equality(some, here)
                self.costs.append(cost * some)

    def _languages(self) -> None:
        """Who speaks no Chinese sits with somebody who shares a language."""
        for number, unit in self.units.items():
            if not unit.languages:
                continue
            shares = [
                other for other, one in self.units.items() if other != number and one.speaks & unit.languages
            ]
            for board in self.boards:
                if (number, board) not in self.sits:
                    continue
                alone = self.model.new_bool_var("")
                company = sum(self.sits[other, board] for other in shares if (other, board) in self.sits)
                self.model.add(alone + company >= self.sits[number, board])
                self.costs.append(_ALONE * alone)
