# ruff: noqa: INP001 - a script, no package
"""What the product says and which of it has no Chinese yet.

`python assets/messages.py` prints the missing messages as .po entries, to be pasted into
locales/zh_Hans/messages.po and translated; tests/test_languages.py asserts that none are missing.
"""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
WRITTEN = ROOT / "assets" / "locales" / "zh_Hans" / "messages.po"
OVERRIDES = ROOT / "assets" / "locales" / "zh_Hant.overrides.po"
_JINJA: dict[str, Any] = {"extensions": "jinja2.ext.do", "trim_blocks": "true", "silent": "false"}


@cache
def said() -> dict[str, str]:
    """Every message id with the first file that says it."""
    found: dict[str, str] = {}
    for file, message in (*_in_templates(), *_in_python()):
        found.setdefault(message, file)
    return found


def missing() -> dict[str, str]:
    """Messages without a Chinese translation, or with one that nobody has checked (fuzzy)."""
    catalog = written()
    checked = {message.id for message in catalog if message.string and not message.fuzzy}
    return {message: file for message, file in said().items() if message not in checked}


def stale() -> list[str]:
    """Find translations of what the product no longer says."""
    return [str(message.id) for message in written() if message.id and message.id not in said()]


def written(path: Path = WRITTEN) -> Catalog:
    """Read a catalog as it stands in the repository."""
    with path.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def _in_templates() -> Iterator[tuple[str, str]]:
    patterns = ("**.html", "**.txt", "**.svg")
    methods, options = [(pattern, "jinja2") for pattern in patterns], dict.fromkeys(patterns, _JINJA)
    found = extract_from_dir(ROOT / "templates", methods, options, {"_": None})
    for file, _, message, _, _ in found:
        yield file, message if isinstance(message, str) else str(message[0])


def _in_python() -> Iterator[tuple[str, str]]:
    """`Message("…")`, also with a choice in it; Babel's own reader would glue the two choices together."""
    for file in sorted((ROOT / "src").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Message":
                for text in _texts(node.args[0]):
                    yield str(file.relative_to(ROOT)), text


def _texts(said: ast.expr) -> Iterator[str]:
    if isinstance(said, ast.IfExp):
        yield from (*_texts(said.body), *_texts(said.orelse))
    if isinstance(said, ast.Constant) and isinstance(said.value, str) and said.value:
        yield said.value


if __name__ == "__main__":
    blank = Catalog("zh_Hans")
    for message, file in missing().items():
        blank.add(message, locations=[(file, 0)])
    for entry in blank:
        if entry.id:
            sys.stdout.write(f'#: {entry.locations[0][0]}\nmsgid "{entry.id}"\nmsgstr ""\n\n')
