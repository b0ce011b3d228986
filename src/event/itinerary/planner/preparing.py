"""Getting the compiled inner loops ready: in a process of its own, as the first time takes half a minute.

Machine code is kept beside the sources, or in a private folder where that cannot be written, under a name made from
the sources: a loop that calls a changed one is to be compiled anew too.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

_LOOPS = Path(__file__).parent / "kernels"
_READY = "ready"
_LOOK_EVERY = 0.05
_children: list[subprocess.Popen[bytes]] = []  # a child that goes on alone is nobody's loss


@cache
def machine_code_folder() -> Path:
    """Where machine code is kept."""
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in sorted(_LOOPS.glob("*.py")))).hexdigest()
    folder = _LOOPS / "__pycache__" / f"loops-{digest[:16]}-{sys.implementation.cache_tag}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return Path(tempfile.mkdtemp(prefix="event-loops-"))
    return folder if os.access(folder, os.W_OK) else Path(tempfile.mkdtemp(prefix="event-loops-"))


def loops_are_ready() -> bool:
    """Whether loading the loops compiles nothing."""
    return (machine_code_folder() / _READY).exists()


def get_loops_ready(*, keep_waiting: Callable[[], bool]) -> bool:
    """Compile in a child until it is done or waiting is over; it goes on alone then, for the next time."""
    if loops_are_ready():
        return True
    command = [sys.executable, "-m", "event.itinerary.planner.preparing", str(machine_code_folder())]
    child: subprocess.Popen[bytes] = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
    )
    _children.append(child)
    while child.poll() is None:
        if not keep_waiting():
            return False
        try:
            child.wait(_LOOK_EVERY)
        except subprocess.TimeoutExpired:
            continue
    return loops_are_ready()


def compile_loops(folder: Path) -> None:
    """Compile everything by planning a visit of two buses, and note that it is done."""
    import numpy as np  # noqa: PLC0415

    from event.itinerary.planner.annealing import Annealing  # noqa: PLC0415 - compiles
    from event.itinerary.planner.instance import Bus, Frame, Guide, Instance, Lunch, Party, Stop  # noqa: PLC0415
    from event.itinerary.planner.kernels.repairing import give_back_times, repair  # noqa: PLC0415
    from event.itinerary.planner.searching import first_plan  # noqa: PLC0415

    parties = tuple(
        Party(id=number, size=2, delegation=0, languages=("zh",), present=(True,), points=(1,))
        for number in (0, 1)
    )
    instance = Instance(
        days=1, travel=((0, 1), (1, 0)), hotels=(0,),
        stops=(Stop(id=0, place=1, name="", stay=2, windows=((90, 200),), capacity=3),),
        lunches=(Lunch(id=0, place=1, name="", stay=2, capacity=9),), lunch_start=(130, 150), parties=parties,
        buses=(Bus(id=0, usable=4, hotel=0), Bus(id=1, usable=4, hotel=0)),
        guides=(Guide(id=0, languages=("zh",)), Guide(id=1, languages=("zh",))),
        frames=(Frame(day=0, leave=96, back=200),),
    )  # fmt: skip
    annealing = Annealing(instance, first_plan(instance, seed=1), 1)
    annealing.step(0.0)
    annealing.settle()
    search = annealing.search
    repair(search.grid, search.loads, search.routes, search.times, 0, 0)
    wished = np.full(search.grid.things.shape[0], -1, np.int64)
    give_back_times(search.grid, search.loads, search.routes, search.times, 0, 0, wished)
    (folder / _READY).touch()
    for older in folder.parent.glob("loops-*"):
        if older.name != folder.name:
            shutil.rmtree(older, ignore_errors=True)


if __name__ == "__main__":
    if not loops_are_ready():
        compile_loops(Path(sys.argv[1]) if sys.argv[1:] else machine_code_folder())
