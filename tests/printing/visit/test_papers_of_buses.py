"""Manifests, roll calls, run sheets, guide sheets, vehicles and meals say what each reader needs, bus by bus."""

import pytest

from event.database import fetch
from event.printing.visit.errors import NothingOnPaper
from tests import cast
from tests.printing.visit.reading import made, pages, said, sheets
from tests.printing.visit.visiting import DAY, LONG, crowd, second_day, visit


async def test_a_manifest_has_every_guest_with_phone_and_the_crew_stops_and_times_above(db: str) -> None:
    held = await cast.gathering()
    await visit(held)

    first, second = await pages("manifest", held)

    assert said(
        (
            "Bus 1 · Bus manifest", "A Materials", "Saturday, 17 October 2026", "示A·T0001", "望潮宾馆正门 08:20", "08:40",
            "Park canteen 12:00", "14:30", "司机示例 +8619900000147", "讲解示例", "1. Material centre", "09:00–09:40", "2. Home",
            "10:00–11:00", "林示例", "LIN Shili", "North America", "+12125550100", "陳樣本", "+85221000000", "Boarding", "Stop 1",
            "Stop 2", "Return", "As of 2026-10-15 09:00 · version 1", "1 / 1",
        ),
        first,
    ) == []  # fmt: skip
    assert (
        said(("Bus 2", LONG, "OUYANG Shili Maximiliana Theodora Wilhelmina", "+8613900000000"), second) == []
    )
    assert ("+8613900000000" in first, "+12125550100" in second) == (False, False)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-Hans", ("1号车", "材料装备", "北美代表团", "2026年10月17日(星期六)", "创业园食堂")),
        ("zh-Hant", ("1號車", "材料裝備", "北美代表團", "創業園食堂", "林示例")),
        ("en", ("Bus 1", "Materials", "North America", "Park canteen")),
    ],
)
async def test_a_manifest_is_in_the_language_asked_for(
    db: str, language: str, words: tuple[str, ...]
) -> None:
    held = await cast.gathering()
    await visit(held)

    (page,) = await pages("manifest", held, bus="1", language=language)

    assert said(words, page) == []


async def test_a_long_list_repeats_its_headings_on_every_page(db: str) -> None:
    held = await cast.gathering()
    await visit(held)
    await crowd(held, on="1", guests=60)

    found = await pages("manifest", held, bus="1")

    assert len(found) == 2
    assert [
        said(("Delegation", "Boarding", f"{number} / 2"), page) for number, page in enumerate(found, 1)
    ] == [
        [],
        [],
    ]


async def test_a_roll_call_has_names_and_boxes_but_no_telephone_number_of_a_guest(db: str) -> None:
    held = await cast.gathering()
    await visit(held)

    first, second = await pages("roll-call", held)

    assert said(("Bus 1 · Roll call", "林示例", "陳樣本", "Counted, of 2"), first) == []
    assert said((LONG, "Counted, of 1"), second) == []
    assert "+12125550100" not in first


async def test_a_driver_gets_one_page_with_places_and_whom_to_call(db: str) -> None:
    held = await cast.gathering(office_phone="+86 590 0000 0000")
    await visit(held)

    first, _ = await pages("run-sheet", held)

    assert said(
        (
            "08:20", "Guests meet", "08:40", "09:00–09:40", "Material centre", "示例路1号", "郭参考", "+8619900000000", "12:00", "Lunch",
            "14:30", "2 guests and 1 crew on 45 seats", "+86 590 0000 0000",
        ),
        first,
    ) == []  # fmt: skip
    assert ("林示例" in first, "+12125550100" in first) == (False, False)


async def test_a_guide_reads_what_to_tell_who_eats_what_and_whom_to_look_after(db: str) -> None:
    held = await cast.gathering()
    await visit(held)

    first, second = await pages("guide-sheet", held)

    assert said(
        (
            "Built in 2001.", "There are steps.", "Guide speaks 普通话, 英语", "Guests speak 英语 1", "North America 2", "轮椅",
            "child, 10", "Halal 1", "花生过敏 1", "林示例",
        ),
        first,
    ) == []  # fmt: skip
    assert said(("important guest", "Nobody told of special needs."), second) == []


async def test_all_vehicles_stand_on_one_sheet(db: str) -> None:
    held = await cast.gathering()
    await visit(held)

    (rows,) = (await sheets("vehicles", held)).values()

    assert [row[:4] for row in rows[3:]] == [
        ["Vehicle no.", "Plate", "Model and seats", "Route"], ["Bus 1", "示A·T0001", "大巴 45", "A Materials"],
        ["Bus 2", "示A·T0002", "大巴 45", "A Materials"], ["商务1号", "示A·T0009", "商务车 7"],
    ]  # fmt: skip


async def test_meals_are_counted_for_all_and_named_only_where_the_reader_may_see_it(db: str) -> None:
    held = await cast.gathering()
    await visit(held)

    (counted,) = await pages("meals", held, names=False)
    (named,) = await pages("meals", held)

    assert (
        said(("Park canteen · Meal sheet", "花生过敏 1", "Total", "Saturday, 17 October 2026"), counted) == []
    )
    assert ("林示例" in counted, "陳樣本" in counted) == (False, False)
    assert said(("林示例", "Halal", "陳樣本", "花生过敏"), named) == []


async def test_a_route_of_two_days_has_sheets_for_each_day(db: str) -> None:
    held = await cast.gathering()
    await visit(held)
    await second_day(held)

    first, second = await pages("run-sheet", held, bus="1")

    assert said(("Saturday, 17 October 2026", "08:40", "09:00–09:40", "10:00–11:00", "14:30"), first) == []
    assert said(("Sunday, 18 October 2026", "08:30", "09:30–10:30", "11:45", "13:00"), second) == []
    assert ("09:30–10:30" in first, "09:00–09:40" in second, "08:40" in second) == (False, False, False)
    assert len(await pages("manifest", held, bus="1", day=DAY)) == 1


async def test_a_choice_that_fits_nothing_is_refused(db: str) -> None:
    held = await cast.gathering()
    await visit(held)

    assert len(await pages("manifest", held, day=DAY)) == 2
    for chosen in ({"bus": "9"}, {"day": DAY.replace(day=16)}):
        with pytest.raises(NothingOnPaper):
            await made("manifest", held, **chosen)


async def test_hostile_text_stays_text(db: str) -> None:
    held = await cast.gathering(title_en='Gathering "\\a } @page { size: 1mm } <b>')
    guests = await visit(held)
    await fetch("UPDATE guest SET name_zh = $2 WHERE id = $1", guests["lin"].id, "=1+1<script>")

    (page,) = await pages("manifest", held, bus="1")
    rows = (await sheets("manifest", held, bus="1"))["Bus 1"]

    assert said(("=1+1<script>", 'Gathering "\\a } @page { size: 1mm } <b>'), page) == []
    assert ["=1+1<script>", "LIN Shili", "EX2026-001"] in [row[2:5] for row in rows]
