"""Badges made without a database, and what became of them as pages, pictures and a tree."""

import base64
import io
import random
from typing import Any

import pikepdf
import pypdfium2
from PIL import Image

from event.printing.badge_designs.arranging import Badge, Look, arranged
from event.printing.badge_designs.design import standard_design
from event.printing.badge_designs.sizes import RUNS
from event.printing.badges import ink_on
from event.printing.composing import set_and_composed
from event.printing.pdf import in_children
from event.printing.pieces import Sheets

_CLASSES = {
    "V": ("贵宾", "VIP", "#b3261e"),
    "G": ("嘉宾", "Guest", "#c2560c"),
    "S": ("工作人员", "Staff", "#facc15"),
}
_GATHERING = {
    "event": "2026示例县第三届“聚侨兴示例”活动", "event_en": "Third Example Gathering", "days_zh": "2026年10月15日至17日",
    "days_en": "15–17 October 2026", "place_zh": "示例县", "place_en": "Example County",
}  # fmt: skip
_LINES = {
    "name": "林示例", "latin": "LIN Shili", "chinese": True, "title": "示例同乡会会长", "association": "示例同乡会会长",
    "company": "", "delegation": "示例国代表团", "delegation_en": "Example delegation",
}  # fmt: skip


def ticket(number: int) -> str:
    """A text like a ticket's, the same each time."""
    chance = random.Random(number)  # noqa: S311 - the same texts each time
    return "EV:" + base64.b32encode(bytes(chance.randrange(256) for _ in range(72))).decode()[:116]


def badge(number: int = 1, code: str = "G", **lines: Any) -> Badge:
    """A badge of a class; lines as they are told."""
    name_zh, name_en, colour = _CLASSES[code]
    frame = _GATHERING | {"class_code": code, "class_zh": name_zh, "class_en": name_en}
    return Badge(
        f"EX2026-{number:03}", f"{code}{number:03}", code, colour, ink_on(colour), frame, frame | _LINES | lines,
        ticket(number),
    )  # fmt: skip


def sheets(badges: list[Badge], run: str = "90x130", *, look: Look | None = None, **more: Any) -> Sheets:
    looks = {one.class_code: look or Look(standard_design(RUNS[run].size.code)) for one in badges}
    return arranged(badges, looks, RUNS[run], **more)


async def made(wanted: Sheets) -> bytes:
    """The PDF of sheets, set in a child process as the product does it."""
    work = (wanted, [None] * len(wanted.fragments.html), "示例", "zh-Hans")
    ((pdf, _),) = await in_children(set_and_composed, [work])
    return pdf


def pictures(pdf: bytes, *, dpi: float = 72) -> list[Image.Image]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]


def heard(pdf: bytes) -> list[list[tuple[str, str]]]:
    """What who listens hears: by badge, elements in their order with what stands in them (or is said instead)."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        texts = [_marked(page) for page in document.pages]
        numbers = {page.objgen: place for place, page in enumerate(document.pages)}
        return [
            [_element(one, texts, numbers) for one in section.K]
            for section in document.Root.StructTreeRoot.K[0].K
        ]


def _element(one: Any, texts: list[dict[int, str]], numbers: dict[Any, int]) -> tuple[str, str]:
    for name in ("/Alt", "/ActualText"):
        if name in one:
            return str(one.S)[1:], str(one[name])
    marks = [int(mark) for mark in one.K] if isinstance(one.K, pikepdf.Array) else [int(one.K)]
    page = texts[numbers[one.Pg.objgen]]
    return str(one.S)[1:], "".join(page[mark] for mark in marks)


def _marked(page: pikepdf.Page) -> dict[int, str]:
    """The text of a page by mark, read through the fonts' own tables."""
    tables = {name: _unicode(font) for name, font in page.Resources.Font.items()}
    found: dict[int, str] = {}
    mark, font = None, ""
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name == "BDC":
            mark = int(operands[1].MCID)
            found[mark] = ""
        elif name == "EMC":
            mark = None
        elif name == "Tf":
            font = str(operands[0])
        elif name in ("Tj", "TJ") and mark is not None:
            for one in operands[0] if name == "TJ" else operands:
                if isinstance(one, pikepdf.String):
                    found[mark] += _said(bytes(one), tables[font])
    return found


def _said(codes: bytes, table: dict[int, str]) -> str:
    return "".join(
        table.get(int.from_bytes(codes[place : place + 2], "big"), "?") for place in range(0, len(codes), 2)
    )


def _unicode(font: Any) -> dict[int, str]:
    table: dict[int, str] = {}
    lines = font.ToUnicode.read_bytes().decode("ascii", "replace").splitlines()
    for line in lines:
        parts = [part.strip("<>") for part in line.split()]
        if (
            len(parts) == 2
            and all(part and not set(part) - set("0123456789abcdefABCDEF") for part in parts)
            and line.startswith("<")
        ):
            table[int(parts[0], 16)] = bytes.fromhex(parts[1]).decode("utf-16-be")
    return table
