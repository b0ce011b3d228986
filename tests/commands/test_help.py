"""The command says what it can do, at once."""

import subprocess
import sys

from click.testing import CliRunner

from event.cli import event

COMMANDS = [
    "demo",
    "doctor",
    "export",
    "import",
    "migrate",
    "plan",
    "print",
    "serve",
    "user",
    "web",
    "worker",
]


def test_every_command_is_there() -> None:
    assert sorted(event.commands) == COMMANDS


def test_every_command_has_help() -> None:
    for name in COMMANDS:
        result = CliRunner().invoke(event, [name, "--help"])

        assert (name, result.exit_code) == (name, 0)


def test_the_exit_codes_are_said_in_the_help() -> None:
    text = CliRunner().invoke(event, ["--help"], terminal_width=200).output

    assert text.count("Exit codes") == 1


def test_help_loads_nothing_heavy() -> None:
    heavy = {"asyncpg", "piccolo", "litestar", "weasyprint", "openpyxl", "granian", "cryptography"}
    code = f"import event.cli, sys; print(sorted({heavy!r} & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


def test_a_wrong_option_is_wrong_usage() -> None:
    assert CliRunner().invoke(event, ["doctor", "--nonsense"]).exit_code == 2
