"""What a report is: what organizers call it, what makes it, and what it may be asked for."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from event.language import Message
from event.people.rules import Permission
from event.reports.parameters import Parameter
from event.reports.told import Asked, Told


@dataclass(frozen=True)
class Report:
    """A report for who has `permission`; one that shows `documents` is for who may read them, and every reading is in the
    audit trail. One that names nobody (`personal` is false) is for whoever may read figures, too.
    """

    title: Message
    make: Callable[[Asked], Awaitable[Told]]
    parameters: tuple[Parameter, ...] = ()
    documents: bool = False
    permission: Permission = Permission.GUESTS_READ
    personal: bool = True
