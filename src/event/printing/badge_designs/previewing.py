"""Looking at a design before it is kept: rendered as it will be printed, with the cut, the safe zone and the boxes."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from event.errors import Problem
from event.gathering.tables import Gathering
from event.language import Message
from event.printing.badge_designs.arranging import Badge, Look, arranged
from event.printing.badge_designs.design import Boxes, Design
from event.printing.badge_designs.errors import BadDesign
from event.printing.badge_designs.looks import look_of
from event.printing.badge_designs.pictures import SHARP, sharpness
from event.printing.badge_designs.queries import contents_of, names_in, pictures_of
from event.printing.badge_designs.samples import Sample, samples_of
from event.printing.badge_designs.sizes import BLEED, SAFE, Run, Size
from event.printing.composing import set_and_composed
from event.printing.errors import TooLongToPrint
from event.printing.pdf import in_children
from event.printing.pieces import Drawn, Sheets, needs_of

SECONDS = 10
_SCALE = 1.6
_LETTER = Message("The code letter of the class is missing: colour alone is not enough for everybody.")
_DULL = Message(
    "“{name}” is printed at {dpi} dpi; below {sharp} it looks coarse. Upload it with more pixels."
)
_OVER = {
    "lines": Message("The code lies over the guest's lines."), "number": Message("The code lies over the number."),
}  # fmt: skip
_UNSAFE = {
    "lines": Message("The guest's lines reach into the outer {safe} mm, where the knife may cut."),
    "number": Message("The number reaches into the outer {safe} mm, where the knife may cut."),
    "code": Message("The code reaches into the outer {safe} mm, where the knife may cut."),
}  # fmt: skip
_TOO_MUCH = Message("This takes too long to set. Make it simpler.")
_NOT_SET = Message("This cannot be set as one badge. Leave out what makes pages or patterns.")


@dataclass(frozen=True)
class Preview:
    """A page for every sample as PDF and as pictures (PNG), and what to look at."""

    pdf: bytes
    pictures: tuple[bytes, ...]
    samples: tuple[Sample, ...]
    warnings: tuple[Problem, ...]


async def preview(
    gathering: Gathering, size: Size, class_code: str, design: Design, *, marks: bool = True
) -> Preview:
    """Set a design that was checked, with real guests. Raises BadDesign where it cannot be set."""
    samples = await samples_of(gathering, class_code)
    pictures = await contents_of(gathering, names_in(design))
    look = look_of(design, pictures)
    sheets = sample_sheets([one.badge for one in samples], look, size, marks=marks)
    try:
        ((pdf, drawn, images),) = await in_children(
            _previewed, [(sheets, gathering.title_zh)], seconds=SECONDS
        )
    except TooLongToPrint:
        raise BadDesign({"style": Problem(_TOO_MUCH)}) from None
    except ValueError:
        raise BadDesign({"style": Problem(_NOT_SET)}) from None
    dull = await _dull(gathering, drawn)
    return Preview(pdf, tuple(images), tuple(samples), (*_warnings(design, size), *dull))


def sample_sheets(badges: Sequence[Badge], look: Look, size: Size, *, marks: bool) -> Sheets:
    """A page for each badge, with its bleed."""
    width, height = size.width + 2 * BLEED, size.height + 2 * BLEED
    run = Run(size.code, size.label, size, width, height, ((BLEED, BLEED),), BLEED)
    looks = dict.fromkeys((one.class_code for one in badges), look)
    over = _over(size, look.design.boxes) if marks else ""
    return arranged(badges, looks, run, over=over)


def _previewed(sheets: Sheets, title: str) -> tuple[bytes, list[Drawn], list[bytes]]:
    """In a child process: the PDF, the pictures as large as they are drawn, and every page as PNG."""
    import pypdfium2  # type: ignore[import-untyped] # noqa: PLC0415 - it ships no types; only children need it

    pdf, pieces = set_and_composed(sheets, [None] * len(sheets.fragments.html), title, "zh-Hans")
    images = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            output = io.BytesIO()
            page.render(scale=_SCALE).to_pil().convert("P", palette=1, colors=128).save(output, "PNG")
            images.append(output.getvalue())
            page.close()
    drawn = {one for piece in pieces for one in needs_of(piece).pictures}
    return pdf, sorted(drawn, key=lambda one: (one.name, one.width)), images


async def _dull(gathering: Gathering, drawn: Sequence[Drawn]) -> list[Problem]:
    if not drawn:
        return []
    known = {one.digest[:24]: one for one in await pictures_of(gathering)}
    found = []
    for one in drawn:
        line = known.get(one.name)
        dpi = sharpness((line.width, line.height), (one.width, one.height)) if line else SHARP
        if line and dpi < SHARP:
            found.append(Problem(_DULL, {"name": line.name, "dpi": dpi, "sharp": SHARP}))
    return found


def _warnings(design: Design, size: Size) -> list[Problem]:
    found = [] if "class_code" in design.frame + design.lines else [Problem(_LETTER)]
    boxes = _boxes(design.boxes)
    found += [Problem(told) for name, told in _OVER.items() if _overlap(boxes[name], boxes["code"])]
    for name, (left, top, width, height) in boxes.items():
        right, bottom = left + width, top + height
        if min(left, top) < SAFE or right > size.width - SAFE + 0.01 or bottom > size.height - SAFE + 0.01:
            found.append(Problem(_UNSAFE[name], {"safe": f"{SAFE:g}"}))
    return found


def _boxes(boxes: Boxes) -> Mapping[str, tuple[float, float, float, float]]:
    left, top, side = boxes.code
    return {"lines": boxes.lines, "number": boxes.number, "code": (left, top, side, side)}


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return all(
        one[place] < other[place] + other[place + 2] and other[place] < one[place] + one[place + 2]
        for place in (0, 1)
    )


def _over(size: Size, boxes: Boxes) -> str:
    """What is laid over a badge: where it is cut (red), what is safe (green), the boxes (blue)."""

    def frame(left: float, top: float, width: float, height: float, colour: str, how: str) -> str:
        place = f"left:{left + BLEED}mm;top:{top + BLEED}mm;width:{width}mm;height:{height}mm"
        return f'<div style="position:absolute;{place};border:0.25mm {how} {colour}"></div>'

    inside = (SAFE, SAFE, size.width - 2 * SAFE, size.height - 2 * SAFE)
    marks = [
        frame(0, 0, size.width, size.height, "#d92d20", "solid"), frame(*inside, "#12925a", "dashed"),
        *(frame(*box, "#2563eb", "dotted") for box in _boxes(boxes).values()),
    ]  # fmt: skip
    whole = f"position:relative;width:{size.width + 2 * BLEED}mm;height:{size.height + 2 * BLEED}mm"
    return f'<div><div style="{whole}">{"".join(marks)}</div></div>'
