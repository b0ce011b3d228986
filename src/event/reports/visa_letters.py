"""Guests who need a letter for a visa, and whether it is issued."""

from event.database import fetch
from event.gathering.tables import local_day
from event.language import Message, translated
from event.registration.as_of import WHO, guests_as_of
from event.registration.tables import Standing
from event.registration.visa.queries import wants_letter
from event.reports.told import Asked, Told

_NOT_YET = Message("not issued yet")


async def visa_letters(asked: Asked) -> Told:
    """Approved guests of that moment who want a letter, with those issued up to its day."""
    gathering, at, language = asked.gathering, asked.at, asked.language
    guests = [
        one
        for one in await guests_as_of(gathering, at, scope=asked.scope, columns=(*WHO, "answers"))
        if one.standing is Standing.APPROVED and wants_letter(one.answers)
    ]
    rows = await fetch("SELECT guest, number, issued_on FROM visa_letter WHERE gathering = $1", gathering.id)
    day = local_day(at, gathering.zone)
    letters = {row["guest"]: row for row in rows if row["issued_on"] <= day}
    issued = [one.number for one in guests if one.id in letters]
    return Told(
        {
            "need": len(guests), "issued": issued,
            "not_issued": [one.number for one in guests if one.id not in letters],
        },
        (Message("Number"), Message("Name"), Message("Consulate"), Message("Issued on"), Message("Number of the letter")),
        [
            (
                one.number, one.name, str(one.answers.get("consulate", "")),
                str(letters[one.id]["issued_on"]) if one.id in letters else translated(_NOT_YET, language),
                letters[one.id]["number"] if one.id in letters else "",
            )
            for one in guests
        ],
    )  # fmt: skip
