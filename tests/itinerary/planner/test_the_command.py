"""`event plan` works from a file to a file, without a database."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from event.itinerary.planner.plan import read_plan
from event.itinerary.planner.validating import judge

from .making import M, S, shared

COMMAND = (sys.executable, "-m", "event", "plan")


def event_plan(*arguments: str) -> subprocess.CompletedProcess[str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    nowhere = {"EVENT_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"}
    return subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, check=False, timeout=120, env=plain | nowhere
    )


def test_a_plan_is_written_that_keeps_every_rule(tmp_path: Path) -> None:
    out = tmp_path / "plan.json"

    done = event_plan(str(S), "--iterations", "5000", "--seed", "2", "--out", str(out), "--json")

    judged = judge(shared(S), read_plan(out.read_bytes()))
    assert (done.returncode, judged.broken) == (0, ())
    assert json.loads(done.stdout)["objective"] == judged.objective
    assert "100%" in done.stderr


def test_the_same_seed_and_iterations_write_the_same_file(tmp_path: Path) -> None:
    one, two = (tmp_path / name for name in ("one.json", "two.json"))
    for out in (one, two):
        event_plan(str(M), "--iterations", "1000", "--out", str(out))

    assert one.read_bytes() == two.read_bytes()


def test_a_file_that_is_no_visit_is_refused_with_the_field(tmp_path: Path) -> None:
    content = json.loads(S.read_bytes())
    content["parties"][3]["size"] = "four"
    (tmp_path / "visit.json").write_text(json.dumps(content))

    done = event_plan(str(tmp_path / "visit.json"), "--out", str(tmp_path / "plan.json"))

    assert (done.returncode, (tmp_path / "plan.json").exists()) == (1, False)
    assert "parties[3].size" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_visit_that_cannot_be_planned_is_refused(tmp_path: Path) -> None:
    content = json.loads(S.read_bytes())
    content["groups"][0]["usable"] = 3
    (tmp_path / "visit.json").write_text(json.dumps(content))

    done = event_plan(str(tmp_path / "visit.json"), "--out", str(tmp_path / "plan.json"))

    assert (done.returncode, "60 guests for 36 seats" in done.stderr) == (1, True)


def test_a_folder_that_is_not_there_is_said_before_planning(tmp_path: Path) -> None:
    done = event_plan(str(S), "--out", str(tmp_path / "nowhere" / "plan.json"))

    assert (done.returncode, "is no folder" in done.stderr) == (1, True)


@pytest.mark.parametrize(
    "arguments",
    [(), (str(S),), ("/nowhere.json", "--out", "p.json"), (str(S), "--out", "p", "--seconds", "0")],
)
def test_wrong_usage_is_told_apart(arguments: tuple[str, ...]) -> None:
    assert event_plan(*arguments).returncode == 2


def test_interrupting_writes_the_best_plan_so_far(tmp_path: Path) -> None:
    out = tmp_path / "plan.json"
    running = subprocess.Popen(
        [*COMMAND, str(S), "--seconds", "60", "--out", str(out)], stderr=subprocess.PIPE, text=True
    )
    assert running.stderr is not None
    running.stderr.readline()  # the first plan is there
    time.sleep(1)

    running.send_signal(signal.SIGINT)
    running.communicate(timeout=60)

    assert (running.returncode, judge(shared(S), read_plan(out.read_bytes())).broken) == (0, ())
