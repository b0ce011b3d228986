"""Lists typed line by line: `hall_0_name_zh`; lines with nothing in them are left out."""

from collections.abc import Mapping, Sequence
from typing import Any

from event.errors import Problem
from event.http import Form
from event.language import Message, translated

MORE = 3
MOST = 200
_LINE = Message("Line {number}")


def lines_of(form: Form, name: str, columns: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """Every line with something in it, by its number on the page."""
    shown = form.text(f"{name}_lines")
    count = min(int(shown), MOST) if shown.isascii() and shown.isdigit() else 0
    lines = [
        (number, {column: form.text(f"{name}_{number}_{column}") for column in columns})
        for number in range(count)
    ]
    return [(number, line) for number, line in lines if any(line.values())]


def as_form(name: str, lines: Sequence[Mapping[str, Any]], *, blank: int = MORE) -> dict[str, list[str]]:
    """Lines as they would be typed, with some empty ones after them; what is not ticked is left out."""
    typed = {f"{name}_lines": [str(len(lines) + blank)]}
    for number, line in enumerate(lines):
        for column, value in line.items():
            if value is not False:
                typed[f"{name}_{number}_{column}"] = [
                    "on" if value is True else "" if value is None else str(value)
                ]
    return typed


def more_lines(form: Form, name: str) -> Form:
    """The form with a few further empty lines."""
    shown = form.text(f"{name}_lines")
    count = int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 4 else 0  # noqa: PLR2004
    return Form(form.values | {f"{name}_lines": [str(min(count + MORE, MOST))]})


def at_lines(problems: Mapping[str, Problem], numbers: Sequence[int], name: str) -> dict[str, Problem]:
    """Problems of `2.name_zh` at the fields of the page: `hall_5_name_zh`."""
    told = {}
    for key, problem in problems.items():
        place, _, column = key.partition(".")
        own = (
            f"{name}_{numbers[int(place)]}_{column}"
            if column and place.isdigit() and int(place) < len(numbers)
            else key
        )
        told[own] = problem
    return told


def where(field: str, name: str, labels: Mapping[str, Message], language: str) -> str:
    """What a field is called above the form: its column with its line, or its own label; nothing if it has none."""
    number, _, column = field.removeprefix(f"{name}_").partition("_")
    if name and column in labels and number.isdigit():
        line = translated(_LINE, language).format(number=int(number) + 1)
        return f"{line} · {translated(labels[column], language)}"
    return translated(labels[field], language) if field in labels else ""


def typed_values(form: Form) -> dict[str, list[str]]:
    """What was typed, without what a page sends besides."""
    return {name: values for name, values in form.values.items() if name not in ("_csrf", "do")}
