"""The web server: granian with one process for each of EVENT_WEB_WORKERS."""

import gc
import os
import signal
import threading
import time
from collections.abc import Callable
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from event.embedded import end_with_parent
from event.serving.supervisor import if_parent_dies
from event.settings import settings

_STOP_SECONDS = 3
"""How long open live pages may hold up a stop."""


def run_web() -> None:
    """Run the web server in this process and its workers until told to stop."""
    Granian(
        "event.web.app:application",
        address=settings().host,
        port=settings().port,
        interface=Interfaces.ASGI,
        workers=settings().web_workers,
        respawn_failed_workers=True,
        workers_kill_timeout=_STOP_SECONDS,
        log_level=LogLevels.error,  # ending a worker with an open live page is no news
        log_access=False,
    ).serve(target_loader=load_application, wrap_loader=False)


def load_application() -> Callable[..., Any]:
    """What every web process runs; called inside it."""
    parent = os.getppid()
    end_with_parent(if_parent_dies())()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # until granian's own, not those of its parent
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_after, args=(parent,), daemon=True).start()
    from event.web.app import application  # noqa: PLC0415

    made = application()
    look_seldom_for_garbage()
    return made


def look_seldom_for_garbage() -> None:
    """What the application is made of stays, so garbage is looked for only among what requests make, and less often.

    A report makes ten thousand small objects that all go by themselves; looking through everything each time took
    as long as the report.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _end_after(parent: int) -> None:
    """Where the parent was killed, give open live pages no longer than a stop gives them."""
    while os.getppid() == parent:
        time.sleep(0.5)
    time.sleep(_STOP_SECONDS)
    os.kill(os.getpid(), signal.SIGKILL)
