"""Documents that fail their form, expire within six months of the last day, or are held by two guests."""

from event.gathering.keys import keys_of
from event.language import Message, translated
from event.registration.as_of import WHO, guests_as_of
from event.registration.documents import looks_right, same_holder, valid_until_at_least
from event.registration.rules import LEFT
from event.registration.sealed import opened_field
from event.reports.told import Asked, Told

_COLUMNS = (*WHO, "document_kind", "document_number", "document_expires")
_FORM = Message("does not have the form of {kind}")
_EXPIRES = Message("expires on {day}")
_SAME = Message("the same document as {others}")


async def document_faults(asked: Asked) -> Told:
    """Faults of the documents of everybody who came into question then; numbers are never told."""
    gathering, language = asked.gathering, asked.language
    keys, limit = await keys_of(gathering.id), valid_until_at_least(gathering.last_day)
    form, expiring, holders = [], [], dict[str, list[str]]()
    names: dict[str, str] = {}
    told: list[tuple[str, str]] = []
    for guest in await guests_as_of(gathering, asked.at, scope=asked.scope, columns=_COLUMNS):
        if guest.standing in LEFT:
            continue
        names[guest.number] = guest.name
        number = opened_field(keys, guest.id, guest.row, "document_number")
        kind, expires = guest.row["document_kind"], guest.row["document_expires"]
        if number:
            holders.setdefault(same_holder(kind, number), []).append(guest.number)
        if number and not looks_right(kind, number):
            form.append(guest.number)
            told.append((guest.number, translated(_FORM, language).format(kind=kind)))
        if expires and expires < limit:
            expiring.append(guest.number)
            told.append((guest.number, translated(_EXPIRES, language).format(day=expires)))
    duplicated = [same for same in holders.values() if len(same) > 1]
    for same in duplicated:
        for number in same:
            others = "、".join(other for other in same if other != number)
            told.append((number, translated(_SAME, language).format(others=others)))
    return Told(
        {
            "format": form,
            "expiring": expiring,
            "expiring_before": limit.isoformat(),
            "duplicated": duplicated,
        },
        (Message("Number"), Message("Name"), Message("What is wrong")),
        [(number, names[number], fault) for number, fault in sorted(told)],
    )
