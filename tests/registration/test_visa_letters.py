"""Letters for visas are numbered without gaps, one for each guest, and only where nothing is missing."""

import asyncio
from datetime import date
from typing import Any

import pytest

from event.database import fetch
from event.gathering.tables import Gathering
from event.people.rules import SYSTEM
from event.registration.errors import UnknownGuest
from event.registration.tables import Guest, Standing, VisaLetter
from event.registration.visa.errors import LetterheadMissing, LetterNotReady, NotApprovedForLetter
from event.registration.visa.operations import issue_letters
from event.registration.visa.queries import letter_lines
from tests import cast

_TOLD = {"birth_date": date(1971, 3, 9), "document_number": "X12345678", "answers": {"visa_letter": "yes"}}


async def _gathering() -> Gathering:
    return await cast.gathering(
        office_address="示例县人民路1号", office_phone="+86 590 0000 0000", letter_costs="食宿由侨联承担"
    )


async def _asked(held: Gathering, number: int = 1, **told: Any) -> Guest:
    guest, _ = await cast.lin(held, **{"email": f"guest{number}@example.com", **_TOLD} | told)
    return guest


async def _issue(held: Gathering, *guests: Guest) -> list[VisaLetter]:
    return await issue_letters([one.id for one in guests], gathering=held, by=SYSTEM, now=cast.NOW)


async def test_twenty_issued_at_once_are_numbered_without_a_gap(db: str) -> None:
    held = await _gathering()
    guests = [await _asked(held, number) for number in range(20)]

    await asyncio.gather(*(_issue(held, guest) for guest in guests))

    rows = await fetch("SELECT number, guest FROM visa_letter ORDER BY number")
    assert [row["number"] for row in rows] == [f"EX2026-VL{number:03d}" for number in range(1, 21)]
    assert {row["guest"] for row in rows} == {guest.id for guest in guests}


async def test_a_guest_has_one_letter_however_often_it_is_issued(db: str) -> None:
    held = await _gathering()
    guest, other = await _asked(held, 1), await _asked(held, 2)

    first = await asyncio.gather(*(_issue(held, guest) for _ in range(5)))
    both = await _issue(held, other, guest, other)

    assert {letter.number for letters in first for letter in letters} == {"EX2026-VL001"}
    assert [letter.number for letter in both] == ["EX2026-VL002", "EX2026-VL001"]


async def test_a_letter_the_office_issued_before_stays_as_it_is(db: str) -> None:
    held = await _gathering()
    guest = await _asked(held)
    await VisaLetter(
        gathering=held.id, guest=guest.id, issued_on=date(2026, 9, 1), recorded_at=cast.NOW
    ).save()

    (letter,) = await _issue(held, guest)

    assert (letter.number, letter.issued_on) == ("", date(2026, 9, 1))


@pytest.mark.parametrize(
    ("told", "missing"),
    [
        ({"birth_date": None}, "date of birth"), ({"nationality": ""}, "nationality"),
        ({"document_number": ""}, "document number"),
        ({"birth_date": None, "document_number": ""}, "date of birth, document number"),
    ],
)  # fmt: skip
async def test_who_lacks_something_is_named_with_it_and_nobody_gets_a_letter(
    db: str, told: dict[str, Any], missing: str
) -> None:
    held = await _gathering()
    ready, unready = await _asked(held, 1), await _asked(held, 2, **told)

    with pytest.raises(LetterNotReady) as refused:
        await _issue(held, ready, unready)

    assert refused.value.told("en") == f"No letter can be issued for 林示例; what is missing: {missing}."
    assert await VisaLetter.count() == 0


async def test_only_approved_guests_of_this_gathering_get_letters(db: str) -> None:
    held = await _gathering()
    other = await cast.gathering(slug="other")
    waiting, _ = await cast.chen(held, standing=Standing.SUBMITTED, **_TOLD)
    stranger = await _asked(other)

    with pytest.raises(NotApprovedForLetter):
        await _issue(held, waiting)
    with pytest.raises(UnknownGuest):
        await _issue(held, stranger)


async def test_an_office_without_address_issues_none(db: str) -> None:
    held = await cast.gathering()

    with pytest.raises(LetterheadMissing):
        await _issue(held, await _asked(held))


async def test_the_list_says_who_asked_what_is_missing_and_what_is_issued(db: str) -> None:
    held = await _gathering()
    await cast.chen(held)
    asked = await _asked(held, 2, answers={"visa_letter": "是", "consulate": "中国驻美国使领馆"})
    await _asked(held, 3, birth_date=None)
    await _asked(held, 4, answers={"visa_letter": "否"})
    await _issue(held, asked)

    lines = await letter_lines(held, scope=None, language="en")

    assert [(one.number, one.letter, one.missing, one.can_be_issued) for one in lines] == [
        ("EX2026-002", "EX2026-VL001", (), False), ("EX2026-003", "", ("date of birth",), False),
    ]  # fmt: skip
    assert lines[0].consulate == "中国驻美国使领馆"
