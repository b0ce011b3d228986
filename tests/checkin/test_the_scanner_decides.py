"""The scanner's own tests, run by node: it decides as the shared vectors say."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.checkin.make_verdicts import FILE, verdicts

ASSETS = Path(__file__).parents[2] / "assets"
TESTS = ASSETS / "scanner" / "tests"
NODE = shutil.which("node") or "node"


def test_the_vectors_are_those_of_their_source() -> None:
    assert json.loads(FILE.read_text()) == verdicts()


@pytest.mark.parametrize("test", sorted(TESTS.glob("*.test.ts")), ids=lambda path: path.name)
def test_the_scanner_passes_its_tests(test: Path, tmp_path: Path) -> None:
    bundle = tmp_path / f"{test.stem}.mjs"
    subprocess.run(
        [NODE, ASSETS / "node_modules" / "esbuild" / "bin" / "esbuild", test, "--bundle", "--platform=node",
         "--format=esm", f"--outfile={bundle}", "--log-level=warning"],
        check=True,
    )  # fmt: skip

    done = subprocess.run(
        [NODE, "--test", "--test-reporter=tap", bundle],
        env=os.environ | {"VERDICTS": str(FILE)}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    failed = [line for line in done.stdout.splitlines() if line.strip().startswith("not ok")]
    assert (failed, done.returncode) == ([], 0), done.stdout[-5000:]


def test_the_scanners_tests_keep_their_types() -> None:
    check = [NODE, "node_modules/typescript/bin/tsc", "--noEmit", "-p", "scanner/tests"]

    done = subprocess.run(check, cwd=ASSETS, capture_output=True, text=True, check=False)

    assert (done.stdout, done.returncode) == ("", 0)
