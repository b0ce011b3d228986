"""What a plan changes against what stood: for every line, bus and guest, before and after."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from event.gathering.tables import Gathering
from event.itinerary.planning.plan import Draft
from event.itinerary.planning.showing import (
    Changed,
    Kind,
    Names,
    Shown,
    names_of,
    shown_buses,
    shown_guests,
    shown_lines,
)
from event.itinerary.planning.standing import storable
from event.itinerary.visiting import in_order

_SHOWN: dict[Kind, Callable[[Draft, Names], dict[UUID, Shown]]] = {
    Kind.LINE: shown_lines, Kind.BUS: shown_buses, Kind.GUEST: shown_guests,
}  # fmt: skip


async def difference(before: Draft, after: Draft, gathering: Gathering) -> tuple[Changed, ...]:
    """What changes for whom when `after` stands instead of `before`, with the names of now."""
    before, after = storable(before), storable(after)
    names = await names_of(gathering)
    return compared(before, names, after, names.after(before, after))


def compared(before: Draft, known: Names, after: Draft, names: Names) -> tuple[Changed, ...]:
    """What changes for whom, lines first, then buses and guests; `known` are the names as they were."""
    found: list[Changed] = []
    for kind, shown in _SHOWN.items():
        was, now = shown(before, known), shown(after, names)
        changed = [
            _changed(kind, ref, was.get(ref), now.get(ref), names)
            for ref in {*was, *now}
            if was.get(ref) != now.get(ref)
        ]
        found += sorted(changed, key=lambda one: in_order(one.code))
    return tuple(found)


def _changed(kind: Kind, ref: UUID, before: Shown | None, after: Shown | None, names: Names) -> Changed:
    told = after or before or Shown()
    if kind is Kind.GUEST:
        person = names.guests.get(ref)
        return Changed(
            kind=kind, ref=ref, code=person.number if person else "", name=person.name if person else "",
            delegation=person.delegation if person else None, before=before, after=after,
        )  # fmt: skip
    if kind is Kind.BUS:
        return Changed(kind=kind, ref=ref, code=told.bus, name=told.plate, before=before, after=after)
    return Changed(kind=kind, ref=ref, code=told.line, name=told.name.zh, before=before, after=after)


def of(changes: tuple[Changed, ...], kind: Kind) -> tuple[Changed, ...]:
    """The changes of lines, of buses, or of guests."""
    return tuple(one for one in changes if one.kind is kind)


Slot = tuple[str, datetime, datetime, int]
"""A line at a place: its code, from when to when, and how many guests."""


def slots(changes: tuple[Changed, ...]) -> dict[tuple[str, UUID], tuple[set[Slot], set[Slot]]]:
    """Places at which lines call at other times or with other numbers: what goes, and what comes."""
    found: dict[tuple[str, UUID], tuple[set[Slot], set[Slot]]] = {}
    for one in of(changes, Kind.LINE):
        for place, shown in enumerate((one.before, one.after)):
            for key, slot in _slots(shown):
                found.setdefault(key, (set(), set()))[place].add(slot)
    told = {key: (gone - come, come - gone) for key, (gone, come) in found.items()}
    return {key: both for key, both in told.items() if any(both)}


def _slots(shown: Shown | None) -> list[tuple[tuple[str, UUID], Slot]]:
    if shown is None:
        return []
    return [
        ((str(call.what), call.ref), (shown.line, call.begins, call.ends, shown.guests or 0))
        for day in shown.days
        for call in day.calls
    ]


def within(changes: tuple[Changed, ...], scope: frozenset[UUID] | None) -> tuple[Changed, ...]:
    """Without the guests of delegations the reader does not see."""
    if scope is None:
        return changes
    return tuple(one for one in changes if one.kind is not Kind.GUEST or one.delegation in scope)
