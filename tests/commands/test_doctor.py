"""The doctor finds what is wrong and says what to do."""

import json
import os
from pathlib import Path

from event.crypto import key_file

from .conftest import Run

NAMES = [
    "database", "migrations", "connections", "clock", "clock pace", "time zones", "disk",
    "PDF libraries", "fonts", "keys", "assets", "Node.js", "mail",
]  # fmt: skip


def _states(text: str) -> dict[str, str]:
    return {one["name"]: one["state"] for one in json.loads(text)["findings"]}


async def test_everything_is_looked_at_and_well(event: Run) -> None:
    done = event("doctor", "--json")

    assert done.returncode == 0
    assert _states(done.stdout) == dict.fromkeys(NAMES, "ok")


async def test_a_database_that_does_not_answer_is_a_problem_with_advice(event: Run) -> None:
    done = event("doctor", "--json", EVENT_DATABASE_URL="postgresql://event:secret@127.0.0.1:1/event")

    found = json.loads(done.stdout)["findings"][0]
    assert (done.returncode, found["state"]) == (1, "problem")
    assert found["advice"] == "Check EVENT_DATABASE_URL and that its server runs."
    assert done.stdout.count("secret") == 0


async def test_a_key_file_that_others_can_read_is_a_problem(event: Run) -> None:
    key_file().chmod(0o644)
    try:
        done = event("doctor", "--json")
    finally:
        key_file().chmod(0o600)

    assert (done.returncode, _states(done.stdout)["keys"]) == (1, "problem")


async def test_a_mail_server_that_does_not_answer_is_a_problem(event: Run) -> None:
    done = event("doctor", "--json", EVENT_SMTP_URL="smtp://127.0.0.1:1")

    assert (done.returncode, _states(done.stdout)["mail"]) == (1, "problem")


async def test_a_database_behind_is_a_warning_and_not_changed(
    event: Run, empty_server_database: str, var: Path
) -> None:
    for _ in range(2):
        done = event("doctor", "--json", EVENT_DATABASE_URL=empty_server_database)

        assert (done.returncode, _states(done.stdout)["migrations"]) == (0, "warning")
    assert Path(os.environ["EVENT_VAR"]) == var
