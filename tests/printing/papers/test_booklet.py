"""A booklet's pages lie so that they are in order once the sheets are folded into each other."""

import io
import re
from typing import Any

import pikepdf
import pytest

from event.printing.papers.booklet import as_booklet, booklet_order
from event.printing.pdf import pdf
from tests.printing.reading import structure_of, texts


@pytest.mark.parametrize(
    ("pages", "sides"),
    [
        (1, [(None, 0), (None, None)]),
        (4, [(3, 0), (1, 2)]),
        (5, [(None, 0), (1, None), (None, 2), (3, 4)]),
        (8, [(7, 0), (1, 6), (5, 2), (3, 4)]),
    ],
)
def test_sides_have_their_pages(pages: int, sides: list[tuple[int | None, int | None]]) -> None:
    assert booklet_order(pages) == sides


@pytest.mark.parametrize("pages", range(1, 50))
def test_folded_sheets_show_every_page_in_order(pages: int) -> None:
    sides = booklet_order(pages)
    sheets = [(sides[place], sides[place + 1]) for place in range(0, len(sides), 2)]

    leaves = [side for (_, right), (left, _) in sheets for side in (right, left)]
    leaves += [side for (left, _), (_, right) in reversed(sheets) for side in (right, left)]

    assert leaves == [number if number < pages else None for number in range(len(leaves))]


async def test_the_imposed_file_is_a4_with_the_pages_of_each_side_left_and_right_as_text() -> None:
    html = "<style>@page { size: A5 }</style>" + "".join(
        f"<p style='break-after: page'>第{number}页</p>" for number in range(1, 6)
    )
    whole = as_booklet(await pdf([f"<html lang='zh-Hans'>{html}"], title="手册", language="zh-Hans"))

    assert [re.findall("第[0-9]页", side) for side in texts(whole)] == [
        ["第1页"],
        ["第2页"],
        ["第3页"],
        ["第4页", "第5页"],
    ]
    with pikepdf.open(io.BytesIO(whole)) as file:
        sizes = {tuple(round(float(edge)) for edge in page.mediabox) for page in file.pages}
        assert (sizes, str(file.Root.Lang), str(file.docinfo["/Title"])) == (
            {(0, 0, 842, 595)},
            "zh-Hans",
            "手册",
        )


async def test_a_booklet_is_told_page_after_page_whatever_side_they_lie_on() -> None:
    html = "<style>@page { size: A5 }</style>" + "".join(
        f"<section style='break-after: page'><h1 id='p{number}'>第{number}页</h1>"
        f"<p>见<a href='#p{6 - number}'>另一页</a>。</p></section>"
        for number in range(1, 6)
    )
    made = await pdf([f"<html lang='zh-Hans'>{html}"], title="手册", language="zh-Hans")

    with pikepdf.open(io.BytesIO(made)) as plain, pikepdf.open(io.BytesIO(as_booklet(made))) as booklet:
        before, after = _told(plain), _told(booklet)

    assert [tag for tag, _, _ in after] == ["Span" if tag == "Link" else tag for tag, _, _ in before]
    assert [marks for _, marks, _ in after] == [marks for _, marks, _ in before]
    assert [side for tag, _, side in after if tag == "H1"] == [0, 1, 2, 3, 3]
    assert [page for tag, _, page in before if tag == "H1"] == [0, 1, 2, 3, 4]


def _told(file: pikepdf.Pdf) -> list[tuple[str, list[int], int | None]]:
    """Every element with the numbers of its marked content and the page or side it is on.

    Marked content is found by its number in the page or in what is drawn of it, and belongs to this element.
    """
    places = {page.obj.objgen: place for place, page in enumerate(file.pages)}
    numbers = dict(_pairs(list(file.Root.StructTreeRoot.ParentTree.Nums)))
    found = []
    for element in structure_of(file).elements:
        marks = []
        for kid in element.get("/K", ()):
            if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == pikepdf.Name.MCR:
                assert str(kid.Stm.Subtype) == "/Form"
                assert numbers[int(kid.Stm.StructParents)][int(kid.MCID)].objgen == element.objgen
                marks.append(int(kid.MCID))
            elif not isinstance(kid, pikepdf.Dictionary):
                marks.append(int(kid))
        page = element.get("/Pg")
        found.append((str(element.S).lstrip("/"), marks, places[page.objgen] if page is not None else None))
    return found


def _pairs(told: list[Any]) -> list[tuple[int, Any]]:
    return [(int(told[place]), told[place + 1]) for place in range(0, len(told), 2)]
