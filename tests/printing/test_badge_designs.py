"""Designs of badges: plain HTML and CSS with fields, refused with the line where they could do more; every revision stays."""

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest

from event.database import fetch
from event.errors import Problem
from event.people.rules import SYSTEM
from event.printing.badge_designs.checking import read_design, typed_boxes
from event.printing.badge_designs.design import Design, standard_design
from event.printing.badge_designs.errors import BadDesign, UnknownDesign
from event.printing.badge_designs.operations import drop_design, save_design, take_again
from event.printing.badge_designs.previewing import preview
from event.printing.badge_designs.queries import revisions_of
from event.printing.badge_designs.sizes import SIZES
from event.printing.chunks import Wanted
from event.printing.documents import print_document
from tests import cast
from tests.printing.badge_making import pictures
from tests.printing.reading import texts

_SIZE = SIZES["90x130"]
_STANDARD = standard_design("90x130")


def _typed(**changed: str) -> dict[str, str]:
    design = _STANDARD
    return (
        {"frame": design.frame, "lines": design.lines, "style": design.style}
        | typed_boxes(design.boxes)
        | changed
    )


def _refused(**changed: str) -> Mapping[str, Problem]:
    with pytest.raises(BadDesign) as refused:
        read_design(_typed(**changed), _SIZE, {"logo"})
    return refused.value.problems


@pytest.mark.parametrize("size", SIZES)
def test_the_standard_designs_are_ones_we_take(size: str) -> None:
    design = standard_design(size)
    typed = {"frame": design.frame, "lines": design.lines, "style": design.style} | typed_boxes(design.boxes)

    assert read_design(typed, SIZES[size], ()) == design


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        ("{{ name.__class__ }}", 1),
        ("<div>\n{{ name.upper() }}</div>", 2),
        ("{% for one in name %}{% for two in name %}x{% endfor %}{% endfor %}", 1),
        ("a\nb\n{{ 'x' * 999999999 }}", 3),
        ("{{ phone }}", 1),
        ("{{ name|safe }}", 1),
        ("{{ name['x'] }}", 1),
        ("{% set a = name %}", 1),
        ("{% include 'base.html' %}", 1),
        ("{{ name|fit(15, 6, lines=name) }}", 1),
        ("{{ name|fit(15) }}", 1),
        ("{{ name|fit(99999, 6) }}", 1),
        ("{% raw %}{{ <script> }}{% endraw %}", 1),
        ("{{ name }", 1),
        ("{{ cycler }}", 1),
        ("<script>alert(1)</script>", 1),
        ("ok\n<style>@import 'x'</style>", 2),
        ("<link rel=attachment href=file:///etc/passwd>", 1),
        ('<div style="position:fixed">', 1),
        ('<div class="{{ name }}">x</div>', 1),
        ("<div {{ name }}>x</div>", 1),
        ("<table><tr><td colspan=1000000></table>", 1),
        ('<img src="file:///etc/passwd">', 1),
        ('<img src="other">', 1),
        ("<div>", 1),
        ("</div></div>", 1),
        ("{% if latin %}<div>{% endif %}x</div>", 1),
        ("<span class='a", 1),
        ("<!-- x -->", 1),
        ("<div>" * 50 + "</div>" * 50, 1),
    ],
)  # fmt: skip
def test_html_that_is_more_than_fields_between_elements_is_refused_with_its_line(
    lines: str, line: int
) -> None:
    problems = _refused(lines=lines)

    assert list(problems) == ["lines"]
    assert problems["lines"].told("en").startswith(f"Line {line}: ")


@pytest.mark.parametrize(
    ("style", "line"),
    [
        ("@import url(https://example.com/x.css);", 1),
        ("\n@page { size: A4 }", 2),
        ("@font-face { font-family: x; src: url(logo) }", 1),
        (".a { position: fixed }", 1),
        (".a {\n  background: url(https://example.com/x.png);\n}", 2),
        (".a { background: url(other) }", 1),
        (".a { background: URL('file:///etc/passwd') }", 1),
        (".a { background: \\75rl(other) }", 1),
        (".a { background: linear-gradient(red, blue) }", 1),
        (".a { break-before: page }", 1),
        (".a { page: x }", 1),
        (".a { content: attr(class) }", 1),
        (".a { opacity: 0.5 }", 1),
        (".a { color: red } }", 1),
        (".a { .b { color: red } }", 1),
        (".a { color red }", 1),
    ],
)
def test_css_that_leaves_its_badge_is_refused_with_its_line(style: str, line: int) -> None:
    problems = _refused(style=style)

    assert list(problems) == ["style"]
    assert problems["style"].told("en").startswith(f"Line {line}: ")


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({"code_side": "21"}, ["code_side"]),
        ({"code_side": "wide"}, ["code_side"]),
        ({"code_left": "60"}, ["code_left"]),
        ({"lines_width": "0"}, ["lines_width"]),
        ({"lines_top": "-1"}, ["lines_left"]),
        ({"number_height": "nan"}, ["number_height"]),
        ({"number_left": ""}, ["number_left"]),
    ],
)
def test_boxes_are_on_the_badge_and_the_code_is_large_enough(
    changed: dict[str, str], fields: list[str]
) -> None:
    assert list(_refused(**changed)) == fields


