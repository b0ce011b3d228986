"""Every command finds its database: the one named, or one of its own that it starts and stops."""

import json
from pathlib import Path

from event.commands.running import our_migrations

from .conftest import Run


async def test_a_command_starts_its_own_database_brings_it_up_to_date_and_stops_it(
    event_alone: Run, own_var: Path
) -> None:
    first = event_alone("user", "add", "anna", "--role", "viewer")
    second = event_alone("user", "list", "--json")

    assert (first.returncode, second.returncode) == (0, 0)
    assert first.stderr == f"The database was brought up to date: {len(our_migrations())}.\n"
    assert [one["sign_in_name"] for one in json.loads(second.stdout)] == ["anna"]
    assert not (own_var / "postgres" / "data" / "postmaster.pid").exists()


async def test_a_database_that_is_named_is_brought_up_to_date_too(
    event: Run, empty_server_database: str
) -> None:
    first = event("migrate", "--json", EVENT_DATABASE_URL=empty_server_database)
    second = event("migrate", "--json", EVENT_DATABASE_URL=empty_server_database)

    assert sorted(json.loads(first.stdout)["ran"]) == sorted(our_migrations())
    assert json.loads(second.stdout) == {"ran": []}


async def test_a_database_that_does_not_answer_has_its_own_exit_code(event: Run) -> None:
    done = event("user", "list", EVENT_DATABASE_URL="postgresql://event:secret@127.0.0.1:1/event")

    assert (done.returncode, done.stderr.count("Traceback"), done.stderr.count("secret")) == (3, 0, 0)


async def test_keys_that_others_can_read_stop_a_command(event_alone: Run, own_var: Path) -> None:
    (own_var / "keys").mkdir(mode=0o700)
    (own_var / "keys" / "ring.json").write_text("{}")
    (own_var / "keys" / "ring.json").chmod(0o644)

    done = event_alone("demo", "--no-browser", "--port", "1")

    assert (done.returncode, done.stderr.count("Traceback")) == (4, 0)
