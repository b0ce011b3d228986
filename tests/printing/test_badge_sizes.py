"""Badges in every size: whole pages of it, codes that read, backs behind their fronts, colour beyond the cut."""

import pytest
import zxingcpp
from PIL import Image

from event.people.rules import SYSTEM
from event.printing.badge_designs.design import standard_design
from event.printing.badge_designs.sizes import QUIET, RUNS, SIZES, SMALLEST_CODE
from event.printing.chunks import Wanted
from event.printing.documents import print_document
from event.registration.mails import text_of
from tests import cast
from tests.printing.badge_making import badge, made, pictures, sheets, ticket
from tests.printing.reading import texts

_RED, _WHITE = (143, 29, 33), (255, 255, 255)


def _codes(picture: Image.Image) -> list[tuple[str, bool]]:
    """Codes from left to right, top to bottom, and whether each stands upright."""
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    found.sort(key=lambda one: (one.position.top_left.y // 300, one.position.top_left.x))
    return [(one.text, one.orientation == 0) for one in found]


@pytest.mark.parametrize("way", RUNS)
async def test_every_code_reads_in_every_size_also_in_grey(way: str) -> None:
    badges = [badge(number, "VGS"[number % 3]) for number in range(1, 6)]

    made_of = await made(sheets(badges, way))
    for pages in (pictures(made_of, dpi=150), [page.convert("L") for page in pictures(made_of, dpi=150)]):
        assert [one for page in pages for one in _codes(page)] == [
            (ticket(number), True) for number in range(1, 6)
        ]


@pytest.mark.parametrize("size", SIZES)
def test_a_code_is_eighteen_millimetres_at_least_and_within_its_badge(size: str) -> None:
    boxes, badge_size = standard_design(size).boxes, SIZES[size]

    assert boxes.code[2] / QUIET >= SMALLEST_CODE
    places = [boxes.lines, boxes.number, (*boxes.code, boxes.code[2])]
    assert all(
        left >= 3
        and top >= 3
        and left + width <= badge_size.width - 3 + 0.01
        and top + height <= badge_size.height - 3
        for left, top, width, height in places
    )


async def test_pages_have_the_size_of_the_badge_or_the_sheet() -> None:
    sizes = {
        run: [
            round(side / 150 * 25.4) for side in pictures(await made(sheets([badge()], run)), dpi=150)[0].size
        ]
        for run in RUNS
    }

    assert sizes == {
        "90x130": [90, 130], "a6": [105, 148], "cr80": [86, 54], "label-62": [62, 100], "label-102": [102, 76],
        "four-up": [210, 297], "two-up": [297, 210], "two-up-a6": [297, 210],
    }  # fmt: skip


@pytest.mark.parametrize("way", ["four-up", "two-up"])
async def test_a_back_stands_behind_its_front(way: str) -> None:
    front, back = (
        _codes(page)
        for page in pictures(await made(sheets([badge(1), badge(2)], way, both_sides=True)), dpi=150)
    )

    assert (front, back) == ([(ticket(1), True), (ticket(2), True)], [(ticket(2), True), (ticket(1), True)])


async def test_single_badges_for_both_sides_have_two_pages_each() -> None:
    pages = pictures(await made(sheets([badge(1), badge(2)], both_sides=True)), dpi=150)

    assert [_codes(page)[0][0] for page in pages] == [ticket(1), ticket(1), ticket(2), ticket(2)]


async def test_colour_runs_three_millimetres_beyond_the_cut_where_there_are_crop_marks() -> None:
    (page,) = pictures(await made(sheets([badge(1), badge(2)], "two-up")), dpi=254)  # ten pixels a millimetre

    left, top = (297 - 186) / 2, 40
    inside = [
        (left - 2.5, top - 2.5),
        (left + 45, top - 2.5),
        (left + 90 + 2.5, top + 5),
        (left + 96 + 92.5, top + 5),
    ]
    outside = [(left - 3.5, top + 5), (left + 5, top - 3.6), (left + 186 + 3.6, top + 5)]
    assert [page.getpixel((round(x * 10), round(y * 10))) for x, y in inside] == [_RED] * 4
    assert [page.getpixel((round(x * 10), round(y * 10))) for x, y in outside] == [_WHITE] * 3
    marks = [
        (left, top - 6),
        (left + 90, top - 6),
        (left + 96, top + 136),
        (left - 6, top),
        (left - 6, top + 130),
    ]
    assert [page.getpixel((round(x * 10), round(y * 10))) != _WHITE for x, y in marks] == [True] * 5


async def test_sheets_of_several_badges_say_their_version_and_time(db: str) -> None:
    held = await cast.gathering()
    await cast.lin(held)

    told = {}
    for run in ("90x130", "two-up"):
        wanted = Wanted(options={"badge_size": run, "sides": "both"}, language="en")
        told[run] = texts((await print_document("badges", held, wanted, by=SYSTEM, now=cast.NOW)).pdf)

    assert [("version 1" in page, "2026-10-15 09:00" in page) for page in told["two-up"]] == [
        (True, True)
    ] * 2
    assert [("version" in page) for page in told["90x130"]] == [False] * 2


async def test_a_size_nobody_knows_is_the_usual_one(db: str) -> None:
    held = await cast.gathering()
    _, ticket_of = await cast.lin(held)

    printed = await print_document("badges", held, Wanted(size="poster"), by=SYSTEM, now=cast.NOW)

    (page,) = pictures(printed.pdf, dpi=150)
    assert _codes(page) == [(await text_of(held, ticket_of), True)]
    assert [round(side / 150 * 25.4) for side in page.size] == [90, 130]


async def test_job_seekers_get_badges_only_where_they_are_asked_for(db: str) -> None:
    held = await cast.gathering()
    await cast.lin(held)
    job_seeker = await cast.class_of(held, "A")
    job_seeker.code = "J"
    await job_seeker.save()
    await cast.guest(held, code="J", name_zh="郭求职")

    async def count(**wanted: object) -> int:
        return (await print_document("badges", held, Wanted(**wanted), by=SYSTEM, now=cast.NOW)).count

    assert [await count(), await count(class_codes=("J",))] == [1, 1]
