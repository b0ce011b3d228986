"""Certificates are for who has arrived, a class or a guest, in the office's words, and long names fit."""

import pytest

from event.printing.papers.errors import NoOneToCertify
from tests import cast
from tests.printing.papers.making import made, pages, write
from tests.printing.visit.visiting import LONG, visit


async def test_who_has_arrived_gets_one_with_a_number_of_its_own(db: str) -> None:
    held = await cast.gathering()
    await cast.checkpoint(held)
    lin, ticket = await cast.lin(held)
    await cast.chen(held)
    assert ticket is not None
    with pytest.raises(NoOneToCertify):
        await made("certificates", held)
    await cast.scan(held, ticket.typed_code)

    (page,) = await pages("certificates", held)

    wanted = (
        "Certificate of attendance", "This is to certify that", "LIN Shili", "林示例",
        "took part in Third Example Gathering, held in Example County on 15–17 October 2026.", "Example County Federation",
        "17 October 2026", f"EX2026-C-{lin.number.rpartition('-')[2]}",
    )  # fmt: skip
    assert [words for words in wanted if "".join(words.split()) not in page] == []


async def test_the_office_says_it_in_its_own_words_by_kind(db: str) -> None:
    held = await cast.gathering()
    guests = await visit(held)
    await write(held, {"certificate-honour": "{name} ({delegation}) of {gathering}: {number}", "certificate-by": "Line one\nLine two"}, language="en")  # fmt: skip

    (page,) = await pages("certificates", held, options={"kind": "honour"}, guests=(guests["lin"].id,))

    number = f"EX2026-H-{guests['lin'].number.rpartition('-')[2]}"
    assert f"LINShili(NorthAmerica)ofThirdExampleGathering:{number}" in page
    assert ("Lineone" in page, "Linetwo" in page) == (True, True)


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
async def test_the_longest_name_and_wording_fit_their_page(db: str, language: str) -> None:
    held = await cast.gathering()
    guests = await visit(held)
    await write(held, {"certificate-attendance": "侨" * 400}, language=language)

    (page,) = await pages("certificates", held, language=language, guests=(guests["long"].id,))

    name = LONG if language != "en" else "OUYANGShiliMaximilianaTheodoraWilhelmina"
    assert (name in page, page.count("侨") + page.count("僑") >= 400) == (True, True)


async def test_a_class_gets_them_before_anybody_has_arrived(db: str) -> None:
    held = await cast.gathering()
    await visit(held)

    printed = await made("certificates", held, class_codes=("G",))

    assert printed.count == 2
