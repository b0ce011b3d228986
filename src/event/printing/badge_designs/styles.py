"""The CSS of a design: plain rules, known properties, pictures by name; nothing that leaves its badge."""

import re
from collections.abc import Container, Iterable, Mapping
from typing import Any

import tinycss2  # type: ignore[import-untyped] # it ships no types

from event.language import Message
from event.printing.badge_designs.errors import Flaw

PROPERTIES = frozenset({
    "background", "background-clip", "background-color", "background-image", "background-origin", "background-position",
    "background-size", "border", "border-bottom", "border-collapse", "border-color", "border-left", "border-radius",
    "border-right", "border-style", "border-top", "border-width", "bottom", "box-sizing", "clear", "color", "direction",
    "display", "float", "font", "font-family", "font-feature-settings", "font-kerning", "font-size", "font-style",
    "font-variant", "font-weight", "height", "left", "letter-spacing", "line-height", "margin", "margin-bottom",
    "margin-left", "margin-right", "margin-top", "max-height", "max-width", "min-height", "min-width", "object-fit",
    "object-position", "overflow", "overflow-wrap", "padding", "padding-bottom", "padding-left", "padding-right",
    "padding-top", "position", "right", "text-align", "text-decoration", "text-indent", "text-transform", "top",
    "transform", "transform-origin", "vertical-align", "visibility", "width", "word-break", "word-spacing", "z-index",
    "align-items", "align-self", "flex", "flex-direction", "flex-grow", "flex-shrink", "flex-wrap", "gap",
    "justify-content",
    *(f"border-{side}-{what}" for side in ("top", "right", "bottom", "left") for what in ("color", "style", "width")),
    *(f"border-{corner}-radius" for corner in ("top-left", "top-right", "bottom-left", "bottom-right")),
})  # fmt: skip
_FUNCTIONS = frozenset(
    {"rgb", "rgba", "hsl", "hsla", "var", "calc", "rotate", "scale", "translate", "translatex", "translatey"}
)
_POSITIONS = frozenset({"static", "relative", "absolute"})
_DISPLAYS = frozenset({"block", "inline", "inline-block", "none", "flex"})
_URL = re.compile(r"""url\(\s*(["']?)([a-z0-9-]+)\1\s*\)""", re.IGNORECASE)
_AT = Message("@{name} cannot be used here.")
_PROPERTY = Message("“{name}” cannot be used here, or is not known.")
_FUNCTION = Message("“{name}()” cannot be used here.")
_VALUE = Message("“{name}: {value}” cannot be used here.")
_PICTURE = Message("There is no picture “{name}”. Upload it first, and name it as it is listed.")
_UNREADABLE = Message("This cannot be read: {reason}")


def check_style(css: str, pictures: Container[str]) -> None:
    """Raises Flaw."""
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "error":
            raise Flaw(rule.source_line, _UNREADABLE, reason=rule.message)
        if rule.type == "at-rule":
            raise Flaw(rule.source_line, _AT, name=rule.at_keyword[:40])
        _check_tokens(rule.prelude, ())
        for one in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
            if one.type == "error":
                raise Flaw(one.source_line, _UNREADABLE, reason=one.message)
            if one.type != "declaration":
                raise Flaw(one.source_line, _UNREADABLE, reason="a rule within a rule")
            _check_declaration(one, pictures)


def _check_declaration(one: Any, pictures: Container[str]) -> None:
    name, value = one.lower_name, tinycss2.serialize(one.value).strip().lower()
    if name not in PROPERTIES and not name.startswith("--"):
        raise Flaw(one.source_line, _PROPERTY, name=one.name[:40])
    allowed = {"position": _POSITIONS, "display": _DISPLAYS}.get(name)
    if allowed is not None and value not in allowed:
        raise Flaw(one.source_line, _VALUE, name=name, value=value[:40])
    _check_tokens(one.value, pictures)


def _check_tokens(tokens: Iterable[Any], pictures: Container[str]) -> None:
    """No function but plain ones, no address but the name of a picture."""
    for token in tokens:
        if token.type == "url":
            _check_picture(token.source_line, token.value, pictures)
        elif token.type == "function" and token.lower_name == "url":
            _check_picture(token.source_line, tinycss2.serialize(token.arguments).strip("\"' "), pictures)
        elif token.type == "function":
            if token.lower_name not in _FUNCTIONS:
                raise Flaw(token.source_line, _FUNCTION, name=token.name[:40])
            _check_tokens(token.arguments, pictures)
        elif token.type == "error":
            raise Flaw(token.source_line, _UNREADABLE, reason=token.message)
        elif token.type in ("() block", "[] block", "{} block"):
            _check_tokens(token.content, pictures)


def _check_picture(line: int, name: str, pictures: Container[str]) -> None:
    if name not in pictures:
        raise Flaw(line, _PICTURE, name=name[:40])


def prepared(css: str, names: Mapping[str, str]) -> str:
    """A style that was checked, whole and without comments, its pictures by what they show."""
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return _URL.sub(lambda found: f"url(picture:{names.get(found[2], 'none')})", tinycss2.serialize(rules))
