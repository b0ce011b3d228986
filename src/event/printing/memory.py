"""Memory that a large piece of work needed goes back to the system."""

import ctypes
import gc
from contextlib import suppress


def give_back() -> None:
    """Let the system have what was freed: glibc keeps it otherwise; other libraries of C do not know the call."""
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
