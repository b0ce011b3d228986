"""Issuing invitation letters for visas, numbered without gaps."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from event.database import fetch_one, writing
from event.gathering.tables import Gathering, local_day
from event.people.audit import record
from event.people.rules import Actor
from event.registration.adding import insert_all, lock
from event.registration.errors import UnknownGuest
from event.registration.tables import Guest, Standing, VisaLetter
from event.registration.visa.errors import LetterheadMissing, LetterNotReady, NotApprovedForLetter
from event.registration.visa.queries import lacking, letters_of


async def issue_letters(
    guests: Sequence[UUID], *, gathering: Gathering, by: Actor, now: datetime
) -> list[VisaLetter]:
    """Issue a letter for each guest: all of them or, where one cannot be, none; who has one keeps it.

    Raises UnknownGuest, LetterheadMissing, NotApprovedForLetter, LetterNotReady.
    """
    wanted = list(dict.fromkeys(guests))
    if not (gathering.office_address and gathering.office_phone and gathering.letter_costs):
        raise LetterheadMissing
    async with writing():
        await lock(gathering)
        rows = await Guest.objects().where(Guest.id.is_in(wanted) & (Guest.gathering == gathering.id))
        found = {row.id: row for row in rows}
        if not wanted or set(found) != set(wanted):
            raise UnknownGuest
        letters = await letters_of(wanted)
        new = [found[guest] for guest in wanted if guest not in letters]
        for row in new:
            _refuse_unready(row)
        begin = await _last_number(gathering) + 1
        made = [
            VisaLetter(
                id=uuid4(), gathering=gathering.id, guest=row.id, number=f"{_prefix(gathering)}{number:03d}",
                issued_on=local_day(now, gathering.zone), issued_by=by.mark, recorded_at=now,
            )
            for number, row in enumerate(new, start=begin)
        ]  # fmt: skip
        await insert_all(VisaLetter, made)
        for letter in made:
            await record(
                "visa_letter.issue", subject=f"guest:{letter.guest}", by=by, now=now, gathering=gathering.id,
                number=letter.number,
            )  # fmt: skip
    letters |= {letter.guest: letter for letter in made}
    return [letters[guest] for guest in wanted]


def _refuse_unready(row: Guest) -> None:
    if row.standing != Standing.APPROVED:
        raise NotApprovedForLetter(name=row.name or row.number)
    if missing := lacking(row.to_dict()):
        raise LetterNotReady(name=row.name or row.number, missing=missing)


def _prefix(gathering: Gathering) -> str:
    return f"{gathering.number_prefix}-VL"


async def _last_number(gathering: Gathering) -> int:
    """The highest number given out so far, under the gathering's lock."""
    row = await fetch_one(
        "SELECT coalesce(max(substring(number FROM length($2) + 1)::int), 0) AS last FROM visa_letter"
        " WHERE gathering = $1 AND starts_with(number, $2) AND substring(number FROM length($2) + 1) ~ '^[0-9]{1,8}$'",
        gathering.id, _prefix(gathering),
    )  # fmt: skip
    return int(row["last"]) if row else 0
