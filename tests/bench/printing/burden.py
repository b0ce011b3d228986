"""What a piece of work costs: CPU and wall seconds of this process and all below it, and their memory."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import psutil


@dataclass
class Burden:
    """Seconds, and megabytes at the highest: memory shared by processes counts once."""

    cpu: float = 0.0
    wall: float = 0.0
    peak: float = 0.0


@contextmanager
def burden(*, memory: bool = False) -> Iterator[Burden]:
    """Measure what is done inside; looking at memory takes CPU itself, so it is not looked at by default."""
    found, done = Burden(), threading.Event()
    watching = threading.Thread(target=_watch, args=(found, done))
    if memory:
        watching.start()
    cpu, wall = _cpu(), time.perf_counter()
    yield found
    found.wall, found.cpu = time.perf_counter() - wall, _cpu() - cpu
    done.set()
    if memory:
        watching.join()


def _tree() -> list[psutil.Process]:
    """This process and what it started, but the database."""
    found = [psutil.Process(), *psutil.Process().children(recursive=True)]
    return [one for one in found if "postgres" not in one.name()]


def _cpu() -> float:
    return sum(sum(one.cpu_times()[:2]) for one in _tree())


def _watch(found: Burden, done: threading.Event) -> None:
    while not done.wait(0.1):
        total = 0
        with suppress(psutil.Error):
            total = sum(one.memory_full_info().pss for one in _tree())
        found.peak = max(found.peak, total / 1e6)
