"""The documents of a hotel's guests, which it registers with the police; every reading is in the audit trail."""

from collections import Counter

from event.database import fetch
from event.gathering.countries import country_name
from event.gathering.keys import keys_of
from event.language import Message
from event.registration.as_of import WHO
from event.registration.sealed import opened_field
from event.reports.rooms.rooming import in_hotel
from event.reports.told import Asked, Told


async def hotel_documents(asked: Asked) -> Told:
    """Whom a hotel planned for and their kinds of documents; the rows are of those who come, with the numbers."""
    keys, places = (
        await keys_of(asked.gathering.id),
        await in_hotel(asked, asked.values["hotel"], columns=WHO),
    )
    planned = {place.row["planned_for"] for place in places}
    here = [place.then for place in places if place.comes]
    every = await fetch(
        "SELECT id, number, sex, birth_date, nationality, document_kind, document_number, document_expires FROM guest"
        " WHERE id = ANY($1::uuid[]) ORDER BY number",
        list(planned.union(one.id for one in here)),
    )
    rows = [row for row in every if row["id"] in planned]
    missing = [row["number"] for row in rows if row["document_number"] is None]
    told = {row["id"]: row for row in every}
    return Told(
        {
            "hotel": asked.values["hotel"], "planned": len(rows), "guests": [row["number"] for row in rows],
            "by_document": dict(Counter(row["document_kind"] for row in rows)), "missing_number": missing,
            "must_be_logged": True,
        },
        (
            Message("Number"), Message("Name"), Message("Sex"), Message("Date of birth"), Message("Nationality"),
            Message("Identity document"), Message("Document number"), Message("Valid until"),
        ),
        [
            (
                one.number, one.name, row["sex"], str(row["birth_date"] or ""),
                country_name(row["nationality"], asked.language), row["document_kind"],
                opened_field(keys, one.id, row, "document_number"), str(row["document_expires"] or ""),
            )
            for one in here
            for row in (told[one.id],)
        ],
        ((Message("Guests"), str(len(here))), (Message("Without a document number"), str(len(missing)))),
    )  # fmt: skip
