"""The documents of a hotel's guests, which it registers with the police; every reading is in the audit trail."""

from collections import Counter

from event.database import fetch
from event.gathering.countries import country_name
from event.gathering.keys import keys_of
from event.language import Message
from event.registration.sealed import opened
from event.reports.rooms.rooming import in_hotel
from event.reports.told import Asked, Told


async def hotel_documents(asked: Asked) -> Told:
    """Whom a hotel planned for and their kinds of documents; the rows are of those who come, with the numbers."""
    keys, places = await keys_of(asked.gathering.id), await in_hotel(asked, asked.values["hotel"])
    rows = await fetch(
        "SELECT * FROM guest WHERE id = ANY($1::uuid[]) ORDER BY number",
        [place.row["planned_for"] for place in places],
    )
    numbers = {row["number"]: opened(keys, row["id"], row).document_number for row in rows}
    missing = [number for number, document in numbers.items() if not document]
    here = [place.then for place in places if place.comes]
    return Told(
        {
            "hotel": asked.values["hotel"], "planned": len(rows), "guests": list(numbers),
            "by_document": dict(Counter(row["document_kind"] for row in rows)), "missing_number": missing,
            "must_be_logged": True,
        },
        (
            Message("Number"), Message("Name"), Message("Sex"), Message("Date of birth"), Message("Nationality"),
            Message("Identity document"), Message("Document number"), Message("Valid until"),
        ),
        [
            (
                one.number, one.name, one.row["sex"], str(one.row["birth_date"] or ""),
                country_name(one.row["nationality"], asked.language), one.row["document_kind"],
                opened(keys, one.id, one.row).document_number, str(one.row["document_expires"] or ""),
            )
            for one in here
        ],
        ((Message("Guests"), str(len(here))), (Message("Without a document number"), str(len(missing)))),
    )  # fmt: skip
