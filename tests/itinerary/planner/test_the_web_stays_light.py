"""Solvers and compilers are loaded only where a plan is made, never with the pages or the command line's help."""

import subprocess
import sys

import pytest

HEAVY = ("numba", "llvmlite", "ortools", "pandas")


@pytest.mark.parametrize(
    "module",
    [
        "event.cli", "event.web.app", "event.itinerary.planner.searching", "event.itinerary.planner.replanning",
        "event.itinerary.planner.explaining", "event.itinerary.planner.conflicts",
    ],
)  # fmt: skip
def test_nothing_heavy_comes_along(module: str) -> None:
    code = f"import sys, {module}; print([name for name in {HEAVY} if name in sys.modules])"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
