"""The wheel brings templates, migrations, built assets and catalogs with it."""

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_wheel_brings_everything_it_needs(tmp_path: Path) -> None:
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "-q",
            "--no-deps",
            "--no-build-isolation",
            "-w",
            tmp_path,
            ROOT,
        ],
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())

    for folder, inside in (("templates", "event/templates"), ("migrations", "event/migrations")):
        ours = {
            path.relative_to(ROOT / folder)
            for path in (ROOT / folder).rglob("*")
            if path.suffix in (".html", ".txt", ".py", ".css")
        }
        assert {f"{inside}/{path}" for path in ours} - names == set()
    assert {
        "event/assets/manifest.json",
        "event/assets/locales/zh_Hans/LC_MESSAGES/messages.mo",
    } - names == set()
    assert [name for name in names if "tests/" in name or name.startswith("var/")] == []
