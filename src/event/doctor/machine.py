"""The machine: its clock, its disk, the libraries and fonts that documents need."""

import ctypes
import shutil
import time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from event.doctor.findings import Finding, State
from event.language import Message
from event.printing.fonts import FACES, font_file
from event.settings import settings

_LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
_LITTLE_SPACE, _TOO_LITTLE_SPACE = 2 * 1024**3, 200 * 1024**2
_JUMP = 0.1


def steady_clock() -> Finding:
    """Whether the clock runs at the pace of time, or is being set meanwhile."""
    wall, steady = time.time(), time.monotonic()
    time.sleep(2 * _JUMP)
    drift = abs((time.time() - wall) - (time.monotonic() - steady))
    data = {"drift": f"{drift:.3f}"}
    if drift > _JUMP:
        return Finding(
            "clock pace", State.WARNING, Message("the clock jumped by {drift} s while it was watched"),
            Message("Let NTP slew the clock instead of setting it."), data,
        )  # fmt: skip
    return Finding("clock pace", State.OK, Message("steady"), data=data)


def time_zones() -> Finding:
    """Whether the zones that gatherings are in are known."""
    try:
        ZoneInfo("Asia/Shanghai")
    except ZoneInfoNotFoundError:
        return Finding(
            "time zones", State.PROBLEM, Message("Asia/Shanghai is not known"), Message("Run “make setup”.")
        )
    return Finding("time zones", State.OK, Message("known"))


def disk() -> Finding:
    """Whether there is room for the database, mails and files."""
    folder = settings().var
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    data = {"var": settings().var, "free": f"{free / 1024**3:.1f}"}
    found, advice = (
        Message("{free} GB free for {var}"),
        Message("Make room, or move EVENT_VAR to a larger disk."),
    )
    if free < _LITTLE_SPACE:
        state = State.PROBLEM if free < _TOO_LITTLE_SPACE else State.WARNING
        return Finding("disk", state, found, advice, data)
    return Finding("disk", State.OK, found, data=data)


def libraries() -> Finding:
    """Whether the system libraries that PDFs need can be loaded."""
    missing = [package for library, package in _LIBRARIES.items() if not _loads(library)]
    if missing:
        return Finding(
            "PDF libraries", State.PROBLEM, Message("missing: {packages}"),
            Message("Install them: apt-get install {packages}"), {"packages": " ".join(missing)},
        )  # fmt: skip
    return Finding("PDF libraries", State.OK, Message("Pango and HarfBuzz are there"))


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def fonts() -> Finding:
    """Whether the fonts that documents are set in are there."""
    try:
        files = {font_file(package, name).name for _, _, package, name in FACES}
    except (FileNotFoundError, StopIteration):
        return Finding(
            "fonts", State.PROBLEM, Message("the Noto CJK fonts are missing"), Message("Run “make setup”.")
        )
    return Finding("fonts", State.OK, Message("{files}"), data={"files": ", ".join(sorted(files))})


def node() -> Finding:
    """Node.js builds the front-end files; running needs none."""
    there = shutil.which("node")
    found = Message("{node}, for building only") if there else Message("not there, and not needed to run")
    return Finding("Node.js", State.OK, found, data={"node": there})
