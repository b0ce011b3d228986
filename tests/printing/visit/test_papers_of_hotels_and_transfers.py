"""Rooming lists, hotels, pickups, departures and signs say who sleeps, comes and goes where."""

from datetime import date

import pytest

from event.printing.visit.boards import arranged
from tests import cast
from tests.printing.reading import texts
from tests.printing.visit.reading import made, pages, said, sheets
from tests.printing.visit.visiting import LONG, visit


async def test_a_rooming_list_goes_by_room_and_ends_with_who_has_none(db: str) -> None:
    held = await cast.gathering()
    await visit(held)

    rows = (await sheets("rooming", held))["Qiaoyuan Hotel"]
    (page,) = await pages("rooming", held)

    table = rows[next(place for place, row in enumerate(rows) if row[:1] == ["No."]) :]
    assert [[*row[1:3], row[4], *row[8:12]] for row in table[1:]] == [
        [301, "林示例", "EX2026-001", "陳樣本", "2026-10-15", "2026-10-18", "yes"],
        [301, "陳樣本", "EX2026-002", "林示例", "2026-10-15", "2026-10-17", "yes"],
        [None, LONG, "EX2026-003", None, "2026-10-15", "2026-10-18", "yes"],
    ]
    assert (
        said(("示例路8号", "+86 199 0000 9000", "1 (0 single, 1 twin)", "Spare rooms 302", LONG), page) == []
    )


async def test_a_night_lists_who_sleeps_there_then(db: str) -> None:
    held = await cast.gathering()
    await visit(held)

    (page,) = await pages("rooming", held, hotel="H1", day=date(2026, 10, 17))

    assert ("林示例" in page, "陳樣本" in page) == (True, False)
    assert said(("Night of Saturday, 17 October 2026",), page) == []


async def test_all_hotels_stand_on_one_list(db: str) -> None:
    held = await cast.gathering()
    await visit(held)

    (rows,) = (await sheets("hotels", held)).values()

    assert rows[-1] == ["Qiaoyuan Hotel", "示例路8号", "+86 199 0000 9000", 0, 1, 1, 1, 3, "普通标间 1"]


async def test_a_pickup_has_flight_vehicle_greeter_and_sign_above_its_guests(db: str) -> None:
    held = await cast.gathering()
    await visit(held)

    (page,) = await pages("pickups", held)
    (rows,) = (await sheets("pickups", held)).values()

    assert said(
        (
            "W1 下午 · Pickup sheet", "ZZ1815", "Comes from: 香港", "T2", "Planned: 16:00", "State: 19:00 delayed", "商务1号 示A·T0009",
            "秦范 +8619900000109", "聚侨兴示例接站 ZZ1815", "林示例", "+12125550100", "贵宾通道", "Pieces of luggage 4",
        ),
        page,
    ) == []  # fmt: skip
    assert [row[:10] for row in rows[4:]] == [
        ["2026-10-15", "W1", "ZZ1815", "香港", "T2", "16:00", "19:00", number, name, latin]
        for number, name, latin in (("EX2026-001", "林示例", "LIN Shili"), ("EX2026-002", "陳樣本", "CHAN Yeung Pun"))
    ]  # fmt: skip


async def test_a_departure_says_when_the_vehicle_leaves_and_what_it_meets(db: str) -> None:
    held = await cast.gathering()
    await visit(held)

    (page,) = await pages("departures", held, bus="商务1号")

    assert said(("16:00", "商务1号", "林示例", "Qiaoyuan Hotel", "ZZ3301", "上海", "18:30"), page) == []


async def test_a_sign_fills_its_page_once_for_all_who_are_met_under_it(db: str) -> None:
    held = await cast.gathering()
    await visit(held)

    (page,) = texts((await made("name-boards", held)).content)

    lines = page.split("\r\n")
    assert lines[:4] == [
        "Example County Federation", "聚侨兴示例接站", "ZZ1815", "ZZ1815 · 香港 · T2 · Thursday, 15 October 2026 · 16:00",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("聚侨兴示例接站 ZZ1815", ("聚侨兴示例接站", "ZZ1815")),
        ("林示例", ("林示例",)),
        ("欢迎海外乡亲回到示例县", ("欢迎海外乡亲", "回到示例县")),
        ("Welcome to Example County", ("Welcome", "to Example", "County")),
        ("Donaudampfschifffahrt", ("Donaudampfschifffahrt",)),
    ],
)
def test_a_sign_breaks_where_its_letters_become_largest(text: str, lines: tuple[str, ...]) -> None:
    assert arranged(text)[0] == lines


def test_no_sign_is_wider_or_higher_than_its_sheet() -> None:
    for text in (
        "一",
        "聚侨兴示例接站 ZZ1815",
        "Donaudampfschifffahrtsgesellschaftskapitän",
        "字" * 60,
        "a b c d e f g",
    ):
        lines, size = arranged(text)
        assert (size * 1.2 * len(lines) <= 128.1, size >= 4) == (True, True)
