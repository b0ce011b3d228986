"""Fields in a design: text and nothing else, put in by a sandbox that knows no loops, calls or attributes."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from event.language import Message
from event.printing.badge_designs.errors import Flaw
from event.printing.fonts import fitted

FRAME_FIELDS: dict[str, Message] = {
    "event": Message("Name of the gathering in Chinese"), "event_en": Message("Name of the gathering in English"),
    "days_zh": Message("Its days in Chinese"), "days_en": Message("Its days in English"),
    "place_zh": Message("Its place in Chinese"), "place_en": Message("Its place in English"),
    "class_code": Message("Code letter of the class"), "class_zh": Message("Class in Chinese"),
    "class_en": Message("Class in English"),
}  # fmt: skip
"""What a frame may show: the same for everybody of a class."""
LINES_FIELDS: dict[str, Message] = {
    "name": Message("Chinese name; without one, the Latin name"), "latin": Message("Latin name, where there is a Chinese one too"),
    "chinese": Message("Whether there is a Chinese name, for {% if chinese %}"),
    "title": Message("Office in an association; without one, in a company"),
    "association": Message("Office in an association"), "company": Message("Office in a company"),
    "delegation": Message("Delegation in Chinese"), "delegation_en": Message("Delegation in English"), **FRAME_FIELDS,
}  # fmt: skip
"""What the lines may show."""
_NODES = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.If, nodes.CondExpr, nodes.And,
    nodes.Or, nodes.Not, nodes.Compare, nodes.Operand, nodes.Filter, nodes.Keyword,
)  # fmt: skip
_NO_FIELD = Message("There is no field “{name}” here. Known: {known}.")
_NO_FILTER = Message("There is no “|{name}”. Known: fit, upper, lower.")
_NOT_SO = Message(
    "Only fields such as {{{{ name }}}}, {{{{ name|fit(15, 6) }}}} and {{% if latin %}} can stand between braces."
)
_NUMBERS = Message(
    "“fit” takes numbers: the largest and the smallest size in millimetres, lines, width, weight."
)
_UNREADABLE = Message("This cannot be read: {reason}")
_SIGNS = ("{{", "{%", "{#", "}}", "%}", "#}")
"""What the check of the markup takes for braces must be braces here too."""
_ALONE = re.compile(r'<(div|p)((?: [^<>]*)?)><span style="font-size:([\d.]+)mm">([^<]*)</span></\1>')
"""A fitted text that is all there is in its element: the element is as quickly set in its size."""
_MOST = 900
_RATHER_ONE_LINE = 0.7
"""A second line is not begun for a character or two."""
_FIT = ("largest", "smallest", "lines", "width", "weight")


@pass_context
def fit(
    context: Context, text: str, largest: float, smallest: float, lines: int = 1, width: float = 0, weight: int = 700
) -> Markup:  # fmt: skip
    """A text in the largest size, in millimetres, at which it fits `lines` lines, `width` or the room there is."""
    room = width or context["room"]
    size = fitted(str(text), largest=largest, smallest=smallest, room=room, lines=lines, weight=weight)
    if lines > 1 and size > smallest:
        alone = fitted(str(text), largest=largest, smallest=smallest, room=room, weight=weight)
        size = alone if alone >= size * _RATHER_ONE_LINE else size
    return Markup(f'<span style="font-size:{size:g}mm">{escape(text)}</span>')  # noqa: S704 - the text is escaped


_environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined, trim_blocks=False)
_environment.globals.clear()
_environment.tests.clear()
_environment.filters.clear()
_environment.filters.update(fit=fit, upper=str.upper, lower=str.lower)


def filled(html: str, fields: Mapping[str, Any], *, room: float) -> str:
    """A template that was checked, with its fields; `room` is how wide its lines are, in millimetres."""
    return _ALONE.sub(r'<\1\2 style="font-size:\3mm">\4</\1>', _template(html).render(fields, room=room))


def check_fields(html: str, known: Mapping[str, Message]) -> None:
    """Refuse everything but fields, conditions on them and our filters. Raises Flaw."""
    try:
        tree = _environment.parse(html)
    except TemplateSyntaxError as error:
        raise Flaw(error.lineno, _UNREADABLE, reason=error.message or "") from None
    for node in tree.find_all(nodes.Node):
        _check(node, known)


def _check(node: nodes.Node, known: Mapping[str, Message]) -> None:
    if not isinstance(node, _NODES):
        raise Flaw(node.lineno, _NOT_SO)
    if isinstance(node, nodes.TemplateData) and any(sign in node.data for sign in _SIGNS):
        raise Flaw(node.lineno, _NOT_SO)
    if isinstance(node, nodes.Const) and isinstance(node.value, str) and set(node.value) & set("{}<>"):
        raise Flaw(node.lineno, _NOT_SO)
    if isinstance(node, nodes.Name) and node.name not in known:
        raise Flaw(node.lineno, _NO_FIELD, name=node.name[:40], known=", ".join(known))
    if isinstance(node, nodes.Filter):
        if node.name not in _environment.filters:
            raise Flaw(node.lineno, _NO_FILTER, name=node.name[:40])
        if node.node is None:
            raise Flaw(node.lineno, _NOT_SO)
        _check_numbers(node)


def _check_numbers(node: nodes.Filter) -> None:
    """What stands behind a filter: sensible numbers, by their names."""
    told = [*node.args, *(one.value for one in node.kwargs)]
    names = {one.key for one in node.kwargs}
    numbers = [one.value for one in told if isinstance(one, nodes.Const)]
    enough = not told if node.name != "fit" else len(told) >= 2 and len(node.args) <= len(_FIT)  # noqa: PLR2004
    right = all(
        isinstance(one, (int, float)) and not isinstance(one, bool) and 0 < one <= _MOST for one in numbers
    )
    twice = names & set(_FIT[: len(node.args)])
    missing = node.name == "fit" and not {"largest", "smallest"} <= names | set(_FIT[: len(node.args)])
    others = len(numbers) != len(told) or node.dyn_args is not None or node.dyn_kwargs is not None
    if not enough or not right or others or twice or missing or not names <= set(_FIT):
        raise Flaw(node.lineno, _NUMBERS if node.name == "fit" else _NOT_SO)


@lru_cache(maxsize=256)
def _template(html: str) -> Template:
    return _environment.from_string(html)
