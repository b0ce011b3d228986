"""Badges come out the same however they were made, in fonts they bring along, with codes that read when small."""

import io

import pikepdf
import pypdfium2
import zxingcpp
from PIL import Image

from event.people.rules import SYSTEM
from event.printing.chunks import Wanted
from event.printing.documents import print_document
from event.printing.pdf import close_pool
from event.registration.mails import text_of
from event.registration.operations import reissue_ticket
from event.settings import settings
from tests import cast
from tests.printing.reading import codes, texts

NAMES = ("𠮷示例", "龘样本", "王芳", "Łucja", "สมชาย", "欧阳示例")


async def _print(held, name: str = "badges", **wanted):
    return (await print_document(name, held, Wanted(**wanted), by=SYSTEM, now=cast.NOW)).pdf


async def _guests(held):
    return [
        await cast.lin(held, name_zh=name, code="VGD"[number % 3], email=f"guest{number}@example.com")
        for number, name in enumerate(NAMES)
    ]


def _forget() -> None:
    for path in (settings().var / "pieces").glob("*.sqlite"):
        path.unlink()


async def test_new_children_and_kept_pieces_give_the_same_bytes(db: str) -> None:
    held = await cast.gathering()
    guests = await _guests(held)
    cold = await _print(held)
    warm = await _print(held)
    _forget()
    for guest, _ in guests:
        await _print(held, guests=(guest.id,))
    one_by_one = await _print(held)
    close_pool()
    _forget()

    assert [warm == cold, one_by_one == cold, await _print(held) == cold] == [True, True, True]


async def test_every_page_has_its_frame_and_its_colours_wherever_it_was_set(db: str) -> None:
    held = await cast.gathering()
    await _guests(held)

    with pypdfium2.PdfDocument(await _print(held)) as document:
        pictures = [page.render(scale=1).to_pil().convert("RGB") for page in document]

    assert {picture.getpixel((5, 5)) for picture in pictures} == {(143, 29, 33)}
    assert {picture.getpixel((5, 57)) for picture in pictures} == {(199, 154, 59)}
    assert len({picture.getpixel((5, 360)) for picture in pictures}) == 3


async def test_codes_read_in_grey_and_at_eighteen_millimetres(db: str) -> None:
    held = await cast.gathering()
    expected = [await text_of(held, ticket) for _, ticket in await _guests(held)]

    made = await _print(held)
    with pypdfium2.PdfDocument(made) as document:
        whole = [page.render(scale=150 / 72 * 18 / 37).to_pil().convert("L") for page in document]
        sharp = [page.render(scale=300 / 72 * 18 / 37).to_pil().convert("L") for page in document]

    assert {one for page in codes(made) for one in page} == set(expected)
    assert {_read(picture) for picture in whole} == set(expected)
    assert {_read(picture) for picture in sharp} == set(expected)


def _read(picture: Image.Image) -> str:
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    return found[0].text if found else ""


async def test_fonts_are_in_the_file_as_subsets_and_once_each(db: str) -> None:
    held = await cast.gathering()
    await _guests(held)

    made = await _print(held)

    with pikepdf.open(io.BytesIO(made)) as document:
        assert document.check_pdf_syntax() == []
        found = [one for one in document.objects if isinstance(one, pikepdf.Dictionary)]
        fonts = sorted(str(one.FontName) for one in found if one.get("/Type") == "/FontDescriptor")
        embedded = [
            "/FontFile2" in one or "/FontFile3" in one
            for one in found
            if one.get("/Type") == "/FontDescriptor"
        ]
    assert [name[8:] for name in fonts if name[7] == "+"] == [name[8:] for name in fonts]
    assert sorted(name[8:] for name in fonts) == [
        "Sheet",
        "Sheet-Bold",
        "Sheet-Latin-Bold",
        "Sheet-Thai-Bold",
    ]
    assert set(embedded) == {True}
    assert len(made) < 60_000


async def test_a_new_number_changes_the_code_and_the_number_only(db: str) -> None:
    held = await cast.gathering()
    (guest, old), *_ = await _guests(held)
    before = await _print(held, guests=(guest.id,))
    new = await reissue_ticket(guest.id, gathering=held, reason="lost", by=SYSTEM, now=cast.NOW)

    after = await _print(held, guests=(guest.id,))

    assert codes(after) == [[await text_of(held, new)]]
    assert texts(after)[0].split() == [
        new.badge_number if word == old.badge_number else word for word in texts(before)[0].split()
    ]


async def test_an_emoji_is_told_and_does_not_stop_the_others(db: str) -> None:
    held = await cast.gathering()
    await cast.lin(held, name_zh="林🎉示例")
    await cast.chen(held)

    printed = await print_document("badges", held, Wanted(language="en"), by=SYSTEM, now=cast.NOW)

    assert len(codes(printed.pdf)) == 2
    assert printed.problems == ("林🎉示例 (EX2026-001): the badge font has no glyph for 🎉.",)
