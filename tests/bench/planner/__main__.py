"""Gap to the best known plan at 5, 30 and 60 seconds, beside a plan made by hand; memory; the time of the first plan.

`--quick` measures 5 and 30 seconds with one seed.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import mean, median

import psutil

from event.itinerary.planner.checking import read_instance
from event.itinerary.planner.limits import Limits
from event.itinerary.planner.searching import first_plan
from event.itinerary.planner.toptw import read_orienteering, solve, worth
from event.itinerary.planner.validating import checked_plan
from tests.bench import Measured, write_rows
from tests.bench.planner.changes import changes

FOLDER = Path(os.environ.get("EVENT_PLANNER_DIR") or Path(__file__).parent / "data")
ORIENTEERING = os.environ.get("EVENT_TOPTW_DIR")
SECONDS, SEEDS, WORKERS = (5, 30, 60), (1, 2, 3), 2
BEST_KNOWN = {
    "S": 132_730,
    "M": 1_953_115,
    "L": 8_733_040,
    "XL": 25_690_780,
}  # S is proved; others: longest runs
WANTED_AT_30 = {"S": 132_730, "M": 1_850_000, "L": 8_300_000, "XL": 23_000_000}
FIRST_WITHIN = {"S": 1.0, "M": 1.0, "L": 1.0, "XL": 3.0}
MEMORY_MB = 500
CHANGED = ("M", "L")
POINTS = {
    "c101": (320, 590, 810, 1020), "r101": (198, 349, 484, 611), "rc101": (219, 427, 621, 811),
    "pr01": (308, 502, 619, 657),
}  # fmt: skip
GAP_PERCENT = 0.5


def main(*, quick: bool) -> None:
    """Measure and write the figures."""
    rows: list[Measured] = []
    for size, best in BEST_KNOWN.items():
        for file in sorted(FOLDER.glob(f"{size}-*.json")):
            rows += _instance(size, file, best, quick=quick)
            if size in CHANGED:
                rows += changes(size, file)
    if ORIENTEERING:
        rows += _orienteering(Path(ORIENTEERING), quick=quick)
    write_rows("planner", rows)


def _instance(size: str, file: Path, best: int, *, quick: bool) -> list[Measured]:
    instance = read_instance(file.read_bytes())
    by_hand = checked_plan(instance, first_plan(instance, seed=1)).objective
    rows = [Measured(f"{size} by hand", by_hand / best * 100, "%", "of the best known", by_hand / best)]
    firsts: list[float] = []
    memory = 0.0
    for seconds in SECONDS[:2] if quick else SECONDS:
        found: list[int] = []
        for seed in SEEDS[:1] if quick else SEEDS:
            told, used = _plan(file, seconds, seed)
            found.append(told["objective"])
            firsts.append(told["first_after"])
            memory = max(memory, used)
        value = median(found)
        gap = 100 * (1 - value / best)
        rows.append(
            Measured(
                f"{size} at {seconds} s, gap to the best known",
                gap,
                "%",
                f"{best:,}; worst {min(found):,}",
                value / best,
            )
        )
        if seconds == SECONDS[1]:
            wanted = WANTED_AT_30[size]
            rows.append(Measured(f"{size} at {seconds} s", value, "", f"at least {wanted:,}", value / wanted))
    first, most = max(firsts), FIRST_WITHIN[size]
    rows.append(Measured(f"{size} first plan", first, "s", f"at most {most:.0f} s", most / max(first, 1e-3)))
    rows.append(Measured(f"{size} memory", memory, "MB", f"at most {MEMORY_MB} MB", MEMORY_MB / memory))
    return rows


def _plan(file: Path, seconds: float, seed: int) -> tuple[dict[str, float], float]:
    """What the command tells, and the most memory that it and its children had at once."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable, "-m", "event", "plan", str(file), "--seconds", str(seconds), "--seed", str(seed),
            "--workers", str(WORKERS), "--out", f"{folder}/plan.json", "--json",
        ]  # fmt: skip
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as child:
            process, most = psutil.Process(child.pid), 0
            while child.poll() is None:
                most = max(most, _memory(process))
                time.sleep(0.1)
            told = json.loads(child.stdout.read()) if child.stdout else {}
    return told, most / 2**20


def _memory(process: psutil.Process) -> int:
    try:
        family = [process, *process.children(recursive=True)]
        return sum(one.memory_info().rss for one in family)
    except psutil.NoSuchProcess:
        return 0


def _orienteering(folder: Path, *, quick: bool) -> list[Measured]:
    gaps: list[float] = []
    rows: list[Measured] = []
    for name, known in POINTS.items():
        case = read_orienteering(
            (folder / f"{name}.txt").read_text(), decimals=2 if name.startswith("pr") else 1
        )
        for teams, points in enumerate(known, start=1):
            limits = Limits(time.monotonic, SECONDS[0] if quick else SECONDS[1])
            found = solve(case, teams=teams, seed=1, limits=limits)
            if worth(case, found.routes) != found.points:
                raise AssertionError(name)
            gaps.append(100 * (1 - found.points / points))
            rows.append(
                Measured(
                    f"TOPTW {name}, {teams}", found.points, "points", f"{points} known", found.points / points
                )
            )
    gap = mean(gaps)
    rows.append(
        Measured("TOPTW mean gap", gap, "%", f"at most {GAP_PERCENT} %", GAP_PERCENT / max(gap, 1e-3))
    )
    return rows


if __name__ == "__main__":
    main(quick="--quick" in sys.argv)
