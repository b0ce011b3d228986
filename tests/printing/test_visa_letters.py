"""A letter for a visa says in Chinese and English what a consulate asks for, on one page."""

from datetime import date
from typing import Any

import pytest

from event.database import fetch
from event.people.rules import SYSTEM
from event.printing.chunks import Wanted
from event.printing.documents import Printed, print_document
from event.printing.errors import NoLetterToPrint
from event.registration.visa.operations import issue_letters
from tests import cast
from tests.printing.reading import texts

_OFFICE = {
    "office_address": "示例县人民路1号", "office_phone": "+86 590 0000 0000", "letter_costs": "Borne by the Federation.",
}  # fmt: skip
_TOLD = {
    "birth_date": date(1971, 3, 9), "sex": "F", "document_kind": "外国护照", "document_number": "X12345678",
    "answers": {"visa_letter": "yes", "consulate": "中国驻美国使领馆"},
}  # fmt: skip


async def _print(held: Any, **wanted: Any) -> Printed:
    return await print_document("visa-letters", held, Wanted(**wanted), by=SYSTEM, now=cast.NOW)


async def test_a_letter_says_all_that_is_asked_in_both_languages_on_one_page(db: str) -> None:
    held = await cast.gathering(**_OFFICE)
    lin, _ = await cast.lin(held, **_TOLD)
    await issue_letters([lin.id], gathering=held, by=SYSTEM, now=cast.NOW)

    (page,) = texts((await _print(held)).pdf)

    said = "".join(page.split())
    wanted = (
        "EX2026-VL001", "邀请函", "LETTER OF INVITATION", "中国驻美国使领馆", "LIN Shili", "林示例", "女 Female",
        "1971年3月9日", "9 March 1971", "美国 United States", "Foreign passport X12345678", "Third Example Gathering",
        "15 October 2026", "Example County", "本单位邀请的嘉宾", "Borne by the Federation.", "示例县侨联",
        "Example County Federation", "示例县人民路1号", "+86 590 0000 0000", "Official seal", "Signature",
    )  # fmt: skip
    assert [text for text in wanted if text.replace(" ", "") not in said] == []


async def test_letters_come_by_number_for_all_or_for_those_chosen(db: str) -> None:
    held = await cast.gathering(**_OFFICE)
    guests = [(await cast.lin(held, email=f"guest{n}@example.com", **_TOLD))[0] for n in range(3)]
    await issue_letters([one.id for one in guests[1:]], gathering=held, by=SYSTEM, now=cast.NOW)

    assert len(texts((await _print(held)).pdf)) == 2
    assert ["EX2026-VL001" in page for page in texts((await _print(held, guests=(guests[1].id,))).pdf)] == [
        True
    ]
    with pytest.raises(NoLetterToPrint):
        await _print(held, guests=(guests[0].id,))


async def test_every_letter_printed_is_a_look_at_a_document_in_the_trail(db: str) -> None:
    held = await cast.gathering(**_OFFICE)
    lin, _ = await cast.lin(held, **_TOLD)
    await issue_letters([lin.id], gathering=held, by=SYSTEM, now=cast.NOW)

    await _print(held)

    looks = await fetch("SELECT subject FROM audit_entry WHERE action = 'guest.read_document'")
    assert [look["subject"] for look in looks] == [f"guest:{lin.id}"]
