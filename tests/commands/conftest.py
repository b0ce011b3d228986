"""The `event` command as a shell runs it, against a database of its own."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def event(var: Path, db: str) -> Run:
    """Runs the command with EVENT_DATABASE_URL: another server, named by its address."""
    return _runner({"EVENT_VAR": str(var), "EVENT_DATABASE_URL": db})


@pytest.fixture
def own_var() -> Iterator[Path]:
    """A data folder in which nothing runs yet, reachable by the database's own user."""
    folder = Path(tempfile.mkdtemp(prefix="event-own-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def event_alone(own_var: Path) -> Run:
    """Runs the command with nothing set but the data folder: it brings its own database."""
    return _runner({"EVENT_VAR": str(own_var)})


def _runner(settings: dict[str, str]) -> Run:
    plain = {
        name: value for name, value in os.environ.items() if not name.startswith(("EVENT_", "LC_", "LANG"))
    }

    def run(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "event", *arguments],
            capture_output=True, text=True, check=False, timeout=120, env=plain | settings | more,
        )  # fmt: skip

    return run
