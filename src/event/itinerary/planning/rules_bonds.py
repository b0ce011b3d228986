"""Guests who have to ride together or must not: whether all of it can hold at once."""

from collections.abc import Iterable, Mapping
from uuid import UUID

import msgspec

from event.errors import Problem
from event.language import Message

TOGETHER_ALREADY = Message(
    "They ride together already, as one travel party or over others, so they cannot be kept apart."
)
KEPT_APART = Message("They, or others who ride with them, have to be kept apart.")
THEMSELVES = Message("Please choose two guests.")


class BondTold(msgspec.Struct, frozen=True, kw_only=True):
    """Two guests by number, who ride together or, if `apart`, do not."""

    one: str
    other: str
    apart: bool = False
    reason: str = ""


def contradiction(
    one: UUID,
    other: UUID,
    *,
    apart: bool,
    bonds: Iterable[tuple[UUID, UUID, bool]],
    parties: Mapping[UUID, UUID],
) -> Problem | None:
    """Why a new bond cannot hold beside the others; `parties`: the travel party of guests who have one."""
    if one == other:
        return Problem(THEMSELVES)
    known = list(bonds)
    groups = _groups([(a, b) for a, b, separate in known if not separate], parties)
    mine, theirs = groups.get(one, one), groups.get(other, other)
    if apart:
        return Problem(TOGETHER_ALREADY) if mine == theirs else None
    crossing = {frozenset((mine, theirs))}
    separated = {frozenset((groups.get(a, a), groups.get(b, b))) for a, b, separate in known if separate}
    return Problem(KEPT_APART) if crossing & separated else None


def _groups(together: Iterable[tuple[UUID, UUID]], parties: Mapping[UUID, UUID]) -> dict[UUID, UUID]:
    """Who rides with whom: a name of the group by guest, the group of a party being the party's until it is joined."""
    head = dict(parties)
    for one, other in together:
        old, new = head.setdefault(one, one), head.setdefault(other, other)
        head = {guest: new if group == old else group for guest, group in head.items()}
    return head
