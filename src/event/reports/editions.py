"""Who attended two or more editions, and whose data must be deleted by now."""

from event.database import fetch
from event.gathering.tables import local_day
from event.language import Message
from event.registration.as_of import WHO, guests_as_of
from event.registration.directory.attending import returning_guests
from event.registration.documents import valid_until_at_least
from event.reports.told import Asked, Told

THIS_EDITION_ONLY = frozenset({"仅本届", "僅本屆", "本届", "this edition only", "this gathering only"})
"""What lists say of data that is kept for this gathering only; online, the directory was declined."""


async def editions_and_retention(asked: Asked) -> Told:
    """Guests of two or more editions (this one counts for who has checked in), and data whose time is over.

    Data of who wants it kept for this edition only is to be deleted some months after the last day, whether they
    came or not.
    """
    due = valid_until_at_least(asked.gathering.last_day, asked.values["months"])
    over = local_day(asked.at, asked.gathering.zone) >= due
    returning = await returning_guests(asked.gathering, asked.at) if asked.scope is None else []
    guests = await guests_as_of(
        asked.gathering, asked.at, scope=asked.scope, columns=(*WHO, "answers", "erased_at")
    )
    declined = {
        row["guest"]
        for row in await fetch(
            "SELECT DISTINCT ON (guest) guest, given FROM consent WHERE gathering = $1 AND purpose = 'directory'"
            " AND at <= $2 ORDER BY guest, at DESC",
            asked.gathering.id, asked.at,
        )
        if not row["given"]
    }  # fmt: skip
    delete = [
        one
        for one in guests
        if over
        and one.row["erased_at"] is None
        and (str(one.answers.get("retention", "")).lower() in THIS_EDITION_ONLY or one.id in declined)
    ]
    editions = {one.number: "、".join(one.editions) for one in returning}
    names = {one.number: one.name for one in returning} | {one.number: one.name for one in delete}
    gone = {one.number for one in delete}
    return Told(
        {
            "two_or_more": list(editions), "two_or_more_count": len(editions), "delete_due": due.isoformat(),
            "delete_now": [one.number for one in delete], "delete_count": len(delete),
        },
        (Message("Number"), Message("Name"), Message("Editions"), Message("To be deleted")),
        [
            (number, names[number], editions.get(number, ""), due.isoformat() if number in gone else "")
            for number in sorted(names)
        ],
        (
            (Message("Two or more editions"), str(len(editions))), (Message("To be deleted"), str(len(delete))),
            (Message("Due on"), due.isoformat()),
        ),
    )  # fmt: skip
