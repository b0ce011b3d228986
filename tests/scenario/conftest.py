"""The office's own files: the project's copy, or the folder that EVENT_SCENARIO_DIR names."""

import json
import os
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session")
def scenario() -> Path:
    return Path(os.environ.get("EVENT_SCENARIO_DIR") or Path(__file__).parent / "data")


@pytest.fixture(scope="session")
def facts(scenario: Path) -> dict[str, Any]:
    return dict(json.loads((scenario / "scenario.json").read_text()))


@pytest.fixture(scope="session")
def answers(scenario: Path) -> dict[int, Any]:
    questions = json.loads((scenario / "questions.json").read_text())["questions"]
    return {question["id"]: question["expected"] for question in questions}
