"""What is asked of the proposal: tables, and people who stay together, as plain values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from event.agenda.seating.chart import Chart, Sitter

CHINESE = frozenset({"普通话", "粤语", "闽南语", "客家话", "zh"})
"""Who speaks one of these is understood at every table."""
VIP = "V"
USUAL_EFFORT = 12.0
"""About as many seconds for a banquet of 24 tables."""


@dataclass(frozen=True)
class Board:
    """A table: `rank` in the order in which tables count."""

    number: int
    seats: int
    head: bool
    near_door: bool


@dataclass(frozen=True)
class Unit:
    """People who go to one table: a travel party, a circle, or one alone.

    `at`: the table where they are fixed; `near`: where somebody is fixed to whom they belong.
    `languages`: of one alone who speaks no Chinese; `speaks`: what any of them speaks.
    """

    members: tuple[UUID, ...]
    vips: int
    hosts: int
    delegations: tuple[tuple[str, int], ...]
    diets: tuple[tuple[str, int], ...]
    languages: frozenset[str]
    speaks: frozenset[str]
    wheelchair: bool
    at: int | None = None
    near: int | None = None

    @property
    def size(self) -> int:
        return len(self.members)


@dataclass(frozen=True)
class Question:
    """Tables, units by precedence, and which units (by number) are to sit apart."""

    boards: Sequence[Board]
    units: Sequence[Unit]
    apart: Sequence[tuple[int, int]] = ()
    group_diets: bool = True
    seed: int = 1
    effort: float = USUAL_EFFORT
    before: dict[int, int] = field(default_factory=dict)


def question_of(
    chart: Chart, *, group_diets: bool = True, seed: int = 1, effort: float = USUAL_EFFORT
) -> Question:
    """What a plan asks. Guests without a seat count as much as those who have one that is not fixed."""
    layout = chart.layout
    boards = [
        Board(number, seats, number <= layout.head_tables, number in layout.near_door)
        for number, seats in enumerate(layout.rows, 1)
    ]
    groups = _groups(chart, max(layout.rows, default=0))
    near = _near(chart)
    units = [_unit(group, near) for group in groups]
    number_of = {member: number for number, unit in enumerate(units) for member in unit.members}
    apart = {
        (min(one, two), max(one, two))
        for circle in chart.circles
        if circle.apart
        for first in circle.members
        for second in circle.members
        if (one := number_of[first]) != (two := number_of[second])
    }
    return Question(boards, units, sorted(apart), group_diets, seed, effort)


def _groups(chart: Chart, largest: int) -> list[list[Sitter]]:
    """Who goes to one table, by precedence: parties first, then wished circles, as long as a table holds them.

    Hosts are alone, so that each goes to a table of the own; who is fixed elsewhere stays behind.
    """
    group_of: dict[UUID, list[Sitter]] = {one.id: [one] for one in chart.ordered}
    parties: dict[str, list[Sitter]] = {}
    for one in chart.ordered:
        if one.party:
            parties.setdefault(one.party, []).append(one)
    apart = [circle.members for circle in chart.circles if circle.apart]
    together = [*parties.values()]
    together += [[chart.by_id[key] for key in sorted(one.members)] for one in chart.circles if not one.apart]
    for members in together:
        _join(members, group_of, largest, apart)
    seen: set[int] = set()
    found = []
    for one in chart.ordered:
        group = group_of[one.id]
        if id(group) not in seen:
            seen.add(id(group))
            found.append(sorted(group, key=lambda other: chart.turn[other.id]))
    return found


def _join(
    members: Sequence[Sitter],
    group_of: dict[UUID, list[Sitter]],
    largest: int,
    apart: Iterable[frozenset[UUID]],
) -> None:
    first = next((one for one in members if not one.hosts and not _stays(one)), None)
    if first is None:
        return
    for other in members:
        own, more = group_of[first.id], group_of[other.id]
        clash = any(len({one.id for one in (*own, *more)} & set(circle)) > 1 for circle in apart)
        if own is more or other.hosts or _stays(other) or len(own) + len(more) > largest or clash:
            continue
        own += more
        for one in more:
            group_of[one.id] = own


def _stays(one: Sitter) -> bool:
    return one.fixed and one.place is not None


def _near(chart: Chart) -> dict[UUID, int]:
    """For everybody who belongs to somebody fixed, that one's table."""
    found: dict[UUID, int] = {}
    groups = [
        [one for one in chart.people if one.party == party]
        for party in {one.party for one in chart.people} - {""}
    ]
    groups += [[chart.by_id[key] for key in circle.members] for circle in chart.circles if not circle.apart]
    for group in groups:
        tables = sorted({one.place[0] for one in group if one.fixed and one.place})
        if tables:
            found |= {one.id: tables[0] for one in group}
    return found


def _unit(group: Sequence[Sitter], near: Mapping[UUID, int]) -> Unit:
    fixed = [one.place[0] for one in group if one.fixed and one.place]
    shared = frozenset[str]() if len(group) > 1 else group[0].languages
    return Unit(
        tuple(one.id for one in group), sum(one.class_code == VIP or one.guest is None for one in group),
        sum(one.hosts for one in group), _counted(one.delegation_code for one in group),
        _counted(one.diet for one in group), frozenset() if shared & CHINESE else shared,
        frozenset().union(*(one.languages for one in group)),
        any(one.wheelchair for one in group), fixed[0] if fixed else None,
        next((near[one.id] for one in group if one.id in near), None),
    )  # fmt: skip


def _counted(texts: Iterable[str]) -> tuple[tuple[str, int], ...]:
    found: dict[str, int] = {}
    for text in texts:
        if text:
            found[text] = found.get(text, 0) + 1
    return tuple(sorted(found.items()))
