"""The README says what is: every setting with its default, every role, every command and file it names."""

import re
import subprocess
import sys
from pathlib import Path

from event.people.tables import Role
from event.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()


def test_every_setting_stands_with_its_default_and_description() -> None:
    lines = [line for line in README.splitlines() if line.startswith("| `EVENT_")]

    expected = [
        f"| `EVENT_{name.upper()}` | {f'`{field.default}` ' if str(field.default) else ''}| {field.description} |"
        for name, field in Settings.model_fields.items()
    ]

    assert lines == expected


def test_every_role_is_described() -> None:
    table = README.split("## Roles")[1].split("##")[0]

    assert re.findall(r"^\| (\w+) \|", table, re.MULTILINE)[1:] == ["guest", *_in_order(table)]
    assert set(_in_order(table)) == set(Role)


def _in_order(table: str) -> list[str]:
    return [role for role in re.findall(r"^\| (\w+) \|", table, re.MULTILINE) if role in set(Role)]


def test_every_command_of_the_readme_exists() -> None:
    commands = set(re.findall(r"\.venv/bin/event (\w+)", README)) | {"doctor"}
    said = subprocess.run(
        [sys.executable, "-m", "event", "--help"], capture_output=True, text=True, check=True
    ).stdout

    assert [command for command in commands if not re.search(rf"\b{command}\b", said)] == []


def test_every_make_target_of_the_readme_exists() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"`?make (\w+)", README))

    assert [target for target in targets if not re.search(rf"^{target}:", makefile, re.MULTILINE)] == []


def test_every_file_the_readme_shows_is_there() -> None:
    linked = re.findall(r"\]\((?!http)([^)]+)\)", README)
    named = [
        "assets/locales/zh_Hans/messages.po",
        "assets/messages.py",
        "tests/test_architecture.py",
        "migrations",
    ]

    assert [path for path in (*linked, *named) if not (ROOT / path).exists()] == []
