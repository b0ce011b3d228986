"""Reports by name: each answers one question of the organizers as of a moment, as data and as a table."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from event.errors import NotFound
from event.gathering.tables import Gathering
from event.language import Message
from event.registration.queries import Scope
from event.reports.documents import document_faults
from event.reports.returning import returning
from event.reports.told import Told
from event.reports.visa_letters import visa_letters


class UnknownReport(NotFound):
    """No report has this name."""

    sentence = Message("There is no report “{name}”. Known: {known}.")


@dataclass(frozen=True)
class Report:
    """A report: what organizers call it and what makes it; `make` gets the moment and the reader's language."""

    title: Message
    make: Callable[[Gathering, datetime, Scope, str], Awaitable[Told]]
    parameters: dict[str, Any] = field(default_factory=dict)


REPORTS: dict[str, Report] = {
    "visa-letters": Report(Message("Letters for visas: wanted and issued"), visa_letters),
    "documents": Report(Message("Documents: wrong form, expiring, twice"), document_faults),
    "returning": Report(Message("Guests of two or more editions"), returning),
}


def report_named(name: str) -> Report:
    """Raises UnknownReport."""
    if name not in REPORTS:
        raise UnknownReport(name=name[:40], known=", ".join(REPORTS))
    return REPORTS[name]
