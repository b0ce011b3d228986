"""What a document is to those who print it: what it is for, what can be chosen, who may take it away."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from event.gathering.tables import Gathering
from event.language import Message
from event.people.rules import Access, Permission
from event.printing.chunks import Chunks, Wanted


class Group(StrEnum):
    """What documents stand together."""

    PEOPLE = "people"
    PROGRAMME = "programme"
    VISIT = "visit"
    LODGING = "lodging"
    SIGNING = "signing"
    TABLES = "tables"


GROUP_LABELS = {
    Group.PEOPLE: Message("Guests and staff"), Group.PROGRAMME: Message("Programme"), Group.VISIT: Message("Homeland visit"),
    Group.LODGING: Message("Hotels, pickups and departures"), Group.SIGNING: Message("Signing"), Group.TABLES: Message("Tables and seats"),
}  # fmt: skip

Options = Sequence[tuple[str, str]]
"""What can be chosen: code and what people call it."""


@dataclass(frozen=True)
class Ask:
    """Something that can be chosen of a document, by the parameter `name`; it comes to the maker as `Wanted.options[name]`.

    `options` tells what there is, for a gathering and a language; the first is taken where nothing is chosen.
    Without `options` it is a text of at most 60 characters.
    """

    name: str
    label: Message
    options: Callable[[Gathering, str], Awaitable[Options]] | None = None


@dataclass(frozen=True)
class Document:
    """A document; `make` sets it from what is wanted, as of a moment.

    `asks`: names of what every document may ask for (class, delegation, guest, session, bus, vehicle, hotel, day, night,
    transfer_day, batch, item, who, as_of, size) or an Ask of its own; the language is always asked for where `languages`.
    `private`: it has telephone numbers, needs, rooms or journeys of guests, and is only for those who may take them away.
    """

    label: Message
    about: Message
    group: Group
    make: Callable[[Gathering, Wanted, datetime], Awaitable[Chunks]]
    asks: tuple[str | Ask, ...] = ()
    private: bool = False
    permission: Permission = Permission.PRINT
    formats: tuple[str, ...] = ("pdf",)
    languages: bool = True

    def may_be_taken(self, access: Access, gathering: Gathering) -> bool:
        """Whether a reader may have it."""
        needed = (self.permission, *((_PRIVATE) if self.private else ()))
        return all(access.may(permission, gathering.id) for permission in needed)


_PRIVATE = (Permission.GUESTS_EXPORT, Permission.GUESTS_CONTACT)


def may_see_private(access: Access, gathering: Gathering) -> bool:
    """Whether telephone numbers, needs, rooms and journeys of guests may leave with a reader."""
    return all(access.may(permission, gathering.id) for permission in _PRIVATE)
