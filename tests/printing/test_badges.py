"""A badge shows the whole name, in characters that print, and a code that reads."""

import json

import pytest

from event.database import fetch
from event.people.rules import SYSTEM
from event.printing.badges import ink_on, spaced
from event.printing.chunks import Wanted
from event.printing.documents import print_document
from event.printing.errors import NothingToPrint, UnknownDocument
from event.registration.deciding import decide
from event.registration.mails import text_of
from event.registration.tables import Standing
from tests import cast
from tests.printing.reading import codes, texts

RARE = ("𠮷示例", "龘样本", "㛃测试", "䶮示范", "Łucja", "Nguyễn", "สมชาย")


async def _print(name: str, held, **wanted):
    return await print_document(name, held, Wanted(**wanted), by=SYSTEM, now=cast.NOW)


async def test_every_name_is_whole_and_every_code_reads(db: str) -> None:
    held = await cast.gathering()
    tickets = []
    for number, name in enumerate(RARE):
        _, ticket = await cast.lin(held, name_zh=name, latin_surname=name, email=f"guest{number}@example.com")
        tickets.append(await text_of(held, ticket))

    printed = await _print("badges", held)

    pages = texts(printed.pdf)
    assert [name for name, page in zip(RARE, pages, strict=True) if name not in page] == []
    assert codes(printed.pdf) == [[text] for text in tickets]
    assert printed.problems == ()


async def test_four_badges_stand_on_a_sheet(db: str) -> None:
    held = await cast.gathering()
    expected = set()
    for number in range(5):
        _, ticket = await cast.lin(held, name_zh=f"林示例{number}", email=f"guest{number}@example.com")
        expected.add(await text_of(held, ticket))

    printed = await _print("badges-four-up", held)

    read = codes(printed.pdf)
    assert [len(page) for page in read] == [4, 1]
    assert {code for page in read for code in page} == expected


async def test_hostile_text_stays_text(db: str) -> None:
    held = await cast.gathering()
    await cast.lin(
        held,
        name_zh="林<script>",
        latin_surname="<b>LIN",
        latin_given="x" * 60,
        association_title="</style><link rel=attachment href=file:///etc/passwd>" + "字" * 140,
        company_title="\u202egnp",
    )

    (page,) = texts((await _print("badges", held)).pdf)

    assert "林<script>" in page.replace("\u3000", "")
    assert "</style><link" in page.replace("\r\n", "")
    assert "字" * 140 in page.replace("\r\n", "")


async def test_only_approved_guests_are_printed(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    await cast.chen(held, standing=Standing.SUBMITTED)
    await decide(lin.id, Standing.WITHDRAWN, gathering=held, reason="ill", by=SYSTEM, now=cast.NOW)

    with pytest.raises(NothingToPrint):
        await _print("badges", held)


async def test_a_choice_prints_those_chosen(db: str) -> None:
    held = await cast.gathering()
    lin, _ = await cast.lin(held)
    await cast.guest(held, code="S", name_zh="郭参考")

    assert (await _print("badges", held)).count == 2
    assert (await _print("badges", held, class_codes=("S",))).count == 1
    assert (await _print("badges", held, guests=(lin.id,))).count == 1


async def test_printing_is_in_the_audit_trail(db: str) -> None:
    held = await cast.gathering()
    await cast.lin(held)

    await _print("badges", held)

    (row,) = await fetch("SELECT subject, details FROM audit_entry WHERE action = 'document.print'")
    told = json.loads(row["details"])
    assert (row["subject"], {name: told[name] for name in ("count", "format")}) == (
        "document:badges", {"count": 1, "format": "pdf"},
    )  # fmt: skip


async def test_a_character_without_a_glyph_is_told_before_printing(db: str) -> None:
    held = await cast.gathering()
    await cast.lin(held, name_zh="", latin_surname="ሰላም", latin_given="")

    printed = await _print("badges", held, language="en")

    assert len(printed.problems) == 1
    assert printed.problems[0].startswith("ሰላም (EX2026-001): the badge font has no glyph for ")


async def test_an_unknown_document_names_the_known_ones(db: str) -> None:
    held = await cast.gathering()

    with pytest.raises(UnknownDocument, match="badges-four-up, badges, visa-letters, agenda"):
        await _print("poster", held)


def test_a_name_of_two_characters_is_spread() -> None:
    assert [spaced("王芳"), spaced("林示例"), spaced("欧阳示例"), spaced("")] == [
        "王\u3000芳",
        "林示例",
        "欧阳示例",
        "",
    ]


@pytest.mark.parametrize(
    ("colour", "ink"),
    [("#b3261e", "#ffffff"), ("#facc15", "#18181b"), ("#18181b", "#ffffff"), ("#ffffff", "#18181b")],
)
def test_a_band_is_written_on_in_the_ink_that_reads(colour: str, ink: str) -> None:
    assert ink_on(colour) == ink
