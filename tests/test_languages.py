"""Every sentence of the product has a checked Chinese translation that keeps its data."""

import json
import re
import shutil
import string
import subprocess
import sys
from pathlib import Path

import pytest

from assets.messages import OVERRIDES, missing, said, stale, written
from event.language import catalog
from event.places import assets_folder

ROOT = Path(__file__).parent.parent


def _data(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def test_nothing_is_said_without_a_chinese_translation() -> None:
    assert missing() == {}


def test_no_translation_outlives_its_sentence() -> None:
    assert stale() == []


def test_no_correction_for_traditional_chinese_outlives_its_sentence() -> None:
    assert [one.id for one in written(OVERRIDES) if one.id and one.id not in said()] == []


@pytest.mark.parametrize("path", [None, OVERRIDES], ids=["zh-Hans", "zh-Hant"])
def test_a_translation_has_the_data_of_its_sentence(path: Path | None) -> None:
    entries = written(path) if path else written()

    assert [one.id for one in entries if one.id and _data(one.id) != _data(str(one.string))] == []


def test_traditional_chinese_is_made_from_simplified_chinese() -> None:
    hans, hant = catalog("zh-Hans"), catalog("zh-Hant")

    assert (hans.gettext("Language"), hant.gettext("Language")) == ("语言", "語言")
    assert [one for one in said() if hans.gettext(one) != one and hant.gettext(one) == one] == []


def test_catalogs_hold_no_simplified_characters_of_common_words_in_traditional_chinese() -> None:
    simplified = re.compile("[这们来为会国时说门车东号电话类]")
    hant = catalog("zh-Hant")

    assert [one for one in said() if simplified.search(hant.gettext(one))] == []


def test_building_again_changes_nothing() -> None:
    before = {file: file.stat().st_mtime_ns for file in assets_folder().rglob("*") if file.is_file()}

    subprocess.run([sys.executable, ROOT / "assets" / "build.py"], check=True)

    assert {file: file.stat().st_mtime_ns for file in assets_folder().rglob("*") if file.is_file()} == before


def test_the_manifest_names_what_was_built() -> None:
    manifest = json.loads((assets_folder() / "manifest.json").read_text())

    assert sorted(manifest) == [
        "agenda-grid.js", "app.css", "app.js", "bus.js", "console.js", "print-station.css", "print-station.js",
        "ticket-worker.js", "visit-board.css", "visit-board.js",
    ]  # fmt: skip
    assert [name for name in manifest.values() if not (assets_folder() / name).is_file()] == []


def test_scripts_keep_their_types() -> None:
    check = [shutil.which("node") or "node", "node_modules/typescript/bin/tsc", "--noEmit"]

    done = subprocess.run(check, cwd=ROOT / "assets", capture_output=True, text=True, check=False)

    assert (done.stdout, done.returncode) == ("", 0)
