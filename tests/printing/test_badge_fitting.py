"""Text on a badge is set smaller until it fits its box; it is never cut and never reaches the code."""

import io

import pikepdf
import pypdfium2
import pytest

from event.printing.badge_designs.design import standard_design
from event.printing.badge_designs.fields import filled
from event.printing.badge_designs.sizes import RUNS
from tests.printing.badge_making import badge, heard, made, sheets

_LONG = {
    "chinese": "林示例样本测试" * 430,
    "one word": "x" * 3000,
    "markup": "<script>alert('x')</script></style>" * 86,
    "css": ".name{position:fixed;display:none}" * 88,
    "right to left": "\u0645\u0631\u062d\u0628\u0627 " * 500,
    "emoji": "🎉🎊" * 750,
}  # fmt: skip


@pytest.mark.parametrize("size", ["90x130", "cr80", "label-62"])
@pytest.mark.parametrize("what", _LONG)
async def test_three_thousand_characters_stand_within_their_box(size: str, what: str) -> None:
    pdf = await made(sheets([badge(name=_LONG[what], title=_LONG[what])], size))

    left, top, width, height = standard_design(size).boxes.lines
    whole = RUNS[size].height
    with pypdfium2.PdfDocument(pdf) as document:
        assert len(document) == 1
        page = document[0]
        layer = page.get_textpage()
        boxes = [layer.get_charbox(place) for place in range(layer.count_chars())]
        layer.close()
        page.close()
    mm = [tuple(side / 72 * 25.4 for side in box) for box in boxes]
    lines = [
        box
        for box in mm
        if whole - top + 0.3 >= box[3] > whole - top - height - 0.3 and box[0] < left + width
    ]
    assert len(lines) >= 3000 if what in ("chinese", "one word", "markup", "css") else len(lines) > 0
    assert [
        box
        for box in lines
        if box[0] < left - 1 or box[2] > left + width + 1 or box[1] < whole - top - height - 1
    ] == []


async def test_nothing_of_a_long_name_is_lost() -> None:
    name, title = _LONG["markup"][:3000], _LONG["chinese"][:3000]

    (told,) = heard(await made(sheets([badge(name=name, title=title)])))

    assert ["".join(text.split()) for _, text in (told[0], told[2])] == ["".join(name.split()), title]


async def test_a_long_number_is_set_smaller() -> None:
    (told,) = heard(await made(sheets([badge(123456789012345678)])))

    assert told[-2] == ("P", "G123456789012345678")


async def test_ordinary_badges_are_not_set_smaller() -> None:
    pdf = await made(sheets([badge()]))

    with pikepdf.open(io.BytesIO(pdf)) as document:
        scales = [
            [float(one) for one in operands]
            for operands, operator in pikepdf.parse_content_stream(document.pages[0])
            if str(operator) == "cm"
        ]
    assert [scale[0] for scale in scales if scale[0] not in (0.75, 1) and scale[0] < 50] == []


def test_a_second_line_is_not_begun_for_a_character_or_two() -> None:
    title = "示例同乡会名誉会长兼示例基金会理事"

    def size(room: float) -> str:
        return filled("{{ title|fit(4.2, 2.6, lines=3, weight=400) }}", {"title": title}, room=room)

    assert [size(room).partition(">")[0] for room in (78, 66, 40)] == [
        '<span style="font-size:4.2mm"', '<span style="font-size:3.88mm"', '<span style="font-size:4.2mm"',
    ]  # fmt: skip
