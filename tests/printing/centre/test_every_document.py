"""Every document can be made from the office's lists, in every language it has; none is empty and each says its version.

Its first page looks as its kept picture does. Renew the pictures after a change that is meant, and look at them before
they are kept: `TESTS_RENEW_REFERENCES=all .venv/bin/python -m pytest -q tests/printing/centre/test_every_document.py`
(or some of them: `TESTS_RENEW_REFERENCES="handbook agenda"`).
"""

import io
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from event.printing.documents import DOCUMENTS, Printed
from tests.printing.centre.every import LANGUAGES
from tests.printing.centre.pictures import OF_A_BLOCK, changed, difference
from tests.printing.reading import structure_of, texts
from tests.scenario import conftest

_VERSION = {"zh-Hans": "第1版", "zh-Hant": "第1版", "en": "version 1"}
_UNSTAMPED = {"badges"}
"""A badge alone has no margin to say it in."""
Made = dict[tuple[str, str], Printed]
pytestmark = pytest.mark.timeout(1500)


async def test_no_page_is_empty_and_every_document_says_its_version(made: Made) -> None:
    said = {key: ["".join(page.split()) for page in texts(one.content)] for key, one in made.items()}

    assert {
        key
        for key, one in made.items()
        if (one.pages != len(said[key]) or (not one.count and key[0] != "signing/overdue"))
    } == set()
    assert {
        (*key, number) for key, pages in said.items() for number, page in enumerate(pages) if not page
    } == set()
    assert {
        key
        for key, pages in said.items()
        if key[0] not in _UNSTAMPED and "".join(_VERSION[key[1]].split()) not in "".join(pages)
    } == set()
    assert {key: one.problems for key, one in made.items() if one.problems} == {}


async def test_languages_differ_and_agree_on_the_version(made: Made) -> None:
    versions = {
        name: {made[name, language].version for language in LANGUAGES if (name, language) in made}
        for name in DOCUMENTS
    }
    same = [
        name
        for name, one in DOCUMENTS.items()
        if one.languages
        and made[name, "en"].content in (made[name, "zh-Hans"].content, made[name, "zh-Hant"].content)
    ]

    assert ({name for name, found in versions.items() if found != {1}}, same) == (set(), [])


async def test_every_document_tells_itself_to_who_listens(made: Made) -> None:
    wrong = {
        key: told for key, one in made.items() if (told := _what_is_missing(one.content, key[1], key[0]))
    }

    assert wrong == {}


def _what_is_missing(content: bytes, language: str, name: str) -> list[str]:
    """What PDF/UA-1 asks for and this has not."""
    with pikepdf.open(io.BytesIO(content)) as document:
        root, missing = document.Root, []
        if not root.MarkInfo.Marked or not root.ViewerPreferences.DisplayDocTitle:
            missing.append("marks")
        if DOCUMENTS[name].languages and str(root.Lang) != language:
            missing.append(f"language {root.Lang}")
        with document.open_metadata() as metadata:
            if metadata.get("pdfuaid:part") != "1" or not metadata.get("dc:title"):
                missing.append("metadata")
        tree = structure_of(document)
        missing += [
            f"page {number}"
            for number, page in enumerate(document.pages, start=1)
            if tree.page_of(page) != {page.objgen}
        ]
        missing += [f"heading {names}" for names in tree.headings_missing]
        levels = [int(one[1]) for one in tree.tags if one in ("H1", "H2", "H3", "H4")]
        missing += [
            f"h{after} below h{before}"
            for before, after in zip([0, *levels], levels, strict=False)
            if after > before + 1
        ]
        missing += [
            "alt" for one in tree.elements if pikepdf.Name.Figure == one.S and not str(one.get("/Alt", ""))
        ]
        return missing


async def test_every_font_is_brought_along_as_the_part_that_is_needed(chinese: Made) -> None:
    wrong = {
        (*key, told)
        for key, one in chinese.items()
        if key[1] == "zh-Hans"
        for told in _fonts_wrong(one.content)
    }

    assert wrong == set()


def _fonts_wrong(content: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(content)) as document:
        found, programs = set(), set()
        for one in document.objects:
            if not isinstance(one, pikepdf.Dictionary):
                continue
            if one.get("/Type") == pikepdf.Name.FontDescriptor:
                program = next((one[key] for key in ("/FontFile3", "/FontFile2") if key in one), None)
                if program is None or str(one.FontName)[7:8] != "+":
                    found.add(f"{one.FontName} is not embedded as a subset")
                else:
                    programs.add(program.read_raw_bytes())
            if one.get("/Subtype") == pikepdf.Name.Type0 and "/ToUnicode" not in one:
                found.add(f"{one.BaseFont} has no text")
        written = sum(
            1
            for one in document.objects
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") in ("/OpenType", "/CIDFontType0C")
        )
        if written > len(programs):
            found.add("a font program is written twice")
        return found


async def test_no_letter_is_missing_in_its_font(chinese: Made) -> None:
    wrong = {key for key, one in chinese.items() if _shows_nothing(one.content)}

    assert wrong == set()


def _shows_nothing(content: bytes) -> bool:
    """Whether glyph 0, the empty box, is drawn on the first page or the last."""
    with pikepdf.open(io.BytesIO(content)) as document:
        pages = {0: document.pages[0], 1: document.pages[-1]}
        shown = b"".join(
            bytes(text)
            for page in pages.values()
            for operands, operator in pikepdf.parse_content_stream(page, "Tj TJ")
            for text in _strings(operands)
        )
        return any(shown[place : place + 2] == b"\0\0" for place in range(0, len(shown), 2))


def _strings(operands: object) -> list[pikepdf.String]:
    found = []
    for one in operands:  # type: ignore[attr-defined]
        if isinstance(one, pikepdf.String):
            found.append(one)
        elif isinstance(one, pikepdf.Array):
            found += [part for part in one if isinstance(part, pikepdf.String)]
    return found


async def test_the_text_of_a_chinese_page_comes_in_the_order_of_reading(chinese: Made) -> None:
    (manifest, *_) = texts(chinese["visit/manifest", "zh-Hans"].content)
    said = "".join(manifest.split())
    wanted = ("1号车·乘车名单", "线路", "材料装备", "司机", "序号", "姓名", "代表团", "手机", "1", "2", "3")

    places, begin = [], 0
    for word in wanted:
        begin = said.index(word, begin) + len(word)
        places.append(begin)

    assert places == sorted(places)


async def test_the_same_data_give_the_same_bytes_a_day_later(chinese: Made, later: Made) -> None:
    """The stamp shows the moment the version came to be, not that of printing."""
    assert [name for name, language in chinese if chinese[name, language] != later[name, language]] == []


async def test_pages_look_as_they_did(chinese: Made, references: Path, scenario: Path) -> None:
    if scenario != Path(conftest.__file__).parent / "data":
        return  # another office's lists look otherwise
    assert changed({name: one for (name, _), one in chinese.items()}, references) == {}


def test_another_word_on_a_page_is_seen(references: Path) -> None:
    page = Image.open(references / "visit-hotels.png").convert("L")
    other = page.copy()
    other.paste(0, (40, 40, 70, 52))

    assert difference(page, page) == (0.0, 0.0)
    assert difference(page, other)[0] > OF_A_BLOCK
