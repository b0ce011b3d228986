"""The HTML of a design: plain elements with classes, whole and well nested, fields only between them."""

import re
from collections.abc import Container, Mapping
from html.parser import HTMLParser

from event.language import Message
from event.printing.badge_designs.errors import Flaw

ELEMENTS = frozenset({
    "div", "span", "p", "b", "strong", "i", "em", "small", "sup", "sub", "br", "img", "h1", "h2", "h3",
})  # fmt: skip
_EMPTY = frozenset({"br", "img"})
_ATTRIBUTES = frozenset({"class", "lang", "dir"})
_OF_PICTURES = _ATTRIBUTES | {"src", "alt"}
_BRACES = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_IMG = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_SRC = re.compile(r"""\bsrc\s*=\s*(["']?)([a-z0-9-]+)\1""", re.IGNORECASE)
_IF, _ELSE, _END, _FIELD = "\ue000", "\ue001", "\ue002", "\ue003"
_NO_ELEMENT = Message("The element <{name}> cannot be used. Known: {known}.")
_NO_ATTRIBUTE = Message(
    "<{name}> cannot have “{attribute}”. Known: {known}. Everything else belongs into the CSS."
)
_NO_PICTURE = Message("There is no picture “{name}”. Known: {known}.")
_INSIDE = Message("A field cannot stand inside of <…>. Put it between elements.")
_NOT_CLOSED = Message("<{name}> is not closed.")
_NOT_OPEN = Message("</{name}> closes nothing.")
_BRANCHES = Message("An element that is opened within an {{% if %}} must be closed within it.")
_STRANGE = Message("Only elements can stand here, no comments or declarations.")
_HALF = Message("An element is not written to its end, or “<” must be written as &lt;.")
_TOO_DEEP = Message("Elements stand within one another too deep.")
_DEEPEST = 40


def check_markup(html: str, pictures: Container[str]) -> None:
    """Raises Flaw."""
    for strange in (_IF, _ELSE, _END, _FIELD):
        html = html.replace(strange, " ")
    reader = _Reader(pictures)
    reader.feed(_BRACES.sub(_marked, html))
    reader.close()
    if reader.open:
        name, line = reader.open[-1]
        raise Flaw(line, _NOT_CLOSED, name=name)
    if reader.rawdata.strip():
        raise Flaw(reader.getpos()[0], _STRANGE)


def _marked(found: re.Match[str]) -> str:
    """One sign for each thing in braces, and the line ends in it."""
    inside = found[0].strip("{}%- \n\t")
    sign = _FIELD
    if found[0].startswith("{%"):
        sign = _IF if inside.startswith("if") else _END if inside.startswith("end") else _ELSE
    elif found[0].startswith("{#"):
        sign = ""
    return sign + "\n" * found[0].count("\n")


class _Reader(HTMLParser):
    def __init__(self, pictures: Container[str]) -> None:
        super().__init__(convert_charrefs=False)
        self.pictures = pictures
        self.open: list[tuple[str, int]] = []
        self.branches: list[tuple[tuple[str, int], ...]] = []

    @property
    def line(self) -> int:
        return self.getpos()[0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if any(sign in (self.get_starttag_text() or "") for sign in (_IF, _ELSE, _END, _FIELD)):
            raise Flaw(self.line, _INSIDE)
        if tag not in ELEMENTS:
            raise Flaw(self.line, _NO_ELEMENT, name=tag[:40], known=", ".join(sorted(ELEMENTS)))
        allowed = _OF_PICTURES if tag == "img" else _ATTRIBUTES
        for name, value in attrs:
            if name not in allowed:
                raise Flaw(
                    self.line, _NO_ATTRIBUTE, name=tag, attribute=name[:40], known=", ".join(sorted(allowed))
                )
            if name == "src" and (value or "") not in self.pictures:
                raise Flaw(self.line, _NO_PICTURE, name=(value or "")[:40], known=_listed(self.pictures))
        if tag not in _EMPTY:
            self.open.append((tag, self.line))
        if len(self.open) > _DEEPEST:
            raise Flaw(self.line, _TOO_DEEP)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)  # HTML knows no <div/>: it is opened

    def handle_endtag(self, tag: str) -> None:
        if tag in _EMPTY:
            return
        if not self.open or self.open[-1][0] != tag:
            raise Flaw(self.line, _NOT_OPEN, name=tag[:40])
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for sign in data:
            if sign == "<":
                raise Flaw(self.line, _HALF)
            if sign == _IF:
                self.branches.append(tuple(self.open))
            elif sign in (_ELSE, _END) and self.branches:
                if tuple(self.open) != self.branches[-1]:
                    raise Flaw(self.line, _BRANCHES)
                if sign == _END:
                    self.branches.pop()

    def handle_comment(self, _: str) -> None:
        raise Flaw(self.line, _STRANGE)

    def handle_decl(self, _: str) -> None:
        raise Flaw(self.line, _STRANGE)

    def handle_pi(self, _: str) -> None:
        raise Flaw(self.line, _STRANGE)

    def unknown_decl(self, _: str) -> None:
        raise Flaw(self.line, _STRANGE)


def prepared_markup(html: str, names: Mapping[str, str]) -> str:
    """HTML that was checked, its pictures by what they show."""
    return _IMG.sub(
        lambda tag: _SRC.sub(lambda found: f'src="picture:{names.get(found[2], "none")}"', tag[0]), html
    )


def _listed(pictures: Container[str]) -> str:
    return ", ".join(sorted(pictures)) if isinstance(pictures, (set, frozenset, dict)) and pictures else "–"
