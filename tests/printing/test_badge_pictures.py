"""Pictures on badges are what they are by content, bare of everything but pixels, and once in a file."""

import io
import struct
import zlib
from dataclasses import replace

import pikepdf
import pytest
from PIL import Image

from event.people.rules import SYSTEM
from event.printing.badge_designs.design import Design, standard_design
from event.printing.badge_designs.errors import BadPicture
from event.printing.badge_designs.looks import look_of
from event.printing.badge_designs.operations import keep_picture, remove_picture, save_design
from event.printing.badge_designs.pictures import MOST_BYTES, Picture, checked_picture
from event.printing.badge_designs.previewing import preview
from event.printing.badge_designs.queries import picture_named, pictures_of
from event.printing.badge_designs.sizes import SIZES
from event.printing.chunks import Wanted
from event.printing.documents import print_document
from tests import cast
from tests.printing.badge_making import badge, made, pictures, sheets

_STANDARD = standard_design("90x130")
_SIZE = SIZES["90x130"]


def _file(kind: str = "PNG", mode: str = "RGB", size: tuple[int, int] = (600, 400), **more: object) -> bytes:
    output = io.BytesIO()
    Image.new(mode, size, (0, 90, 160, 128)[: len(mode)] if mode != "L" else 90).save(output, kind, **more)
    return output.getvalue()


def _bomb() -> bytes:
    """A small PNG that says it has 30,000 × 30,000 pixels."""
    head = b"IHDR" + struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    data = b"IDAT" + zlib.compress(b"\0" * 100_000)
    parts = [head, data, b"IEND"]
    chunks = [struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part)) for part in parts]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("logo", b"", "Choose a picture."),
        ("Logo!", _file(), "A name has small letters"),
        ("../logo", _file(), "A name has small letters"),
        ("logo", b"x" * (MOST_BYTES + 1), "The picture has 5.0 MB"),
        ("logo", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "SVG files can carry programs"),
        ("logo", b"GIF89a" + b"\0" * 50, "This is no picture we can print"),
        ("logo", b"<html>PNG</html>", "This is no picture we can print"),
        ("logo", _file()[:200], "The picture is damaged"),
        ("logo", b"\xff\xd8\xff" + b"\0" * 99, "The picture is damaged"),
        ("logo", _bomb(), "The picture has more than 25 million pixels"),
    ],
)  # fmt: skip
def test_what_is_no_picture_of_ours_is_refused(name: str, content: bytes, said: str) -> None:
    with pytest.raises(BadPicture) as refused:
        checked_picture(name, content)

    assert refused.value.told_fields("en")["picture"].startswith(said)


def test_a_photograph_is_turned_upright_and_loses_what_it_tells_of_its_place() -> None:
    about = Image.Exif()
    about[0x0112] = 6  # lies on its side
    about[0x010E] = "Example Street 1"
    sent = _file("JPEG", exif=about.tobytes(), comment=b"secret")

    kept = checked_picture("photo", sent)

    with Image.open(io.BytesIO(kept.content)) as picture:
        assert (kept.kind, picture.size, dict(picture.getexif())) == ("jpeg", (400, 600), {})
    assert [word in kept.content for word in (b"Example", b"secret", b"Exif")] == [False] * 3


@pytest.mark.parametrize(
    ("mode", "stored"),
    [("RGB", "RGB"), ("L", "L"), ("RGBA", "RGBA"), ("CMYK", "RGB"), ("P", "RGB"), ("1", "L")],
)
def test_colours_become_what_paper_needs(mode: str, stored: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    source = Image.new("RGBA" if mode == "RGBA" else "RGB", (30, 20), "#c81e28").convert(mode)
    if mode == "RGBA":
        source.putalpha(128)
    output = io.BytesIO()
    source.save(output, kind)

    with Image.open(io.BytesIO(checked_picture("logo", output.getvalue()).content)) as picture:
        assert (picture.mode, picture.info.get("icc_profile")) == (stored, None)


async def _kept(held, name: str = "logo", **more: object) -> Picture:
    picture = checked_picture(name, _file(**more))
    await keep_picture(held, picture, by=SYSTEM, now=cast.NOW)
    return picture


async def test_a_name_again_replaces_the_picture_and_removing_takes_it_away(db: str) -> None:
    held = await cast.gathering()
    await _kept(held)
    second = await _kept(held, size=(800, 800))

    assert [(one.name, one.width) for one in await pictures_of(held)] == [("logo", 800)]
    assert await picture_named(held, "logo") == ("image/png", second.content)
    await remove_picture(held, "logo", by=SYSTEM, now=cast.NOW)
    assert await pictures_of(held) == []


def _with_logo(width: float = 10) -> Design:
    return replace(
        _STANDARD,
        frame='<div class="back"></div><img class="logo" src="logo" alt="">' + _STANDARD.frame,
        style=_STANDARD.style
        + f".logo {{ position: absolute; left: 10mm; top: 90mm; width: {width}mm }}"
        + ".back { position: absolute; left: -3mm; right: -3mm; top: 21mm; bottom: 15mm; background: url(back) 0 0 / 100% 100% }",
    )  # fmt: skip


async def test_pictures_stand_in_the_file_once_however_many_badges_there_are() -> None:
    logo, back = checked_picture("logo", _file(mode="RGBA")), checked_picture("back", _file("JPEG"))
    look = look_of(_with_logo(), {one.name: (one.digest, one.content) for one in (logo, back)})

    pdf = await made(sheets([badge(number) for number in range(1, 9)], "four-up", look=look))

    with pikepdf.open(io.BytesIO(pdf)) as document:
        images = [
            (int(one.Width), "/SMask" in one)
            for one in document.objects
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"
        ]
        forms = [
            one
            for one in document.objects
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Form"
        ]
        drawn = [form for form in forms if b"/I" in form.read_bytes()]
    assert sorted(images) == [(600, False), (600, False), (600, True)]
    assert len(drawn) == 1
    page, _ = pictures(pdf, dpi=254)
    blue = page.getpixel((150 + 150, 185 + 1000))  # within the back, in the first badge
    assert blue[2] > blue[0] + 100


async def test_a_picture_that_is_gone_is_printed_without(db: str) -> None:
    held = await cast.gathering()
    await cast.lin(held)
    await _kept(held)
    await save_design(held, "90x130", "", _with_logo(), by=SYSTEM, now=cast.NOW)
    with_it = (await print_document("badges", held, Wanted(), by=SYSTEM, now=cast.NOW)).pdf
    await remove_picture(held, "logo", by=SYSTEM, now=cast.NOW)

    without = (await print_document("badges", held, Wanted(), by=SYSTEM, now=cast.NOW)).pdf

    assert [len(document) > 0 for document in (with_it, without)] == [True, True]
    assert [b"/Image" in document for document in (with_it, without)] == [True, False]


async def test_a_picture_with_too_few_dots_for_its_size_is_told(db: str) -> None:
    held = await cast.gathering()
    await _kept(held, size=(600, 400))

    small = (await preview(held, _SIZE, "", _with_logo(50))).warnings
    large = (await preview(held, _SIZE, "", _with_logo(60))).warnings

    assert [[one.told("en") for one in some] for some in (small, large)] == [
        [], ["“logo” is printed at 254 dpi; below 300 it looks coarse. Upload it with more pixels."],
    ]  # fmt: skip
