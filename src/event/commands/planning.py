"""Planning a homeland visit from a file, without a database."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from event.commands.telling import Exit, give, refusals_said, stop, tell, tell_aside, write_whole
from event.language import Message

if TYPE_CHECKING:
    from event.itinerary.planner.searching import Progress

_LARGEST = 50 * 1024 * 1024
_TOO_LARGE = Message("{file} has {size} MB; a visit to plan has at most {most} MB.")
_ABROAD = Message("{folder} is no folder; make it first.")
_FAR = Message("{seconds:>5.0f} s  {share:>4.0%}  {objective:>12,}")
_STOPPING = Message("Stopping; the best plan so far is written. Ctrl-C again ends at once.")
_SUMS = Message(
    "{file} is written: {objective:,} ({points:,} guest points, {driving:,} guest minutes of driving, "
    "{splits} extra buses for delegations)."
)
_ONLY_FIRST = Message(
    "This is the first plan only: the search has to be compiled once, which takes about half a minute. "
    "Plan again, or give it more seconds."
)
_TELL_EVERY = 0.1


@click.command("plan")
@click.argument("instance", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option(
    "--seconds",
    type=click.FloatRange(0.1, 86_400),
    help="How long to plan. [default: 30, or no limit with --iterations]",
)
@click.option(
    "--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True, help="Where chance begins."
)
@click.option(
    "--iterations",
    type=click.IntRange(1),
    help="How many steps to take: with the same seed, always the same plan.",
)
@click.option(
    "--workers", type=click.IntRange(1, 8), default=1, show_default=True, help="Searches side by side."
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    required=True,
    help="Write the plan here.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
def plan(
    instance: Path,
    seconds: float | None,
    seed: int,
    iterations: int | None,
    workers: int,
    out: Path,
    as_json: bool,
) -> None:
    """Plan the homeland visit in INSTANCE (.json): who rides on which bus, and what it visits when.

    No database is needed. The plan is checked against every rule before it is written. Ctrl-C ends the search and
    writes the best plan so far.
    """
    from event.itinerary.planner.checking import read_instance  # noqa: PLC0415 - help is shown without
    from event.itinerary.planner.limits import Limits  # noqa: PLC0415
    from event.itinerary.planner.plan import write_plan  # noqa: PLC0415
    from event.itinerary.planner.preparing import loops_are_ready  # noqa: PLC0415
    from event.itinerary.planner.searching import make_plan  # noqa: PLC0415

    if (size := instance.stat().st_size) > _LARGEST:
        stop(Exit.REFUSED, _TOO_LARGE, file=instance, size=size // 2**20, most=_LARGEST // 2**20)
    if not out.parent.is_dir():
        stop(Exit.REFUSED, _ABROAD, folder=out.parent)
    if seconds is None and iterations is None:
        seconds = 30.0
    with refusals_said(), _stopped_by_hand() as stopped:
        visit = read_instance(instance.read_bytes())
        limits = Limits(time.monotonic, seconds, iterations, stopped)
        made = make_plan(visit, seed=seed, limits=limits, workers=workers, told=_teller())
    write_whole(out, write_plan(made.plan))
    judged = made.judged
    sums: dict[str, Any] = {
        "file": str(out), "objective": judged.objective, "points": judged.points, "driving": judged.driving,
        "waiting": judged.waiting, "splits": judged.splits,
    }  # fmt: skip
    if as_json:
        give({**sums, "steps": made.steps, "first_after": round(made.first_after, 3)})
    else:
        tell(_SUMS, **sums)
    if not made.steps and not loops_are_ready():
        tell_aside(_ONLY_FIRST)


@contextmanager
def _stopped_by_hand() -> Iterator[Callable[[], bool]]:
    """Whether somebody pressed Ctrl-C or ended the process; the second time it ends at once."""
    asked = False

    def ask(number: int, _frame: object) -> None:
        nonlocal asked
        asked = True
        signal.signal(number, before[signal.Signals(number)])
        tell_aside(_STOPPING)

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _teller() -> "Callable[[Progress], None]":
    """Says how far the search is, every tenth of the way."""
    begun, next_at = time.monotonic(), 0.0

    def told(progress: "Progress") -> None:
        nonlocal next_at
        if progress.share >= min(next_at, 1.0):
            next_at = progress.share + _TELL_EVERY
            tell_aside(
                _FAR, seconds=time.monotonic() - begun, share=progress.share, objective=progress.objective
            )

    return told
