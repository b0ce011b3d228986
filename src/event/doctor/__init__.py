"""Looks whether everything the system needs is there, and says what to do where it is not."""

from collections.abc import Callable
from datetime import datetime

from event.doctor.database import server
from event.doctor.findings import Finding, State
from event.doctor.installation import assets, keys, mail
from event.doctor.machine import disk, fonts, libraries, node, steady_clock, time_zones

__all__ = ["Finding", "State", "examine"]


async def examine(*, now: Callable[[], datetime]) -> list[Finding]:
    """Look at everything; what cannot be looked at is a finding, never an error."""
    return [
        *await server(now=now),
        steady_clock(),
        time_zones(),
        disk(),
        libraries(),
        fonts(),
        keys(),
        assets(),
        node(),
        await mail(),
    ]
