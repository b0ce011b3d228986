"""Sign-in sheets have everybody who is expected, with telephone numbers masked and an index whose pages are right."""

import re
from uuid import uuid4

from event.agenda.tables import Booking
from event.people.rules import SYSTEM
from event.printing.chunks import Wanted
from event.printing.documents import print_document
from tests import cast
from tests.printing.papers.making import made, pages, session
from tests.printing.visit.visiting import LONG, crowd, visit


async def test_everybody_is_on_the_sheet_for_arrival_by_delegation_with_boxes(db: str) -> None:
    held = await cast.gathering()
    await visit(held)

    first, index = await pages("sign-in", held)

    wanted = (
        "Sign-insheet·Arrivaldesk", "Guestsexpected3", "林示例", "LINShili", "NorthAmerica", "••••0100", LONG, "Badge", "Pack", "Roomcard",
        "Signature", "Camewithoutregistration",
    )  # fmt: skip
    assert [words for words in wanted if words not in first] == []
    assert [words for words in ("+12125550100", "2125550100", "司机示例") if words in first] == []
    assert "林示例" in index


async def test_a_session_that_is_booked_has_only_who_booked_it(db: str) -> None:
    held = await cast.gathering()
    guests = await visit(held)
    opening = await session(held)
    everybody = (await made("sign-in", held, options={"occasion": "OPEN"})).count
    await Booking(id=uuid4(), agenda_session=opening.id, guest=guests["lin"].id, booked_at=cast.NOW).save()

    booked = await made("sign-in", held, options={"occasion": "OPEN"})

    assert (everybody, booked.count) == (3, 1)


async def test_a_door_that_admits_a_class_has_that_class(db: str) -> None:
    held = await cast.gathering()
    await visit(held)
    opening = await session(held)
    await cast.checkpoint(
        held, "DOOR", kind="session", agenda_session=opening.id, rule='[{"classes": ["V"]}]'
    )

    (first, _) = await pages("sign-in", held, options={"occasion": "OPEN"})

    assert (LONG in first, "林示例" in first, "Opening" in first) == (True, False, True)


async def test_a_long_list_repeats_its_headings_and_the_index_names_the_page_of_each(db: str) -> None:
    held = await cast.gathering()
    await visit(held)
    await crowd(held, on="1", guests=60)
    await cast.guest(held, name_zh="章末位")

    *lists, index = await pages("sign-in", held)

    assert ["Signature" in page for page in lists] == [True] * len(lists)
    found = {name: re.findall(rf"{name}(\d+)→(\d)", index) for name in ("林示例", "陳樣本", LONG, "章末位")}
    assert {
        name: [f"{row}{name}" in lists[int(page) - 1] for row, page in entries]
        for name, entries in found.items()
    } == {name: [True] for name in found}
    assert found["章末位"] == [("64", "3")]


async def test_it_is_a_workbook_too(db: str) -> None:
    held = await cast.gathering()
    await visit(held)

    book = await print_document(
        "sign-in", held, Wanted(language="en"), by=SYSTEM, now=cast.NOW, file_format="xlsx"
    )

    assert book.content[:2] == b"PK"
