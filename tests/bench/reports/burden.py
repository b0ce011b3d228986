"""CPU that the database uses, whatever else the machine does: its backends, and those that have ended."""

import os
from pathlib import Path

from event.database import fetch_one

_TICK = os.sysconf("SC_CLK_TCK")


async def postmaster() -> int:
    """The process that starts the database's backends."""
    row = await fetch_one("SELECT pg_backend_pid() AS pid")
    return _stat(row["pid"] if row else 0)[1]


def database_cpu(parent: int) -> float:
    """Milliseconds of CPU that the database has used so far."""
    ticks = sum(_stat(parent)[13:15])  # of children that are gone
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            told = _stat(int(folder.name))
        except OSError:
            continue
        if told[1] == parent:
            ticks += sum(told[11:13])
    return ticks * 1000 / _TICK


def _stat(pid: int) -> list[int]:
    """The numbers of /proc/PID/stat from the third field on; the state, a letter, is 0."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return [0, *map(int, fields[1:])]
