"""Slices import only what stands left of them, and never another slice's pages, api or forms."""

import ast
from pathlib import Path

SOURCE = Path(__file__).parent.parent / "src" / "event"
ORDER = (
    "gathering", "people", "messages", "registration", "agenda", "itinerary", "checkin", "signing", "tasks",
    "feedback", "printing", "reports", "web",
)  # fmt: skip
OWN_BUSINESS = ("pages", "api", "forms", "console", "import_pages", "import_api")
# The audit trail and who acts are part of every verb, so people's rules stand below gathering too;
# and people are granted roles in gatherings: the two are one foundation.
FOUNDATION = {("gathering", "people")}
TOP_LEVEL_MAY_USE_SLICES = {
    "cli", "commands", "__main__", "piccolo_conf", "sample", "serving", "doctor", "jobs", "templating",
}  # fmt: skip


def _imports(path: Path) -> list[str]:
    tree = ast.parse(path.read_text())
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
    return [name for name in names if name.startswith("event.")]


def _modules() -> list[tuple[str, Path]]:
    return [(path.relative_to(SOURCE).parts[0].removesuffix(".py"), path) for path in SOURCE.rglob("*.py")]


def test_every_slice_imports_only_those_left_of_it() -> None:
    wrong = []
    for slice_name, path in _modules():
        if slice_name not in ORDER:
            continue
        for name in _imports(path):
            other = name.split(".")[1]
            if (
                other in ORDER
                and ORDER.index(other) > ORDER.index(slice_name)
                and (slice_name, other) not in FOUNDATION
            ):
                wrong.append(f"{path.relative_to(SOURCE)} imports {name}")

    assert wrong == []


def test_no_slice_imports_the_pages_api_or_forms_of_another() -> None:
    wrong = []
    for slice_name, path in _modules():
        if slice_name not in ORDER or slice_name == "web":
            continue
        for name in _imports(path):
            parts = name.split(".")
            if parts[1] in ORDER and parts[1] != slice_name and len(parts) > 2 and parts[2] in OWN_BUSINESS:
                wrong.append(f"{path.relative_to(SOURCE)} imports {name}")

    assert wrong == []


def test_what_is_below_the_slices_imports_none_of_them() -> None:
    wrong = []
    for module, path in _modules():
        if module in ORDER or module in TOP_LEVEL_MAY_USE_SLICES:
            continue
        wrong += [f"{module} imports {name}" for name in _imports(path) if name.split(".")[1] in ORDER]

    assert wrong == []


def test_only_tables_operations_and_queries_touch_the_database() -> None:
    wrong = []
    for _, path in _modules():
        if path.name in ("rules.py", "forms.py", "errors.py", "tickets.py", "text.py"):
            wrong += [
                f"{path.relative_to(SOURCE)} imports {name}"
                for name in _imports(path)
                if name == "event.database"
            ]

    assert wrong == []
