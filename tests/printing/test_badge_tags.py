"""A badge is told line by line to who listens: name, Latin name, title, delegation, class, number, code (PDF/UA-1)."""

import io

import pikepdf

from tests.printing.badge_making import badge, heard, made, sheets


async def test_lines_are_heard_in_the_order_of_a_badge() -> None:
    told = heard(await made(sheets([badge(1), badge(2, "V", name="王\u3000芳", latin="")])))

    event = "2026示例县第三届“聚侨兴示例”活动"
    assert told == [
        [
            ("P", "林示例"), ("P", "LIN Shili"), ("P", "示例同乡会会长"), ("P", "示例国代表团"),
            ("P", f"G 嘉宾 Guest · {event}"), ("P", "G001"), ("Figure", "QR G001"),
        ],
        [
            ("P", "王\u3000芳"), ("P", "示例同乡会会长"), ("P", "示例国代表团"), ("P", f"V 贵宾 VIP · {event}"), ("P", "V002"),
            ("Figure", "QR V002"),
        ],
    ]  # fmt: skip


async def test_four_on_a_sheet_are_four_sections_and_backs_are_ornaments() -> None:
    told = heard(await made(sheets([badge(number) for number in range(1, 6)], "four-up", both_sides=True)))

    assert [(section[0], section[-1]) for section in told] == [
        (("P", "林示例"), ("Figure", f"QR G00{number}")) for number in range(1, 6)
    ]


async def test_a_long_title_is_one_paragraph_of_several_lines() -> None:
    title = "示例国示例州示例同乡会名誉会长兼示例基金会理事长兼示例商会常务副会长" * 2

    ((_, _, told, *_),) = heard(await made(sheets([badge(title=title)])))

    assert told == ("P", title)


async def test_the_file_says_that_it_is_tagged_in_which_language_and_what_it_is_called() -> None:
    pdf = await made(sheets([badge(1), badge(2), badge(3)], "two-up", both_sides=True))

    with pikepdf.open(io.BytesIO(pdf)) as document:
        root = document.Root
        assert document.check_pdf_syntax() == []
        assert (bool(root.MarkInfo.Marked), str(root.Lang), bool(root.ViewerPreferences.DisplayDocTitle)) == (
            True, "zh-Hans", True,
        )  # fmt: skip
        with document.open_metadata() as about:
            assert (about["pdfuaid:part"], about["dc:title"]) == ("1", "示例")
        parents = root.StructTreeRoot.ParentTree.Nums
        told = [
            (place, page.StructParents)
            for place, page in enumerate(document.pages)
            if "/StructParents" in page
        ]
        assert [page for page, _ in told] == [0, 2]
        assert [int(parents[place]) for place in range(0, len(parents), 2)] == [number for _, number in told]
        assert all(one is not None for some in list(parents)[1::2] for one in some)
        assert _without_a_mark(document) == []


def _without_a_mark(document: pikepdf.Pdf) -> list[str]:
    """Operators that draw outside of any mark."""
    found = []
    for page in document.pages:
        depth = 0
        for _, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            depth += (name in ("BDC", "BMC")) - (name == "EMC")
            if depth == 0 and name in ("Tj", "TJ", "Do", "f", "f*", "S", "INLINE IMAGE"):
                found.append(name)
    return found
