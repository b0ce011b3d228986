"""Delegations come in the order chosen, staff with numbers for who may see them, programmes for who wants which."""

from uuid import uuid4

import pytest

from event.agenda.tables import AgendaItem, AgendaPerson, Booking
from event.printing.papers.errors import NoGuestChosen, NoItems
from tests import cast
from tests.printing.papers.making import made, pages, session
from tests.printing.visit.visiting import LONG, at, visit


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("precedence", [LONG, "陳樣本", "林示例"]),
        ("pinyin", ["陳樣本", "林示例", LONG]),
        ("latin", ["陳樣本", "林示例", LONG]),
    ],
)
async def test_members_of_a_delegation_come_in_the_order_chosen(
    db: str, order: str, names: list[str]
) -> None:
    held = await cast.gathering()
    await visit(held)

    (page,) = await pages("delegations", held, options={"order": order})

    assert sorted(names, key=page.index) == names
    assert ("3people" in page, "+12125550100" in page) == (True, False)


async def test_a_list_of_one_delegation_has_nobody_else(db: str) -> None:
    held = await cast.gathering()
    guests = await visit(held)
    await cast.guest(held, name_zh="旁人示例")

    printed = await made("delegations", held, delegation=guests["lin"].delegation)

    assert printed.count == 3


@pytest.mark.parametrize(("names", "number"), [(True, "+8619900000147"), (False, "••••••••••0147")])
async def test_numbers_of_staff_are_masked_for_who_may_not_see_them(
    db: str, names: bool, number: str
) -> None:
    held = await cast.gathering()
    await visit(held)

    (page,) = await pages("contacts", held, names=names)

    assert (number in page, "司机示例" in page, "林示例" in page) == (True, True, False)


async def test_the_programme_comes_by_day_or_by_hall_or_both(db: str) -> None:
    held = await cast.gathering()
    await session(held)

    by_day, by_hall = [await pages("agenda", held, options={"view": view}) for view in ("day", "hall")]
    both = await pages("agenda", held)

    assert (len(by_day), len(by_hall), len(both)) == (1, 1, 2)
    assert ("Morning" in by_day[0], "Programmebyhall" in by_day[0]) == (True, False)
    assert ("Morning" in by_hall[0], "Programmebyhall" in by_hall[0], "Greathall" in by_hall[0]) == (
        False,
        True,
        True,
    )


async def test_a_guests_programme_has_only_what_the_guest_booked(db: str) -> None:
    held = await cast.gathering()
    guests = await visit(held)
    await session(held)
    talks = await session(
        held, "TALKS", title_zh="座谈会", title_en="Round table", starts_at=at(15), ends_at=at(16)
    )
    await Booking(id=uuid4(), agenda_session=talks.id, guest=guests["chen"].id, booked_at=cast.NOW).save()

    lin = "".join(await pages("programme-of-guest", held, guests=(guests["lin"].id,)))
    chen = "".join(await pages("programme-of-guest", held, guests=(guests["chen"].id,)))

    assert ["Roundtable" in one for one in (lin, chen)] == [False, True]
    assert ["Opening" in one for one in (lin, chen)] == [True, True]
    assert "version1" in lin
    with pytest.raises(NoGuestChosen):
        await made("programme-of-guest", held)


async def test_items_are_numbered_for_guests_and_have_cues_for_those_who_run_them(db: str) -> None:
    held = await cast.gathering()
    guests = await visit(held)
    with pytest.raises(NoItems):
        await made("cue-sheet", held)
    opening = await session(held)
    for place, (title, minutes) in enumerate((("Welcome address", 10), ("Promotion of the county", 25))):
        item = AgendaItem(
            id=uuid4(), agenda_session=opening.id, position=place, kind="speech", title_zh="致辞", title_en=title, minutes=minutes,
            audio_video="追光", responsible="会务组",
        )  # fmt: skip
        await item.save()
    await AgendaPerson(
        id=uuid4(), agenda_session=opening.id, item=item.id, part="speaker", guest=guests["lin"].id
    ).save()

    (agenda,) = await pages("session-agenda", held)
    (cues,) = await pages("cue-sheet", held)

    assert ("109:00–09:10Welcomeaddress" in agenda, "209:10–09:35Promotionofthecounty" in agenda, "林示例" in agenda) == (
        True, True, True,
    )  # fmt: skip
    assert ("追光" in cues, "会务组" in cues, "09:10–09:3525" in cues, "追光" in agenda) == (
        True,
        True,
        True,
        False,
    )
