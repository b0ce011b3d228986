"""One design: what a page looks like is said once, in assets/css, and the style page shows all of it."""

import re
from collections import defaultdict
from itertools import chain
from pathlib import Path

from tests.web.conftest import Browser

ROOT = Path(__file__).parents[2]
STYLES = sorted((ROOT / "assets" / "css").glob("*.css"))
TOKENS = ROOT / "assets" / "css" / "tokens.css"
PAGES = [file for file in (ROOT / "templates").rglob("*.html") if "pdf" not in file.parts]
SCRIPTS = [*(ROOT / "assets" / "src").rglob("*.ts"), *(ROOT / "assets" / "scanner").rglob("*.ts")]
TESTS = list((ROOT / "tests" / "e2e").glob("*.py"))
NEVER_WORN = {"htmx-indicator", "htmx-request", "sortable-ghost", "agenda-sample"}
"""What libraries put on, and what places a sample that a script would place."""
CLASSES = re.compile(r'\bclass="((?:[^"{]|\{\{.*?\}\}|\{%.*?%\})*)"')
ELSEWHERE = re.compile(r"\{% block body_class %\}(.*?)\{% endblock %\}|\"class\": \"(.*?)\"")
BEGUN = re.compile(r"([a-z][\w-]*-)(?:\{\{|\$\{|\{|['\"`] *[~+])")
NAME = re.compile(r"[A-Za-z_][\w-]*")


def _rules(file: Path) -> str:
    """A file's rules, without comments, imports and pictures."""
    return re.sub(r"/\*.*?\*/|@import[^;]*;|url\('[^']*'\)", "", file.read_text(), flags=re.DOTALL)


def _selectors(file: Path) -> list[str]:
    return [found.strip() for found in re.findall(r"([^{};]+)\{", _rules(file))]


def _styled(file: Path) -> set[str]:
    return set(re.findall(r"\.([A-Za-z_][\w-]*)", " ".join(_selectors(file))))


def _worn(page: str) -> set[str]:
    """Classes that stand in a page as they are; those that are put together are not among them."""
    fixed = (re.sub(r"[\w-]*\{\{.*?\}\}[\w-]*|\{%.*?%\}", " ", found) for found in CLASSES.findall(page))
    return set(chain.from_iterable(one.split() for one in fixed))


def test_every_class_of_the_styles_is_worn_by_a_page_that_is_not_a_sample() -> None:
    pages = [file.read_text() for file in PAGES if "style" not in (file.stem, file.parent.name)]
    code = [file.read_text() for file in SCRIPTS]
    said = chain.from_iterable(
        (*CLASSES.findall(page), *chain.from_iterable(ELSEWHERE.findall(page))) for page in pages
    )
    words = set(chain.from_iterable(NAME.findall(text) for text in (*said, *code)))
    begun = tuple(set(chain.from_iterable(BEGUN.findall(text) for text in (*pages, *code))))
    styled = set(chain.from_iterable(_styled(file) for file in STYLES))

    assert sorted(one for one in styled - words - NEVER_WORN if not one.startswith(begun)) == []


def test_every_class_of_the_pages_has_a_style_or_is_asked_for() -> None:
    styled = set(chain.from_iterable(_styled(file) for file in STYLES))
    asked = set(chain.from_iterable(NAME.findall(file.read_text()) for file in (*SCRIPTS, *TESTS)))
    worn = {file.relative_to(ROOT).as_posix(): _worn(file.read_text()) - styled - asked for file in PAGES}

    assert {name: sorted(classes) for name, classes in worn.items() if classes} == {}


def test_colours_sizes_radii_and_shadows_are_named_in_one_file() -> None:
    plain = {
        "color": r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|light-dark)\(",
        "font-size": r"font-size: (?!var\(|max\(|inherit|1em)[^;]+",
        "font": r"font: (?!inherit|\d+ var\()[^;]+",
        "border-radius": r"border-radius: (?!var\(|50%|0\b)[^;]+",
        "box-shadow": r"box-shadow: (?!var\(|inset |none|0 1px var\()[^;]+",
        "font-weight": r"font-weight: (?!400|500|600|700)[^;]+",
    }
    said = {
        (file.name, what): re.findall(pattern, _rules(file))
        for file in STYLES
        if file != TOKENS
        for what, pattern in plain.items()
    }

    assert {where: found for where, found in said.items() if found} == {}


def test_every_token_is_used() -> None:
    made = set(re.findall(r"^\s*(--[\w-]+):", TOKENS.read_text(), flags=re.MULTILINE))
    used = set(re.findall(r"var\((--[\w-]+)", " ".join(file.read_text() for file in STYLES)))

    assert (made - used, {one for one in used - made if not _is_local(one)}) == (set(), set())


def _is_local(name: str) -> bool:
    """A name that a component gives its own parts."""
    return any(re.search(rf"{re.escape(name)}:", _rules(file)) for file in STYLES if file != TOKENS)


def test_no_class_is_described_in_two_files() -> None:
    homes: defaultdict[str, set[str]] = defaultdict(set)
    for file in STYLES:
        if file.name not in {"tokens.css", "print.css", "utilities.css", "door.css"}:
            for selector in chain.from_iterable(
                re.sub(r"\(.*?\)", "()", one).split(",") for one in _selectors(file)
            ):
                if re.fullmatch(r"\.[\w-]+", selector.strip()):
                    homes[selector.strip()].add(file.name)

    assert {one: sorted(files) for one, files in homes.items() if len(files) > 1} == {}


def test_every_rule_lies_in_a_layer() -> None:
    sheets = [file for file in STYLES if "@import" in file.read_text() or "@layer" in file.read_text()]
    taken = set(
        chain.from_iterable(re.findall(r'"\./([\w-]+\.css)" layer\(', file.read_text()) for file in sheets)
    )
    bare = [re.sub(r"@layer [\w, ]+;", "", _rules(file)).strip() for file in sheets]

    assert {file.name for file in STYLES} - taken - {file.name for file in sheets} == set()
    assert [rules[:40] for rules in bare if rules and not rules.startswith("@layer")] == []


def test_every_file_of_the_styles_begins_by_saying_what_it_is_for() -> None:
    first = {file.name: file.read_text().partition("\n")[0] for file in STYLES}

    assert [name for name, line in first.items() if not re.fullmatch(r"/\* .+\. \*/", line)] == []


async def test_the_style_page_shows_every_part_of_the_design(app: object, browser: Browser) -> None:
    async with browser() as reader:
        page = (await reader.get("/style")).text
    shown = set(chain.from_iterable(found.split() for found in re.findall(r'\bclass="([^"]*)"', page)))

    assert sorted(file.name for file in STYLES if _styled(file) and not _styled(file) & shown) == []
