"""Lists from the command line."""

import json
import os
from pathlib import Path

from event.database import fetch_one
from tests import cast

from .conftest import Run

DATA = Path(os.environ.get("EVENT_SCENARIO_DIR") or Path(__file__).parent.parent / "scenario" / "data")


async def _guests() -> int:
    row = await fetch_one("SELECT count(*) AS n FROM guest")
    return int(row["n"]) if row else -1


async def test_a_dry_run_shows_every_row_and_saves_nothing(event: Run, tmp_path: Path) -> None:
    done = event(
        "import", "guests", str(DATA / "guests.xlsx"), "--dry-run", "--report", str(tmp_path / "r.json")
    )

    report = json.loads((tmp_path / "r.json").read_text())
    assert (done.returncode, report["dry_run"], report["written"]) == (0, True, False)
    assert (len(report["rows"]), report["counts"]["create"], report["counts"]["skip"]) == (231, 230, 1)
    assert await _guests() == 0


async def test_the_list_makes_the_gathering_and_a_second_time_changes_nothing(event: Run) -> None:
    first = json.loads(event("import", "guests", str(DATA / "guests.xlsx"), "--json").stdout)
    second = json.loads(event("import", "guests", str(DATA / "guests.xlsx"), "--json").stdout)

    assert (first["made_gathering"], second["made_gathering"]) == (True, False)
    assert first["counts"] == {"create": 230, "update": 0, "skip": 1, "refuse": 0}
    assert second["counts"] == {"create": 0, "update": 0, "skip": 231, "refuse": 0}
    assert await _guests() == 230


async def test_what_is_no_workbook_is_refused_with_the_reason(event: Run, tmp_path: Path) -> None:
    (tmp_path / "list.xlsx").write_text("no workbook")

    done = event("import", "guests", str(tmp_path / "list.xlsx"))

    assert (done.returncode, done.stderr.count("Traceback")) == (1, 0)
    assert await _guests() == 0


async def test_a_file_that_is_too_large_is_refused_unread(event: Run, tmp_path: Path) -> None:
    with (tmp_path / "list.xlsx").open("wb") as file:
        file.truncate(50 * 1024 * 1024)

    done = event("import", "guests", str(tmp_path / "list.xlsx"))

    assert (done.returncode, done.stderr.count("50 MB")) == (1, 1)


async def test_a_programme_without_a_gathering_is_not_set_up_yet(event: Run) -> None:
    done = event("import", "agenda", str(DATA / "agenda.xlsx"))

    assert done.returncode == 4
    assert done.stderr == "There is no gathering yet: import a guest list, or run “event demo”.\n"


async def test_several_gatherings_want_to_be_named(event: Run) -> None:
    await cast.gathering()
    await cast.gathering(slug="other")

    assert event("print", "agenda", "--out", "/dev/null").returncode == 1
    assert event("import", "agenda", str(DATA / "agenda.xlsx"), "--gathering", "other").returncode == 0


async def test_an_unknown_kind_or_file_is_wrong_usage(event: Run) -> None:
    assert event("import", "horses", str(DATA / "guests.xlsx")).returncode == 2
    assert event("import", "guests", "/no/such/file.xlsx").returncode == 2


async def test_an_export_is_a_workbook_and_is_recorded(event: Run, tmp_path: Path) -> None:
    await cast.lin(await cast.gathering())

    done = event("export", "guests", str(tmp_path / "out.xlsx"), "--json")

    told = json.loads(done.stdout)
    recorded = await fetch_one("SELECT count(*) AS n FROM audit_entry WHERE action LIKE '%export%'")
    assert (done.returncode, told["bytes"]) == (0, (tmp_path / "out.xlsx").stat().st_size)
    assert (tmp_path / "out.xlsx").read_bytes()[:2] == b"PK"
    assert recorded is not None
    assert recorded["n"] == 1


async def test_the_visit_goes_out_as_a_workbook_and_never_as_a_text_table(event: Run, tmp_path: Path) -> None:
    await cast.gathering()

    done = event("export", "visit", str(tmp_path / "out.xlsx"), "--json")

    assert (done.returncode, json.loads(done.stdout)["count"]) == (0, 0)
    assert event("export", "visit", str(tmp_path / "out.csv")).returncode == 2
    assert event("export", "horses", str(tmp_path / "out.xlsx")).returncode == 2
