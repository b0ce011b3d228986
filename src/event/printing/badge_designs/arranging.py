"""Puts badges on sheets: the frame of a class, the lines of a guest, the number and the code, each in its box."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from markupsafe import escape

from event.printing.badge_designs.design import Design
from event.printing.badge_designs.fields import filled
from event.printing.badge_designs.sizes import BLEED, Run
from event.printing.pieces import Code, Fragments, Put, Sheets
from event.templating import rendered, templates

_MARK = 5.0
"""Millimetres that a mark to cut along is long, and beyond what is cut."""


@dataclass(frozen=True, slots=True)
class Badge:
    """What is told on one badge; the fields are those of the design."""

    number: str
    badge_number: str
    class_code: str
    colour: str
    ink: str
    frame: Mapping[str, str]
    """Fields of everybody in the class."""
    lines: Mapping[str, Any]
    """Fields of the guest."""
    text: str
    """What its QR says."""

    @property
    def told(self) -> str:
        """Everything on it that a font must have."""
        return "".join(str(one) for one in (*self.lines.values(), *self.frame.values()))


@dataclass(frozen=True)
class Look:
    """A design made ready: its pictures are named by what they show."""

    design: Design
    pictures: Mapping[str, bytes] = field(default_factory=dict, repr=False)


@dataclass
class _Parts:
    """Fragments of a document, each once."""

    styles: dict[str, int] = field(default_factory=dict)
    places: dict[tuple[int, str, tuple[float, float]], int] = field(default_factory=dict)

    def place(self, style: str, html: str, width: float, height: float = 0.0) -> int:
        of = self.styles.setdefault(style, len(self.styles))
        return self.places.setdefault((of, html, (width, height)), len(self.places))

    def fragments(self, pictures: Mapping[str, bytes]) -> Fragments:
        style_of, html, boxes = zip(*self.places, strict=True)
        return Fragments(tuple(self.styles), style_of, html, boxes, pictures)


def arranged(
    badges: Sequence[Badge], looks: Mapping[str, Look], run: Run, *, both_sides: bool = False, margin: str = "",
    over: str = "",
) -> Sheets:  # fmt: skip
    """The sheets of a run, each class in its look.

    `margin`: what sheets of several badges say beside them; `over`: HTML that is laid over every badge, for looking at.
    """
    parts = _Parts()
    frames = {
        one.class_code: _frame_of(one, looks[one.class_code].design, run, parts)
        for one in _each_class(badges)
    }
    made = [
        _made_of(one, looks[one.class_code].design, frames[one.class_code], run, parts, over)
        for one in badges
    ]
    beside = _beside(run, parts, margin) if run.several else ()
    sheets = []
    for start in range(0, len(made), len(run.corners)):
        some = made[start : start + len(run.corners)]
        sheets.append((*beside, *_put(some, run.corners, run, told=True)))
        if both_sides:
            sheets.append((*beside, *_put(some, run.backs, run, told=False)))
    pictures = {name: content for look in looks.values() for name, content in look.pictures.items()}
    return Sheets(
        run.width, run.height, parts.fragments(pictures), tuple(sheets), run.flip if both_sides else ""
    )


@dataclass(frozen=True, slots=True)
class _Made:
    badge: Badge
    design: Design
    frame: int
    said: str
    lines: int
    number: int
    over: int | None


def _each_class(badges: Sequence[Badge]) -> Iterable[Badge]:
    """One badge of every class: their frames are alike."""
    return {one.class_code: one for one in badges}.values()


def _frame_of(badge: Badge, design: Design, run: Run, parts: _Parts) -> tuple[int, str]:
    """The frame of a class, and what it says."""
    told = badge.frame
    frame = filled(design.frame, told, room=design.boxes.lines[2])
    html = f'<div class="badge"><div class="page" style="--colour:{badge.colour};--ink:{badge.ink}">{frame}</div></div>'
    said = f"{badge.class_code} {told['class_zh']} {told['class_en']} · {told['event']}"
    return parts.place(_style(design, run), html, run.size.width + 2 * BLEED), said


def _made_of(
    badge: Badge, design: Design, frame: tuple[int, str], run: Run, parts: _Parts, over: str
) -> _Made:
    style = _style(design, run)
    _, _, room, high = design.boxes.lines
    _, _, number_room, number_high = design.boxes.number
    lines = filled(design.lines, badge.lines, room=room)
    number = f'<div class="number">{escape(badge.badge_number)}</div>'
    return _Made(
        badge, design, *frame,
        lines=parts.place(style, f'<div class="lines">{lines}</div>', room, high),
        number=parts.place(style, number, number_room, number_high),
        over=parts.place(style, over, run.size.width + 2 * BLEED) if over else None,
    )  # fmt: skip


def _style(design: Design, run: Run) -> str:
    return _base(run.size.width, run.size.height) + design.style


def _put(
    some: Sequence[_Made], corners: Sequence[tuple[float, float]], run: Run, *, told: bool
) -> list[Put | Code]:
    """Badges on one side of a sheet; who listens hears them on the front."""
    found: list[Put | Code] = []
    size = run.size
    beyond = BLEED - run.bleed
    crop = (beyond, beyond, size.width + 2 * run.bleed, size.height + 2 * run.bleed)
    for place, ((left, top), one) in enumerate(zip(corners, some, strict=False)):
        section = place if told else None
        lines, number, code = one.design.boxes.lines, one.design.boxes.number, one.design.boxes.code
        found += [
            Put(one.frame, left - BLEED, top - BLEED, section=section, said=one.said, crop=crop),
            Put(one.lines, left + lines[0], top + lines[1], lines[3], section),
            Code(
                one.badge.text,
                left + code[0],
                top + code[1],
                code[2],
                section,
                f"QR {one.badge.badge_number}",
            ),
            Put(one.number, left + number[0], top + number[1], section=section),
        ]
        if one.over is not None:
            found.append(Put(one.over, left - BLEED, top - BLEED, crop=crop))
    return found


def _beside(run: Run, parts: _Parts, margin: str) -> tuple[Put, ...]:
    macros: Any = templates().get_template("pdf/badges/sheet.html").module
    style = rendered("pdf/badges/sheet.css", width=run.width, height=run.height)
    marks = parts.place(style, str(macros.marks({"cuts": _cuts(run)})).strip(), run.width)
    found = [Put(marks, 0, 0)]
    if margin:
        said = parts.place(style, str(macros.margin(margin)).strip(), run.width)
        found.append(Put(said, 0, run.height - 6.5))
    return tuple(found)


def _cuts(run: Run) -> dict[str, Any]:
    """Where to cut, and where the marks begin: outside of what is printed."""
    lefts = [left for left, _ in run.corners]
    tops = [top for _, top in run.corners]
    x = sorted({side for left in lefts for side in (left, left + run.size.width)})
    y = sorted({side for top in tops for side in (top, top + run.size.height)})
    beyond = run.bleed + 1
    return {
        "x": x, "y": y, "top": y[0] - beyond - _MARK, "bottom": y[-1] + beyond, "left": x[0] - beyond - _MARK,
        "right": x[-1] + beyond,
    }  # fmt: skip


@cache
def _base(width: float, height: float) -> str:
    """What every design of a size begins with."""
    return rendered("pdf/badges/base.css", width=width, height=height, bleed=BLEED)