def test_a_picture_that_is_uploaded_can_be_named() -> None:
    typed = _typed(
        frame='<img class="logo" src="logo" alt=""><div>{{ class_code }}</div>',
        style=".x { background: url(logo) }",
    )

    assert read_design(typed, _SIZE, {"logo"}).frame.startswith("<img")


async def _save(held, design: Design, code: str = "", *, size: str = "90x130") -> int:
    return await save_design(held, size, code, design, by=SYSTEM, now=cast.NOW)


async def _print(held, **wanted):
    return (await print_document("badges", held, Wanted(**wanted), by=SYSTEM, now=cast.NOW)).pdf


def _green(design: Design = _STANDARD) -> Design:
    return replace(design, style=design.style.replace("#8f1d21", "#14532d"))


_RED, _GREEN, _BLUE = (143, 29, 33), (20, 83, 45), (30, 58, 138)


async def _heads(held) -> list[tuple[int, ...]]:
    """The colour above the name on each badge."""
    return [page.getpixel((5, 5)) for page in pictures(await _print(held))]


async def test_a_class_has_its_own_design_otherwise_everybodys_otherwise_the_standard_one(db: str) -> None:
    held = await cast.gathering()
    await cast.guest(held, code="V", name_zh="王示例")
    await cast.guest(held, code="G", name_zh="林示例")
    heads = [await _heads(held)]

    await _save(held, _green(), "V")
    heads.append(await _heads(held))
    await _save(held, replace(_STANDARD, style=_STANDARD.style.replace("#8f1d21", "#1e3a8a")))
    heads.append(await _heads(held))
    await drop_design(held, "90x130", "V", by=SYSTEM, now=cast.NOW)
    heads.append(await _heads(held))

    assert heads == [[_RED, _RED], [_GREEN, _RED], [_GREEN, _BLUE], [_BLUE, _BLUE]]


async def test_every_revision_stays_and_can_be_taken_again(db: str) -> None:
    held = await cast.gathering()
    await cast.lin(held)
    await _save(held, _green())
    await _save(held, _STANDARD)

    number = await take_again(held, "90x130", "", 1, by=SYSTEM, now=cast.NOW)

    kept = await revisions_of(held, "90x130", "")
    assert (number, [(one.number, one.design == _green(), one.taken_from) for one in kept]) == (
        3, [(3, True, 1), (2, False, None), (1, True, None)],
    )  # fmt: skip
    assert await _heads(held) == [_GREEN]
    entries = await fetch("SELECT details FROM audit_entry WHERE action = 'badge_design.save' ORDER BY id")
    assert [json.loads(row["details"])["revision"] for row in entries] == [1, 2, 3]


@pytest.mark.parametrize(("size", "code"), [("a5", ""), ("a6", "XX")])
async def test_a_size_or_class_nobody_has_is_refused(db: str, size: str, code: str) -> None:
    held = await cast.gathering()

    with pytest.raises(UnknownDesign):
        await _save(held, _STANDARD, code, size=size)
    with pytest.raises(UnknownDesign):
        await take_again(held, "a6", "", 7, by=SYSTEM, now=cast.NOW)


async def test_a_preview_shows_real_guests_whose_names_are_hardest(db: str) -> None:
    held = await cast.gathering()
    await cast.guest(held, name_zh="欧阳示例", latin_surname="OUYANG", latin_given="Shili Example-Longname")
    await cast.guest(held, name_zh="王芳", latin_surname="WANG", latin_given="Fang")
    await cast.guest(held, name_zh="", latin_surname="NGUYỄN", latin_given="Thị Example")

    seen = await preview(held, _SIZE, "", _STANDARD)

    assert [(one.badge.lines["name"], one.real) for one in seen.samples] == [
        ("欧阳示例", True), ("王\u3000芳", True), ("林示例", False), ("NGUYỄN Thị Example", True), ("𠮷龘䶮", False),
    ]  # fmt: skip
    assert [picture[:4] for picture in seen.pictures] == [b"\x89PNG"] * 5
    assert seen.warnings == ()
    assert "EV:NO TICKET" in {one.badge.text[:12] for one in seen.samples}


async def test_a_preview_warns_of_what_can_be_printed_but_should_not(db: str) -> None:
    held = await cast.gathering()
    boxes = replace(_STANDARD.boxes, code=(1, 60, 37))
    design = replace(_STANDARD, frame="<div>{{ event }}</div>", boxes=boxes)

    warnings = (await preview(held, _SIZE, "", design)).warnings

    assert [one.told("en") for one in warnings] == [
        "The code letter of the class is missing: colour alone is not enough for everybody.",
        "The code lies over the guest's lines.", "The code reaches into the outer 3 mm, where the knife may cut.",
    ]  # fmt: skip


async def test_what_a_guest_wrote_stays_text_in_any_design(db: str) -> None:
    held = await cast.gathering()
    hostile = "</div></style><script>@import 'x'; {{ 7*7 }}{% raw %}"
    await cast.lin(
        held, name_zh=hostile, association_title="{{ name }} \u202eevil \u0645\u0631\u062d\u0628\u0627"
    )
    await _save(held, replace(_STANDARD, lines="<b>{{ name|fit(9, 4) }}</b><p>{{ title }}</p>"))

    (page,) = texts(await _print(held))

    said = "".join(page.split())
    assert "".join(hostile.split()) in said
    assert "{{name}}" in said
