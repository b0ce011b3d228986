"""What the print centre shows: documents in groups with their last print, what can be chosen, how far a making is."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from event.agenda.queries import programme
from event.database import fetch, fetch_one
from event.gathering.tables import Gathering
from event.language import Message, translated
from event.people.rules import Access
from event.printing.centre.asking import PARAMETER
from event.printing.centre.document import GROUP_LABELS, Ask, Document, Group, Options, may_see_private
from event.printing.centre.errors import UnknownMaking
from event.printing.centre.keeping import problems_kept
from event.printing.documents import DOCUMENTS
from event.printing.signing.cards import WHO
from event.printing.signing.sizes import SIZES
from event.printing.visit.choosing import Offered, offered
from event.registration.queries import classes_of, delegations_of
from event.signing.queries import batches_of
from event.templating import day

LABELS = {
    "class": Message("Class"), "delegation": Message("Delegation"), "guest": Message("Number of the guest"), "session": Message("Session"),
    "bus": Message("Bus no."), "vehicle": Message("Vehicle"), "hotel": Message("Hotel"), "day": Message("Day"), "night": Message("Night of"),
    "transfer_day": Message("Day"), "batch": Message("Batch"), "item": Message("Project or agreement"), "who": Message("Whose"),
    "as_of": Message("As of the day"), "size": Message("Size of the paper"),
}  # fmt: skip
_EVERYTHING = Message("All")
_OF_THE_VISIT = {"bus", "vehicle", "hotel", "day", "night", "transfer_day"}


@dataclass(frozen=True)
class Last:
    """The last time a document was made for more than one guest."""

    pages: int | None
    version: int
    at: datetime


@dataclass(frozen=True)
class Line:
    """A document in the list."""

    name: str
    document: Document
    last: Last | None


@dataclass(frozen=True)
class Question:
    """Something to choose: from `options`, or a day, or a text where there are none."""

    name: str
    label: str
    options: Options
    kind: str = "select"


@dataclass(frozen=True)
class Making:
    """A making as it is now; `share` in hundredths; `kept`: whether the file can still be fetched."""

    id: UUID
    document: str
    asked: dict[str, str]
    file_format: str
    state: str
    share: int
    names: bool
    by: str
    asked_at: datetime
    file_name: str
    pages: int | None
    count: int | None
    version: int | None
    since: datetime | None
    kept: bool
    trouble: str
    problems: Sequence[str]


async def lines_for(gathering: Gathering, access: Access) -> list[tuple[Group, Message, list[Line]]]:
    """The documents a reader may have, in groups, each with its last print."""
    rows = await fetch(
        "SELECT DISTINCT ON (document) document, pages, version, ended_at FROM document_run"
        " WHERE gathering = $1 AND state = 'done' AND version IS NOT NULL ORDER BY document, ended_at DESC",
        gathering.id,
    )
    last = {row["document"]: Last(row["pages"], row["version"], row["ended_at"]) for row in rows}
    lines = [
        Line(name, one, last.get(name))
        for name, one in DOCUMENTS.items()
        if one.may_be_taken(access, gathering)
    ]
    found = [
        (group, label, [one for one in lines if one.document.group == group])
        for group, label in GROUP_LABELS.items()
    ]
    return [(group, label, some) for group, label, some in found if some]


async def questions_of(document: Document, gathering: Gathering, language: str) -> list[Question]:
    """What can be chosen of a document; where there is nothing to choose between, it is not asked."""
    there = (
        await offered(gathering, language=language)
        if _OF_THE_VISIT.intersection(map(str, document.asks))
        else None
    )
    found = []
    for one in document.asks:
        if isinstance(one, Ask):
            options = await one.options(gathering, language) if one.options else ()
            found.append(
                Question(
                    one.name, translated(one.label, language), options, "select" if one.options else "text"
                )
            )
        else:
            name, label = PARAMETER.get(one, one), translated(LABELS[one], language)
            found.append(await _common(one, name, label, there, gathering, language))
    return [one for one in found if one.kind != "select" or len(one.options) > 1]


async def _common(
    asked: str, name: str, label: str, there: Offered | None, gathering: Gathering, language: str
) -> Question:
    """One of what every document may ask for."""
    if asked in ("guest", "item"):
        return Question(name, label, (), "text")
    if asked == "as_of":
        return Question(name, label, (), "date")
    if asked == "who":
        return Question(name, label, [(code, translated(told, language)) for code, told in WHO.items()])
    if asked == "size":
        return Question(name, label, [(code, translated(told, language)) for code, told in SIZES.items()])
    options = _visit(asked, there, language) if there else await _there(asked, gathering, language)
    every = [("", translated(_EVERYTHING, language)), *options]
    return Question(name, label, every if len(options) > 1 else ())


def _visit(asked: str, there: Offered, language: str) -> Options:
    days = {"day": there.days, "night": there.nights, "transfer_day": there.transfer_days}
    if asked in days:
        return [(one.isoformat(), day(one, language)) for one in days[asked]]
    return {"bus": there.buses, "vehicle": there.vehicles, "hotel": there.hotels}[asked]


async def _there(asked: str, gathering: Gathering, language: str) -> Options:
    if asked == "class":
        return [(one.code, f"{one.code} {one.name(language)}") for one in await classes_of(gathering.id)]
    if asked == "delegation":
        return [(one.code, one.name(language)) for one in await delegations_of(gathering.id)]
    if asked == "batch":
        batches = await batches_of(gathering)
        return [(str(one.told.number), str(one.told.number)) for one in batches if one.items]
    days = await programme(gathering, language=language)
    return [
        (str(line.id), f"{day(one.day, language)} {line.times()} {line.title}")
        for one in days
        for line in one.sessions
    ]


async def making_of(run: UUID, gathering: Gathering, access: Access) -> Making:
    """How a making stands, for a reader who may have its document. Raises UnknownMaking."""
    row = await fetch_one(
        "SELECT id, document, asked, file_format, state, share, names, by, asked_at, file_name, pages, count, version, since,"
        " content IS NOT NULL AS kept, trouble, problems FROM document_run WHERE id = $1 AND gathering = $2",
        run, gathering.id,
    )  # fmt: skip
    document = DOCUMENTS.get(row["document"]) if row else None
    if (
        row is None
        or document is None
        or not document.may_be_taken(access, gathering)
        or (row["names"] and not may_see_private(access, gathering))
    ):
        raise UnknownMaking
    told = dict(row) | {
        "asked": json.loads(row["asked"]),
        "problems": await problems_kept(run, row["problems"], gathering),
    }
    return Making(**told)
