"""How an inner loop is compiled: once, kept on disk, and without holding Python's lock while it runs."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

from event.itinerary.planner.preparing import machine_code_folder

Loop = TypeVar("Loop", bound=Callable[..., Any])

numba.config.CACHE_DIR = str(machine_code_folder())  # type: ignore[attr-defined]  # numba makes its settings as it loads


def compiled(loop: Loop) -> Loop:
    """The same function as machine code."""
    return cast("Loop", numba.njit(cache=True, nogil=True)(loop))
