"""What is to be looked at again in a plan: wishes that are not kept, and why, people without a seat, tables without a host."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from event.agenda.seating.chart import Chart, Place, Sitter
from event.agenda.seating.proposing.question import CHINESE, VIP
from event.agenda.seating.tables import PlanKind
from event.language import Message, translated

_NO_ROOM = Message("Without a seat: {count}. There are {seats} seats for {people} people.")
_NO_SEAT = Message("Without a seat: {count}.")
_SPLIT = Message("{names} belong together and sit at different tables: {why}.")
_TOGETHER = Message("{names} are to sit apart and are both at table {table}.")
_NO_HOST = Message("Table {table} has no host.")
_HOSTS = Message("Table {table} has {count} hosts: {names}.")
_STEPS = Message("{name} uses a wheelchair and does not sit at a table near the door.")
_ALONE = Message("{name} speaks {languages}; nobody at table {table} does.")
_VIPS = Message("Important guests who do not sit at a head table: {names}.")
_TOO_LARGE = Message("they are {count}, the largest table has {seats} seats")
_FIXED = Message("their seats are fixed")
_HOSTING = Message("one of them hosts another table")
_WISHED_APART = Message("another wish keeps them apart")
_OTHERS = Message("other wishes weighed more, or somebody moved them")


@dataclass(frozen=True)
class Remark:
    """A sentence about something to look at again; `kind` for programs, `seats`: whom it is about."""

    kind: str
    sentence: Message
    data: Mapping[str, Any]
    seats: Sequence[UUID] = field(default_factory=tuple)

    def told(self, language: str) -> str:
        data = {
            name: translated(value.sentence, language).format(**value.data)
            if isinstance(value, Remark)
            else value
            for name, value in self.data.items()
        }
        return translated(self.sentence, language).format(**data)


def remarks_on(chart: Chart, places: Mapping[UUID, Place | None] | None = None) -> list[Remark]:
    """Everything about a plan as it is, or as it would be with other places."""
    where = places if places is not None else {one.id: one.place for one in chart.people}
    found = list(_unseated(chart, where))
    if chart.layout.kind is PlanKind.BANQUET:
        tables: dict[int, list[Sitter]] = {}
        for one in chart.ordered:
            if (place := where.get(one.id)) is not None:
                tables.setdefault(place[0], []).append(one)
        found += _apart(chart, where)
        found += _split(chart, where)
        found += _of_tables(chart, tables)
    return found


def _unseated(chart: Chart, where: Mapping[UUID, Place | None]) -> Iterator[Remark]:
    count = sum(where.get(one.id) is None for one in chart.people)
    if not count:
        return
    if len(chart.people) > chart.seats:
        yield Remark("no_room", _NO_ROOM, {"count": count, "people": len(chart.people), "seats": chart.seats})
    else:
        yield Remark("no_seat", _NO_SEAT, {"count": count})


def _split(chart: Chart, where: Mapping[UUID, Place | None]) -> Iterator[Remark]:
    parties: dict[str, list[Sitter]] = {}
    for one in chart.ordered:
        if one.party:
            parties.setdefault(one.party, []).append(one)
    groups = [*parties.values(), *(_members(chart, one.members) for one in chart.circles if not one.apart)]
    told = set[tuple[UUID, ...]]()
    for group in groups:
        tables = {place[0] for one in group if (place := where.get(one.id))}
        key = tuple(one.id for one in group)
        if len(tables) > 1 and key not in told:
            told.add(key)
            yield Remark("split", _SPLIT, {"names": _names(group), "why": _why(chart, group)}, key)


def _why(chart: Chart, group: Sequence[Sitter]) -> Remark:
    largest = max(chart.layout.rows, default=0)
    fixed = {one.place[0] for one in group if one.fixed and one.place}
    if len(group) > largest:
        return Remark("why", _TOO_LARGE, {"count": len(group), "seats": largest})
    if len(fixed) > 1:
        return Remark("why", _FIXED, {})
    if any(one.hosts for one in group):
        return Remark("why", _HOSTING, {})
    ids = {one.id for one in group}
    if any(one.apart and len(one.members & ids) > 1 for one in chart.circles):
        return Remark("why", _WISHED_APART, {})
    return Remark("why", _OTHERS, {})


def _apart(chart: Chart, where: Mapping[UUID, Place | None]) -> Iterator[Remark]:
    for circle in chart.circles:
        if not circle.apart:
            continue
        by_table: dict[int, list[Sitter]] = {}
        for one in _members(chart, circle.members):
            if (place := where.get(one.id)) is not None:
                by_table.setdefault(place[0], []).append(one)
        for table, both in sorted(by_table.items()):
            if len(both) > 1:
                yield Remark(
                    "together", _TOGETHER, {"names": _names(both), "table": table}, [one.id for one in both]
                )


def _of_tables(chart: Chart, tables: Mapping[int, Sequence[Sitter]]) -> Iterator[Remark]:
    vips = [
        one
        for table, people in tables.items()
        if table > chart.layout.head_tables
        for one in people
        if one.class_code == VIP
    ]
    room = sum(chart.layout.rows[: chart.layout.head_tables])
    here = sum(len(people) for table, people in tables.items() if table <= chart.layout.head_tables)
    others = sum(one.class_code != VIP and not one.hosts and one.guest is not None for table, people in tables.items()
                 if table <= chart.layout.head_tables for one in people)  # fmt: skip
    if vips and (here < room or others):
        yield Remark("vip", _VIPS, {"count": len(vips), "names": _names(vips)}, [one.id for one in vips])
    for table, people in sorted(tables.items()):
        hosts = [one for one in people if one.hosts]
        if not hosts:
            yield Remark("no_host", _NO_HOST, {"table": table})
        elif len(hosts) > 1:
            yield Remark("hosts", _HOSTS, {"table": table, "count": len(hosts), "names": _names(hosts)})
        yield from _comfort(chart, table, people)


def _comfort(chart: Chart, table: int, people: Sequence[Sitter]) -> Iterator[Remark]:
    for one in people:
        if one.wheelchair and chart.layout.near_door and table not in chart.layout.near_door:
            yield Remark("wheelchair", _STEPS, {"name": one.name}, [one.id])
        if (
            one.languages
            and not one.languages & CHINESE
            and not any(other.languages & one.languages for other in people if other is not one)
        ):
            data = {"name": one.name, "languages": "、".join(sorted(one.languages)), "table": table}
            yield Remark("alone", _ALONE, data, [one.id])


def _members(chart: Chart, members: frozenset[UUID]) -> list[Sitter]:
    return [one for one in chart.ordered if one.id in members]


def _names(people: Sequence[Sitter]) -> str:
    return "、".join(one.name for one in people)
