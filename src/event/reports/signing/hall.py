"""Who of the signatories is in the hall before the signing begins."""

from uuid import UUID

from event.database import fetch
from event.language import Message
from event.reports.doors.log import of_the_log
from event.reports.told import Asked, Told
from event.signing.queries import SignatoryKept, items_of
from event.signing.rules import party_mark
from event.signing.sessions import the_ceremony


async def in_the_hall(asked: Asked, session: str = "") -> set[UUID]:
    """Guests whose last scan at a door of the ceremony's hall let them in."""
    ceremony = await the_ceremony(asked.gathering, session)
    if ceremony is None:
        return set()
    doors = await fetch(
        "SELECT id FROM checkpoint WHERE gathering = $1 AND kind NOT IN ('arrival', 'bus', 'stop')"
        " AND (agenda_session = $2 OR hall = $3)",
        asked.gathering.id, ceremony.id, ceremony.hall,
    )  # fmt: skip
    rows = await of_the_log(
        asked,
        "SELECT DISTINCT ON (guest) guest, direction FROM passed WHERE checkpoint = ANY($4::uuid[]) AND at <= $2"
        " ORDER BY guest, at DESC, id DESC",
        [row["id"] for row in doors],
    )
    return {row["guest"] for row in rows if row["direction"] == "in"}


async def signatories_missing(asked: Asked) -> Told:
    """The signatories who are not in the hall at the moment, with who may sign instead."""
    inside = await in_the_hall(asked, asked.values["session"])
    every: list[tuple[str, int, SignatoryKept]] = [
        (item.told.code, party.position, one)
        for item in await items_of(asked.gathering)
        for party in item.parties
        for one in party.signatories
    ]
    missing = [(code, place, one) for code, place, one in every if one.guest not in inside]
    return Told(
        {
            "signatories": len(every), "in_hall": len(every) - len(missing),
            "missing": [f"{code}{party_mark(place)}" for code, place, _ in missing],
            "details": [
                {
                    "item": code, "party": f"{party_mark(place)}方", "guest": one.told.guest, "name": one.name(),
                    "standin": one.told.stand_in,
                }
                for code, place, one in missing
            ],
        },
        (
            Message("Agreement"), Message("Party"), Message("Number"), Message("Signatory"), Message("Stands in"),
            Message("Position of who stands in"),
        ),
        [
            (
                code, f"{party_mark(place)}方", one.told.guest or "–", one.name(asked.language), one.told.stand_in or "–",
                one.told.stand_in_title,
            )
            for code, place, one in missing
        ],
        (
            (Message("Signatories"), str(len(every))), (Message("In the hall"), str(len(every) - len(missing))),
            (Message("Missing"), str(len(missing))),
        ),
    )  # fmt: skip
