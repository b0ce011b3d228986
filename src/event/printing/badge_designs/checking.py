"""Reading a design as it was typed: whole, safe, within its badge, with a code that reads."""

from collections.abc import Callable, Container, Mapping
from functools import partial

from event.errors import Problem
from event.language import Message
from event.printing.badge_designs.design import Boxes, Design
from event.printing.badge_designs.errors import AtLine, BadDesign, Flaw
from event.printing.badge_designs.fields import FRAME_FIELDS, LINES_FIELDS, check_fields
from event.printing.badge_designs.markup import check_markup
from event.printing.badge_designs.sizes import QUIET, SMALLEST_CODE, Size
from event.printing.badge_designs.styles import check_style

LONGEST = 15_000
SIDES = {
    "lines": ("left", "top", "width", "height"),
    "number": ("left", "top", "width", "height"),
    "code": ("left", "top", "side"),
}
"""What is typed of each box."""
_NUMBER = Message("Give a number of millimetres.")
_OUTSIDE = Message("This reaches beyond the badge, which is {width} × {height} mm.")
_SMALL_CODE = Message(
    "At least {least} mm with its white edge: the code itself must be {code} mm, otherwise it cannot be read."
)
_LONG = Message("At most {most} characters; this has {count}.")


def read_design(typed: Mapping[str, str], size: Size, pictures: Container[str]) -> Design:
    """A design from fields frame, lines, style and lines_left … code_side. Raises BadDesign."""
    problems: dict[str, Problem] = {}
    checks: dict[str, Callable[[str], None]] = {
        "frame": partial(_check_html, known=FRAME_FIELDS, pictures=pictures),
        "lines": partial(_check_html, known=LINES_FIELDS, pictures=pictures),
        "style": partial(check_style, pictures=pictures),
    }
    for name, check in checks.items():
        text = typed.get(name, "")
        if len(text) > LONGEST:
            problems[name] = Problem(_LONG, {"most": LONGEST, "count": len(text)})
            continue
        try:
            check(text)
        except Flaw as flaw:
            problems[name] = AtLine(flaw.sentence, flaw.data, flaw.line)
    lines, number, code = (_box(name, typed, size, problems) for name in SIDES)
    if problems:
        raise BadDesign(problems)
    boxes = Boxes((*lines[:4],), (*number[:4],), (*code[:3],))  # type: ignore[arg-type] # as many as SIDES has
    return Design(typed.get("frame", ""), typed.get("lines", ""), typed.get("style", ""), boxes)


def _check_html(html: str, *, known: Mapping[str, Message], pictures: Container[str]) -> None:
    check_fields(html, known)
    check_markup(html, pictures)


def typed_boxes(boxes: Boxes) -> dict[str, str]:
    """Boxes as they are typed."""
    return {
        f"{name}_{side}": f"{value:g}"
        for name, sides in SIDES.items()
        for side, value in zip(sides, getattr(boxes, name), strict=True)
    }


def _box(name: str, typed: Mapping[str, str], size: Size, problems: dict[str, Problem]) -> tuple[float, ...]:
    found = []
    for side in SIDES[name]:
        value = _millimetres(typed.get(f"{name}_{side}", ""))
        if value is None or (value <= 0 and side not in ("left", "top")):
            problems[f"{name}_{side}"] = Problem(_NUMBER)
        found.append(value or 0.0)
    if any(field.startswith(f"{name}_") for field in problems):
        return tuple(found)
    left, top, width, height = (*found, found[-1])[:4]
    if left < 0 or top < 0 or left + width > size.width + 0.01 or top + height > size.height + 0.01:
        problems[f"{name}_left"] = Problem(
            _OUTSIDE, {"width": f"{size.width:g}", "height": f"{size.height:g}"}
        )
    least = round(SMALLEST_CODE * QUIET + 0.05, 1)
    if name == "code" and width < least:
        problems["code_side"] = Problem(_SMALL_CODE, {"least": f"{least:g}", "code": f"{SMALLEST_CODE:g}"})
    return tuple(found)


def _millimetres(text: str) -> float | None:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return round(value, 2) if abs(value) < 1000 else None  # noqa: PLR2004 - nothing of a badge is a metre wide
